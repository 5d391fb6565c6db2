import { describe, expect, test } from 'vitest';
import { fieldSpec } from './fields.ts';
import { readTyped, type TypedWay, typedWays } from './typed.ts';

const today = '2026-11-23';
const read = (text: string) => {
  const typed = readTyped(text, today);
  if (typed.kind !== 'match') return typed.kind;
  return Object.fromEntries(typed.match);
};

test('every way leads to an index', () => {
  for (const way of Object.keys(typedWays) as TypedWay[]) {
    const [type = '', field = ''] = way.split('.');
    expect(fieldSpec(type, field)?.indexed, way).toBe(true);
  }
});

describe('what is typed into the one box', () => {
  test.each<[string, Partial<Record<TypedWay, string>>]>([
    ['王秀英', { 'resident.name': '王秀英' }],
    ['阿卜杜拉·买买提', { 'resident.name': '阿卜杜拉·买买提' }],
    ['Alice Wu', { 'resident.name': 'Alice Wu' }],
    ['13800138000', { 'resident.mobile': '13800138000' }],
    ['１３８ ００１３ ８０００', { 'resident.mobile': '138 0013 8000' }],
    ['138-0013-8000', { 'resident.mobile': '138-0013-8000' }],
    ['370112199003071230', { 'resident.idNumber': '370112199003071230' }],
    ['11010519491231002x', { 'resident.idNumber': '11010519491231002x' }],
    ['3-2-501', { 'resident.address': '3-2-501' }],
    ['3号楼 2单元 501室', { 'resident.address': '3号楼 2单元 501室' }],
    ['三号楼二单元501', { 'resident.address': '三号楼二单元501' }],
    ['鲁A12345', { 'vehicle.plate': '鲁A12345' }],
    ['鲁ad12345', { 'vehicle.plate': '鲁ad12345' }],
    ['900012345678901', { 'dog.chip': '900012345678901' }],
    ['7天连锁酒店', { 'business.name': '7天连锁酒店' }],
  ])('is read as what it is: %s', (text, ways) => {
    expect(read(text)).toEqual(ways);
  });

  test.each<[string, Partial<Record<TypedWay, string>>]>([
    ['王秀英 3-2-501', { 'resident.name': '王秀英', 'resident.address': '3-2-501' }],
    ['3号楼2单元501 王秀英', { 'resident.name': '王秀英', 'resident.address': '3号楼2单元501' }],
    ['王秀英13800138000', { 'resident.name': '王秀英', 'resident.mobile': '13800138000' }],
    ['13800138000王秀英', { 'resident.name': '王秀英', 'resident.mobile': '13800138000' }],
    ['王秀英、138 0013 8000', { 'resident.name': '王秀英', 'resident.mobile': '138 0013 8000' }],
    ['王秀英3号楼2单元501室', { 'resident.name': '王秀英', 'resident.address': '3号楼2单元501室' }],
    [
      '王秀英,13800138000,3号楼 2单元 501',
      {
        'resident.name': '王秀英',
        'resident.mobile': '13800138000',
        'resident.address': '3号楼 2单元 501',
      },
    ],
  ])('several at once, with or without a space between: %s', (text, ways) => {
    expect(read(text)).toEqual(ways);
  });

  test.each([
    ['3号楼', 3],
    ['十二栋', 12],
    ['１２号楼', 12],
  ])('a building is a list and no search: %s', (text, building) => {
    expect(readTyped(text, today)).toEqual({ kind: 'building', building });
  });

  test.each([
    ['318', '318'],
    ['0318', '0318'],
    ['2026-0318', '2026-0318'],
    ['#318', '318'],
    ['工单 0318', '0318'],
  ])('a ticket by its number: %s', (text, ticket) => {
    expect(readTyped(text, today)).toEqual({ kind: 'ticket', ticket });
  });

  test('a name can be a shop’s and a number too: offered, not tried', () => {
    expect(readTyped('王秀英', today)).toMatchObject({ also: ['business.name'] });
    expect(readTyped('13800138000', today)).toMatchObject({ also: ['business.mobile'] });
    expect(readTyped('王秀英 3-2-501', today)).toMatchObject({ also: [] });
  });

  test('fifteen digits that may be an old identity number are asked about', () => {
    expect(readTyped('370112900307123', today)).toMatchObject({ kind: 'unclear', ways: ['dog.chip'] });
  });

  test.each([
    ['1380013', 'resident.mobile', 'mobile_form'],
    ['3-501', 'resident.address', 'address_unit_missing'],
    ['<script>', 'resident.name', 'name_form'],
    ['王秀英 李娜', 'resident.name', 'name_form'],
    ['370112199003071231', 'resident.idNumber', 'id_number_check_digit'],
  ])('of what is none it says what it comes nearest to: %s', (text, way, code) => {
    expect(readTyped(text, today)).toMatchObject({ kind: 'wrong', way, error: { code } });
  });

  test('a hundred characters of anything are read in no time', () => {
    for (const text of [
      '王'.repeat(100),
      '王 '.repeat(50),
      '1-'.repeat(50),
      '王1'.repeat(50),
      '3号楼'.repeat(30),
    ]) {
      const started = performance.now();
      readTyped(text, today);
      expect(performance.now() - started).toBeLessThan(200);
    }
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address } from './address.ts';

const today = '2026-11-23';

test.each([
  ['3-2-501'],
  ['3号楼2单元501室'],
  ['3号楼2单元501'],
  ['三号楼二单元501'],
  ['三号楼二单元五〇一室'],
  ['三号楼二单元五百零一'],
  ['３－２－５０１'],
  ['3 号楼 2 单元 501 室'],
  ['3栋2单元501户'],
  ['3–2–501'],
  ['03-02-0501'],
])('reads %s as 3-2-501', (raw) => {
  expect(address(raw, today)).toEqual({ ok: true, value: '3-2-501' });
});

test.each([['十二号楼一单元一千二百零三'], ['12-1-1203']])('reads %s as 12-1-1203', (raw) => {
  expect(address(raw, today)).toEqual({ ok: true, value: '12-1-1203' });
});

test.each([['3-501'], ['3号楼501室'], ['三号楼501']])('asks for the unit in %s', (raw) => {
  expect(address(raw, today)).toMatchObject({ ok: false, code: 'address_unit_missing' });
});

test.each([
  ['A-2-501'],
  ['0-2-501'],
  ['3-0-501'],
  ['3-2-0'],
  ['3-2-10000'],
  ['1000-2-501'],
  ['3-100-501'],
  ['3-2'.concat('-')],
  ['三十十号楼二单元501'],
  ['3号楼下'],
  [''],
])('refuses %s', (raw) => {
  expect(address(raw, today)).toMatchObject({ ok: false, code: 'address_form' });
});

test.each([['恒大城3号楼2单元501'], ['3-2-501-1'], ['-1-2-501'], ['3-2-501 王秀英']])(
  'says that %s has more in it than a door',
  (raw) => {
    expect(address(raw, today)).toMatchObject({ ok: false, code: 'address_more' });
  },
);

test('every way of writing one door has one normal form, and that form reads as itself', () => {
  const door = fc.tuple(
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 3405 }),
  );
  const form = fc.constantFrom(
    ([b, u, d]: readonly number[]) => `${b}-${u}-${d}`,
    ([b, u, d]: readonly number[]) => `${b}号楼${u}单元${d}室`,
    ([b, u, d]: readonly number[]) => `${b}栋-${u}单元-${d}`,
    ([b, u, d]: readonly number[]) => `${inHan(b)}号楼${inHan(u)}单元${inHan(d)}`,
  );
  fc.assert(
    fc.property(door, form, (parts, write) => {
      const value = parts.join('-');
      expect(address(write(parts), today)).toEqual({ ok: true, value });
      expect(address(value, today)).toEqual({ ok: true, value });
    }),
  );
});

/** 3405 → 三千四百零五, written independently of the reader. */
function inHan(number = 0): string {
  const places = ['', '十', '百', '千'];
  const text = Array.from(String(number))
    .map((digit, index, all) =>
      digit === '0' ? '零' : '零一二三四五六七八九'.charAt(Number(digit)) + places[all.length - 1 - index],
    )
    .join('');
  return text.replace(/零+/gu, '零').replace(/零$/u, '').replace(/^一十/u, '十');
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checks, type CheckName } from './check.ts';

const today = '2026-11-23';
const names = Object.keys(checks) as readonly CheckName[];
const identifiers: readonly CheckName[] = names.filter((each) => !['name', 'text', 'line'].includes(each));

const good: Readonly<Record<CheckName, string>> = {
  address: '3-2-501',
  category: 'dog',
  chip: '156000000000001',
  count: '4',
  creditCode: '91350100M000100Y43',
  date: '2027-03-01',
  dogService: 'guide',
  errandItem: 'pension_check',
  householdRole: 'head',
  idNumber: '11010519491231002X',
  licence: '鲁A-00123',
  line: '3号楼下',
  mobile: '13800138000',
  name: '张三',
  pastDate: '1990-03-07',
  plate: '鲁A12345',
  rating: '5',
  recordId: '0123456789abcdefghjkmnpqrs',
  text: '有狗没拴绳',
};

describe.each(names)('%s', (check) => {
  test('keeps its own normal form', () => {
    expect(checks[check](good[check], today)).toEqual({ ok: true, value: good[check] });
  });

  test.each([['\ud800'], ['\udc00'], ['\0']])('refuses %j wherever it stands', (bad) => {
    for (const raw of [bad + good[check], good[check] + bad])
      expect(checks[check](raw, today).ok).toBe(false);
  });

  test('answers everything, its answers are normal forms, and its words never repeat what was typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'0123456789X-年月日号楼单元室张·a '.split('')), maxLength: 24 }),
    );
    fc.assert(
      fc.property(typed, (raw) => {
        const outcome = checks[check](raw, today);
        if (outcome.ok) expect(checks[check](outcome.value, today)).toEqual(outcome);
        else if (raw.trim().length > 5) expect(outcome.zh + outcome.en).not.toContain(raw.trim());
      }),
    );
  });
});

test.each(identifiers)('%s refuses invisible characters instead of removing them', (check) => {
  const value = good[check];
  for (const invisible of ['\u200b', '\u202e', '\ufeff', '\u2066']) {
    expect(checks[check](value.slice(0, 1) + invisible + value.slice(1), today).ok).toBe(false);
  }
});

test.each<[CheckName, string, string]>([
  ['chip', '156-0000-0000-0001', '156000000000001'],
  ['count', '０4', '4'],
  ['rating', '５', '5'],
  ['category', '养犬', 'dog'],
  ['householdRole', '户主', 'head'],
  ['householdRole', '租 客', 'tenant'],
  ['errandItem', '养老待遇资格认证', 'pension_check'],
  ['errandItem', '其他', 'other'],
  ['licence', 'ｌｃ 0012', 'LC0012'],
])('%s reads %s as %s', (check, raw, value) => {
  expect(checks[check](raw, today)).toEqual({ ok: true, value });
});

test.each<[CheckName, string, string]>([
  ['chip', '15600000000000', 'chip_form'],
  ['chip', '15600000000000A', 'chip_form'],
  ['count', '-1', 'count_form'],
  ['count', '1000', 'count_form'],
  ['count', '1.5', 'count_form'],
  ['rating', '0', 'rating_form'],
  ['rating', '6', 'rating_form'],
  ['category', 'cat', 'category_unknown'],
  ['category', 'constructor', 'category_unknown'],
  ['householdRole', '房东', 'household_role_unknown'],
  ['householdRole', '__proto__', 'household_role_unknown'],
  ['errandItem', '代开发票', 'errand_item_unknown'],
  ['licence', 'A1', 'licence_form'],
  ['recordId', '0123456789ABCDEFGHJKMNPQRS', 'record_id_form'],
  ['recordId', '0123456789abcdefghijkmnpqr', 'record_id_form'],
  ['recordId', ' 0123456789abcdefghjkmnpqrs', 'record_id_form'],
])('%s refuses %s with %s', (check, raw, code) => {
  expect(checks[check](raw, today)).toMatchObject({ ok: false, code });
});

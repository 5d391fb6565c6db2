import { expect, test } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { purposeIds, purposes } from '../purposes.ts';
import { processingRegister, renderRegister } from './register.ts';
import { policy } from '../rules.ts';

test('the record of processing has every purpose, with what it covers and nothing else', () => {
  const register = processingRegister([]);
  expect(register.map(({ purpose }) => purpose)).toEqual(purposeIds);
  for (const record of register) {
    const covers: Readonly<Record<string, readonly string[]>> = purposes[record.purpose].covers;
    const listed = Object.fromEntries(
      record.categories.map(({ type, fields }) => [type, fields.map(({ name }) => name)]),
    );
    expect(listed).toEqual(covers);
    for (const { type, fields } of record.categories)
      for (const { name, sensitive } of fields)
        expect(sensitive).toBe(fieldsOf(type)[name]?.class === 'sensitive');
  }
});

test('whoever a rule gives something for a purpose stands with it', () => {
  const register = processingRegister([]);
  for (const grant of policy.grants) {
    const record = register.find(({ purpose }) => purpose === grant.purpose);
    for (const role of grant.roles) expect(record?.roles).toContain(role);
  }
});

test('as Markdown it names every purpose in both languages, and marks what is sensitive', () => {
  const text = renderRegister();
  for (const id of purposeIds)
    expect(text).toContain(`## ${purposes[id].title.zh} ${purposes[id].title.en} \`${id}\``);
  expect(text).toContain('照护需要 Care needs ★');
  expect(text).not.toContain('undefined');
});

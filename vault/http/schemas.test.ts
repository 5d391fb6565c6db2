import { z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { fieldsOf, keptTypes } from '../../policy/fields.ts';
import { purposeIds } from '../../policy/purposes.ts';
import { fieldErrors } from './field-errors.ts';
import { importLine } from './import-schemas.ts';
import { attachmentBlur } from './attachment-schemas.ts';
import {
  appointment,
  communityContent,
  recordCreate,
  recordFields,
  recordRead,
  recordType,
  recordUpdate,
} from './schemas.ts';
import { recordSearch } from './search-schemas.ts';

/** All that is read and written field by field. */
const types = recordType.options;
const errorsOf = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : fieldErrors(parsed.error.issues).map(({ field, code }) => `${field} ${code}`);
};

describe.each(types)('the schemas of %s come from policy/fields.ts', (type) => {
  const names = Object.keys(fieldsOf(type));
  const whole = Object.fromEntries(names.map((name) => [name, 'x']));

  test('every declared field may be written and asked for, and no other', () => {
    expect(errorsOf(recordFields(type), whole)).toEqual([]);
    expect(errorsOf(recordFields(type), { ...whole, more: 'x' })).toEqual(['more unknown_field']);
    expect(errorsOf(recordRead.of(type), { purpose: 'own_record', fields: names })).toEqual([]);
    expect(errorsOf(recordRead.of(type), { purpose: 'own_record', fields: ['more'] })).toEqual([
      'fields.0 not_in_list',
    ]);
    expect(errorsOf(recordRead.of(type), { purpose: 'own_record', fields: [] })).toEqual([
      'fields too_small',
    ]);
  });

  test('no field may be asked for twice, and no value is longer than any check reads', () => {
    const [name = ''] = names;
    const read = (fields: string[]) => errorsOf(recordRead.of(type), { purpose: 'own_record', fields });
    expect(read([name, name])).toContain('fields twice');
    expect(read(Array(140_000).fill(name))).toContain('fields too_large');
    const written = (length: number) => errorsOf(recordFields(type), { [name]: '1'.repeat(length) });
    expect([written(4_000), written(4_001)]).toEqual([[], [`${name} too_large`]]);
  });

  test('exactly the indexed fields may be searched by value', () => {
    for (const [name, spec] of Object.entries(fieldsOf(type))) {
      const search = { purpose: 'own_record', where: { field: name, value: 'x' } };
      expect(errorsOf(recordSearch.of(type), search).length === 0).toBe(spec.indexed === true);
    }
  });

  test('is written here or by routes of its own, and its id is chosen in an import alone', () => {
    const created = (keptTypes as readonly string[]).includes(type);
    const body = { purpose: 'record_keeping', fields: {} };
    const create = recordCreate.of(type);
    expect(errorsOf(create, body)).toEqual(created ? [] : ['type not_in_list']);
    expect(errorsOf(create, { ...body, id: '0'.repeat(26) })).toEqual([
      created ? 'id unknown_field' : 'type not_in_list',
    ]);
    expect(errorsOf(recordUpdate.of(type), body)).toEqual(type === 'ticket' ? ['type not_in_list'] : []);
    const line = { kind: 'record', type, id: '0'.repeat(26), fields: {} };
    expect(errorsOf(importLine, line)).toEqual(created ? [] : ['type not_in_list']);
  });
});

test.each(keptTypes)('an import line of a %s has its declared fields and no other', (type) => {
  const whole = Object.fromEntries(Object.keys(fieldsOf(type)).map((name) => [name, 'x']));
  expect(errorsOf(importLine, { kind: 'record', type, fields: whole })).toEqual([]);
  expect(errorsOf(importLine, { kind: 'record', type, fields: { ...whole, more: 'x' } })).toEqual([
    'fields.more unknown_field',
  ]);
});

test('an attachment is no record to read, write, find or bring in field by field: it has routes of its own', () => {
  for (const schema of [recordCreate, recordRead, recordUpdate, recordSearch])
    expect(errorsOf(schema.of('attachment'), { purpose: 'own_record' })).toEqual(['type not_in_list']);
  expect(recordType.safeParse('attachment').success).toBe(false);
  const line = { kind: 'record', type: 'attachment', fields: { kind: 'photo' } };
  expect(errorsOf(importLine, line)).toEqual(['type not_in_list']);
  expect(errorsOf(attachmentBlur, { cells: [0, 63] })).toEqual([]);
  expect(errorsOf(attachmentBlur, { cells: [] })).toEqual(['cells too_small']);
  expect(errorsOf(attachmentBlur, { cells: [64] })).toEqual(['cells.0 too_large']);
});

test('a ticket of the time before has its words beside its state, and a state that a move leads to', () => {
  const ticket = {
    kind: 'ticket',
    reporter: '0'.repeat(26),
    opened: 1_764_000_000_000,
    category: 'lift',
    description: '电梯坏了',
    state: 'rated',
    worker: '1'.repeat(26),
    result: '修好了',
    rating: '5',
  };
  expect(errorsOf(importLine, ticket)).toEqual([]);
  expect(errorsOf(importLine, { ...ticket, state: 'mediation' })).toEqual(['state not_in_list']);
  expect(errorsOf(importLine, { ...ticket, number: 7 })).toEqual(['number unknown_field']);
  expect(errorsOf(importLine, { ...ticket, opened: -1, reporter: '王秀英' })).toEqual([
    'reporter wrong_form',
    'opened too_small',
  ]);
  expect(errorsOf(importLine, { ...ticket, description: undefined })).toEqual(['description required']);
});

test('no list of grids or buildings names one twice', () => {
  const staff = (grids: number[]) => errorsOf(appointment, { role: 'grid_worker', grids });
  expect([staff([3, 4]), staff([3, 3])]).toEqual([[], ['grids twice']]);
  const community = (buildings: number[]) =>
    errorsOf(communityContent, { name: '恒大城社区', grids: [{ id: 3, kind: 'basic', buildings }] });
  expect([community([3, 4]), community([3, 3])]).toEqual([[], ['grids.0.buildings twice']]);
});

test('the purposes are the closed list', () => {
  const create = (purpose: string) => errorsOf(recordCreate.of('dog'), { purpose, fields: {} });
  for (const purpose of purposeIds) expect(create(purpose)).toEqual([]);
  expect(create('curiosity')).toEqual(['purpose not_in_list']);
});

test('each kind of error has words in both languages, and none repeats the value', () => {
  const schema = z.strictObject({
    text: z.string().min(3).max(4),
    form: z.string().regex(/^a$/),
    number: z.int().min(2).max(3),
    list: z.array(z.string()).max(1),
    one: z.enum(['a', 'b']),
    either: z.union([z.strictObject({ a: z.literal(true) }), z.strictObject({ b: z.string() })]),
    kind: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('x') })]),
    missing: z.string(),
  });
  const canary = '金丝雀';
  const value = {
    text: canary.repeat(2),
    form: canary,
    number: 1.5,
    list: [canary, canary],
    one: canary,
    either: { b: 4, [canary]: 1 },
    kind: { kind: canary },
    [canary]: canary,
  };
  const parsed = schema.safeParse(value, { reportInput: true });
  const errors = parsed.success ? [] : fieldErrors(parsed.error.issues);
  expect(errors.map(({ field, code }) => `${field} ${code}`).toSorted()).toEqual(
    [
      'body unknown_field',
      'either unknown_field',
      'either.b wrong_type',
      'form wrong_form',
      'kind.kind not_in_list',
      'list too_large',
      'missing required',
      'number wrong_type',
      'one not_in_list',
      'text too_large',
    ].toSorted(),
  );
  for (const { zh, en } of errors) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[\x20-\x7e]+$/);
  }
  expect(JSON.stringify(errors)).not.toContain(canary);
});

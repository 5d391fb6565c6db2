import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldPath, parseJson } from './json.ts';

const shallow = { maxDepth: 5, noUnicodeString: false } as const;

describe('strict JSON', () => {
  test('is what JSON.parse gives, for everything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(shallow), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('refuses a name that stands twice, wherever, however spelt, and says where', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.jsonValue(shallow), (name, value) => {
        const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at).toString(16));
        const escaped = units.map((unit) => `\\u${unit.padStart(4, '0')}`).join('');
        const text = `{"list":[1,{${JSON.stringify(name)}:${JSON.stringify(value)},"${escaped}":0}]}`;
        expect(parseJson(text)).toMatchObject({ ok: false, code: 'duplicate_name' });
      }),
    );
    expect(parseJson('{"fields":{"a":1,"b":{"a":2},"a":3}}')).toMatchObject({ field: 'fields.a' });
    expect(parseJson('[{"a":1},{"a":1}]').ok).toBe(true);
  });

  test('refuses half a character in a text and in a name', () => {
    expect(parseJson('{"a":["x","\\ud83d"]}')).toMatchObject({ code: 'lone_surrogate', field: 'a.1' });
    expect(parseJson('{"\\udead":1}')).toMatchObject({ code: 'lone_surrogate', field: 'body' });
    expect(parseJson('"\\ud83d\\ude00"')).toEqual({ ok: true, value: '😀' });
  });

  test('is not confused by brackets, quotes and backslashes in texts', () => {
    for (const text of ['{"a":"}{[\\"","b":"\\\\"}', '["\\\\\\"",",",":"]', '{"a\\"":1,"a":2}'])
      expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('takes sixteen levels and not one more', () => {
    expect(parseJson('['.repeat(16) + ']'.repeat(16)).ok).toBe(true);
    expect(parseJson('['.repeat(17) + ']'.repeat(17))).toMatchObject({ code: 'too_deep' });
  });

  test('never repeats what was not JSON', () => {
    expect(parseJson('王秀英 13800138000')).toEqual({ ok: false, code: 'json_syntax', field: 'body' });
  });
});

describe('a path in an error', () => {
  test('ends before a name that may be a value', () => {
    expect(fieldPath(['grids', 0, 'id'])).toBe('grids.0.id');
    expect(fieldPath(['fields', '13800138000'])).toBe('fields');
    expect(fieldPath(['fields', '王秀英', 'x'])).toBe('fields');
    expect(fieldPath(['__proto__'])).toBe('body');
  });
});

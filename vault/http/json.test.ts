import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
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

  test('takes twenty thousand values and not one more', () => {
    const list = (length: number) => `[${Array(length).fill('0').join()}]`;
    expect(parseJson(list(20_000)).ok).toBe(true);
    expect(parseJson(list(20_001))).toEqual({ ok: false, code: 'too_many', field: 'body' });
    expect(parseJson(`{"a":[${'{},'.repeat(20_000)}{}]}`)).toMatchObject({ code: 'too_many' });
  });

  test('gives up at its bounds, whatever stands behind them, before JSON.parse sees any of it', () => {
    const parse = vi.spyOn(JSON, 'parse');
    for (const [text, code] of [
      ['['.repeat(1_000_000), 'too_deep'],
      ['{"a":'.repeat(200_000), 'too_deep'],
      [`[${'0,'.repeat(500_000)}`, 'too_many'],
    ] as const)
      expect(parseJson(text)).toMatchObject({ ok: false, code });
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('calls a text without its end no JSON, wherever it breaks off', () => {
    const text = '{"a":["x\\u0041\\"😀",{"b":[1,null]}],"c":"d"}';
    expect(parseJson(text).ok).toBe(true);
    for (let end = 0; end < text.length; end += 1)
      expect(parseJson(text.slice(0, end))).toMatchObject({ ok: false, code: 'json_syntax' });
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

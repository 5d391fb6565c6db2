import fc from 'fast-check';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import type { Aead } from './aead.ts';
import { DataKey, importKey } from './keys.ts';
import { nobleAead } from './noble.ts';
import { fieldNumbers, openFields, sealRecord, type RecordContext } from './record.ts';

const key = importKey(DataKey, new Uint8Array(32).fill(7));
const context: RecordContext = {
  community: 'hengda',
  subject: '0123456789abcdefghjkmnpqrs',
  type: 'resident',
  id: '0123456789abcdefghjkmnpqrt',
  keyId: '0123456789abcdefghjkmnpqrv',
  version: 1,
};

/** Any text a database may be given: empty, astral, combining, with U+0000, U+FEFF and noncharacters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '',
    '\0',
    '\ufeff',
    '\ufeff邻',
    '\u0080',
    'é',
    'e\u0301',
    '𠮷野家',
    '👩‍👩‍👧',
    '\uffff',
    '\u{10ffff}',
  ),
);
const fieldNumber = fc.oneof(fc.integer({ min: 1, max: 65535 }), fc.constantFrom(1, 255, 256, 65535));
const anyFields = fc
  .uniqueArray(fc.tuple(fieldNumber, anyText), { minLength: 1, maxLength: 8, selector: ([number]) => number })
  .map((entries) => new Map(entries));
const anyContext = fc.record<RecordContext>({
  community: anyText,
  subject: anyText,
  type: anyText,
  id: anyText,
  keyId: anyText,
  version: fc.maxSafeNat(),
});

describe('a sealed record', () => {
  test('opens to what was sealed, whatever the texts, numbers and context', () => {
    fc.assert(
      fc.property(anyFields, anyContext, (fields, at) => {
        const opened = openFields(sealRecord(fields, at, key, nobleAead), at, key, fields.keys(), nobleAead);
        expect(opened.ok && [...opened.fields].sort()).toEqual([...fields].sort());
      }),
    );
  });

  test('says which fields it has, ascending, in whatever order they were given', () => {
    const fields = new Map([9, 300, 1, 65535, 2].map((number) => [number, `field ${number}`]));
    expect(fieldNumbers(sealRecord(fields, context, key, nobleAead))).toEqual([1, 2, 9, 300, 65535]);
    expect(fieldNumbers(new Uint8Array(60))).toBeUndefined();
  });

  test('opens the named fields only, and computes nothing for the others', () => {
    const blob = sealRecord(
      new Map([
        [1, '张三'],
        [2, '13800138000'],
        [7, ''],
      ]),
      context,
      key,
      nobleAead,
    );
    let boxes = 0;
    const counting: Aead = { ...nobleAead, open: (...args) => (boxes++, nobleAead.open(...args)) };
    expect(openFields(blob, context, key, [2], counting)).toEqual({
      ok: true,
      fields: new Map([[2, '13800138000']]),
    });
    expect(boxes).toBe(1);
    expect(openFields(blob, context, key, [7, 1, 7], counting)).toEqual({
      ok: true,
      fields: new Map([
        [1, '张三'],
        [7, ''],
      ]),
    });
    expect(boxes).toBe(3);
  });

  test('leaves out a field that was never sealed, and is authentic even when none was asked for', () => {
    const blob = sealRecord(new Map([[2, 'only']]), context, key, nobleAead);
    for (const numbers of [[], [5], [0, 1, 3, -1, 0.5]]) {
      expect(openFields(blob, context, key, numbers, nobleAead)).toEqual({ ok: true, fields: new Map() });
      const elsewhere = { ...context, id: 'another' };
      expect(openFields(blob, elsewhere, key, numbers, nobleAead)).toEqual({ ok: false, error: 'tampered' });
    }
  });

  test('sealed twice shares no 8 bytes with itself past its fixed head', () => {
    const fields = new Map([
      [1, '张三'],
      [2, '13800138000'],
    ]);
    const [one, other] = [0, 1].map(() => bytesToHex(sealRecord(fields, context, key, nobleAead))) as [
      string,
      string,
    ];
    expect(one.length).toBe(other.length);
    expect(one.slice(2, 50)).not.toBe(other.slice(2, 50));
    for (let at = 70; at + 16 <= one.length; at += 2) expect(other).not.toContain(one.slice(at, at + 16));
  });

  test('never uses one key and nonce for two boxes', () => {
    const used: string[] = [];
    const watching: Aead = {
      ...nobleAead,
      seal: (k, nonce, ...rest) => {
        used.push(bytesToHex(k) + bytesToHex(nonce));
        return nobleAead.seal(k, nonce, ...rest);
      },
    };
    const fields = new Map(Array.from({ length: 300 }, (_, i) => [i + 1, 'same text']));
    for (let write = 0; write < 20; write++) sealRecord(fields, context, key, watching);
    expect(used).toHaveLength(6000);
    expect(new Set(used).size).toBe(6000);
  });

  test('leaves a caller no way to choose its nonce', () => {
    expect(sealRecord).toHaveLength(4);
    const more = sealRecord as (...args: unknown[]) => Uint8Array;
    const nonce = new Uint8Array(24).fill(1);
    const blob = more(new Map([[1, 'text']]), context, key, nobleAead, nonce);
    expect(bytesToHex(blob)).not.toContain(bytesToHex(nonce));
  });

  test('shows of each length its bucket only', () => {
    const lengths = Array.from({ length: 800 }, (_, n) => {
      const blob = sealRecord(new Map([[1, 'x'.repeat(n)]]), context, key, nobleAead);
      return blob.length - (1 + 24 + 2) - 4 - 16;
    });
    expect(new Set(lengths)).toEqual(new Set([32, 64, 128, 256, 512, 768, 1024]));
    expect([0, 31, 32, 63, 64, 127, 128, 255, 256, 511, 512].map((n) => lengths[n])).toEqual([
      32, 32, 64, 64, 128, 128, 256, 256, 512, 512, 768,
    ]);
  });

  test('has nothing of a text in its bytes', () => {
    const blob = Buffer.from(
      sealRecord(
        new Map([
          [1, '欧阳娜娜'],
          [2, '13800138000'],
        ]),
        context,
        key,
        nobleAead,
      ),
    );
    expect(blob.includes(Buffer.from('欧阳'))).toBe(false);
    expect(blob.includes(Buffer.from('1380013'))).toBe(false);
    expect(blob.includes(Buffer.from('hengda'))).toBe(false);
  });

  test('holds a text of a mebibyte, and refuses one that no bucket holds', () => {
    const long = '长'.repeat(349_525);
    const opened = openFields(
      sealRecord(new Map([[1, long]]), context, key, nobleAead),
      context,
      key,
      [1],
      nobleAead,
    );
    expect(opened.ok && opened.fields.get(1) === long).toBe(true);
    expect(() => sealRecord(new Map([[1, 'x'.repeat(2_096_896)]]), context, key, nobleAead)).toThrow(
      RangeError,
    );
  });
});

describe('sealing refuses, as a programming error that shows no text,', () => {
  const refusal = (fields: ReadonlyMap<number, string>, at = context): Error => {
    try {
      sealRecord(fields, at, key, nobleAead);
    } catch (error) {
      return error as Error;
    }
    throw new Error('it was sealed');
  };

  test('field number 0, which is reserved, and what is no field number', () => {
    for (const number of [0, -1, 1.5, 65536, 2 ** 32 + 1, Number.NaN]) {
      const error = refusal(
        new Map([
          [1, 'name'],
          [number, 'hidden text'],
        ]),
      );
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toBe(`${number} is no field number`);
    }
  });

  test('a record without fields', () => {
    expect(refusal(new Map())).toBeInstanceOf(RangeError);
  });

  test('a lone surrogate in a text or a name', () => {
    const errors = [
      refusal(new Map([[1, 'hidden text \ud800']])),
      refusal(new Map([[1, '\udc00 hidden text']])),
      refusal(new Map([[1, 'hidden text']]), { ...context, id: '\ud800' }),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error.stack)).not.toContain('hidden text');
    }
  });

  test('a version that is no integer a number holds exactly', () => {
    for (const version of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(refusal(new Map([[1, 'hidden text']]), { ...context, version })).toBeInstanceOf(RangeError);
    }
  });
});

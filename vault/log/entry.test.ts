import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  canonical,
  decisions,
  digestKinds,
  parseActorPart,
  parsePublicPart,
  parseSubjectPart,
  type PublicPart,
  type SubjectPart,
  writeActorPart,
  writePublicPart,
  writeSubjectPart,
} from './entry.ts';
import { commit, decodeLeaf, encodeLeaf, maximumLeafBytes } from './leaf.ts';
import { sampleEntry, sampleLeaf } from '../../tests/sample-log.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const token = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,20}$/);
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const count = fc.maxSafeInteger().map(Math.abs);
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex);

const publicPart: fc.Arbitrary<PublicPart> = fc.record({
  seq: count,
  time: count,
  action: token,
  decision: fc.constantFrom(...decisions),
  role: token,
  policy: token,
  digests: fc.array(fc.record({ kind: fc.constantFrom(...digestKinds), sha256: hex }), { maxLength: 5 }),
});
const subjectPart: fc.Arbitrary<SubjectPart> = fc.record(
  {
    subject: token,
    records: fc.array(fc.record({ type: token, id: token, version: count }), { maxLength: 3 }),
    rows: fc.array(fc.record({ kind: token, key: words, version: count }), { maxLength: 3 }),
    case: token,
    fields: fc.dictionary(token, token, { maxKeys: 5 }),
    level: token,
    purpose: token,
    basis: words,
    rule: token,
    reason: token,
    words,
    notice: token,
  },
  { requiredKeys: [] },
);

describe('parts of an entry', () => {
  it('have one spelling, RFC 8785', () => {
    expect(text(canonical(sampleEntry(1).public))).toBe(
      '{"action":"record.read","decision":"granted","digests":[],"policy":"1","role":"grid_worker",' +
        '"seq":1,"time":1767225601000}',
    );
    const subject: SubjectPart = {
      words: 'é€\u{1f600}\u2028"\\\n\u000f',
      fields: { b: 'clear', a: 'fact', B: 'none' },
    };
    expect(text(canonical(subject))).toBe(
      '{"fields":{"B":"none","a":"fact","b":"clear"},"words":"é€\u{1f600}\u2028\\"\\\\\\n\\u000f"}',
    );
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(publicPart, subjectPart, token, (open, subject, word) => {
        expect(parsePublicPart(canonical(open))).toEqual({ ok: true, value: open });
        expect(parseSubjectPart(canonical(subject))).toEqual({ ok: true, value: subject });
        const actor = { actor: word, via: word, request: word };
        expect(parseActorPart(canonical(actor))).toEqual({ ok: true, value: actor });
      }),
    );
  });

  it('are refused in any other spelling', () => {
    const good = '{"actor":"a","request":"r","via":"v"}';
    expect(parseActorPart(utf8ToBytes(good)).ok).toBe(true);
    const cases: [text: string, code: string][] = [
      [' ' + good, 'not_canonical'],
      [good + '\n', 'not_canonical'],
      ['{"request":"r","actor":"a","via":"v"}', 'not_canonical'],
      ['{"actor":"b","actor":"a","request":"r","via":"v"}', 'not_canonical'],
      ['{"actor":"\\u0061","request":"r","via":"v"}', 'not_canonical'],
      ['{"actor":"\\ud800","request":"r","via":"v"}', 'not_canonical'],
      ['\ufeff' + good, 'not_json'],
      [good.slice(0, -1), 'not_json'],
      ['', 'not_json'],
    ];
    for (const [spelling, code] of cases) {
      expect(parseActorPart(utf8ToBytes(spelling)), spelling).toEqual({ ok: false, failure: { code } });
    }
    expect(parseActorPart(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({
      ok: false,
      failure: { code: 'not_utf8' },
    });
  });

  it('are refused with a missing, an unknown or a wrong member, which is named if it is a known one', () => {
    const open = sampleEntry(3).public;
    const wrong = (change: object): unknown => parsePublicPart(canonical({ ...open, ...change }));
    const failure = (field: string): object => ({ ok: false, failure: { code: 'wrong_shape', field } });
    for (const field of Object.keys(open)) {
      const { [field as keyof PublicPart]: _, ...rest } = open;
      expect(parsePublicPart(canonical(rest as PublicPart))).toEqual(failure(field));
      expect(wrong({ [field]: null })).toEqual(failure(field));
    }
    expect(wrong({ 张三: 1 })).toEqual(failure('?'));
    expect(wrong({ seq: -1 })).toEqual(failure('seq'));
    expect(wrong({ time: 0.5 })).toEqual(failure('time'));
    expect(wrong({ decision: 'maybe' })).toEqual(failure('decision'));
    expect(wrong({ role: '张三' })).toEqual(failure('role'));
    expect(wrong({ digests: [{ kind: 'record', sha256: 'AB'.repeat(32) }] })).toEqual(failure('digests'));
    expect(wrong({ digests: [{ kind: 'name', sha256: 'ab'.repeat(32) }] })).toEqual(failure('digests'));
    expect(parseSubjectPart(canonical({ words: '字'.repeat(2001) }))).toEqual(failure('words'));
    expect(parseSubjectPart(canonical({ reason: '张三' }))).toEqual(failure('reason'));
    expect(parseSubjectPart(utf8ToBytes('[]'))).toEqual(failure('?'));
    expect(parseSubjectPart(utf8ToBytes('{"toString":"x"}'))).toEqual(failure('?'));
  });
});

describe('a leaf', () => {
  const commitment = new Uint8Array(32).fill(7);

  it('is version, length, public part and two commitments, and nothing else', () => {
    fc.assert(
      fc.property(publicPart, (part) => {
        const leaf = encodeLeaf(part, commitment, commitment.with(0, 1));
        const json = canonical(part);
        expect(leaf.length).toBe(1 + 4 + json.length + 64);
        expect([...leaf.subarray(0, 5)]).toEqual([1, 0, 0, json.length >> 8, json.length & 255]);
        expect(decodeLeaf(leaf)).toEqual({
          ok: true,
          value: { public: part, actorCommitment: commitment, subjectCommitment: commitment.with(0, 1) },
        });
        for (const wrong of [
          leaf.subarray(1),
          leaf.subarray(0, -1),
          Uint8Array.of(...leaf, 0),
          leaf.with(0, 2),
        ]) {
          expect(decodeLeaf(wrong).ok).toBe(false);
        }
        for (const place of [1, 2, 3, 4, 5])
          expect(decodeLeaf(leaf.with(place, (leaf[place] ?? 0) ^ 0x40)).ok).toBe(false);
      }),
    );
  });

  it('is found within a larger buffer, as a database hands it out', () => {
    const leaf = sampleLeaf(3);
    const buffer = new Uint8Array(leaf.length + 20);
    buffer.set(leaf, 9);
    expect(decodeLeaf(buffer.subarray(9, 9 + leaf.length))).toEqual(decodeLeaf(leaf));
  });

  it('that could not be published is not made', () => {
    const digests = Array.from({ length: 800 }, () => ({ kind: 'record' as const, sha256: 'ab'.repeat(32) }));
    const large = { ...sampleEntry(0).public, digests };
    expect(() => encodeLeaf(large, commitment, commitment)).toThrow(RangeError);
    const fits = encodeLeaf({ ...large, digests: digests.slice(0, 600) }, commitment, commitment);
    expect(fits.length).toBeLessThan(maximumLeafBytes);
    expect(() => encodeLeaf(sampleEntry(0).public, commitment.subarray(1), commitment)).toThrow(RangeError);
  });

  it('commits to a part only together with its salt', () => {
    const part = utf8ToBytes('{}');
    // From Python: hashlib.sha256(bytes(32) + b'{}').hexdigest()
    expect(bytesToHex(commit(new Uint8Array(32), part))).toBe(
      'fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db',
    );
    expect(commit(new Uint8Array(32).fill(1), part)).not.toEqual(commit(new Uint8Array(32), part));
    expect(() => commit(new Uint8Array(31), part)).toThrow(RangeError);
  });
});

describe('a part that is written', () => {
  const { public: open, actor, subject } = sampleEntry(3);

  it('is what the parsers read back, to the byte', () => {
    expect(writePublicPart(open)).toEqual({ ok: true, value: canonical(open) });
    expect(writeActorPart(actor)).toEqual({ ok: true, value: canonical(actor) });
    expect(writeSubjectPart(subject)).toEqual({ ok: true, value: canonical(subject) });
  });

  it.each<[string, object]>([
    ['seq', { seq: -1 }],
    ['action', { action: 'with a space' }],
    ['decision', { decision: 'perhaps' }],
    ['digests', { digests: [{ kind: 'row', sha256: 'short' }] }],
    ['?', { more: 1 }],
  ])('is not written with a wrong %s, which they would refuse', (field, change) => {
    const wrong = { ...open, ...change };
    const failure = { ok: false, failure: { code: 'wrong_shape', field } };
    expect(writePublicPart(wrong)).toEqual(failure);
    expect(parsePublicPart(canonical(wrong))).toEqual(failure);
  });

  it('is not written without a member, or with one that is undefined', () => {
    const { role: _, ...rest } = open;
    for (const wrong of [rest, { ...open, role: undefined }])
      expect(writePublicPart(wrong as never)).toMatchObject({ ok: false, failure: { field: 'role' } });
  });
});

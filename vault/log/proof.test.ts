import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';

import { fromBase64, toBase64 } from './base64.ts';
import { logOrigin, signCheckpoint } from './checkpoint.ts';
import { noteSigner } from './note.ts';
import { formatProof, parseProof, verifyProof, type ProofExtra } from './proof.ts';
import { sampleEntry, sampleLeaf, sampleLog } from '../../tests/sample-log.ts';
import { inclusionProof } from './tree.ts';

const origin = logOrigin('hengda', 1);
const signer = noteSigner(origin, sha256(utf8ToBytes('lindun test seed proof')));
const { vkey } = signer;
const size = 13;
const index = 5;
const log = sampleLog(size);
const checkpoint = signCheckpoint({ origin, size, root: log.roots[size] ?? new Uint8Array() }, signer);
const hashes = inclusionProof(index, size, log.readHash);
const leaf = sampleLeaf(index);
const entry = sampleEntry(index);
const actor = { part: entry.actor, salt: entry.actorSalt };
const subject = { part: entry.subject, salt: entry.subjectSalt };
const file = (extra?: ProofExtra): string =>
  formatProof({ index, hashes, checkpoint, ...(extra === undefined ? {} : { extra }) });
const whole = file({ leaf, actor, subject });
const failure = (code: string): object => ({ ok: false, failure: code });

describe('a tlog-proof', () => {
  it('is laid out as C2SP has it', () => {
    expect(file()).toBe(
      `c2sp.org/tlog-proof@v1\nindex 5\n${hashes.map(toBase64).join('\n')}\n\n${checkpoint}`,
    );
    expect(whole.split('\n')[1]).toMatch(/^extra [A-Za-z0-9+/]+=*$/);
    expect(parseProof(whole)).toEqual({
      ok: true,
      value: { index, hashes, checkpoint, extra: { leaf, actor, subject } },
    });
  });

  it('needs nothing but the key and the origin, and gives back the entry with what was opened', () => {
    const verified = verifyProof(whole, { vkey, origin });
    const common = { index, size, root: log.roots[size], leaf, public: entry.public };
    expect(verified).toEqual({ ok: true, value: { ...common, actor: entry.actor, subject: entry.subject } });
    expect(verifyProof(file({ leaf }), { vkey, origin })).toEqual({ ok: true, value: common });
    expect(verifyProof(file(), { vkey, origin, leaf })).toEqual({ ok: true, value: common });
  });

  it('of the only leaf has no hashes', () => {
    const one = signCheckpoint({ origin, size: 1, root: log.roots[1] ?? new Uint8Array() }, signer);
    const text = formatProof({ index: 0, hashes: [], checkpoint: one, extra: { leaf: sampleLeaf(0) } });
    expect(verifyProof(text, { vkey, origin }).ok).toBe(true);
  });

  it('is refused for another leaf, opened part, place, root, key or log', () => {
    const trusted = { vkey, origin };
    expect(verifyProof(file(), trusted)).toEqual(failure('leaf_missing'));
    expect(verifyProof(file(), { ...trusted, leaf: sampleLeaf(6) })).toEqual(failure('not_included'));
    expect(verifyProof(whole, { ...trusted, leaf: sampleLeaf(6) })).toEqual(failure('leaf_differs'));
    const otherSalt = { part: entry.actor, salt: entry.subjectSalt };
    expect(verifyProof(file({ leaf, actor: otherSalt }), trusted)).toEqual(failure('actor_differs'));
    const otherPart = { part: { ...entry.subject, subject: 's0' }, salt: entry.subjectSalt };
    expect(verifyProof(file({ leaf, subject: otherPart }), trusted)).toEqual(failure('subject_differs'));
    expect(verifyProof(whole.replace('index 5', 'index 4'), trusted)).toEqual(failure('not_included'));
    expect(verifyProof(whole, { vkey, origin: logOrigin('hengda', 2) })).toEqual(failure('wrong_origin'));
    const stranger = noteSigner(origin, new Uint8Array(32));
    expect(verifyProof(whole, { vkey: stranger.vkey, origin })).toEqual(failure('no_known_signature'));
    expect(verifyProof(whole, { vkey: 'x', origin })).toEqual(failure('bad_vkey'));
  });

  it('is refused for a leaf that is in the tree at another place than it says, or is no leaf', () => {
    const odd = sampleLog(3, (seq) => (seq === 1 ? sampleLeaf(7) : utf8ToBytes('not a leaf')));
    const head = signCheckpoint({ origin, size: 3, root: odd.roots[3] ?? new Uint8Array() }, signer);
    const proofOf = (at: number, bytes: Uint8Array): string =>
      formatProof({
        index: at,
        hashes: inclusionProof(at, 3, odd.readHash),
        checkpoint: head,
        extra: { leaf: bytes },
      });
    expect(verifyProof(proofOf(1, sampleLeaf(7)), { vkey, origin })).toEqual(failure('wrong_seq'));
    expect(verifyProof(proofOf(0, utf8ToBytes('not a leaf')), { vkey, origin })).toEqual(
      failure('leaf_malformed'),
    );
  });

  it('is refused after any change of one character', () => {
    for (let at = 0; at < whole.length; at += 1) {
      for (const character of ['A', '0', '\n', '']) {
        const changed = whole.slice(0, at) + character + whole.slice(at + 1);
        if (changed !== whole) expect(verifyProof(changed, { vkey, origin }).ok, `${at}`).toBe(false);
      }
    }
  });

  it('is refused in any form but its own', () => {
    const hash = toBase64(hashes[0] ?? new Uint8Array());
    const wrong = [
      '',
      whole.replace('@v1', '@v2'),
      whole.replace('index 5', 'index 05'),
      whole.replace('index 5', 'Index 5'),
      whole.replace('index 5\n', ''),
      whole.replace(hash, hash.slice(0, -1)),
      whole.replace(hash, 'AAAA'),
      whole.replace(hash, Array.from({ length: 54 }, () => hash).join('\n')),
      whole.replaceAll('\n', '\r\n'),
      whole.slice(0, whole.indexOf('\n\n')),
    ];
    for (const text of wrong)
      expect(parseProof(text), JSON.stringify(text.slice(0, 40))).toEqual(failure('proof_malformed'));
    const line = whole.split('\n')[1] ?? '';
    const json = new TextDecoder().decode(fromBase64(line.slice(6)));
    const extras = [
      '',
      'null',
      '[]',
      '"x"',
      '{}',
      json + ' ',
      json.replace('"leaf"', '"Leaf"'),
      json.replace('"salt":"', '"salt":"A'),
      json.replace('"actor":{', '"actor":{"x":1,'),
      json.replace('\\"via\\"', '\\"vie\\"'),
      '{"actor":null,"leaf":"AAAA"}',
      '{"leaf":"AAAA","subject":[]}',
      '{"leaf":"AAA"}',
    ];
    for (const extra of extras) {
      const text = whole.replace(line, `extra ${toBase64(utf8ToBytes(extra))}`);
      expect(parseProof(text), extra).toEqual(failure('extra_malformed'));
    }
    expect(parseProof(whole.replace(line, 'extra !'))).toEqual(failure('extra_malformed'));
  });

  it('is not written with what is no index, hash or salt', () => {
    expect(() => formatProof({ index: -1, hashes, checkpoint })).toThrow(RangeError);
    expect(() => formatProof({ index, hashes: [leaf], checkpoint })).toThrow(RangeError);
    expect(() => file({ leaf, actor: { part: entry.actor, salt: leaf } })).toThrow(RangeError);
  });
});

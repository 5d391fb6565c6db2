/**
 * Makes format.json, the examples of docs/format.md. Run by hand, after a change that is meant to change
 * stored bytes (there should be none): `node tests/vectors/make-format.ts`. The same bytes come out each
 * time: what is random elsewhere is here SHA-256 of a label.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { keyCommitment } from '../../vault/crypto/commitment.ts';
import { indexTag } from '../../vault/crypto/index-tag.ts';
import {
  exportKey,
  DataKey,
  importKey,
  IndexKey,
  LogSecret,
  RootSecret,
  RowKey,
} from '../../vault/crypto/keys.ts';
import { logSeed } from '../../vault/crypto/log-seed.ts';
import { lp, utf8 } from '../../vault/crypto/lp.ts';
import { nobleAead } from '../../vault/crypto/noble.ts';
import { pad } from '../../vault/crypto/padding.ts';
import { partData, type PartContext } from '../../vault/crypto/part.ts';
import { rowDigest, rowMac, tagSetDigest, type ControlRow } from '../../vault/crypto/row.ts';
import { sealWholeWith } from '../../vault/crypto/seal-with.ts';
import { codeTag, newToken } from '../../vault/crypto/token.ts';
import {
  ringData,
  ringWrappingKey,
  wrapData,
  type RingContext,
  type WrapContext,
} from '../../vault/crypto/wrap.ts';
import { chunks } from './format-chunks.ts';
import { at, changed, draw, hex, recordsThatOpen, recordsToRefuse, subject } from './format-records.ts';

function hchacha20() {
  const cases = ['one', 'two', 'three'].map((name) => ({
    key: draw(`key ${name}`),
    nonce: draw(`n ${name}`, 16),
  }));
  return cases.map(({ key, nonce }, i) => ({
    name: `subkey ${i + 1}`,
    key: hex(key),
    nonce: hex(nonce),
    subkey: hex(nobleAead.subkey(key, nonce)),
  }));
}

function lengthPrefixed() {
  const lists = [[], [''], ['a', 'bc'], ['ab', 'c'], ['邻盾', '👩‍👩‍👧', 'e\u0301', '\ufeff']];
  return lists.map((parts, i) => ({ name: `list ${i + 1}`, parts, bytes: hex(lp(...parts)) }));
}

function padding() {
  const good = [0, 1, 31, 32, 63, 64, 127, 128, 255, 256, 511, 512].map((n) => {
    const text = new Uint8Array(n).fill(n % 2 === 0 ? 0x80 : 0);
    return { name: `${n} bytes`, padded: hex(pad(text)), text: hex(text) };
  });
  const zeros = (n: number) => new Uint8Array(n);
  const bad: [string, Uint8Array][] = [
    ['nothing at all', zeros(0)],
    ['zeros only', zeros(32)],
    ['no mark', changed(zeros(32), 4, 0x61)],
    ['something after the mark', changed(pad(utf8('text')), 31)],
    ['a bucket too large', Uint8Array.of(...pad(utf8('text')), ...zeros(32))],
    ['no bucket', Uint8Array.of(...pad(utf8('text')), ...zeros(64))],
    ['shorter than a bucket', pad(utf8('text')).subarray(0, 31)],
  ];
  return [...good, ...bad.map(([name, bytes]) => ({ name, padded: hex(bytes), refused: true }))];
}

/** One good box, and beside it everything that must not open: wrong places, wrong bytes, a wrong key. */
function wholeBoxes<C extends object>(options: {
  label: string;
  contexts: [C, ...C[]];
  wrong: [string, Partial<C>][];
  plaintext: Uint8Array;
  seen: Uint8Array;
  dataOf: (context: C) => Uint8Array;
  keyOf?: (key: Uint8Array, context: C) => Uint8Array;
  misshapen: [string, Uint8Array][];
}) {
  const { label, contexts, wrong, plaintext, seen, dataOf, keyOf = (key: Uint8Array) => key } = options;
  const key = draw(`${label} key`);
  const seal = (context: C, text: Uint8Array, n: string) =>
    sealWholeWith(draw(`${label} nonce ${n}`, 24), text, keyOf(key, context), dataOf(context), nobleAead);
  const context = contexts[0];
  const blob = seal(context, plaintext, '0');
  const base = { key: hex(key), context, blob: hex(blob), refused: true };
  const bad = (name: string, bytes: Uint8Array) => ({ ...base, name, blob: hex(bytes) });
  return [
    ...contexts.map((c, i) => ({
      name: `${label} ${i + 1}`,
      key: hex(key),
      context: c,
      blob: hex(seal(c, plaintext, `${i}`)),
      opened: hex(seen),
    })),
    ...wrong.map(([name, change]) => ({ ...base, name, context: { ...context, ...change } })),
    { ...base, name: 'another key', key: hex(draw('another key')) },
    bad('another suite', changed(blob, 0, 3)),
    bad('nonce', changed(blob, 24)),
    bad('ciphertext', changed(blob, 25)),
    bad('tag', changed(blob, blob.length - 1)),
    bad('a byte short', blob.subarray(0, -1)),
    bad('a byte more', Uint8Array.of(...blob, 0)),
    bad('shorter than a tag', blob.subarray(0, 30)),
    bad('nothing', new Uint8Array(0)),
    ...options.misshapen.map(([name, text], i) => bad(name, seal(context, text, `misshapen ${i}`))),
  ];
}

function wrappedKeys() {
  const context: WrapContext = {
    community: 'hengda',
    owner: subject,
    use: 'data',
    keyId: at.keyId,
    epoch: '2026-11',
  };
  const inner = draw('inner key');
  return wholeBoxes<WrapContext>({
    label: 'wrapped key',
    contexts: [context, { ...context, use: 'log' }, { ...context, owner: 'nobody', use: 'log' }],
    wrong: [
      ['another community', { community: 'hengdb' }],
      ['another owner', { owner: 'nobody' }],
      ['another use', { use: 'log' }],
      ['another key id', { keyId: subject }],
      ['another epoch', { epoch: '2026-12' }],
    ],
    plaintext: inner,
    seen: inner,
    dataOf: wrapData,
    misshapen: [
      ['a key of 31 bytes', inner.subarray(1)],
      ['a key of 33 bytes', Uint8Array.of(...inner, 0)],
    ],
  });
}

function ringKeys() {
  const context: RingContext = { community: 'hengda', use: 'epoch', name: '2026-11', generation: 1 };
  const inner = draw('ring inner key');
  return wholeBoxes<RingContext>({
    label: 'ring key',
    contexts: [
      context,
      { ...context, use: 'index', name: 'resident.mobile', generation: 2 },
      { ...context, use: 'row' },
    ],
    wrong: [
      ['another community', { community: 'hengdb' }],
      ['another use', { use: 'row' }],
      ['another name', { name: '2026-12' }],
      ['another generation', { generation: 2 }],
    ],
    plaintext: inner,
    seen: inner,
    dataOf: ringData,
    keyOf: (key, { community }) => exportKey(ringWrappingKey(importKey(RootSecret, key), community)),
    misshapen: [
      ['a key of 31 bytes', inner.subarray(1)],
      ['a key of 33 bytes', Uint8Array.of(...inner, 0)],
    ],
  });
}

function logParts() {
  const context: PartContext = {
    community: 'hengda',
    owner: subject,
    keyId: at.keyId,
    seq: 41,
    side: 'subject',
  };
  const part = Uint8Array.of(...draw('salt'), ...utf8('{"purpose":"handle_ticket","reason":"灯坏了"}'));
  return wholeBoxes<PartContext>({
    label: 'log part',
    contexts: [context, { ...context, owner: 'administrator', seq: 0, side: 'actor' }],
    wrong: [
      ['another community', { community: 'hengdb' }],
      ['another owner', { owner: 'administrator' }],
      ['another key id', { keyId: subject }],
      ['another entry', { seq: 42 }],
      ['the other side', { side: 'actor' }],
    ],
    plaintext: pad(part),
    seen: part,
    dataOf: partData,
    misshapen: [
      ['not padded', part],
      ['a bucket too large', Uint8Array.of(...pad(part), ...new Uint8Array(128))],
    ],
  });
}

function controlRows() {
  const bytes = draw('row key');
  const key = importKey(RowKey, bytes);
  const row: ControlRow = {
    community: 'hengda',
    table: 'control',
    kind: 'consent',
    key: `${subject} phone_contact`,
    version: 3,
    content: '{"notice":"电话联系","state":"withdrawn"}',
  };
  const mac = rowMac(key, row);
  const good = [row, { ...row, content: '' }, { ...row, table: 'transient', version: 0 }].map((r, i) => ({
    name: `row ${i + 1}`,
    key: hex(bytes),
    row: r,
    mac: hex(rowMac(key, r)),
    digest: rowDigest(r, rowMac(key, r)),
  }));
  const changes: [string, Partial<ControlRow>][] = [
    ['another community', { community: 'hengdb' }],
    ['another table', { table: 'transient' }],
    ['another kind', { kind: 'role' }],
    ['another key', { key: 'nobody phone_contact' }],
    ['an older version', { version: 2 }],
    ['withdrawn turned to given', { content: '{"notice":"电话联系","state":"given"}' }],
    ['the same JSON with a space', { content: '{"notice":"电话联系", "state":"withdrawn"}' }],
  ];
  const base = { key: hex(bytes), row, mac: hex(mac), refused: true };
  return [
    ...good,
    ...changes.map(([name, change]) => ({ ...base, name, row: { ...row, ...change } })),
    { ...base, name: 'a bit of the MAC', mac: hex(changed(mac, 31, 128)) },
    { ...base, name: 'half a MAC', mac: hex(mac.subarray(0, 16)) },
    { ...base, name: 'no MAC', mac: '' },
    { ...base, name: 'another row key', key: hex(draw('another row key')) },
  ];
}

function tagSets() {
  const set = { community: 'hengda', record: subject, version: 4 };
  const tags = [
    { field: 'resident.mobile', tag: hex(draw('tag 1', 16)) },
    { field: 'resident.address', tag: hex(draw('tag 2', 16)) },
  ];
  return [tags, tags.slice(1), []].map((list, i) => ({
    name: `tag set ${i + 1}`,
    ...set,
    tags: list,
    digest: tagSetDigest(set.community, set.record, set.version, list),
  }));
}

function hashes() {
  const keys = [1, 2, 3].map((n) => draw(`index key ${n}`));
  const opaque = keys.map((key) => importKey(IndexKey, key));
  const row = draw('row key');
  const token = newToken(() => draw('token'));
  return {
    tag: ['13800138000', '3-2-501', '370112199003071230', '', '阿卜杜拉·买买提'].map((value, i) => ({
      name: `value ${i + 1}`,
      keys: keys.map((key) => hex(key)),
      value,
      tags: keys.map((_, n) => indexTag(opaque.slice(0, n + 1), value)),
    })),
    commitment: [draw('data key'), new Uint8Array(32)].map((key, i) => ({
      name: `key ${i + 1}`,
      key: hex(key),
      commitment: keyCommitment(importKey(DataKey, key)),
    })),
    logSeed: (
      [
        ['hengda', 1],
        ['hengda', 2],
        ['x0', Number.MAX_SAFE_INTEGER],
      ] as const
    ).map(([community, generation]) => ({
      name: `${community}/${generation}`,
      secret: hex(draw('log secret')),
      community,
      generation,
      seed: hex(logSeed(importKey(LogSecret, draw('log secret')), community, generation)),
    })),
    token: [{ name: 'token', random: hex(draw('token')), ...token }],
    code: ['123456', '000000'].map((code, i) => ({
      name: `code ${i + 1}`,
      key: hex(row),
      code,
      tag: codeTag(importKey(RowKey, row), code),
    })),
  };
}

/** All of format.json. */
export function makeFormatVectors() {
  return {
    about:
      'Examples of docs/format.md. Bytes are hex. A case with "refused" must be refused; every other must' +
      ' give what stands beside its input. All keys here are public and protect nothing.',
    hchacha20: hchacha20(),
    lp: lengthPrefixed(),
    padding: padding(),
    record: [...recordsThatOpen(), ...recordsToRefuse()],
    chunks: chunks(),
    wrap: wrappedKeys(),
    ring: ringKeys(),
    part: logParts(),
    row: controlRows(),
    tagSet: tagSets(),
    ...hashes(),
  };
}

if (import.meta.main) {
  const file = fileURLToPath(new URL('format.json', import.meta.url));
  writeFileSync(
    file,
    await format(JSON.stringify(makeFormatVectors(), null, 1), { parser: 'json', printWidth: 110 }),
  );
}

/** The examples of sealed records in format.json, those that open and those to refuse. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DataKey, importKey } from '../../vault/crypto/keys.ts';
import {
  fieldData,
  fieldNonce,
  readLayout,
  writeLayout,
  type RecordContext,
} from '../../vault/crypto/layout.ts';
import { utf8 } from '../../vault/crypto/lp.ts';
import { nobleAead } from '../../vault/crypto/noble.ts';
import { pad } from '../../vault/crypto/padding.ts';
import { sealRecordWith } from '../../vault/crypto/seal-with.ts';

export const hex = bytesToHex;
/** What would be random: the first n bytes of SHA-256 of a label. */
export const draw = (label: string, n = 32) => sha256(utf8(`lindun format vectors: ${label}`)).slice(0, n);

/** A copy with a bit, or several of one byte, changed. */
export const changed = (bytes: Uint8Array, at: number, flip = 1) => {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ flip;
  return copy;
};

export const subject = '0123456789abcdefghjkmnpqrs';

/** The place most examples are sealed for. */
export const at: RecordContext = {
  community: 'hengda',
  subject,
  type: 'resident',
  id: '7zzzzzzzzzzzzzzzzzzzzzzzzz',
  keyId: 'k0000000000000000000000001',
  version: 3,
};

/** Good records, with what they open to. */
export function recordsThatOpen() {
  const cases: [string, [number, string][], RecordContext][] = [
    [
      'a resident',
      [
        [1, '欧阳娜娜'],
        [2, '13800138000'],
        [5, '3-2-501'],
        [7, ''],
      ],
      at,
    ],
    ['one empty field', [[1, '']], { ...at, version: 0 }],
    ['the highest number and version', [[65535, 'x']], { ...at, version: Number.MAX_SAFE_INTEGER }],
    [
      'numbers apart by a byte',
      [
        [1, 'one'],
        [255, '255'],
        [256, '256'],
        [257, '257'],
      ],
      at,
    ],
    [
      'texts at the edges of buckets',
      [31, 32, 63, 64, 127, 128, 255, 256].map((n, i) => [i + 1, 'x'.repeat(n)]),
      at,
    ],
    [
      'any Unicode',
      [
        [1, '𠮷野家 👩‍👩‍👧'],
        [2, 'é e\u0301'],
        [3, '\ufeff邻'],
        [4, '\0'],
        [5, '\u{10ffff}\uffff'],
        [6, '\u202ebidi\u200b'],
      ],
      { ...at, type: 'ticket', subject: '主体', id: '𠮷' },
    ],
    ['a long text', [[2, '这条路上没有灯。'.repeat(100)]], { ...at, type: 'ticket' }],
  ];
  return cases.map(([name, list, context]) => {
    const key = draw(`data key ${name}`);
    const nonce = draw(`nonce ${name}`, 24);
    const blob = sealRecordWith(nonce, new Map(list), context, importKey(DataKey, key), nobleAead);
    const fields = Object.fromEntries(list);
    return { name, key: hex(key), context, blob: hex(blob), fields, digest: hex(sha256(blob)) };
  });
}

const refusedKey = draw('data key');

/** Other bytes than those of the good record, by what was done to them. */
function changedBlobs(blob: Uint8Array): [string, Uint8Array][] {
  const layout = readLayout(blob);
  if (layout === undefined) throw new Error('a sealed record has a layout');
  const [one, two, five] = layout.numbers.map((_, place) => layout.box(place)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const built = (...boxes: [number, Uint8Array][]) => writeLayout(layout.nonce, new Map(boxes));
  return [
    ['another suite', changed(blob, 0, 3)],
    ['nonce, first part', changed(blob, 1)],
    ['nonce, last part', changed(blob, 24)],
    ['count lower', changed(blob, 26, 1)],
    ['count higher', changed(blob, 26, 7)],
    ['field number', changed(blob, 28, 8)],
    ['field size', changed(blob, 30, 3)],
    ['a ciphertext', changed(blob, 39)],
    ['a tag', changed(blob, 39 + 47, 128)],
    ['the last bit', changed(blob, blob.length - 1)],
    ['nothing', new Uint8Array(0)],
    ['the head alone', blob.subarray(0, 39)],
    ['a byte short', blob.subarray(0, -1)],
    ['a byte more', Uint8Array.of(...blob, 0)],
    ['a box more than named', Uint8Array.of(...blob, ...five)],
    ['no fields', built()],
    ['a field dropped', built([1, one], [5, five])],
    ['a field added', built([1, one], [2, two], [5, five], [6, five])],
    ['two boxes exchanged', built([1, two], [2, one], [5, five])],
    ['a box renumbered', built([1, one], [2, two], [6, five])],
    ['numbers descending', built([2, two], [1, one], [5, five])],
    ['a number twice', changed(built([1, one], [2, two], [5, five]), 32, 3)],
  ];
}

/** Blobs whose every box is authentic, but which no sealer makes. */
function misshapenBlobs(): [string, Uint8Array][] {
  const nonce = draw('misshapen nonce', 24);
  const writeKey = nobleAead.subkey(refusedKey, nonce.subarray(0, 16));
  const sealed = (...fields: [number, Uint8Array][]) => {
    const dataFor = fieldData(
      at,
      fields.map(([number]) => number),
    );
    const boxes = fields.map(([number, padded]): [number, Uint8Array] => [
      number,
      nobleAead.seal(writeKey, fieldNonce(number, nonce), padded, dataFor(number)),
    ]);
    return writeLayout(nonce, new Map(boxes));
  };
  const text = (...bytes: number[]) => pad(Uint8Array.from(bytes));
  const a = text(0x61);
  return [
    ['sealed as field number 0', sealed([0, a])],
    ['sealed with numbers descending', sealed([2, a], [1, a])],
    ['sealed without padding', sealed([1, new Uint8Array(32).fill(0x61)])],
    ['sealed in a bucket too large', sealed([1, Uint8Array.of(...a, ...new Uint8Array(32))])],
    ['sealed in no bucket', sealed([1, new Uint8Array(96).fill(0x61, 0, 70).fill(0x80, 70, 71)])],
    ['sealed with something after the mark', sealed([1, changed(a, 31)])],
    ['sealed, but no UTF-8', sealed([1, text(0xff)])],
    ['sealed, but a surrogate', sealed([1, text(0xed, 0xa0, 0x80)])],
    ['sealed, but an overlong form', sealed([1, text(0xc0, 0x80)])],
  ];
}

/** What must not pass for a good record: other bytes, other places, another key. */
export function recordsToRefuse() {
  const list: [number, string][] = [
    [1, '欧阳娜娜'],
    [2, '13800138000'],
    [5, '3-2-501'],
  ];
  const blob = sealRecordWith(
    draw('nonce', 24),
    new Map(list),
    at,
    importKey(DataKey, refusedKey),
    nobleAead,
  );
  const places: [string, Partial<RecordContext>][] = [
    ['another community', { community: 'hengdb' }],
    ['another subject', { subject: at.id }],
    ['another type', { type: 'household' }],
    ['another record', { id: subject }],
    ['another key id', { keyId: 'k0000000000000000000000002' }],
    ['an older version', { version: 2 }],
    ['a newer version', { version: 4 }],
    ['a boundary moved', { community: 'hengda0', subject: subject.slice(1) }],
  ];
  const base = { key: hex(refusedKey), context: at, blob: hex(blob), refused: true };
  return [
    ...[...changedBlobs(blob), ...misshapenBlobs()].map(([name, other]) => ({
      ...base,
      name,
      blob: hex(other),
    })),
    ...places.map(([name, change]) => ({ ...base, name, context: { ...at, ...change } })),
    { ...base, name: 'another key', key: hex(draw('another data key')) },
  ];
}

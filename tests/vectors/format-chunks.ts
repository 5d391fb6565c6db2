/** The examples of an attachment's chunks in format.json: small ones, of a chunk size that is nobody's. */
import { sha256 } from '@noble/hashes/sha2.js';
import { chunkData, chunkNonce, type StreamContext } from '../../vault/crypto/chunk-layout.ts';
import { DataKey, importKey } from '../../vault/crypto/keys.ts';
import { utf8 } from '../../vault/crypto/lp.ts';
import { nobleAead } from '../../vault/crypto/noble.ts';
import { sealStreamWith } from '../../vault/crypto/seal-with.ts';
import { streamText } from '../../vault/crypto/stream-text.ts';
import { changed, draw, hex, subject } from './format-records.ts';

const chunkSize = 64;
const place = {
  community: 'hengda',
  subject,
  id: '7zzzzzzzzzzzzzzzzzzzzzzzzz',
  keyId: 'k0000000000000000000000001',
};
const streams = {
  here: '0123456789abcdefghjkmnpqrs',
  elsewhere: 'zyxwvtsrqpnmkjhgfedcba9876',
};

interface Sealed {
  key: Uint8Array;
  nonce: Uint8Array;
  bytes: Uint8Array;
  stream: string;
  boxes: Uint8Array[];
}

function sealed(label: string, length: number, stream = streams.here, at = place): Sealed {
  const [key, nonce] = [draw('chunk key'), draw(`chunk nonce ${label}`, 24)];
  const bytes = utf8('邻盾 '.repeat(length)).slice(0, length);
  const context: StreamContext = { ...at, stream };
  const boxes = [...sealStreamWith(nonce, bytes, chunkSize, context, importKey(DataKey, key), nobleAead)];
  return { key, nonce, bytes, stream, boxes };
}

const described = ({ key, nonce, bytes, stream }: Sealed, boxes: readonly Uint8Array[]) => ({
  key: hex(key),
  context: place,
  chunkSize,
  text: streamText({ id: stream, nonce, size: bytes.length, sha256: hex(sha256(bytes)) }),
  boxes: boxes.map((box) => hex(box)),
});

export function chunks() {
  const good = [0, 1, 63, 64, 127, 128, 200, 256, 300, 500].map((length) => {
    const made = sealed(`${length} bytes`, length);
    return { name: `${length} bytes`, ...described(made, made.boxes), opened: hex(made.bytes) };
  });
  const made = sealed('to refuse', 200);
  const [one, two, three, four] = made.boxes as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const other = sealed('another stream', 200, streams.elsewhere).boxes;
  const again = sealed('the same stream, another nonce', 200).boxes;
  const neighbour = sealed('to refuse', 200, streams.here, { ...place, subject: 'another' }).boxes;
  const attached = sealed('to refuse', 200, streams.here, { ...place, id: 'another' }).boxes;
  const elsewhere = sealed('to refuse', 200, streams.here, { ...place, community: 'xishan' }).boxes;
  const rekeyed = sealed('to refuse', 200, streams.here, { ...place, keyId: 'another' }).boxes;
  const shorter = sealed('to refuse', 120).boxes;
  const put = (n: number, box: Uint8Array): Uint8Array[] =>
    made.boxes.map((own, at) => (at === n ? box : own));
  const refused: [string, Uint8Array[]][] = [
    ['two exchanged', [two, one, three, four]],
    ['the last two exchanged', [one, two, four, three]],
    ['one twice', [one, one, three, four]],
    ['the last gone', [one, two, three]],
    ['the first gone', [two, three, four]],
    ['one in the middle gone', [one, three, four]],
    ['none', []],
    ['one more', [one, two, three, four, four]],
    ['one of another stream', put(1, other[1] as Uint8Array)],
    ['one of the same stream under another nonce', put(1, again[1] as Uint8Array)],
    ['one of another subject', put(1, neighbour[1] as Uint8Array)],
    ['one of another attachment', put(1, attached[1] as Uint8Array)],
    ['one of another community', put(1, elsewhere[1] as Uint8Array)],
    ['one of another data key', put(1, rekeyed[1] as Uint8Array)],
    ['the last of a shorter one in the middle', put(1, shorter[1] as Uint8Array)],
    ['another suite', put(0, changed(one, 0, 3))],
    ['a bit of the ciphertext', put(2, changed(three, 9))],
    ['a bit of a tag', put(3, changed(four, four.length - 1))],
    ['a byte short', put(2, three.subarray(0, -1))],
    ['a byte more', put(2, Uint8Array.of(...three, 0))],
  ];
  const odd = misshapen(made);
  return [
    ...good,
    ...[...refused, ...odd].map(([name, boxes]) => ({ name, ...described(made, boxes), refused: true })),
  ];
}

/** Chunks that are authentic, but which no sealer makes: what stands behind the bytes is one mark and zeros. */
function misshapen({ key, nonce, bytes, boxes }: Sealed): [string, Uint8Array[]][] {
  const writeKey = nobleAead.subkey(key, nonce.subarray(0, 16));
  const last = { n: 3, last: true };
  const resealed = (padded: Uint8Array, at = last): Uint8Array[] => {
    const data = chunkData({ ...place, stream: streams.here }, at);
    const box = nobleAead.seal(writeKey, chunkNonce(at, nonce), padded, data);
    return boxes.map((own, n) => (n === at.n ? Uint8Array.of(1, ...box) : own));
  };
  const tail = new Uint8Array(chunkSize);
  tail.set(bytes.subarray(192));
  const marked = changed(tail, bytes.length - 192, 0x80);
  return [
    ['the last without a mark', resealed(tail)],
    ['something behind the mark', resealed(changed(marked, 63))],
    ['a mark too late', resealed(changed(tail, bytes.length - 191, 0x80))],
    ['the last shorter than a chunk', resealed(marked.subarray(0, 32))],
    ['one sealed as the last that is not', resealed(bytes.slice(64, 128), { n: 1, last: true })],
    ['the last not sealed as one', resealed(marked, { n: 3, last: false })],
  ];
}

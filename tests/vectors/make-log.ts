// Writes log.json beside this file: `node tests/vectors/make-log.ts`. Nothing in it is drawn at random, so
// that running it again changes nothing, and a test compares the file with what this writes.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import { format } from 'prettier';

import { toBase64 } from '../../vault/log/base64.ts';
import { signCheckpoint } from '../../vault/log/checkpoint.ts';
import { canonicalText } from '../../vault/log/entry.ts';
import { noteSigner } from '../../vault/log/note.ts';
import { formatProof } from '../../vault/log/proof.ts';
import { sampleEntry, sampleLeaf, sampleLog } from '../sample-log.ts';
import { entryBundle, formatTilePath, tileBytes, tilesOf, type Tile } from '../../vault/log/tiles.ts';
import { consistencyProof, inclusionProof } from '../../vault/log/tree.ts';

const origin = 'lindun/sample/1';
const seed = Uint8Array.from(createHash('sha256').update('lindun sample log seed').digest());
const signer = noteSigner(origin, seed);

/** The 200 sizes: the first 100, the powers of two with their neighbours, and from there on every 51st. */
function vectorSizes(): number[] {
  const sizes = new Set(Array.from({ length: 100 }, (_, at) => at + 1));
  for (let power = 128; power <= 4096; power *= 2) for (const near of [-1, 0, 1]) sizes.add(power + near);
  for (let size = 151; sizes.size < 200; size += 51) sizes.add(size);
  return [...sizes].sort((a, b) => a - b);
}

/** What log.json holds. */
export function makeLogVectors(): object {
  const sizes = vectorSizes();
  const largest = sizes.at(-1) ?? 0;
  const log = sampleLog(largest);
  const checkpointAt = (size: number): string =>
    signCheckpoint({ origin, size, root: log.roots[size] ?? new Uint8Array() }, signer);
  const hashOf = (tile: Tile): string => {
    const start = tile.n * 256;
    const bytes =
      tile.level === 'entries'
        ? entryBundle(log.rows.slice(start, start + tile.width).map((row) => row.leaf))
        : tileBytes(tile.level, tile.n, tile.width, log.readHash);
    return createHash('sha256').update(bytes).digest('hex');
  };
  const heads = sizes.map((size) => {
    // 7919 and 104729 are primes: some leaf and some earlier size, spread over the tree, that anybody can
    // recompute.
    const index = 7919 % size;
    const from = 1 + (104_729 % size);
    return {
      size,
      note: checkpointAt(size),
      index,
      inclusion: inclusionProof(index, size, log.readHash).map(toBase64),
      from,
      consistency: consistencyProof(from, size, log.readHash).map(toBase64),
    };
  });
  return {
    about: [
      'A made-up log. docs/log-format.md describes the bytes; this is the rule of its entries.',
      'H(x): SHA-256 of the UTF-8 text "lindun sample " followed by x. <seq>: the number of the entry.',
      'public: action record.read, decision granted, policy "1", role grid_worker, seq;',
      'time 1767225600000 + 1000 seq; digests: one of kind record, H("record <seq>"), if 3 divides seq.',
      'actor: actor "w<seq mod 7>", request "r<seq>", via desk; its salt is H("actor salt <seq>").',
      'subject: purpose handle_ticket, subject "s<seq mod 11>", words 电话联系; salt H("subject salt <seq>").',
      'The Ed25519 seed is SHA-256 of "lindun sample log seed".',
      'sizes: a checkpoint, the inclusion proof of entry `index`, the consistency proof from size `from`.',
      'tiles: SHA-256 of the bytes behind each tile path of the largest size.',
    ],
    origin,
    vkey: signer.vkey,
    leaf0: Buffer.from(sampleLeaf(0)).toString('hex'),
    publicPart0: canonicalText(sampleEntry(0).public),
    sizes: heads,
    tiles: [...tilesOf(largest)].map((tile) => ({ path: formatTilePath(tile), sha256: hashOf(tile) })),
    proof: sampleProof(1000, 2049, checkpointAt(2049), log.readHash),
  };
}

/** A complete tlog-proof with both parts opened. */
function sampleProof(
  index: number,
  size: number,
  checkpoint: string,
  readHash: Parameters<typeof inclusionProof>[2],
): string {
  const entry = sampleEntry(index);
  return formatProof({
    index,
    hashes: inclusionProof(index, size, readHash),
    checkpoint,
    extra: {
      leaf: sampleLeaf(index),
      actor: { part: entry.actor, salt: entry.actorSalt },
      subject: { part: entry.subject, salt: entry.subjectSalt },
    },
  });
}

if (import.meta.main) {
  const text = await format(JSON.stringify(makeLogVectors()), { parser: 'json', printWidth: 110 });
  writeFileSync(new URL('log.json', import.meta.url), text);
}

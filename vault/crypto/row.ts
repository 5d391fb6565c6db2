import { equalBytes } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { hmacSha256 } from './hmac.ts';
import { secretOf, type RowKey } from './keys.ts';
import { lp, u64 } from './lp.ts';

/** A row that decides what may be released; its MAC keeps a database writer from changing it unseen. */
export interface ControlRow {
  readonly community: string;
  /** The SQL table. */
  readonly table: string;
  readonly kind: string;
  readonly key: string;
  /** Integer from 0 to 2^53 − 1. */
  readonly version: number;
  /** RFC 8785 JSON, just as stored. */
  readonly content: string;
}

/** HMAC-SHA-256 over the row: 32 bytes (docs/format.md, "Control row"). */
export function rowMac(key: RowKey, row: ControlRow): Uint8Array<ArrayBuffer> {
  return hmacSha256(secretOf(key), encode(row));
}

/** Whether the stored MAC belongs to exactly this row; in a time that does not tell where they differ. */
export function checkRow(key: RowKey, row: ControlRow, mac: Uint8Array): boolean {
  return equalBytes(rowMac(key, row), mac);
}

/**
 * SHA-256 of what the MAC is made over and of the MAC, in lowercase hex: what the log says of a row.
 *
 * Digests are published, and a row's content is few bits to whoever knows the ids: without the MAC in it anybody could
 * try out who reported a ticket. The MAC is stored beside the row, so a digest can be compared without the key.
 *
 * @param mac of this row; that it is its own is {@link checkRow}'s to say
 */
export function rowDigest(row: ControlRow, mac: Uint8Array): string {
  return bytesToHex(sha256(concatBytes(encode(row), mac)));
}

/**
 * What the log says of a control row that was taken away, in the place of its next version's digest (docs/format.md, "Control
 * row"). It tells nothing that the row's name does not.
 */
export function goneDigest(
  community: string,
  { kind, key, version }: { readonly kind: string; readonly key: string; readonly version: number },
): string {
  return bytesToHex(sha256(lp('lindun gone', community, 'control', kind, key, u64(version))));
}

/** What an index tag's MAC is made over: it ties the tag to its record (docs/format.md, "Index tag"). */
export function tagRow(community: string, tag: { field: string; tag: string }, record: string): ControlRow {
  return { community, table: 'index_tag', kind: tag.field, key: tag.tag, version: 0, content: record };
}

/**
 * The log's digest of all index tags of one version of a record together: so a tag that is gone is found too. The
 * content is RFC 8785 JSON, which for a list of ASCII strings is what JSON.stringify writes.
 *
 * There is no MAC in it, as a set has none that is stored, and it needs none: tags are keyed hashes themselves, which
 * nobody without the index key can guess.
 */
export function tagSetDigest(
  community: string,
  record: string,
  version: number,
  tags: readonly { field: string; tag: string; generation?: number }[],
): string {
  const content = JSON.stringify(
    tags.map(({ field, tag, generation = 1 }) => `${field}${suffix(generation)}=${tag}`).sort(),
  );
  const row = { community, table: 'index_tag', kind: 'index', key: record, version, content };
  return bytesToHex(sha256(encode(row)));
}

/** Of the first generation none: it was there before there were others. */
const suffix = (generation: number): string => (generation === 1 ? '' : `/${generation}`);

function encode({ community, table, kind, key, version, content }: ControlRow): Uint8Array {
  return lp('lindun row', community, table, kind, key, u64(version), content);
}

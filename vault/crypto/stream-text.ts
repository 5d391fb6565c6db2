import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** Where an attachment's bytes are: what its record holds in `whole` and `small`. */
export interface StoredStream {
  /** Random, and new whenever the bytes are others. */
  readonly id: string;
  readonly nonce: Uint8Array;
  /** In bytes. */
  readonly size: number;
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/** `stream.nonce.size.sha256`, as it is sealed. Permanent (docs/format.md, "Attachment"). */
export const streamText = ({ id, nonce, size, sha256 }: StoredStream): string =>
  [id, bytesToHex(nonce), size, sha256].join('.');

/** @returns undefined for a text that no attachment's record has */
export function streamOf(text: string): StoredStream | undefined {
  const form = /^([0-9a-z]{26})\.([0-9a-f]{48})\.(\d{1,9})\.([0-9a-f]{64})$/.exec(text);
  const [, id = '', nonce = '', size = '', sha256 = ''] = form ?? [];
  return form === null ? undefined : { id, nonce: hexToBytes(nonce), size: Number(size), sha256 };
}

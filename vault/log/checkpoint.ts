import { fromBase64, toBase64 } from './base64.ts';
import { openNote, type NoteFailure, type NoteSigner } from './note.ts';
import { failed, success, type Result } from './result.ts';
import { hashBytes } from './tree.ts';

/** A tree head: which log, how many leaves, which root (32 bytes). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export type CheckpointFailure = NoteFailure | 'checkpoint_malformed' | 'wrong_origin';

/**
 * Origin and key name of a community's log. A generation is counted up when a log cannot go on (a restore
 * from a backup): its successor is another log, and no verifier can take one for the other.
 */
export function logOrigin(community: string, generation: number): string {
  return `lindun/${community}/${generation}`;
}

/** The generation that logs are written under: a restored vault goes on under the next one. */
export const logGeneration = 1;

/** How often a checkpoint is published, in milliseconds. Not per entry: the tree's growth would tell what happened. */
export const publicationInterval = 10 * 60_000;

/**
 * The three lines of a C2SP tlog-checkpoint.
 *
 * @throws RangeError on an origin with a line break or none at all, a size that is no count, a root that is
 * not 32 bytes.
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin)) throw new RangeError('not an origin');
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('not a tree size');
  if (root.length !== hashBytes) throw new RangeError('a root hash is 32 bytes');
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads the text of a checkpoint. No extension line is accepted: nobody could audit what it says (the
 * specification advises against them), this log writes none, and so one is the mark of another program.
 */
export function parseCheckpoint(text: string): Result<Checkpoint, 'checkpoint_malformed'> {
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]+)\n$/.exec(text);
  const [, origin = '', digits = '', encoded = ''] = match ?? [];
  const size = Number(digits);
  const root = fromBase64(encoded);
  if (match === null || !isOrigin(origin) || !Number.isSafeInteger(size))
    return failed('checkpoint_malformed');
  if (root?.length !== hashBytes) return failed('checkpoint_malformed');
  return success({ origin, size, root });
}

/**
 * The checkpoint as a signed note.
 *
 * @throws RangeError if the signer's key name is not the origin: this log's checkpoints always have the two
 * the same.
 */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (signer.name !== checkpoint.origin) throw new RangeError('the key name is the origin');
  return signer.sign(formatCheckpoint(checkpoint));
}

/** A key of the log, and the sizes of the tree that it signs: both ends belong to it, `null` is no end. */
export interface LogKeyAt {
  readonly vkey: string;
  readonly from: number;
  readonly to: number | null;
}

/**
 * Opens a signed checkpoint of the log `origin`, whose key is `vkey`, or one of several. Cosignatures of others are
 * ignored.
 */
export function openCheckpoint(
  note: string,
  { vkey, origin }: { readonly vkey: string | readonly string[]; readonly origin: string },
): Result<Checkpoint, CheckpointFailure> {
  const opened = openNote(note, typeof vkey === 'string' ? [vkey] : vkey);
  if (!opened.ok) return opened;
  const checkpoint = parseCheckpoint(opened.value.text);
  if (!checkpoint.ok) return checkpoint;
  return checkpoint.value.origin === origin ? checkpoint : failed('wrong_origin');
}

const isOrigin = (origin: string): boolean =>
  origin !== '' && origin.isWellFormed() && !/[\0-\x1f]/.test(origin);

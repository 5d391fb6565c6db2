import { hexToBytes } from '@noble/hashes/utils.js';
import { importKey, LogSecret } from '../crypto/keys.ts';
import { logKeySeed, logSeed } from '../crypto/log-seed.ts';
import { logGeneration, logOrigin } from '../log/checkpoint.ts';
import { type NoteSigner, noteSigner } from '../log/note.ts';

/** Which of a log's keys: its generation, and which of the log secrets it is made from, counted from 1. */
export interface LogKeyName {
  readonly generation: number;
  readonly secret: number;
}

/**
 * The log secrets: 64 hex digits each, a line each. The first one is what receipts, packages and archives are signed under
 * as well; one that is added below it is for the log's next key.
 * @throws RangeError when there is none, or one is something else
 */
export function logSecretsIn(text: string): LogSecret[] {
  const lines = text.trim().split(/\s+/);
  if (!lines.every((line) => /^[0-9a-f]{64}$/.test(line)))
    throw new RangeError('a log secret is 64 hex digits');
  return lines.map((line) => importKey(LogSecret, hexToBytes(line)));
}

/** One of a log's keys; undefined where its secret is not there. */
export function logKey(
  secrets: readonly LogSecret[],
  community: string,
  { generation, secret: which }: LogKeyName,
): NoteSigner | undefined {
  const secret = secrets[which - 1];
  if (secret === undefined) return undefined;
  const seed =
    generation === 1
      ? logSeed(secret, community, logGeneration)
      : logKeySeed(secret, community, { log: logGeneration, key: generation });
  return noteSigner(logOrigin(community, logGeneration), seed);
}

import { bytesToHex } from '@noble/hashes/utils.js';
import { codeTag, tokenHash } from '../crypto/token.ts';
import { utf8 } from '../crypto/lp.ts';
import { isSame } from '../crypto/same.ts';
import type { Vault } from '../vault.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** What a passkey's challenge is for: to get in, or to be one person's new passkey. */
export type ChallengeUse = 'enter' | `enrol/${string}`;

/** As long as a page may lie open before its button is tapped, in milliseconds. */
const life = 15 * 60_000;

/**
 * A challenge that the vault knows again without having kept it, because a page has one for everybody who opens it: use,
 * time and 16 random bytes under a MAC. It is good once ({@link takeChallenge}).
 * @returns base64url
 */
export function challengeFor(vault: Vault, use: ChallengeUse, now: number): string {
  const said = `${use} ${now + life} ${bytesToHex(vault.random(16))}`;
  return toBase64Url(utf8(`${said} ${tagOf(vault, said)}`));
}

/**
 * Uses a challenge up.
 * @returns false for one that the vault did not give out for this, that is too old, or that was used before
 */
export function takeChallenge(vault: Vault, challenge: string, use: ChallengeUse, now: number): boolean {
  const bytes = fromBase64Url(challenge);
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  const [of = '', until = '', nonce = '', tag = ''] = text.split(' ');
  const isOurs = isSame(tag, tagOf(vault, `${of} ${until} ${nonce}`));
  if (!isOurs || of !== use || Number(until) <= now) return false;
  const key = tokenHash(challenge);
  if (vault.rows.getTransient('challenge', key, now) !== undefined) return false;
  vault.rows.putTransient('challenge', key, { used: true }, Number(until));
  return true;
}

const tagOf = (vault: Vault, said: string): string => codeTag(vault.keys.row, `challenge ${said}`);

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { parseNotice } from '../../policy/consent/notices.ts';
import type { OfferedNotice } from '../vault.ts';

/**
 * A notice file as it is offered, with the SHA-256 of its exact bytes.
 * @throws Error naming the part that is missing: a notice that does not tell everything is not offered
 */
export function offeredNotice(file: string): OfferedNotice {
  const parsed = parseNotice(file);
  if (!parsed.ok) throw new Error(parsed.en);
  const { id, version, language, audience, purpose, title, body, contact } = parsed.notice;
  const hash = bytesToHex(sha256(utf8ToBytes(file)));
  return { id, version, lang: language, audience, purpose, title, body, contact, text: file, sha256: hash };
}

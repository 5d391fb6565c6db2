import { personToken } from '../access/actor.ts';
import { newToken } from '../crypto/token.ts';
import type { Entered } from '../access/links.ts';
import type { Unit } from '../vault.ts';

/** How long a session lasts, in milliseconds: a desk, and a resident's page, which may lie open on a shared screen. */
const deskLife = 2 * 3_600_000;
const pageLife = 30 * 60_000;

/** A session of somebody who has just shown who they are; null where they are nobody who signs in. */
export function newSession({ vault, now }: Pick<Unit, 'vault' | 'now'>, subject: string): Entered | null {
  const content = personToken(vault, subject);
  if (content === undefined) return null;
  const { token, hash } = newToken(vault.random);
  const expires = now + (content.of === 'staff' ? deskLife : pageLife);
  vault.rows.putTransient('token', hash, content, expires);
  return { token, expires };
}

import type { ControlContents, WrittenRow } from '../control.ts';
import { pinTag } from '../crypto/pin-tag.ts';
import { isSame } from '../crypto/same.ts';
import { unlessTampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';

export type SignIn = ControlContents['sign_in'];

/** How somebody signs in; undefined for who never could. */
export const signInOf = (vault: Vault, subject: string): SignIn | undefined =>
  vault.rows.get('sign_in', subject)?.content;

/** Whether there is anything somebody could sign in with. */
export const hasCredential = (signIn: SignIn | undefined): boolean =>
  signIn !== undefined && (signIn.pin !== null || signIn.passkeys.length > 0);

export const hasPin = (signIn: SignIn | undefined): boolean => signIn !== undefined && signIn.pin !== null;

/** Whether this is their PIN. Somebody who has none costs as long. */
export function isPin(vault: Vault, subject: string, signIn: SignIn | undefined, pin: string): boolean {
  const { salt, tag } = signIn?.pin ?? { salt: '', tag: '' };
  return isSame(pinTag(vault.keys.row, { subject, salt }, pin), tag);
}

/**
 * Takes somebody's passkeys and PIN away; their number stays theirs. For a role that ended, a loss, an erasure.
 * @returns the rows written, for the entry that has to be the next one
 */
export function removeCredentials(vault: Vault, subject: string): WrittenRow[] {
  const signIn = signInOf(vault, subject);
  if (signIn === undefined || !hasCredential(signIn)) return [];
  const seq = vault.journal.size;
  const empty = { ...signIn, pin: null, passkeys: [] };
  return [
    ...signIn.passkeys.flatMap((id) => endPasskey(vault, id) ?? []),
    vault.rows.put('sign_in', subject, empty, seq),
  ];
}

/** @returns undefined for one that is not as it was written: it is refused wherever it is used, and stays for `verify` */
export function endPasskey(vault: Vault, id: string): WrittenRow | undefined {
  const row = unlessTampered(() => vault.rows.get('passkey', id));
  if (row === undefined) return undefined;
  return vault.rows.put('passkey', id, { ...row.content, ended: true }, vault.journal.size);
}

/**
 * A number of nine digits that is nobody's: drawn, not counted, so that none can be guessed from another. Of six digits a
 * community's would be one in fifty, and whoever tried a common PIN with any number would soon be somebody.
 */
export function freshNumber(vault: Vault): string {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = vault.random(4);
    const number = String(100_000_000 + ((((a * 256 + b) * 256 + c) * 256 + d) % 900_000_000));
    if (vault.store.control.get('sign_in_number', number) === undefined) return number;
  }
}

import { type Childhood, childhood } from '../../policy/people/childhood.ts';
import { openRecord } from '../subject.ts';
import { today } from '../validate.ts';
import type { Vault } from '../vault.ts';

/**
 * Whether somebody is under 14, found out anew each time from the birth date in their sealed record: no control row, no
 * log entry and nobody who asks ever has the date.
 */
export function childhoodOf(vault: Vault, subject: string, now: number): Childhood {
  const row = vault.store.records.byId('resident', subject);
  if (row === undefined) return 'unknown';
  return childhood(openRecord(vault, row, ['birthDate']).get('birthDate') ?? '', today(now));
}

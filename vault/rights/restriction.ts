import type { WrittenRow } from '../control.ts';
import type { Unit, Vault } from '../vault.ts';

/** Whether somebody asked that what is held about them be kept and not used (PIPL Art 44), and has not lifted it. */
export function isRestricted(vault: Vault, subject: string): boolean {
  const row = vault.rows.get('restriction', subject)?.content;
  return row !== undefined && row.lifted === null;
}

/** Restricts, or lifts it. @returns the row, for the entry that has to be the next one */
export function putRestriction(
  { vault, now }: Unit,
  subject: string,
  right: string,
  lifted: number | null = null,
): WrittenRow {
  const since = lifted === null ? now : (vault.rows.get('restriction', subject)?.content.since ?? now);
  return vault.rows.put('restriction', subject, { since, lifted, right }, vault.journal.size);
}

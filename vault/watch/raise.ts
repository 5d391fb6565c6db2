import type { AlertKind } from '../../policy/watch.ts';
import { appendAsSystem, type Unit, type Vault } from '../vault.ts';

/** What is told to the privacy officer: of whom, since when, and the numbers that the kind's words name. */
export interface Raised {
  kind: AlertKind;
  /** Of whom: a member of staff. */
  of: string;
  from: number;
  counts: Readonly<Record<string, number>>;
}

/** Tells the officer: a row that waits on her page, and an entry about the member of staff, which is nobody's act. */
export function raise(unit: Unit, { kind, of, from, counts }: Raised): void {
  const { rows, journal } = unit.vault;
  // In the order of the log, and no two in one entry.
  const key = String(journal.size).padStart(15, '0');
  const row = rows.add(
    'alert',
    key,
    { kind, of, at: unit.now, from, counts: { ...counts }, state: 'open', by: null },
    journal.size,
  );
  const subject = { ...(of === 'administrator' ? {} : { subject: of }), reason: kind };
  appendAsSystem(unit.vault, { action: 'watch.alert', decision: 'done', subject, rows: [row] }, unit.now);
}

/** How many nobody has looked at: what stands beside the officer's menu. */
export const openAlerts = ({ store }: Vault): number =>
  store.control.ofKind('alert').filter(({ content }) => content.includes('"state":"open"')).length;

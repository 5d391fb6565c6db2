import type { Transient, TransientContents, TransientKind } from './control.ts';
import { append, type Unit } from './vault.ts';

/**
 * The unexpired rows of a kind, at most `limit`. One that is not as it was written is dropped, and the log says so
 * once: planted by whoever can write the database, it would else refuse everybody's request for as long as it likes.
 */
export function unexpired<Kind extends TransientKind>(
  unit: Unit,
  kind: Kind,
  limit: number,
): Transient<Kind>[] {
  const { found, damaged } = unit.vault.rows.transients(kind, unit.now, limit);
  noteDamaged(unit, kind, damaged);
  return found;
}

/**
 * Drops the rows of a kind that `which` picks. Rows that are not as they were written go with them, and the log says so:
 * in an entry of its own, so the rows of another one must have been appended before.
 * @returns how many were picked
 */
export function dropUnexpired<Kind extends TransientKind>(
  unit: Unit,
  kind: Kind,
  which: (content: TransientContents[Kind]) => boolean,
): number {
  const { dropped, damaged } = unit.vault.rows.dropTransients(kind, unit.now, which);
  noteDamaged(unit, kind, damaged);
  return dropped;
}

function noteDamaged(unit: Unit, kind: TransientKind, damaged: number): void {
  if (damaged === 0) return;
  const words = `not as it was written: ${damaged} of transient/${kind}`;
  append(unit, { action: 'integrity', decision: 'refused', subject: { reason: 'tampered', words } });
}

import { isOpen } from '../../policy/cases/case.ts';
import type { SaidFacts } from '../../policy/facts.ts';
import { isStaff } from '../../policy/roles.ts';
import { isNight, marksThere, type Seen, watch } from '../../policy/watch.ts';
import { codeTag } from '../crypto/token.ts';
import { unlessTampered } from '../outcome.ts';
import { appendAsSystem, type Unit } from '../vault.ts';
import { raise } from './raise.ts';

/** Nothing is remembered of a worker for longer than the longest rule looks back. */
const remembered = 29 * 24 * 3_600_000;

const people: ReadonlySet<string> = new Set(['resident', 'household', 'dog', 'photo']);

/** What was looked at: somebody's record, or with `null` a search that found nobody. */
type Looked = { type: string; subject: string } | null;

/**
 * Remembers a look of staff at somebody else's record, after its entry, and tells the officer where a rule of
 * `policy/watch.ts` finds something. The look itself has been granted and goes on: nothing here stops anybody.
 * @param why.said what was true when it was granted
 */
export function noteLook(unit: Unit, looked: Looked, why: { purpose: string; said?: SaidFacts }): void {
  const { actor, vault, now } = unit;
  if (!isStaff(actor.role) || actor.id === 'administrator') return;
  if (looked !== null && (looked.subject === actor.id || !people.has(looked.type))) return;
  const explained = isExplained(why.purpose, why.said ?? {});
  // The most of a worker's day: nothing is remembered of it, and it costs nothing.
  if (explained && !isNight(now)) return;
  const seen: Seen = {
    at: now,
    way: looked === null ? 'miss' : 'look',
    mark: looked === null ? 0 : markOf(unit, looked.subject),
    explained,
  };
  const before = unlessTampered(() => vault.rows.getTransient('watch', actor.id, now) ?? null);
  // Planted or changed, it would refuse every further read of theirs: it begins anew, and the log says so.
  if (before === undefined) noteForged(unit);
  const { state, findings } = watch(before ?? undefined, seen, () => residentsOf(unit));
  vault.rows.putTransient('watch', actor.id, state, now + remembered);
  for (const finding of findings) raise(unit, { ...finding, of: actor.id });
}

/**
 * A case that is open, theirs and about this very record; or an emergency, which is reviewed in its own way. Naming one's
 * own ticket beside somebody else's record explains nothing.
 */
function isExplained(purpose: string, { case: named = null }: SaidFacts): boolean {
  if (purpose === 'emergency' || purpose === 'emergency_order') return true;
  return named !== null && named.mine && named.about && named.inTime && isOpen(named.state);
}

/** A keyed hash down to ten bits, under each worker another: no row tells whom somebody looked at. */
const markOf = ({ vault, actor }: Unit, subject: string): number =>
  Number.parseInt(codeTag(vault.keys.row, `watch ${actor.id} ${subject}`).slice(0, 6), 16) % marksThere;

const residentsOf = ({ vault, actor }: Unit): number =>
  actor.grids.reduce((sum, grid) => {
    const { rows, remaining } = vault.store.records.byGrid('resident', grid, '', 1);
    return sum + rows.length + remaining;
  }, 0);

function noteForged({ vault, now }: Unit): void {
  const words = 'not as it was written: 1 of transient/watch';
  const subject = { reason: 'tampered', words } as const;
  appendAsSystem(vault, { action: 'integrity', decision: 'refused', subject }, now);
}

import { isOpen } from '../../policy/cases/case.ts';
import type { SaidFacts } from '../../policy/facts.ts';
import { isStaff } from '../../policy/roles.ts';
import { isNight, marksThere, type Seen, watch } from '../../policy/watch.ts';
import { codeTag } from '../crypto/token.ts';
import { unlessTampered } from '../outcome.ts';
import { appendAsSystem, type Unit, type Vault } from '../vault.ts';
import { raise } from './raise.ts';

/** Nothing is remembered of a worker for longer than the longest rule looks back. */
const remembered = 29 * 24 * 3_600_000;

const people: ReadonlySet<string> = new Set(['resident', 'household', 'dog', 'attachment']);

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
  if (state !== before) vault.rows.putTransient('watch', actor.id, state, now + remembered);
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

/**
 * How many residents live in the worker's grids, by a count that is at most an hour old: a line at a quarter of them does
 * not move in an hour, and no look may cost more because the community is larger.
 */
function residentsOf({ vault, actor, now }: Unit): number {
  const counts = counted.get(vault) ?? new Map<number, { at: number; residents: number }>();
  counted.set(vault, counts);
  return actor.grids.reduce((sum, grid) => {
    let last = counts.get(grid);
    if (last === undefined || now - last.at >= 3_600_000) {
      const { rows, remaining } = vault.store.records.subjectsIn('resident', grid, '', 1);
      last = { at: now, residents: rows.length + remaining };
      counts.set(grid, last);
    }
    return sum + last.residents;
  }, 0);
}

const counted = new WeakMap<Vault, Map<number, { at: number; residents: number }>>();

function noteForged({ vault, now }: Unit): void {
  const words = 'not as it was written: 1 of transient/watch';
  const subject = { reason: 'tampered', words } as const;
  appendAsSystem(vault, { action: 'integrity', decision: 'refused', subject }, now);
}

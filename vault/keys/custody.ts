import { permitted, refuseOperation } from '../access/permit.ts';
import type { ControlContents, WrittenRow } from '../control.ts';
import type { OpenRing } from '../keyring/ring.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';
import type { Waiting } from '../waiting.ts';

/**
 * Who keeps what of the keys, and since when: which root secret wraps the ring, the ring's last copy, the officers' sealed
 * copy of the root, the last drill. All of it happens outside the vault, on somebody's machine: what the command line did
 * there it has noted here, so that the officer sees what is overdue.
 */
export const custodies = ['root', 'copy', 'officers', 'drill'] as const;
export type Custody = (typeof custodies)[number];

/** Those that the command line notes; the root is noted by who sees the ring. */
export type NotedCustody = Exclude<Custody, 'root'>;

export interface CustodyItem {
  what: Custody;
  /** UTC milliseconds. */
  at: number;
  /** Which root secret: see `rootId`. */
  root: string;
  /** Keys of the ring, keys in the copy, officers, or records that were opened. */
  count: number;
}

const logged = { copy: 'keys.copy', officers: 'keys.officers', drill: 'keys.drill' } as const;

/** What is known of the keys' keeping. */
export function readCustody(unit: Unit): Outcome<{ items: CustodyItem[] }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'keys.read');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'keys.read', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ items: custodyOf(vault) });
}

/** What is noted. */
export const custodyOf = (vault: Vault): CustodyItem[] =>
  custodies.flatMap((what) => {
    const row = vault.rows.get('custody', what);
    return row === undefined ? [] : [{ what, ...row.content }];
  });

/** Notes that a copy, the officers' sealed copy or a drill was made. */
export function noteCustody(
  unit: Unit,
  { what, root, count }: { what: NotedCustody; root: string; count: number },
): Outcome<CustodyItem> {
  const { vault, now } = unit;
  const allowed = permitted(unit, 'keys.note');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const content = { at: now, root, count };
  append(unit, { action: logged[what], decision: 'done', rows: [put(vault, what, content)] });
  return done({ what, ...content });
}

/**
 * Has the ring look for a new root now, and wrap its keys by it: the ring does that in a transaction of its own, whoever
 * asks for it and however often, and the vault goes on meanwhile. The entry says whose doing it was.
 */
export const rotateRoot: Waiting<undefined, { root: string; keys: number; rewrapped: number }> = async (
  turn,
  _,
  { ring },
) => {
  // Who may not do it is refused before the ring is asked.
  const allowed = turn((unit) => mayRotate(unit));
  if (!allowed.ok) return allowed;
  const opened = await ring();
  return turn((unit) => {
    const still = mayRotate(unit);
    if (!still.ok) return still;
    if (!opened.ok) {
      append(unit, {
        action: 'keys.rotate_root',
        decision: 'refused',
        subject: { rule: still.value, reason: 'ring_shut' },
      });
      const wait = opened.error === 'keys_unavailable' ? opened.retryAfter : longWait;
      return failed('unavailable', { retryAfter: Math.ceil(wait / 1_000) });
    }
    const { root, keys, rewrapped } = opened;
    const rows = isNoted(unit.vault, root)
      ? []
      : [put(unit.vault, 'root', { at: unit.now, root, count: keys.length })];
    append(unit, { action: 'keys.rotate_root', decision: 'done', rows });
    return done({ root, keys: keys.length, rewrapped });
  });
};

/** What has to be mended by somebody first, in milliseconds. */
const longWait = 30_000;

/** @returns the rule that lets them */
function mayRotate(unit: Unit): Outcome<string> {
  const allowed = permitted(unit, 'keys.rotate_root');
  return allowed.granted ? done(allowed.rule) : refuseOperation(unit, allowed);
}

/**
 * Notes which root wraps the ring, when that is another than is noted. Where nobody asked for it here (the exchange was
 * ended before its entry was written, or made with the vault at rest) the clock does it, so no exchange is without one.
 */
export function noteRoot(vault: Vault, { root, keys }: OpenRing, now: number): void {
  if (isNoted(vault, root)) return;
  const row = put(vault, 'root', { at: now, root, count: keys.length });
  appendAsSystem(vault, { action: 'keys.rotate_root', decision: 'done', rows: [row] }, now);
}

/** What a community's first start notes, in the entry of that start. */
export function firstRoot(vault: Vault, { root, keys }: OpenRing, now: number): WrittenRow[] {
  if (vault.rows.get('custody', 'root') !== undefined) return [];
  return [put(vault, 'root', { at: now, root, count: keys.length })];
}

const isNoted = (vault: Vault, root: string): boolean =>
  vault.rows.get('custody', 'root')?.content.root === root;

const put = (vault: Vault, what: Custody, content: ControlContents['custody']): WrittenRow =>
  vault.rows.put('custody', what, content, vault.journal.size);

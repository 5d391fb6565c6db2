import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { beginOf, dayOf } from '../../policy/rights/working-days.ts';
import type { LogAction } from '../../policy/words.ts';
import { lp } from '../crypto/lp.ts';
import type { WrittenRow } from '../control.ts';
import type { Digest } from '../log/entry.ts';
import { unlessTampered } from '../outcome.ts';
import { newId } from './keychain.ts';
import type { Vault } from '../vault.ts';
import type { Walks } from './work.ts';

/** For so long an epoch's key is kept after the last key was wrapped anew: a backup of that age can still be opened. */
export const daysKept = 35;
const dayLength = 86_400_000;

/** As many keys a transaction: a few milliseconds, so that nobody's request waits long behind it. */
const batch = 50;

/**
 * When no copy of something opens any more that is destroyed now: at the turn of the month the survivors' keys are
 * wrapped anew, {@link daysKept} days later the epoch's key is destroyed, and where the ring's own storage can be put back
 * to an earlier state, that time comes on top. A day more, because alarms are not punctual.
 * @param now UTC milliseconds @param recovery days that the ring's storage can be put back; 0 on a server of one's own
 */
export function irrecoverableAt(now: number, recovery: number): number {
  const [year = 0, month = 0] = dayOf(now).split('-').map(Number);
  const next = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  return beginOf(next) + (daysKept + recovery + 1) * dayLength;
}

/**
 * Wraps a batch of the keys of older epochs by the newest: one entry a batch, with a digest of it. May be ended at any
 * moment: what is not done is done at the next alarm.
 * @returns whether there may be more
 */
export function rewrapKeys(vault: Vault, walks: Pick<Walks, 'keys'>, now: number): boolean {
  const { keys, store } = vault;
  const found = store.keys.ofOtherEpochs(keys.epoch, walks.keys.after, batch);
  const last = found.at(-1)?.owner;
  if (last === undefined) {
    // Once more from the beginning, until a whole walk finds nothing to do.
    const again = walks.keys.wrapped;
    walks.keys = { after: '', wrapped: false };
    return again;
  }
  // One that does not open is left where it is, and `lindun verify` names it: it is not to keep the others waiting.
  const rows = found.flatMap((row) => unlessTampered(() => keys.rewrapped(row)) ?? []);
  walks.keys = { after: last, wrapped: walks.keys.wrapped || rows.length > 0 };
  if (rows.length === 0) return true;
  for (const row of rows) store.keys.rewrap(row);
  const listed = rows.flatMap(({ owner, use, key_id, wrapped }) => [owner, use, key_id, wrapped]);
  const digest = bytesToHex(sha256(lp('lindun rewrap', vault.community, keys.epoch, ...listed)));
  note(vault, 'keys.rewrap', now, { digests: [{ kind: 'epoch', sha256: digest }] });
  return true;
}

/** Once no key is wrapped by an epoch any more, its time begins to run. @returns those whose time is over */
export function retireEpochs(vault: Vault, now: number): string[] {
  const { keys, rows, store } = vault;
  if (store.keys.ofOtherEpochs(keys.epoch, '', 1).length > 0) return [];
  for (const epoch of keys.epochs.filter(
    (name) => name !== keys.epoch && rows.get('epoch', name) === undefined,
  )) {
    const content = { retired: now, destroy: now + daysKept * dayLength, destroyed: null };
    note(vault, 'epoch.retire', now, { rows: [rows.put('epoch', epoch, content, vault.journal.size)] });
  }
  return store.control
    .ofKind('epoch')
    .map((row) => rows.checked(row, 'epoch'))
    .filter(({ content }) => content.destroyed === null && content.destroy <= now)
    .map(({ key }) => key);
}

/** Notes that the ring has destroyed an epoch's key. */
export function noteDestroyed(vault: Vault, epoch: string, now: number): void {
  const row = vault.rows.get('epoch', epoch);
  if (row === undefined || row.content.destroyed !== null) return;
  const written = vault.rows.put('epoch', epoch, { ...row.content, destroyed: now }, vault.journal.size);
  note(vault, 'epoch.destroy', now, { rows: [written] });
}

function note(
  vault: Vault,
  action: LogAction,
  now: number,
  what: { rows?: WrittenRow[]; digests?: Digest[] },
): void {
  const system = { actor: 'system', role: 'system', via: 'system', request: newId(vault.random) };
  vault.journal.append({ action, decision: 'done', ...system, ...what }, now);
}

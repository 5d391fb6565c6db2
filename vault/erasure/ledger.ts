import type { PurposeId } from '../../policy/purposes.ts';
import { appendEvents, bySystem, consentEvents, isNo } from '../consent/events.ts';
import { newId } from '../keys/keychain.ts';
import { unlessTampered } from '../outcome.ts';
import { eraseBare, eraseSubject } from '../rights/erase.ts';
import type { LedgerRow } from '../storage/schema.ts';
import { append, transact, type Unit, type Vault } from '../vault.ts';

/**
 * What this community's database says that has to be done again, should the database ever be put back: every erasure, and
 * every withdrawal that is still the last word.
 */
export function ledgerOf(vault: Vault): LedgerRow[] {
  const { rows, store } = vault;
  const erased = store.control.ofKind('erasure').flatMap((row) => {
    const found = unlessTampered(() => rows.checked(row, 'erasure'));
    return found === undefined ? [] : [{ kind: 'erase' as const, id: found.key, at: found.content.at }];
  });
  const noes = ['refused', 'withdrawn', 'disputed'] as const;
  const said = noes.flatMap((event) => store.control.withMember('consent_event', 'event', event));
  const withdrawn = said.flatMap((row) => {
    const event = unlessTampered(() => rows.checked(row, 'consent_event'))?.content.event;
    return event === undefined
      ? []
      : [{ kind: 'withdraw' as const, id: `${event.subject}/${event.purpose}`, at: event.at }];
  });
  return [...erased, ...withdrawn];
}

/** What of it the ring's ledger does not have yet. */
export function unremembered(own: readonly LedgerRow[], ledger: readonly LedgerRow[]): LedgerRow[] {
  const known = new Map(ledger.map(({ kind, id, at }) => [`${kind} ${id}`, at]));
  const newest = new Map<string, LedgerRow>();
  for (const row of own) {
    const name = `${row.kind} ${row.id}`;
    if ((known.get(name) ?? -1) < row.at && (newest.get(name)?.at ?? -1) < row.at) newest.set(name, row);
  }
  return [...newest.values()];
}

/**
 * Does again what the ledger has and the database does not: nobody comes back with a backup, nor a consent that was
 * withdrawn. Before the first request is answered, each in a transaction of its own: what somebody has spoilt stops no
 * other, and is `lindun verify`'s to name.
 * @returns how much there was to do
 */
export function replayLedger(vault: Vault, ledger: readonly LedgerRow[], now: number): number {
  const redone = ledger.filter(({ kind, id, at }) =>
    kind === 'erase' ? eraseAgain(vault, id, now) : withdrawAgain(vault, { id, at }, now),
  );
  return redone.length;
}

function eraseAgain(vault: Vault, id: string, now: number): boolean {
  // One of those before may have taken it along: a household, or as whom somebody reported.
  if (vault.rows.get('erasure', id) !== undefined) return false;
  const whole = unlessTampered(() =>
    transact(vault, () => eraseSubject(systemUnit(vault, now), id, { rule: 'ledger', why: 'replayed' })),
  );
  // Where something of it is not as it was written, the keys and the records go all the same.
  if (whole === undefined) transact(vault, () => eraseBare(vault, id, now));
  return true;
}

/** A consent that stands here although it was taken back later than anything here knows of. */
function withdrawAgain(vault: Vault, { id, at }: Omit<LedgerRow, 'kind'>, now: number): boolean {
  const [subject = '', purpose = ''] = id.split('/');
  const about = { subject, purpose: purpose as PurposeId };
  const unit = systemUnit(vault, now);
  const last = unlessTampered(() =>
    vault.rows.get('consent', id) === undefined
      ? undefined
      : consentEvents(unit, subject, about.purpose).at(-1),
  );
  if (last === undefined || isNo(last.event) || last.at >= at) return false;
  transact(vault, () => {
    const { rows } = appendEvents(unit, about, [{ event: 'withdrawn', notice: last.notice, ...bySystem }]);
    const { id: notice, version } = last.notice;
    append(unit, {
      action: 'consent.withdraw',
      decision: 'done',
      subject: { ...about, notice: `${notice}@${version}`, reason: 'replayed' },
      rows,
    });
  });
  return true;
}

/** The vault itself as who acts: what only the clock or a start does. */
export function systemUnit(vault: Vault, now: number): Unit {
  return {
    vault,
    now,
    request: newId(vault.random),
    via: 'system',
    // No rule names this role, so nothing is ever permitted to it: what it does, it does without asking.
    actor: {
      role: 'system' as never,
      id: 'system',
      grids: [],
      context: 'desk',
      strong: false,
      contact: null,
      bot: null,
      only: null,
      way: 'desk',
    },
    pending: [],
  };
}

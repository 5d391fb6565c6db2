import type { PurposeId } from '../../policy/purposes.ts';
import { appendEvents, bySystem, consentEvents, isNo } from '../consent/events.ts';
import { newId } from '../keys/keychain.ts';
import { unlessTampered } from '../outcome.ts';
import { eraseSubject } from '../rights/erase.ts';
import type { LedgerRow } from '../storage/schema.ts';
import { append, type Unit, type Vault } from '../vault.ts';

/**
 * What this community's database says that has to be done again, should the database ever be put back: every erasure, and
 * every withdrawal that is still the last word.
 */
export function ledgerOf(vault: Vault): LedgerRow[] {
  const { rows, store } = vault;
  const erased = store.control.ofKind('erasure').map((row) => {
    const { key, content } = rows.checked(row, 'erasure');
    return { kind: 'erase' as const, id: key, at: content.at };
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
 * withdrawn. Before the first request is answered.
 * @returns how much there was to do
 */
export function replayLedger(vault: Vault, ledger: readonly LedgerRow[], now: number): number {
  const unit = systemUnit(vault, now);
  const erased = ledger.filter(
    ({ kind, id }) => kind === 'erase' && vault.rows.get('erasure', id) === undefined,
  );
  for (const { id } of erased)
    // One of those before may have taken it along: a household, or as whom somebody reported.
    if (vault.rows.get('erasure', id) === undefined)
      eraseSubject(unit, id, { rule: 'ledger', why: 'replayed' });
  const withdrawn = ledger.filter((row) => row.kind === 'withdraw' && withdrawAgain(unit, row));
  return erased.length + withdrawn.length;
}

/** A consent that stands here although it was taken back later than anything here knows of. */
function withdrawAgain(unit: Unit, { id, at }: LedgerRow): boolean {
  const [subject = '', purpose = ''] = id.split('/');
  const about = { subject, purpose: purpose as PurposeId };
  if (unit.vault.rows.get('consent', id) === undefined) return false;
  const last = consentEvents(unit, subject, about.purpose).at(-1);
  if (last === undefined || isNo(last.event) || last.at >= at) return false;
  const { rows } = appendEvents(unit, about, [{ event: 'withdrawn', notice: last.notice, ...bySystem }]);
  const { id: notice, version } = last.notice;
  append(unit, {
    action: 'consent.withdraw',
    decision: 'done',
    subject: { ...about, notice: `${notice}@${version}`, reason: 'replayed' },
    rows,
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

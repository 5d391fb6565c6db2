import { consentEvent } from '../policy/consent/consent.ts';
import type { PurposeId } from '../policy/purposes.ts';
import { checkPastTicket, importTicket, type PastTicket } from './tickets/import.ts';
import { flag, HeldBack, type Hold } from './erasure/held-back.ts';
import { newId } from './keys/keychain.ts';
import { done, failed, type FieldError, type Outcome } from './outcome.ts';
import { permitted, refuseOperation } from './access/permit.ts';
import { type Draft, normalise } from './validate.ts';
import { append, type Unit } from './vault.ts';
import { createRecord, type CreateRequest, gridIds } from './write.ts';

/** One line of an import: a record, a ticket of the time before, or a consent that somebody gave on paper. */
export type ImportLine =
  | ({ kind: 'record' } & Omit<CreateRequest, 'purpose'>)
  | ({ kind: 'ticket' } & PastTicket)
  | { kind: 'consent'; subject: string; purpose: PurposeId; at: number };

/** How many errors are told; the rest is not looked for. */
const mostErrors = 50;

/** What came of a batch. */
export interface Imported {
  imported: number;
  /** Lines, counted from 1, that were not stored and that the officer has been asked to look at. */
  heldBack: number[];
}

/**
 * Brings in a batch: all of its lines or none, but for those that are held back (`erasure/held-back.ts`). Each line is an entry of its own, under its own subject's key, so that
 * `verify` finds every record's write and every resident finds their own.
 */
export function importBatch(unit: Unit, lines: readonly ImportLine[]): Outcome<Imported> {
  const allowed = permitted(unit, 'import');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const grids = gridIds(unit);
  const errors: FieldError[] = [];
  const steps: { line: number; store: () => Outcome<unknown> }[] = [];
  const watch = new HeldBack(unit);
  const held = new Map<number, Hold>();
  for (const [at, line] of lines.entries()) {
    const checked = check(unit, line, grids);
    const hold = checked.ok ? watch.line(line, checked.draft) : undefined;
    if (hold !== undefined) held.set(at + 1, hold);
    else if (checked.ok) steps.push({ line: at + 1, store: checked.store });
    else errors.push(...checked.errors.map((error) => ({ line: at + 1, ...error })));
    if (errors.length >= mostErrors) break;
  }
  if (errors.length > 0) return failed('invalid', { errors: errors.slice(0, mostErrors) });
  for (const { line, store } of steps) {
    const outcome = store();
    // Thrown, so that the lines before it are rolled back with their entries: a batch is whole or not at all.
    if (!outcome.ok) throw new BatchRefused(withLine(outcome.problem, line));
  }
  for (const [line, hold] of held) flag(unit, hold, { how: 'import', line });
  return done({ imported: steps.length, heldBack: [...held.keys()] });
}

/** A line by itself: what is wrong with it, or how it is stored. */
function check(
  unit: Unit,
  line: ImportLine,
  grids: ReadonlySet<number>,
): { ok: true; draft: Draft; store: () => Outcome<unknown> } | { ok: false; errors: FieldError[] } {
  if (line.kind === 'consent') return { ok: true, draft: new Map(), store: () => importConsent(unit, line) };
  if (line.kind === 'ticket') {
    const checked = checkPastTicket(line, unit.now);
    if (!checked.ok) return checked;
    return { ...checked, store: () => importTicket(unit, line, checked.draft) };
  }
  const checked = normalise(line.type, line.fields, unit.now);
  if (!checked.ok) return checked;
  const request = { ...line, purpose: 'record_keeping' as const };
  return { ...checked, store: () => createRecord(unit, request, { draft: checked.draft, grids }) };
}

/** A line that only showed itself wrong while the batch was being stored. */
export class BatchRefused extends Error {
  override readonly name = 'BatchRefused';
  readonly problem: ReturnType<typeof failed>['problem'];

  constructor(problem: ReturnType<typeof failed>['problem']) {
    super('a line of the batch was refused');
    this.problem = problem;
  }
}

function withLine(problem: ReturnType<typeof failed>['problem'], line: number) {
  return { ...problem, errors: (problem.errors ?? []).map((error) => ({ ...error, line })) };
}

/** A consent on paper, taken with the person present, to the notice now in force. */
function importConsent(unit: Unit, line: Extract<ImportLine, { kind: 'consent' }>): Outcome<null> {
  const { vault } = unit;
  const subject = vault.rows.get('subject', line.subject);
  const notice = vault.notices.find(
    ({ purpose, audience }) => purpose === line.purpose && audience === 'adult',
  );
  const head = `${line.subject}/${line.purpose}`;
  if (
    subject?.content.kind !== 'resident' ||
    notice === undefined ||
    vault.rows.get('consent', head) !== undefined
  ) {
    const words = {
      zh: '没有这位居民、这个用途不征求同意,或已有记录',
      en: 'no such resident, no notice, or already there',
    };
    return failed('invalid', { errors: [{ field: 'subject', code: 'consent_not_imported', ...words }] });
  }
  const { id, version, sha256, lang } = notice;
  const event = consentEvent({
    id: newId(vault.random),
    subject: line.subject,
    purpose: line.purpose,
    notice: { id, version, sha256, lang },
    event: 'given',
    at: Math.min(line.at, unit.now),
    by: { kind: 'worker', id: unit.actor.id, checked: 'paper' },
    channel: { kind: 'in_person', message: null },
  });
  const seq = vault.journal.size;
  const eventRow = vault.rows.add('consent_event', `${head}/1`, { event, previous: '' }, seq);
  const headRow = vault.rows.add('consent', head, { events: 1, last: eventRow.digest }, seq);
  append(unit, {
    action: 'consent.give',
    decision: 'done',
    subject: { subject: line.subject, purpose: line.purpose, notice: `${id}@${version}` },
    rows: [eventRow, headRow],
  });
  return done(null);
}

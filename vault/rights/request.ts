import type { Bilingual } from '../../policy/bilingual.ts';
import { fieldSpec, type RecordType, isTheirs } from '../../policy/fields.ts';
import {
  afterRefusal,
  dueOf,
  refusals,
  rightAfter,
  type RightId,
  type RightRefusal,
  rights,
  type RightState,
} from '../../policy/rights/rights.ts';
import { workingDaysLeft } from '../../policy/rights/working-days.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import { takeFromDay } from '../access/budget.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, refuse, refuseMissing, whyOf } from '../read.ts';
import { checkValue, normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { storeRecord, type StoredRecord } from '../write.ts';
import { type Erased, eraseSubject, ticketsInHand } from './erase.ts';
import { putRestriction } from './restriction.ts';

/** What this is done for, as the log has it. */
export const purpose = 'exercise_right' as const;

export interface RightRequest {
  right: RightId;
  /** Whom one acts for; oneself when left out. */
  for?: string | undefined;
  /** What a correction is about: one's own record, and one field of it. */
  about?: { type: RecordType; id: string; field: string } | undefined;
  /** What it should read. */
  proposed?: string | undefined;
  words?: string | undefined;
  /** Of an erasure: not to be written down again from an old list, for twelve months. */
  suppress?: boolean | undefined;
  evidence?: string | undefined;
}

/** A request as it is told to whom it is about: codes, moments and words of ours, nothing of what is held. */
export interface RightView {
  id: string;
  right: RightId;
  title: Bilingual;
  state: RightState;
  /** UTC milliseconds; and until when it is promised. */
  opened: number;
  due: number;
  /** Working days that are left; negative once it is overdue; null once it is decided. */
  left: number | null;
  /** Years on the way of whose holidays nothing is known. */
  unknownYears: string[];
  /** The version of the policy that it is judged by. */
  policy: string;
  decided: number | null;
  /** Why it was refused, in words, and what can be done about that. */
  refused: { reason: RightRefusal; words: Bilingual; after: Bilingual } | null;
  about: { type: string; id: string; field: string } | null;
  /** Of an erasure alone: unreadable since, irrecoverable from. */
  erased: Erased | null;
}

/**
 * Asks to see one of one's own rights done, or of whom one acts for. What the vault can answer by itself is answered in the same transaction; a
 * refusal has its reasons in words.
 */
export function openRight(asking: Unit, request: RightRequest): Outcome<RightView> {
  const acting = actingFor(asking, request.for);
  const { unit, subject } = acting;
  const { vault, actor } = unit;
  const { right } = request;
  if (subject !== actor.id && vault.rows.get('subject', subject) === undefined)
    return refuseMissing(unit, 'right.open', { purpose });
  const facts = actingFacts(acting, 'right.open');
  const allowed = permitted(unit, 'right.open', { ...facts, right: factsOf(right) });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject, purpose });
  const over = takeFromDay(unit, 'right.open', { subject });
  if (over !== undefined) return over;
  const wrong = wrongRequest(unit, request, subject);
  if (wrong.length > 0) return failed('invalid', { errors: wrong });

  if (right === 'delete') {
    const inHand = ticketsInHand(unit, subject);
    if (inHand.length > 0) return refuseAtOnce(unit, request, 'tickets_in_hand');
    const id = newId(vault.random);
    const erased = eraseSubject(unit, subject, {
      rule: allowed.rule,
      suppressed: request.suppress === true,
    });
    const content = newRight(unit, request, {
      state: 'answered',
      decided: { by: actor.id, at: unit.now, reason: null },
    });
    return done({ ...viewOf(unit, id, content), erased });
  }
  const atOnce = rights[right].answered === 'at_once';
  const content = newRight(
    unit,
    request,
    {
      state: atOnce ? 'answered' : 'open',
      decided: atOnce ? { by: 'system', at: unit.now, reason: null } : null,
    },
    subject,
  );
  return keep(unit, request, content, allowed.rule);
}

/** Writes the request, its words where there are some, and what it brings about at once; one entry. */
function keep(
  unit: Unit,
  request: RightRequest,
  content: ControlContents['right'],
  rule: string,
): Outcome<RightView> {
  const { vault } = unit;
  const id = newId(vault.random);
  const row = { id, type: 'request' as const, subject: content.subject, version: 0 };
  const grounds = { purpose };
  const words = wordsOf(request);
  let stored: StoredRecord | undefined;
  let why: object = { purpose, rule };
  // What is looked at by hand always has its record: the answer goes there.
  if (Object.keys(words).length > 0 || rights[content.right].answered === 'by_hand') {
    const decision = decideOn(unit, row, { ...grounds, fields: ['words', ...Object.keys(words)] }, 'create');
    if (!decision.granted) return refuse(unit, 'right.open', row, grounds, decision);
    const checked = normalise('request', words, unit.now);
    if (!checked.ok) return failed('invalid', { errors: checked.errors.map(unnested) });
    stored = storeRecord(vault, { ...row, version: 1 }, checked.draft);
    why = { fields: decision.fields, level: decision.level, ...whyOf(grounds, decision) };
  }
  const rightRow = vault.rows.add('right', id, content, vault.journal.size);
  const restriction = content.right === 'restrict' ? [putRestriction(unit, content.subject, id)] : [];
  append(unit, {
    action: 'right.open',
    decision: 'done',
    subject: { subject: content.subject, case: id, ...why },
    records: stored === undefined ? [] : [stored.record],
    rows: [...(stored?.rows ?? []), rightRow, ...restriction],
    digests: stored?.digests ?? [],
  });
  return done(viewOf(unit, id, content));
}

/** A right that cannot be done now: the request is there, with its reasons, and one may ask again. */
function refuseAtOnce(unit: Unit, request: RightRequest, reason: RightRefusal): Outcome<RightView> {
  const { vault, actor } = unit;
  const id = newId(vault.random);
  const decided = { by: 'system', at: unit.now, reason };
  const content = newRight(unit, request, { state: 'refused', decided });
  const row = vault.rows.add('right', id, content, vault.journal.size);
  append(unit, {
    action: 'right.open',
    decision: 'refused',
    subject: { subject: actor.id, case: id, purpose, reason: 'right_refused' },
    rows: [row],
  });
  return done(viewOf(unit, id, content));
}

/** A new request's row. @param more where it stands from the beginning */
export function newRight(
  { vault, actor, now }: Unit,
  { right, about, suppress }: Pick<RightRequest, 'right' | 'about' | 'suppress'>,
  more: Pick<ControlContents['right'], 'state' | 'decided'>,
  subject = actor.id,
): ControlContents['right'] {
  return {
    right,
    subject,
    by: actor.id,
    opened: now,
    due: dueOf(now).due,
    policy: vault.policy.current.version,
    grid: vault.rows.get('subject', subject)?.content.grid ?? null,
    assignee: null,
    about: about === undefined ? null : { type: about.type, id: about.id, field: about.field },
    ...(right === 'delete' && suppress === true ? { suppress } : {}),
    ...more,
  };
}

/** What the operations' rules look at. @param possible whether the step can be made */
export const factsOf = (right: RightId, possible = true) => ({
  strongly: rights[right].strongly,
  erases: right === 'delete',
  decides: rights[right].decides,
  possible,
});

/** A request in the terms of whom it is about. */
export function viewOf({ now }: Pick<Unit, 'now'>, id: string, content: ControlContents['right']): RightView {
  const { right, state, opened, due, policy, decided, about } = content;
  const reason = decided?.reason ?? null;
  return {
    id,
    right,
    title: rights[right].title,
    state,
    opened,
    due,
    left: decided === null && state !== 'withdrawn' ? workingDaysLeft(now, due) : null,
    unknownYears: [...dueOf(opened).unknownYears],
    policy,
    decided: decided?.at ?? null,
    refused: reason === null ? null : { reason, words: refusals[reason], after: afterRefusal },
    about,
    erased: null,
  };
}

/** The words of a request, as fields of its record. */
export function wordsOf({ words, proposed, evidence }: RightRequest): Record<string, string> {
  const said = { words, proposed, evidence };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, text]])),
  );
}

/** What of a request cannot be meant. @param subject whose record a correction has to be about */
export function wrongRequest(
  { vault, now }: Unit,
  { right, about, proposed, words }: RightRequest,
  subject: string,
): FieldError[] {
  if (rights[right].words === 'required' && (words ?? '') === '')
    return [{ field: 'words', code: 'required', ...sayWhat }];
  if (right === 'withdraw') return [{ field: 'right', code: 'elsewhere', ...atConsents }];
  if (right !== 'correct')
    return about === undefined ? [] : [{ field: 'about', code: 'unknown_field', ...onlyCorrect }];
  const spec = about === undefined ? undefined : fieldSpec(about.type, about.field);
  const row = about === undefined ? undefined : vault.store.records.byId(about.type, about.id);
  const correctable = isTheirs(about?.type ?? '');
  if (spec === undefined || !correctable || row?.subject !== subject)
    return [{ field: 'about', code: 'no_such_record', ...notThere }];
  if (proposed === undefined) return [{ field: 'proposed', code: 'required', ...sayWhat }];
  // What could never be stored is told to the person now, and not in three weeks.
  const checked = proposed === '' ? { ok: true as const } : checkValue(spec.check, proposed, now);
  return checked.ok ? [] : [{ field: 'proposed', code: checked.code, zh: checked.zh, en: checked.en }];
}

export const unnested = (error: FieldError): FieldError => ({
  ...error,
  field: error.field.replace(/^fields\./, ''),
});

const sayWhat = { zh: '请写一句', en: 'say it in a sentence' };
const atConsents = {
  zh: '撤回同意在「我的授权」里办,当场生效',
  en: 'a consent is taken back among one’s consents, at once',
};
const onlyCorrect = { zh: '只有更正要写明是哪一项', en: 'only a correction is about a field' };
const notThere = { zh: '您的档案里没有这一项', en: 'there is no such field in your record' };

/** Takes a request back; of a restriction that is in force, lifts it. */
export function withdrawRight(unit: Unit, id: string): Outcome<RightView> {
  const { vault, actor } = unit;
  const found = vault.rows.get('right', id);
  if (found === undefined) return refuseMissing(unit, 'right.withdraw', { purpose });
  const { content } = found;
  const restricted = content.right === 'restrict' && content.state === 'answered' && isInForce(unit, found);
  const possible = restricted || rightAfter(content.state, 'withdraw') !== undefined;
  const self = content.subject === actor.id;
  const allowed = permitted(unit, 'right.withdraw', { self, right: factsOf(content.right, possible) });
  if (!allowed.granted) {
    if (self && allowed.reason === 'right_wrong_state') {
      refuseOperation(unit, allowed, { subject: content.subject, case: id, purpose });
      return failed('conflict');
    }
    return refuseOperation(unit, allowed, { subject: content.subject, case: id, purpose });
  }
  const next = { ...content, state: 'withdrawn' as const };
  const rows: WrittenRow[] = [vault.rows.put('right', id, next, vault.journal.size)];
  if (restricted) rows.push(putRestriction(unit, content.subject, id, unit.now));
  append(unit, {
    action: 'right.withdraw',
    decision: 'done',
    subject: { subject: content.subject, case: id, purpose, rule: allowed.rule },
    rows,
  });
  return done(viewOf(unit, id, next));
}

function isInForce({ vault }: Unit, { key, content }: Control<'right'>): boolean {
  const restriction = vault.rows.get('restriction', content.subject)?.content;
  return restriction !== undefined && restriction.lifted === null && restriction.right === key;
}

import type { RecordType } from '../../policy/fields.ts';
import { rightAfter, type RightRefusal, rights } from '../../policy/rights/rights.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import type { Digest } from '../log/entry.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { permitted, type Permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, type Judged, refuse, refuseMissing, whyOf } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { resealed, type StoredRecord } from '../write.ts';
import { eraseSubject, ticketsInHand } from './erase.ts';
import { factsOf, purpose, type RightView, unnested, viewOf } from './request.ts';
import { putRestriction } from './restriction.ts';

export interface RightDecision {
  id: string;
  /** `take` it in hand first; then `answer` it, which does what was asked, or `refuse` it with a reason. */
  step: 'take' | 'answer' | 'refuse';
  /** The version of the request that was seen. */
  version: number;
  reason?: RightRefusal | undefined;
  /** What the person is told: required for a refusal of no listed reason, and for an explanation. */
  words?: string | undefined;
}

/** Takes a request in hand, answers or refuses it: each an entry in the log of the person it is about. */
export function decideRight(unit: Unit, request: RightDecision): Outcome<RightView & { version: number }> {
  const { vault, actor } = unit;
  const found = vault.rows.get('right', request.id);
  if (found === undefined) return refuseMissing(unit, 'right.decide', { purpose });
  const { content } = found;
  const to = rightAfter(content.state, request.step);
  const allowed = permitted(unit, 'right.decide', {
    ownGrid: content.grid !== null && actor.grids.includes(content.grid),
    right: factsOf(content.right, to !== undefined),
  });
  const about = { subject: content.subject, case: found.key, purpose };
  if (!allowed.granted || to === undefined) return refuseOperation(unit, allowed, about);
  if (found.version !== request.version) return failed('version_changed');
  const unproven = content.state === 'waiting';
  if (request.step !== 'take' && !unproven) return settle(unit, found, request, allowed);

  // For somebody else, and no second person agreed: nobody has it in hand who could say more than the reason.
  const decided = unproven
    ? { by: actor.id, at: unit.now, reason: request.reason ?? ('not_proven' as const) }
    : null;
  const next = { ...content, state: to, assignee: unproven ? null : actor.id, decided };
  const row = vault.rows.put('right', found.key, next, vault.journal.size);
  append(unit, {
    action: unproven ? 'right.decide' : 'right.take',
    decision: 'done',
    subject: { ...about, rule: allowed.rule },
    rows: [row],
  });
  return done({ ...viewOf(unit, found.key, next), version: row.version });
}

/** Answers or refuses: the words, what they bring about, and the request's end, in one entry. */
function settle(
  unit: Unit,
  found: Control<'right'>,
  request: RightDecision,
  allowed: Permitted,
): Outcome<RightView & { version: number }> {
  const { vault, actor, now } = unit;
  const { content, key } = found;
  const refusing = request.step === 'refuse';
  const wrong = wrongAnswer(content, request);
  if (wrong !== undefined) return wrong;
  const row = vault.store.records.byId('request', key);
  if (row === undefined) throw new Tampered(`request ${key}`);
  const grounds = { purpose, case: key } as const;
  const said = decideOn(unit, row, { ...grounds, fields: ['answer'] }, 'update');
  if (!said.granted) return refuse(unit, 'right.decide', row, grounds, said);
  const words = normalise('request', { answer: request.words ?? '' }, now, { partial: true });
  if (!words.ok) return failed('invalid', { errors: words.errors.map(() => ({ ...tooLong })) });
  const effect = refusing ? nothing : effectOf(unit, found, row);
  if ('ok' in effect) return effect;

  const answered = resealed(vault, row, words.draft);
  const decided = { by: actor.id, at: now, reason: refusing ? (request.reason ?? 'other') : null };
  const next = { ...content, state: refusing ? ('refused' as const) : ('answered' as const), decided };
  const rightRow = vault.rows.put('right', key, next, vault.journal.size);
  const { corrected } = effect;
  append(unit, {
    action: corrected === undefined ? 'right.decide' : 'right.correct',
    decision: 'done',
    subject: {
      subject: content.subject,
      ...(corrected === undefined
        ? { ...whyOf(grounds, said), fields: said.fields }
        : {
            ...whyOf(grounds, corrected.judged),
            fields: corrected.judged.fields,
            replaced: [corrected.before],
          }),
      rule: allowed.rule,
      ...(refusing ? { reason: 'right_refused' as const } : {}),
    },
    records: [...(corrected === undefined ? [] : [corrected.stored.record]), answered.record],
    rows: [...effect.rows, ...answered.rows, rightRow],
    digests: effect.digests,
  });
  notifyPerson(unit, content.subject, 'right_answered');
  // Behind the last entry that is about them: their log key goes too.
  const erased =
    !refusing && content.right === 'delete'
      ? eraseSubject(unit, content.subject, { rule: allowed.rule, suppressed: content.suppress === true })
      : null;
  return done({ ...viewOf(unit, key, next), erased, version: rightRow.version });
}

/** What an answer does beside being said. */
interface Effect {
  rows: WrittenRow[];
  digests: Digest[];
  corrected?: {
    judged: Judged;
    stored: StoredRecord;
    /** The version that was wrong. */
    before: { type: string; id: string; version: number };
  };
}
const nothing: Effect = { rows: [], digests: [] };

function effectOf(unit: Unit, found: Control<'right'>, row: RecordRow): Effect | ReturnType<typeof failed> {
  const { right, subject } = found.content;
  if (right === 'correct') return corrected(unit, found, row);
  if (right === 'restrict') return { ...nothing, rows: [putRestriction(unit, subject, found.key)] };
  if (right === 'delete' && ticketsInHand(unit, subject).length > 0) return failed('conflict');
  return nothing;
}

/** Puts the proposed value into the record, by the same way as every change of a record. */
function corrected(
  unit: Unit,
  { key, content: { about } }: Control<'right'>,
  request: RecordRow,
): Effect | ReturnType<typeof failed> {
  const { vault, now } = unit;
  const row = about === null ? undefined : vault.store.records.byId(about.type, about.id);
  if (about === null || row === undefined) return failed('conflict');
  const grounds = { purpose, case: key } as const;
  const judged = decideOn(unit, row, { ...grounds, fields: [about.field] }, 'update');
  if (!judged.granted) return refuse(unit, 'right.correct', row, grounds, judged);
  const proposed = openRecord(vault, request, ['proposed']).get('proposed') ?? '';
  const checked = normalise(about.type as RecordType, { [about.field]: proposed }, now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors.map(unnested) });
  const stored = resealed(vault, row, checked.draft);
  const before = { type: row.type, id: row.id, version: row.version };
  return { rows: stored.rows, digests: stored.digests, corrected: { judged, stored, before } };
}

function wrongAnswer(content: ControlContents['right'], { step, reason, words = '' }: RightDecision) {
  const needsWords = step === 'refuse' ? reason === 'other' : rights[content.right].words === 'required';
  if (step === 'refuse' && reason === undefined)
    return failed('invalid', { errors: [{ field: 'reason', code: 'required', ...sayWhy }] });
  return needsWords && words.trim() === ''
    ? failed('invalid', { errors: [{ field: 'words', code: 'required', ...sayWhy }] })
    : undefined;
}

const sayWhy = { zh: '请写明理由,本人会看到', en: 'say why: the person reads it' };
const tooLong = {
  field: 'words',
  code: 'too_long',
  zh: '内容太长,或有不能显示的字符',
  en: 'this is too long, or cannot be shown',
};

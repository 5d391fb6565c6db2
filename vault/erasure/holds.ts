import { type HoldLaw, holdable, type Holdable, longestHold } from '../../policy/erasure/holds.ts';
import { yearsLater } from '../../policy/erasure/retention.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { append, type Unit } from '../vault.ts';
import type { ErasureRows } from './rows.ts';

export interface HoldOrder {
  /** Whose papers. */
  subject: string;
  law: HoldLaw;
  types: readonly Holdable[];
  /** UTC milliseconds. */
  until: number;
  /** The number of the paper it rests on, and why. Sealed in the log, where the person reads it. */
  words: string;
}

export interface HoldItem {
  subject: string;
  law: HoldLaw;
  types: string[];
  at: number;
  until: number;
  state: 'in_force' | 'over' | 'lifted';
  /** Whether the person has been erased since; then these records are all there is of them. */
  erased: boolean;
  records: { type: string; id: string }[];
}

/** Orders that some of somebody's papers be kept whatever they ask. They read it in their log. */
export function orderHold(unit: Unit, request: HoldOrder): Outcome<HoldItem> {
  const { vault, actor, now } = unit;
  const { subject, law, types, until } = request;
  const allowed = permitted(unit, 'hold.order');
  const kind = vault.rows.get('subject', subject)?.content.kind;
  if (!allowed.granted || kind === undefined) return refuseOperation(unit, allowed);
  const words = saidWords(request.words);
  const errors = wrongOrder({ ...request, words }, now);
  if (errors.length > 0) return failed('invalid', { errors });
  const content: ErasureRows['hold'] = {
    law,
    types: [...new Set(types)],
    until,
    by: actor.id,
    at: now,
    lifted: null,
  };
  const row = vault.rows.put('hold', subject, content, vault.journal.size);
  append(unit, {
    action: 'hold.order',
    decision: 'done',
    subject: { subject, rule: allowed.rule, words },
    rows: [row],
  });
  return done(itemOf(unit, subject, content));
}

function wrongOrder({ types, until, words }: HoldOrder, now: number): FieldError[] {
  const errors: FieldError[] = [];
  if (types.length === 0 || types.some((type) => !holdable.includes(type)))
    errors.push({
      field: 'types',
      code: 'not_holdable',
      zh: '这类档案不能留存',
      en: 'records of this type are not kept',
    });
  if (until <= now || until > yearsLater(now, longestHold))
    errors.push({
      field: 'until',
      code: 'too_long',
      zh: `从今天起,最长 ${longestHold} 年`,
      en: `from today, ${longestHold} years at most`,
    });
  if (words === '')
    errors.push({
      field: 'words',
      code: 'required',
      zh: '写明依据的文件',
      en: 'say on which paper it rests',
    });
  return errors;
}

/** Lifts it: what it kept of somebody who was erased goes with the next sweep. */
export function liftHold(unit: Unit, request: { subject: string }): Outcome<HoldItem> {
  const { vault, now } = unit;
  const { subject } = request;
  const allowed = permitted(unit, 'hold.order');
  const erased = vault.rows.get('erasure', subject)?.content;
  const found = vault.rows.get('hold', subject);
  if (!allowed.granted || (found === undefined && erased?.kept === undefined))
    return refuseOperation(unit, allowed);
  if (erased?.kept !== undefined) {
    const kept = { ...erased.kept, until: Math.min(erased.kept.until, now) };
    const row = vault.rows.put('erasure', subject, { ...erased, kept }, vault.journal.size);
    append(unit, {
      action: 'erase',
      decision: 'done',
      subject: { rule: allowed.rule, reason: 'hold_lifted' },
      rows: [row],
    });
    const { law, types, until } = kept;
    return done(itemOf(unit, subject, { law, types, until, by: '', at: erased.at, lifted: now }));
  }
  if (found === undefined) return refuseOperation(unit, allowed);
  const content = { ...found.content, lifted: now };
  const row = vault.rows.put('hold', subject, content, vault.journal.size);
  append(unit, {
    action: 'hold.order',
    decision: 'done',
    subject: { subject, rule: allowed.rule, reason: 'hold_lifted' },
    rows: [row],
  });
  return done(itemOf(unit, subject, content));
}

/** What is kept by law: of people who are here, and of those who were erased. One entry. */
export function listHolds(unit: Unit): Outcome<{ items: HoldItem[] }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'hold.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const standing = vault.store.control.ofKind('hold').map((row) => {
    const { key, content } = vault.rows.checked(row, 'hold');
    return itemOf(unit, key, content);
  });
  const kept = vault.store.control.ofKind('erasure').flatMap((row) => {
    const { key, content } = vault.rows.checked(row, 'erasure');
    return content.kept === undefined
      ? []
      : [itemOf(unit, key, { ...content.kept, by: '', at: content.at, lifted: null })];
  });
  append(unit, { action: 'hold.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ items: [...standing, ...kept].sort((a, b) => a.until - b.until) });
}

function itemOf({ vault, now }: Unit, subject: string, content: ErasureRows['hold']): HoldItem {
  const { law, types, at, until, lifted } = content;
  const records = vault.store.records.allOf(subject).filter(({ type }) => (types as string[]).includes(type));
  return {
    subject,
    law,
    types,
    at,
    until,
    state: lifted !== null ? 'lifted' : until <= now ? 'over' : 'in_force',
    erased: vault.rows.get('erasure', subject) !== undefined,
    records: records.map(({ type, id }) => ({ type, id })),
  };
}

import { noticeToAuthority, noticeToPersons } from '../../policy/duties/breach-notices.ts';
import { type BreachDue, breachDues, type BreachStep } from '../../policy/duties/breach-clocks.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { fits, groupsOf, type Suspicion, touchedBy, type TouchedGroup } from '../../policy/duties/breach.ts';
import type { BreachWords } from '../../policy/duties/breach-notices.ts';
import type { Control } from '../control.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';
import { isCanary } from '../watch/canary.ts';
import { looksIn } from './looks.ts';
import { addPaper, changePaper, logPaper, type PaperWords, readPaper } from './papers.ts';

export interface OpenBreach {
  /** When it was found; from when (inclusive) to when (exclusive) it may have been; UTC milliseconds. */
  found: number;
  from: number;
  to: number;
  /** Who is suspected, in which role, by which way in; all that is left out is anybody. */
  actor?: string | undefined;
  role?: string | undefined;
  via?: string | undefined;
  fields: PaperWords;
}

/** Opens a breach record: the clocks of PIPL Art 57 run from when it was found. */
export function openBreach(unit: Unit, request: OpenBreach): Outcome<{ id: string; version: number }> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'breach.open');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const { found, from, to } = request;
  if (from >= to || found > now) return failed('invalid', { errors: [wrongPeriod] });
  const added = addPaper(unit, 'breach.open', 'breach', request.fields);
  if (!added.ok) return added;
  const { id, rows, ...paper } = added.value;
  const { actor: suspect = null, role = null, via = null } = request;
  const content = { found, from, to, actor: suspect, role, via, by: actor.id, steps: [] };
  const row = vault.rows.add('breach', id, content, vault.journal.size);
  logPaper(unit, 'breach.open', id, { ...paper, rows: [...rows, row] });
  return done({ id, version: 1 });
}

/** Changes what is written of it: more is known every hour. */
export function changeBreach(
  unit: Unit,
  request: { id: string; version: number; fields: PaperWords },
): Outcome<{ id: string; version: number }> {
  const allowed = permitted(unit, 'breach.step');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  return changePaper(unit, 'breach.step', 'breach', request);
}

/** A breach in a list: where its clocks stand. */
export interface BreachItem {
  id: string;
  found: number;
  from: number;
  to: number;
  actor: string | null;
  role: string | null;
  via: string | null;
  /** What was done already. */
  taken: BreachStep[];
  dues: readonly BreachDue[];
  closed: boolean;
}

/** All of them, newest first. One entry. */
export function listBreaches(unit: Unit): Outcome<{ items: BreachItem[] }> {
  const { vault, now } = unit;
  const allowed = permitted(unit, 'breach.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'breach.list', decision: 'granted', subject: { rule: allowed.rule } });
  const items = vault.store.control
    .ofKind('breach')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'breach')) ?? [])
    .map((found) => itemOf(found, now))
    .sort((a, b) => b.found - a.found);
  return done({ items });
}

function itemOf({ key: id, content }: Control<'breach'>, now: number): BreachItem {
  const { found, from, to, actor, role, via, steps } = content;
  const closed = steps.some(({ step }) => step === 'closed');
  const taken = steps.map(({ step }) => step);
  return { id, found, from, to, actor, role, via, taken, dues: breachDues(found, steps, now), closed };
}

/** One breach with what is written, whom the log says it may touch, and the drafts of what has to be told. */
export interface BreachRead extends BreachItem {
  version: number;
  fields: Record<string, string>;
  people: number;
  sensitive: number;
  groups: (TouchedGroup & { notice: Bilingual })[];
  authority: Bilingual;
  /** Whether all of the period was looked through; otherwise it has to be made shorter. */
  complete: boolean;
  /** Entries that are not as they were written: nothing of them is counted. */
  tampered: number[];
}

/**
 * Reads a breach record, and works out anew from the log whom it may touch. It names people by identifier alone; whoever
 * reads it sees nothing of theirs.
 */
export function readBreach(unit: Unit, request: { id: string }): Outcome<BreachRead> {
  const read = readPaper(unit, 'breach', request.id);
  if (!read.ok) return read;
  const found = unit.vault.rows.get('breach', request.id);
  if (found === undefined) return failed('denied');
  const survey = surveyOf(unit, found);
  const words = wordsOf(read.value.fields);
  const { content } = found;
  const facts = {
    found: inChina(content.found),
    from: inChina(content.from),
    to: inChina(content.to),
    people: survey.people,
    sensitive: survey.sensitive,
  };
  const community = communityName(unit);
  return done({
    ...itemOf(found, unit.now),
    ...read.value,
    people: survey.people,
    sensitive: survey.sensitive,
    groups: survey.groups.map((group) => ({ ...group, notice: noticeToPersons(community, group, words) })),
    authority: noticeToAuthority(community, facts, survey.groups, words),
    complete: survey.complete,
    tampered: survey.tampered,
  });
}

function surveyOf(unit: Unit, { content }: Control<'breach'>) {
  const { from, to, actor, role, via } = content;
  const suspicion: Suspicion = {
    from,
    to,
    ...(actor === null ? {} : { actor }),
    ...(role === null ? {} : { role }),
    ...(via === null ? {} : { via }),
  };
  const looks = looksIn(unit.vault, suspicion);
  const touched = touchedBy(
    suspicion,
    // A made-up resident is nobody whom a breach touches, and a notice would count them among the people.
    looks.items.filter(
      (look) => fits(suspicion, look) && (look.subject === undefined || !isCanary(unit.vault, look.subject)),
    ),
  );
  const groups = groupsOf(touched);
  const sensitive = groups.reduce((sum, group) => sum + (group.sensitive ? group.subjects.length : 0), 0);
  return { people: touched.length, sensitive, groups, complete: looks.complete, tampered: looks.tampered };
}

/**
 * Notes that a step was taken. `persons_told` tells them too: each finds the notice in their own log, and is reminded in
 * the chat that there is one.
 */
export function stepBreach(
  unit: Unit,
  request: { id: string; step: BreachStep },
): Outcome<BreachItem & { told: number }> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'breach.step');
  const found = vault.rows.get('breach', request.id);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const { steps } = found.content;
  const over = steps.some(({ step }) => step === 'closed' || step === request.step);
  if (over) return failed('conflict');
  const told = request.step === 'persons_told' ? tellPersons(unit, found) : done(0);
  if (!told.ok) return told;
  const content = { ...found.content, steps: [...steps, { step: request.step, at: now, by: actor.id }] };
  const row = vault.rows.put('breach', found.key, content, vault.journal.size);
  append(unit, {
    action: 'breach.step',
    decision: 'done',
    subject: { subject: found.key, rule: allowed.rule },
    rows: [row],
  });
  return done({ ...itemOf({ ...found, content }, now), told: told.value });
}

/** More in one transaction would hold everybody else up; such a breach is told in another way than one by one. */
const mostTold = 2_000;

/** Puts the notice into the log of everybody it may concern. @returns how many */
function tellPersons(unit: Unit, found: Control<'breach'>): Outcome<number> {
  const survey = surveyOf(unit, found);
  if (!survey.complete || survey.people > mostTold) return failed('invalid', { errors: [tooMany] });
  const read = readPaper(unit, 'breach', found.key);
  if (!read.ok) return read;
  const community = communityName(unit);
  for (const group of survey.groups) {
    const { zh } = noticeToPersons(community, group, wordsOf(read.value.fields));
    for (const subject of group.subjects) {
      const fields = Object.fromEntries(group.fields.map((field) => [field, group.level]));
      append(unit, {
        action: 'breach.notice',
        decision: 'done',
        subject: { subject, fields, purpose: 'keep_duties', words: Array.from(zh).slice(0, 900).join('') },
      });
      notifyPerson(unit, subject, 'breach_notice');
    }
  }
  return done(survey.people);
}

function wordsOf(fields: Readonly<Record<string, string>>): BreachWords {
  const said = (name: string): string => fields[name] ?? '';
  return {
    what: said('what'),
    cause: said('cause'),
    harm: said('harm'),
    measures: said('measures'),
    advice: said('advice'),
    contact: said('contact'),
  };
}

const communityName = ({ vault }: Unit): string =>
  vault.rows.get('community', 'self')?.content.name ?? vault.community;

/** A moment in China, as a report says it. */
const inChina = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const wrongPeriod = {
  field: 'from',
  code: 'period',
  zh: '时段的开始要早于结束,发现的时间不能在将来',
  en: 'the period begins before it ends, and it was not found in the future',
};
const tooMany = {
  field: 'step',
  code: 'too_many',
  zh: `涉及的人超过 ${mostTold} 位,或时段太长没有查完:把时段、人员写得更具体再试`,
  en: `more than ${mostTold} people, or the period is too long to be looked through: narrow it down first`,
};

import type { Bilingual } from '../../policy/bilingual.ts';
import { type GuardianPaper, guardianPapers } from '../../policy/people/relations.ts';
import { proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import { childhoodOf } from './childhood.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { refuseMissing } from '../read.ts';
import { findResident, purpose, putRelation, type Whom } from './relations.ts';
import { append, type Unit } from '../vault.ts';
import { refuseMadeUp } from '../watch/canary.ts';

export interface GuardianRequest {
  child: string;
  guardian: Whom;
  /** Which paper the worker has seen. */
  paper: GuardianPaper;
}

/**
 * Proposes, by a worker of the child's grid who has seen the papers, that somebody be a child's guardian. A second person
 * says yes (`decide-approval.ts`); until then nobody is let in.
 */
export function recordGuardian(unit: Unit, request: GuardianRequest): Outcome<Proposed> {
  const { vault, actor } = unit;
  const { child, paper } = request;
  const subject = vault.rows.get('subject', child)?.content;
  if (subject?.kind !== 'resident') return refuseMissing(unit, 'relation.guardian', { purpose });
  const ownGrid = subject.grid !== null && actor.grids.includes(subject.grid);
  const allowed = permitted(unit, 'relation.guardian', { ownGrid });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: child, purpose });
  const madeUp = refuseMadeUp(unit, 'relation.guardian', { subject: child, purpose });
  if (madeUp !== undefined) return madeUp;
  const found = findResident(unit, request.guardian, 'guardian');
  if (!found.ok) return found;
  const wrong = wrongGuardian(unit, child, found.value);
  if (wrong !== undefined) return failed('invalid', { errors: [wrong] });
  return proposeAct(unit, {
    act: 'add_guardian',
    subject: child,
    of: { child, guardian: found.value ?? '', paper },
  });
}

/** Why somebody cannot be this child's guardian, as of today. */
function wrongGuardian(
  { vault, now }: Unit,
  child: string,
  guardian: string | undefined,
): FieldError | undefined {
  const age = childhoodOf(vault, child, now);
  if (age === 'unknown') return { field: 'child', code: 'birth_date_missing', ...words.noBirthDate };
  if (age === 'over') return { field: 'child', code: 'of_age', ...words.ofAge };
  if (guardian === undefined) return { field: 'guardian', code: 'no_such_resident', ...words.nobody };
  if (guardian === child || childhoodOf(vault, guardian, now) === 'under')
    return { field: 'guardian', code: 'a_child', ...words.child };
  return undefined;
}

/** Which one, for who decides: no name, and nothing of a birth date. */
export function aboutGuardian({ vault }: Unit, { of }: Waiting): Bilingual {
  const { child, paper } = argumentsOf(of);
  const grid = vault.rows.get('subject', child)?.content.grid ?? 0;
  const seen = guardianPapers[paper];
  return {
    zh: `第 ${grid} 网格一名未满十四周岁孩子的监护人,已看${seen.zh}`,
    en: `a guardian of a child under 14 in grid ${grid}; seen: ${seen.en}`,
  };
}

/** Two people say so: from now on the guardian acts for the child. Both conditions are looked at once more. */
export function performGuardian(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { vault, actor, now } = unit;
  const { child, guardian, paper } = argumentsOf(approval.of);
  const isThere = vault.rows.get('subject', guardian)?.content.kind === 'resident';
  if (wrongGuardian(unit, child, isThere ? guardian : undefined) !== undefined) return failed('conflict');
  const row = putRelation(vault, {
    kind: 'guardian',
    actor: guardian,
    subject: child,
    scope: [],
    state: 'live',
    waits: null,
    by: approval.maker,
    checked: paper,
    second: actor.id,
    asked: approval.at,
    from: now,
    until: null,
    ended: null,
  });
  for (const person of [guardian, child]) notifyPerson(unit, person, 'relation_live');
  append(unit, {
    action: 'relation.guardian',
    decision: 'done',
    subject: { subject: child, purpose },
    rows: [row],
  });
  return done({});
}

/** What was proposed, as {@link recordGuardian} wrote it. */
function argumentsOf({ child, guardian, paper }: Waiting['of']) {
  const text = (said: typeof child): string => (typeof said === 'string' ? said : '');
  return { child: text(child), guardian: text(guardian), paper: text(paper) as GuardianPaper };
}

const words = {
  noBirthDate: {
    zh: '先在孩子的档案里补上出生日期,才能确定不满十四周岁',
    en: 'first enter the child’s date of birth: it says whether they are under 14',
  },
  ofAge: { zh: '孩子已满十四周岁,由本人决定', en: 'the child has turned 14 and decides themselves' },
  nobody: {
    zh: '没有找到这位监护人的居民档案,请先建档或核对姓名和手机号',
    en: 'no resident of this name and number was found: make their record first, or compare',
  },
  child: { zh: '监护人要是另一位成年人', en: 'a guardian is another person, and a grown-up' },
} as const satisfies Readonly<Record<string, Bilingual>>;

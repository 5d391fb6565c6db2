import type { CaseState, VisitMove } from '../policy/cases/case.ts';
import type { Control, ControlContents } from './control.ts';
import { saidWords } from './facts.ts';
import { newId } from './keys/keychain.ts';
import { done, failed, type FieldError, type Outcome, unlessTampered } from './outcome.ts';
import { permitted, refuseOperation } from './access/permit.ts';
import { decideOn, refuse, refuseMissing, release, type ReleasedRecord } from './read.ts';
import { append, type Unit } from './vault.ts';
import { isCanary } from './watch/canary.ts';

export interface VisitPlan {
  /** 入户走访, or 独居老人关怀, which rests on each person's own consent. */
  purpose: 'visit' | 'care_visit';
  grid: number;
  /** Residents of the grid. */
  subjects: readonly string[];
  /** For how many days from now. */
  days: number;
  /** What the round is for, as the grid leader and the officer read it. */
  reason: string;
}

/** A round of visits without a word of who is on it. */
export interface VisitState {
  id: string;
  purpose: 'visit' | 'care_visit';
  grid: number;
  state: CaseState;
  people: number;
  opened: number;
  until: number;
  mine: boolean;
  /** What it is for, in the planner's words; null where the log has them no more. */
  reason: string | null;
  /** Its time is over, or it was ended. */
  over: boolean;
}

/** Plans a round of visits: a list with an end, which is nothing until a grid leader has approved it. */
export function planVisit(unit: Unit, request: VisitPlan): Outcome<VisitState> {
  const { vault, actor, now } = unit;
  const { purpose, grid, days } = request;
  const allowed = permitted(unit, 'visit.plan', { ownGrid: actor.grids.includes(grid) });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const subjects = [...new Set(request.subjects)];
  const wrong = wrongPlan(unit, { ...request, subjects });
  if (wrong !== undefined) return failed('invalid', { errors: [wrong] });
  const id = newId(vault.random);
  const content: ControlContents['visit'] = {
    state: 'submitted',
    purpose,
    grid,
    assignee: actor.id,
    subjects,
    opened: now,
    until: now + days * 24 * 3_600_000,
    by: null,
    planned: vault.journal.size,
  };
  const row = vault.rows.add('visit', id, content, vault.journal.size);
  append(unit, {
    action: 'visit.plan',
    decision: 'done',
    subject: { case: id, purpose, rule: allowed.rule, words: saidWords(request.reason) },
    rows: [row],
  });
  return done(visitState(unit, { key: id, content }));
}

function wrongPlan(unit: Unit, request: VisitPlan): FieldError | undefined {
  const { rows } = unit.vault;
  if (saidWords(request.reason) === '') return { field: 'reason', code: 'required', ...words.reason };
  const inGrid = (id: string): boolean => {
    const subject = rows.get('subject', id)?.content;
    return subject?.kind === 'resident' && subject.grid === request.grid;
  };
  return request.subjects.every(inGrid)
    ? undefined
    : { field: 'subjects', code: 'not_in_grid', ...words.notInGrid };
}

const moves = {
  approve: { from: ['submitted'], to: 'accepted', operation: 'visit.approve' },
  refuse: { from: ['submitted'], to: 'returned', operation: 'visit.approve' },
  end: { from: ['submitted', 'accepted'], to: 'closed', operation: 'visit.end' },
} as const;

/**
 * Approves a round, sends it back, or ends it before its time. Who walks it is never who approves it. On approval each
 * person on the list has an entry: they see that they are to be visited, and what for.
 */
export function moveVisit(unit: Unit, request: { visit: string; move: VisitMove }): Outcome<VisitState> {
  const { vault, actor } = unit;
  const found = vault.rows.get('visit', request.visit);
  if (found === undefined) return refuseMissing(unit, 'visit.approve', {});
  const { content } = found;
  const { from, to, operation } = moves[request.move];
  const mine = content.assignee === actor.id;
  const ownGrid = actor.grids.includes(content.grid);
  const allowed = permitted(unit, operation, { ownGrid, self: mine, maker: mine });
  const about = { case: found.key, purpose: content.purpose };
  if (!allowed.granted) return refuseOperation(unit, allowed, about);
  if (!(from as readonly CaseState[]).includes(content.state)) return failed('conflict');
  const approved = request.move === 'approve' ? { by: actor.id } : {};
  const next = { ...content, state: to, ...approved };
  const row = vault.rows.put('visit', found.key, next, vault.journal.size);
  append(unit, {
    action: request.move === 'refuse' ? 'visit.refuse' : operation,
    decision: 'done',
    subject: { ...about, rule: allowed.rule },
    rows: [row],
  });
  if (request.move === 'approve') {
    for (const subject of content.subjects)
      append(unit, { action: 'visit.listed', decision: 'done', subject: { ...about, subject } });
  }
  return done(visitState(unit, { key: found.key, content: next }));
}

/** The rounds a worker walks, and for a grid leader those of their grids; newest first. One entry. */
export function listVisits(unit: Unit): Outcome<{ items: VisitState[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'visit.list', { ownGrid: actor.grids.length > 0 });
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const { control } = vault.store;
  const rows =
    actor.role === 'grid_leader'
      ? actor.grids.flatMap((grid) => control.visitsIn(grid))
      : control.withMember('visit', 'assignee', actor.id);
  const theirs = rows
    .map((row) => vault.rows.checked(row, 'visit'))
    .sort((a, b) => b.content.opened - a.content.opened);
  append(unit, { action: 'visit.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ items: theirs.slice(0, 100).map((found) => visitState(unit, found)) });
}

/** Who is on a round: each person at the level that the policy gives now, and an entry about each. */
export function readVisit(
  unit: Unit,
  request: { visit: string },
): Outcome<VisitState & { items: ReleasedRecord[]; withheld: number }> {
  const { vault } = unit;
  const found = vault.rows.get('visit', request.visit);
  if (found === undefined) return refuseMissing(unit, 'record.list', {});
  const { purpose, subjects } = found.content;
  const grounds = { purpose, case: found.key, fields: shown[purpose] };
  const items: ReleasedRecord[] = [];
  for (const subject of subjects) {
    const row = vault.store.records.byId('resident', subject);
    // Who was erased since is on no list, and no case leads to somebody made up: both are among those who are not shown, or a
    // plan would tell who is made up by who is missing.
    if (row === undefined || isCanary(vault, subject)) {
      refuseMissing(unit, 'record.list', grounds);
      continue;
    }
    const decision = decideOn(unit, row, grounds, 'list');
    if (decision.granted) items.push(release(unit, 'record.list', row, grounds, decision));
    else refuse(unit, 'record.list', row, grounds, decision);
  }
  if (items.length === 0) return failed('denied');
  return done({ ...visitState(unit, found), items, withheld: subjects.length - items.length });
}

/** What the list itself shows; care needs are read one person at a time. */
const shown = {
  visit: ['name', 'address'],
  care_visit: ['name', 'address'],
} as const;

/** The words of the entry it was planned in: free text stands in no row. */
function reasonOf({ vault }: Unit, seq: number): string | null {
  const row = vault.store.log.get(seq);
  const entry = row && unlessTampered(() => vault.journal.open(row));
  return entry?.subject.words ?? null;
}

function visitState(unit: Unit, { key, content }: Pick<Control<'visit'>, 'key' | 'content'>): VisitState {
  const { actor, now } = unit;
  const { purpose, grid, state, subjects, opened, until, assignee, planned } = content;
  const over = now >= until || state === 'closed' || state === 'returned';
  return {
    id: key,
    purpose,
    grid,
    state,
    people: subjects.length,
    opened,
    until,
    mine: assignee === actor.id,
    reason: reasonOf(unit, planned),
    over,
  };
}

const words = {
  reason: { zh: '写上这次走访为了什么', en: 'say what the round of visits is for' },
  notInGrid: { zh: '名单里有人不在这个网格', en: 'somebody on the list does not live in this grid' },
};

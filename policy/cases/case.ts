import { ticketWorkers, type Role } from '../roles.ts';

/**
 * What work on somebody's affairs is: a ticket (报事), a planned round of visits (走访), a person's request to see one of
 * their rights done, or a mediation (调解) between some.
 */
export const caseKinds = ['ticket', 'visit', 'request', 'mediation'] as const;
export type CaseKind = (typeof caseKinds)[number];

/**
 * The life of a case, as data. The moves below are a ticket's; a visit, a request and a mediation walk a part of the same states, and
 * `operations.ts` says who moves them.
 *
 *   submitted → accepted → dispatched → handling ⇄ extension_requested → handled → closed → rated
 *
 * Beside the road stand returned, duplicate, transferred (to the 12345 line), mediation and reopened. No
 * action leads to mediation yet: it needs the agreement of both parties, which this machine has no way to
 * record.
 */
export const caseStates = [
  'submitted',
  'accepted',
  'dispatched',
  'handling',
  'extension_requested',
  'handled',
  'closed',
  'rated',
  'returned',
  'duplicate',
  'transferred',
  'mediation',
  'reopened',
] as const;

export type CaseState = (typeof caseStates)[number];

export const caseActions = [
  'accept',
  'dispatch',
  'take',
  'request_extension',
  'grant_extension',
  'handle',
  'close',
  'rate',
  'reopen',
  'return',
  'mark_duplicate',
  'transfer',
] as const;

export type CaseAction = (typeof caseActions)[number];

/** What must be true of somebody, beside their role: that the case is theirs in one of three ways, or not in one. */
export type CaseNeed = 'reporter' | 'assignee' | 'own_grid' | 'not_assignee';

export interface Transition {
  readonly action: CaseAction;
  readonly from: readonly CaseState[];
  readonly to: CaseState;
  readonly by: readonly Role[];
  readonly needs: readonly CaseNeed[];
}

const worker = ticketWorkers;
const dispatcher = ['dispatcher'] as const;
/** A worker reports as everybody does. A delegate moves the ticket of who lets them as that person would. */
const reporter = ['resident', 'reporter', 'delegate', ...ticketWorkers] as const;

/**
 * Every move there is. A worker may take a ticket of their grid before anybody dispatched it: the person
 * nearest the problem should not wait for a desk. Only who reported may close and rate: work is done when
 * they say so. A worker who has reported does not say so of their own work: handled is its end then.
 */
export const transitions: readonly Transition[] = [
  // 受理
  { action: 'accept', from: ['submitted', 'reopened'], to: 'accepted', by: dispatcher, needs: [] },
  // 派单
  { action: 'dispatch', from: ['accepted', 'returned'], to: 'dispatched', by: dispatcher, needs: [] },
  // 接单
  {
    action: 'take',
    from: ['submitted', 'accepted', 'dispatched', 'reopened'],
    to: 'handling',
    by: worker,
    needs: ['own_grid'],
  },
  // 申请延期, 同意延期
  {
    action: 'request_extension',
    from: ['handling'],
    to: 'extension_requested',
    by: worker,
    needs: ['assignee'],
  },
  {
    action: 'grant_extension',
    from: ['extension_requested'],
    to: 'handling',
    by: dispatcher,
    needs: [],
  },
  // 办结
  {
    action: 'handle',
    from: ['handling', 'extension_requested'],
    to: 'handled',
    by: worker,
    needs: ['assignee'],
  },
  // 结单, 评价, 重新打开
  {
    action: 'close',
    from: ['handled', 'transferred'],
    to: 'closed',
    by: reporter,
    needs: ['reporter', 'not_assignee'],
  },
  { action: 'rate', from: ['closed'], to: 'rated', by: reporter, needs: ['reporter', 'not_assignee'] },
  { action: 'reopen', from: ['handled', 'closed'], to: 'reopened', by: reporter, needs: ['reporter'] },
  // 退回: before it is taken any worker of the grid may, afterwards only the one who has it
  { action: 'return', from: ['dispatched'], to: 'returned', by: worker, needs: ['own_grid'] },
  { action: 'return', from: ['handling'], to: 'returned', by: worker, needs: ['assignee'] },
  // 并单, 转办
  { action: 'mark_duplicate', from: ['submitted', 'accepted'], to: 'duplicate', by: dispatcher, needs: [] },
  {
    action: 'transfer',
    from: ['submitted', 'accepted', 'returned'],
    to: 'transferred',
    by: dispatcher,
    needs: [],
  },
];

const over: ReadonlySet<string> = new Set<CaseState>(['closed', 'rated', 'duplicate']);
const withAWorker: ReadonlySet<string> = new Set<CaseState>(['handling', 'extension_requested', 'handled']);
const known: ReadonlySet<string> = new Set(caseStates);

/** Whether anything is still to be done. A state nobody knows is not open: doubt releases nothing. */
export const isOpen = (state: string): boolean => known.has(state) && !over.has(state);

/** Whether the assigned worker may read the case's words: from the moment it is taken until it is closed. */
export const clearAccess = (state: string): boolean => withAWorker.has(state);

/**
 * For how long after it was taken, or given more time, a ticket lets its worker see what it needs, in days. Whoever
 * needs longer says so: that is what 申请延期 is for.
 */
export const daysInHand = 15;

/** How long a round of visits may last, in days, and how many people are on one list. */
export const longestVisit = 30;
export const mostVisited = 60;

/** What happens to a round of visits: a grid leader approves it or sends it back; it ends early. */
export const visitMoves = ['approve', 'refuse', 'end'] as const;
export type VisitMove = (typeof visitMoves)[number];

/**
 * In the place of a reporter who was erased. The case's row stays, so that its number is never given again; for everybody
 * it is as if there were no such case.
 */
export const erasedReporter = 'erased';

/** Whether the case waits for somebody to take it. */
export const isWaiting = (state: string): boolean =>
  state === 'submitted' || state === 'accepted' || state === 'dispatched' || state === 'reopened';

/**
 * The states that a case of the time before can be brought in with: those that a move leads to, so that a move leads on.
 */
export const pastStates = caseStates.filter(
  (state): state is Exclude<CaseState, 'mediation'> => state !== 'mediation',
);
export type PastState = (typeof pastStates)[number];

/** What the moves to a state have left behind, so that a case brought in is one that could have been made here. */
export interface Left {
  /** It has somebody who took it. */
  readonly worker: boolean;
  /** It may say what was done. */
  readonly result: boolean;
  /** It may say how that was found. */
  readonly rating: boolean;
}

export const leftBehind = (state: PastState): Left => ({
  worker: withAWorker.has(state) || state === 'closed' || state === 'rated',
  result: ['handled', 'closed', 'rated', 'reopened'].includes(state),
  rating: state === 'rated',
});

const dispatched: ReadonlySet<string> = new Set(
  transitions.filter(({ by }) => by.includes('dispatcher')).flatMap(({ from }) => from),
);

/** Whether a dispatcher has a move to make: before it is sent to a grid, when it comes back, when time is asked for. */
export const isWithDispatcher = (state: string): boolean => dispatched.has(state);

/** Somebody who wants to move a case, and how the case is theirs. */
export interface Mover {
  readonly role: string;
  readonly reporter: boolean;
  readonly assignee: boolean;
  readonly ownGrid: boolean;
}

export type StepReason =
  | 'move_unknown'
  | 'move_not_from_here'
  | 'role_may_not_move'
  | 'case_not_reported_by_you'
  | 'case_not_yours'
  | 'own_work'
  | 'not_your_grid';

export type Step =
  { readonly ok: true; readonly to: CaseState } | { readonly ok: false; readonly reason: StepReason };

/**
 * Moves a case one step, or says why not. Total: an unknown state, action or role is refused. Of several
 * reasons the one nearest to success is told: the state is looked at before the role, the role before the
 * need.
 */
export function step(state: string, action: string, who: Mover): Step {
  const moves = transitions.filter((move) => move.action === action);
  if (moves.length === 0) return { ok: false, reason: 'move_unknown' };
  const fromHere = moves.find((move) => (move.from as readonly string[]).includes(state));
  if (fromHere === undefined) return { ok: false, reason: 'move_not_from_here' };
  if (!(fromHere.by as readonly string[]).includes(who.role))
    return { ok: false, reason: 'role_may_not_move' };
  for (const need of fromHere.needs) {
    if (need === 'reporter' && !who.reporter) return { ok: false, reason: 'case_not_reported_by_you' };
    if (need === 'assignee' && !who.assignee) return { ok: false, reason: 'case_not_yours' };
    if (need === 'not_assignee' && who.assignee) return { ok: false, reason: 'own_work' };
    if (need === 'own_grid' && !who.ownGrid) return { ok: false, reason: 'not_your_grid' };
  }
  return { ok: true, to: fromHere.to };
}

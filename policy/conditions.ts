import type { Bilingual } from './bilingual.ts';
import {
  type CaseKind,
  caseStates,
  clearAccess,
  isOpen,
  isWaiting,
  isWithDispatcher,
  type CaseState,
} from './cases/case.ts';
import type { Facts } from './facts.ts';
import type { ReasonCode } from './reasons.ts';

/** One thing a rule can ask for. */
export interface Condition {
  /** The fact it looks at. */
  readonly fact: keyof Facts;
  /** Why it does not hold; null when it holds. */
  readonly unmet: (facts: Facts) => ReasonCode | null;
  /** What must be true, as a half-sentence that a resident understands. */
  readonly words: Bilingual;
  /** The same in Cedar, over `context`. */
  readonly cedar: string;
}

/** A fact that is yes or no. */
const yes = (
  fact:
    | 'self'
    | 'delegateSensitive'
    | 'strong'
    | 'ownGrid'
    | 'twoPeople'
    | 'breakGlass'
    | 'traceOpen'
    | 'storageOnly'
    | 'hasReason',
  reason: ReasonCode,
  words: Bilingual,
): Condition => ({ fact, unmet: (facts) => (facts[fact] ? null : reason), words, cedar: `context.${fact}` });

/** A relation that stands. Where there is one that does not, why it does not says more than that it is missing. */
const standsAs = (
  fact: 'guardianOf' | 'delegateOf',
  missing: 'not_guardian' | 'not_delegate',
  words: Bilingual,
): Condition => ({
  fact,
  unmet: (facts) => (facts[fact] ? null : (facts.relation ?? missing)),
  words,
  cedar: `context.${fact}`,
});

/** Where the answer goes. */
const goesTo = (context: 'private' | 'desk', reason: ReasonCode, words: Bilingual): Condition => ({
  fact: 'context',
  unmet: (facts) => (facts.context === context ? null : reason),
  words,
  cedar: `context.context == "${context}"`,
});

/** Something that is true of the case that was named. */
const ofCase = (which: 'mine' | 'about' | 'inTime', reason: ReasonCode, words: Bilingual): Condition => ({
  fact: 'case',
  unmet: ({ case: named }) => (named === null ? 'case_missing' : named[which] ? null : reason),
  words,
  cedar: `(context has case && context.case.${which})`,
});

/** The case's kind and state. What is over is said so; everything else is merely not the moment. */
const caseIn = (kind: CaseKind, holds: (state: CaseState) => boolean, words: Bilingual): Condition => ({
  fact: 'case',
  unmet: ({ case: named }) => {
    if (named === null) return 'case_missing';
    if (named.kind !== kind) return 'case_wrong_kind';
    if (holds(named.state)) return null;
    return isOpen(named.state) ? 'case_wrong_state' : 'case_closed';
  },
  words,
  cedar: `(context has case && context.case.kind == "${kind}" && ${JSON.stringify(caseStates.filter(holds))}.contains(context.case.state))`,
});

/**
 * The words rules are written in (`rules/`). Each can only say no: adding one to a rule never grants more.
 */
export const conditions = {
  self: yes('self', 'not_your_record', { zh: '是本人的信息', en: 'it is their own' }),
  guardian_of: standsAs('guardianOf', 'not_guardian', {
    zh: '是不满十四周岁孩子的监护人',
    en: 'it is that of their child under 14',
  }),
  delegate_of: standsAs('delegateOf', 'not_delegate', {
    zh: '本人已请其代办这件事',
    en: 'the person lets them act in this',
  }),
  delegate_sensitive: yes('delegateSensitive', 'beyond_scope', {
    zh: '本人也让其看敏感信息',
    en: 'the person lets them see what is sensitive, too',
  }),
  strongly: yes('strong', 'sign_in_needed', {
    zh: '已用口令或通行密钥登录',
    en: 'signed in with a PIN or a passkey',
  }),
  own_grid: yes('ownGrid', 'not_your_grid', { zh: '在自己的网格', en: 'it is in their own grid' }),
  in_private: goesTo('private', 'private_only', { zh: '在私聊里', en: 'in a private chat' }),
  at_desk: goesTo('desk', 'own_page_only', {
    zh: '在工作台或本人页面',
    en: 'at a desk or on one’s own page',
  }),
  case_mine: ofCase('mine', 'case_not_yours', { zh: '事项由其承办', en: 'the case is theirs' }),
  case_about: ofCase('about', 'case_not_about', { zh: '与这件事有关', en: 'it belongs to the case' }),
  case_in_time: ofCase('inTime', 'case_overdue', { zh: '还在办理时限内', en: 'within the time of the case' }),
  /** Nobody has taken it yet. */
  case_waiting: caseIn('ticket', isWaiting, { zh: '工单等待接单', en: 'while the ticket waits' }),
  /** A dispatcher has a move to make. */
  case_with_dispatcher: caseIn('ticket', isWithDispatcher, {
    zh: '工单等待调度',
    en: 'while the ticket is to be dispatched',
  }),
  case_accepted: caseIn('ticket', (state) => state === 'accepted', {
    zh: '工单已受理',
    en: 'while the ticket is accepted',
  }),
  case_handling: caseIn('ticket', (state) => state === 'handling', {
    zh: '工单正在办理',
    en: 'while the ticket is being handled',
  }),
  /** From the moment it was taken until it is closed. */
  case_in_hand: caseIn('ticket', clearAccess, {
    zh: '工单已接、还没结单',
    en: 'from taking the ticket until it is closed',
  }),
  case_open: caseIn('ticket', isOpen, { zh: '工单还没结束', en: 'while the ticket is open' }),
  /** Closed by who reported it, and not rated yet. */
  case_to_rate: caseIn('ticket', (state) => state === 'closed', {
    zh: '工单已结、还没评价',
    en: 'when the ticket is closed and not rated',
  }),
  /** A round of visits that a grid leader approved. */
  visit_approved: caseIn('visit', (state) => state === 'accepted', {
    zh: '走访已经网格长批准',
    en: 'while an approved visit is on',
  }),
  request_in_hand: caseIn('request', (state) => state === 'handling', {
    zh: '正在办理本人的申请',
    en: 'while their request is being handled',
  }),
  mediation_open: caseIn('mediation', (state) => state === 'handling', {
    zh: '调解正在进行',
    en: 'while the mediation is going on',
  }),
  a_mediation: caseIn('mediation', (state) => state === 'handling' || state === 'closed', {
    zh: '是一件调解',
    en: 'it is a mediation',
  }),
  two_people: yes('twoPeople', 'two_people_needed', {
    zh: '另一个人已同意',
    en: 'a second person has approved it',
  }),
  break_glass: yes('breakGlass', 'no_break_glass', {
    zh: '紧急查看已开启,两小时内',
    en: 'within two hours of a break-glass',
  }),
  trace_open: yes('traceOpen', 'no_trace', {
    zh: '在待核对名单上:里面可能提到已抹除的人',
    en: 'it is on the list of words in which somebody who was erased may be named',
  }),
  storage_only: yes('storageOnly', 'not_kept', {
    zh: '本人已抹除,法律要求留存',
    en: 'the person was erased, and a law has it kept',
  }),
  words_given: yes('hasReason', 'reason_missing', { zh: '写明了理由', en: 'a reason was given in words' }),
  under_order: {
    fact: 'order',
    unmet: ({ order }) => (order === null ? 'no_order' : null),
    words: { zh: '应急令生效期间', en: 'while an emergency order is in force' },
    cedar: 'context has order',
  },
  /** Faces of bystanders can be hidden before anybody else sees them (docs/decisions/0017-faces-of-others.md). */
  looked_at: {
    fact: 'held',
    unmet: ({ held }) => (held ? 'held' : null),
    words: {
      zh: '报事人看过了,或者等待的几分钟已过',
      en: 'the reporter has looked at it, or had the time to',
    },
    cedar: '!context.held',
  },
  /** Whoever owes the account of an emergency gets no routine look until it is given. */
  reviews_done: {
    fact: 'reviewOverdue',
    unmet: ({ reviewOverdue }) => (reviewOverdue ? 'review_overdue' : null),
    words: { zh: '没有逾期未复核的紧急查看', en: 'no review of a break-glass is overdue' },
    cedar: '!context.reviewOverdue',
  },
} as const satisfies Readonly<Record<string, Condition>>;

export type ConditionName = keyof typeof conditions;

import type { Bilingual } from '../bilingual.ts';
import type { Childhood } from './childhood.ts';
import { yearsAfter } from './childhood.ts';
import { fieldSpec } from '../fields.ts';
import { purposeSpec } from '../purposes.ts';
import type { RelationReason } from '../reasons.ts';

/**
 * Acting for somebody else. A guardian acts for a child under fourteen (PIPL Art 31); a delegate, most often a grown-up
 * child, for somebody who asked them to, in what was named and until when. Neither is a role somebody is appointed to: a
 * resident acts as one of them about one person, and the vault finds out with each request whether that stands.
 */
export const relationKinds = ['guardian', 'delegate'] as const;
export type RelationKind = (typeof relationKinds)[number];

/**
 *   waiting  somebody still has to say yes: the parent in their chat, the delegate, or a second member of staff
 *   live     it was agreed to; whether it stands today is for {@link standing}
 *   ended    over for good: a new one is made anew
 */
export const relationStates = ['waiting', 'live', 'ended'] as const;
export type RelationState = (typeof relationStates)[number];

/** Why one ended. Each is in the log, and the two people are told. */
export const endings = {
  said: { zh: '有一方说结束', en: 'one of the two ended it' },
  refused: { zh: '没有被同意', en: 'it was not agreed to' },
  over: { zh: '到期了', en: 'its time was over' },
  hand_over: { zh: '孩子满十四周岁了', en: 'the child turned 14' },
  replaced: { zh: '换成了新的', en: 'a new one took its place' },
  erased: { zh: '有一方的档案已抹除', en: 'the record of one of the two was erased' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type Ending = keyof typeof endings;

/** What a delegation may reach. The list is closed; what is not in it stays with the person themselves. */
export const scopes = {
  see_record: {
    zh: '看您的档案(照护需要等敏感信息遮住)',
    en: 'see your record (care needs and the like stay hidden)',
  },
  see_sensitive: { zh: '也看照护需要等敏感信息', en: 'see care needs and other sensitive fields too' },
  tickets: { zh: '替您报事、查进度、确认办结', en: 'report, follow and close tickets for you' },
  consents: {
    zh: '替您同意或撤回(涉及敏感信息的除外)',
    en: 'give or withdraw consents for you (never for what is sensitive)',
  },
  rights: {
    zh: '替您提出查阅、复制、更正等申请(抹除除外)',
    en: 'make requests for you, to see, copy or correct (never to erase)',
  },
  see_log: { zh: '看谁看过您的信息', en: 'see who looked at your data' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type Scope = keyof typeof scopes;

export const scopeNames = Object.keys(scopes) as readonly Scope[];
export const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);

/** How a worker saw that somebody is a child's guardian. The paper itself is not kept. */
export const guardianPapers = {
  household_register: { zh: '户口簿', en: 'household register' },
  birth_certificate: { zh: '出生医学证明', en: 'birth certificate' },
  adoption_certificate: { zh: '收养登记证', en: 'certificate of adoption' },
  court_ruling: { zh: '法院判决或指定监护文书', en: 'a court’s ruling on guardianship' },
  committee_appointment: { zh: '居委会指定监护文书', en: 'the committee’s appointment of a guardian' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type GuardianPaper = keyof typeof guardianPapers;

/** What a control row says of a relation, as far as the policy looks at it. */
export interface Relation {
  readonly kind: RelationKind;
  readonly scope: readonly Scope[];
  readonly state: RelationState;
  /** UTC milliseconds; null for a guardian, whose time ends with a birthday that no control row may hold. */
  readonly until: number | null;
}

/** Whether a relation stands at `now`: null when it does, or why it does not. */
export function standing(relation: Relation, now: number, age: Childhood): RelationReason | null {
  if (relation.state === 'waiting') return 'relation_waiting';
  if (relation.state === 'ended') return 'relation_ended';
  if (relation.until !== null && relation.until <= now) return 'relation_over';
  if (relation.kind === 'delegate') return age === 'under' ? 'not_delegate' : null;
  if (age === 'over') return 'hand_over';
  return age === 'unknown' ? 'age_unknown' : null;
}

/** Which part of a scope a purpose falls under; undefined for a purpose that nobody's delegate acts in. */
const scopeOfPurpose: Readonly<Record<string, Scope>> = {
  own_record: 'see_record',
  handle_ticket: 'tickets',
  access_audit: 'see_log',
  exercise_right: 'rights',
};

/** Which part of a scope an operation falls under; likewise. */
const scopeOfOperation: Readonly<Record<string, Scope>> = {
  'consent.give': 'consents',
  'consent.refuse': 'consents',
  'consent.withdraw': 'consents',
  'consent.list': 'consents',
  'consent.receipt': 'consents',
  'ticket.create': 'tickets',
  'ticket.list': 'tickets',
  'ticket.move': 'tickets',
  'log.own': 'see_log',
  'right.open': 'rights',
};

const own = (map: Readonly<Record<string, Scope>>, name: string): Scope | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

/** Whether a delegation reaches a purpose. A guardian's reach is the whole of what the rules let a guardian do. */
export function coversPurpose(relation: Relation, purpose: string): boolean {
  if (relation.kind === 'guardian') return true;
  const scope = own(scopeOfPurpose, purpose);
  return scope !== undefined && relation.scope.includes(scope);
}

/** Whether a delegation reaches an operation; likewise. */
export function coversOperation(relation: Relation, operation: string): boolean {
  if (relation.kind === 'guardian') return true;
  const scope = own(scopeOfOperation, operation);
  return scope !== undefined && relation.scope.includes(scope);
}

/** Whether the person lets this delegate see what is sensitive of their own. */
export const coversSensitive = (relation: Relation): boolean =>
  relation.kind === 'guardian' ||
  (relation.scope.includes('see_record') && relation.scope.includes('see_sensitive'));

/** Whether a purpose may release anything sensitive: a consent to it is given by the person alone (PIPL Art 29). */
export function isSensitivePurpose(purpose: string): boolean {
  const covers: Readonly<Record<string, readonly string[]>> = purposeSpec(purpose)?.covers ?? {};
  return Object.entries(covers).some(([type, names]) =>
    names.some((name) => fieldSpec(type, name)?.class === 'sensitive'),
  );
}

/** A delegation lasts at most so many years. */
export const longestDelegation = 1;

/** What is wrong with a delegation that is to be made; null when nothing is. Days in China, `YYYY-MM-DD`. */
export function wrongDelegation(
  asked: { scope: readonly Scope[]; until: string },
  today: string,
): ({ field: 'scope' | 'until'; code: string } & Bilingual) | null {
  const { scope, until } = asked;
  if (scope.length === 0) return { field: 'scope', code: 'required', ...words.scope };
  if (scope.includes('see_sensitive') && !scope.includes('see_record'))
    return { field: 'scope', code: 'sensitive_alone', ...words.alone };
  if (until < today) return { field: 'until', code: 'in_the_past', ...words.past };
  return until > yearsAfter(today, longestDelegation)
    ? { field: 'until', code: 'too_long', ...words.long }
    : null;
}

const words = {
  scope: { zh: '请选一项,对方能替您做什么', en: 'choose what they may do for you' },
  alone: {
    zh: '要看敏感信息,先要能看档案',
    en: 'who sees what is sensitive has to see the record first',
  },
  past: { zh: '这一天已经过了', en: 'that day is over' },
  long: { zh: '最长一年,到期可以再给', en: 'one year at the most; it can be given again' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What a delegation means, in a sentence, as it is shown before it is confirmed. @param until as a day that people read */
export function delegationWords(scope: readonly Scope[], until: Bilingual): Bilingual {
  const listed = scopeNames.filter((name) => scope.includes(name));
  return {
    zh: `对方可以:${listed.map((name) => scopes[name].zh).join(';')}。到${until.zh}为止。每用一次都会告诉您;说一声「结束代办」,当场就停。`,
    en: `They may: ${listed.map((name) => scopes[name].en).join('; ')}. Until ${until.en}. You are told of every use, and one word ends it at once.`,
  };
}

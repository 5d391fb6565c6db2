import type { Bilingual } from './bilingual.ts';
import { decide, type Decision, type Question } from './decide.ts';
import { consentStates, type Facts, nothingKnown } from './facts.ts';
import { fieldSpec } from './fields.ts';
import type { Policy, Refusal } from './grant.ts';
import { atMost, type Level } from './levels.ts';
import { purposeCovers, restsOnConsent } from './purposes.ts';
import { isStaff, roles } from './roles.ts';

/**
 * What must never be, whatever the tables say. A rule says who gets something; a law says that no rule, however it is
 * written, lets somebody have it. `laws.test.ts` asks each law about thousands of questions, and shows of each that a bad
 * table breaks it. A privacy officer signs these sentences before she reads a single rule.
 */
export interface Law {
  readonly words: Bilingual;
  /** Whether it holds of one case. */
  readonly holds: (ask: Ask, sample: Sample) => boolean;
}

/** A policy as something that answers; the last argument puts more refusals before its own. */
export type Ask = (question: Question, facts: Facts, more?: readonly Refusal[]) => Decision;

/** One case to hold a law to: what is asked, what is true, and what else could be. */
export interface Sample {
  readonly question: Question;
  readonly facts: Facts;
  /** A name that is none of ours. */
  readonly stranger: string;
  /** A refusal that somebody might add. */
  readonly refusal: Refusal;
}

/** A way to decide over a policy: ours, or a mistaken one that a law should notice. */
export type Decide = (question: Question, facts: Facts, policy: Policy) => Decision;

export const asking =
  (policy: Policy, by: Decide = decide): Ask =>
  (question, facts, more = []) =>
    by(question, facts, { ...policy, refusals: [...more, ...policy.refusals] });

const reads = (action: string): boolean => action === 'read' || action === 'list';

const levelOf = ({ fields }: Decision, field: string): Level =>
  Object.hasOwn(fields, field) ? (fields[field] ?? 'none') : 'none';

/** Whether one decision releases no more of any field than another. */
const noMore = (less: Decision, more: Decision): boolean =>
  Object.keys(less.fields).every((field) => atMost(levelOf(less, field), levelOf(more, field)));

/** A law about facts: what is true in `less` can never give more than what is true in `more`. */
const never =
  (change: (facts: Facts) => { readonly less: Facts; readonly more: Facts }): Law['holds'] =>
  (ask, { question, facts }) => {
    const { less, more } = change(facts);
    return noMore(ask(question, less), ask(question, more));
  };

/** A law about what one kind of asker, or one kind of field, gets at most: `limit` says null where it has no say. */
const atMostOf =
  (limit: (asked: { question: Question; field: string; facts: Facts }) => Level | null): Law['holds'] =>
  (ask, { question, facts }) => {
    const decision = ask(question, facts);
    return question.fields.every((field) => {
      const most = limit({ question, field, facts });
      return most === null || atMost(levelOf(decision, field), most);
    });
  };

/** Who sees counts, approvals or the log, and by their office no resident's record. */
const withoutRecords: ReadonlySet<string> = new Set([
  'privacy_officer',
  'outside_auditor',
  'administrator',
  'committee_head',
  'building_volunteer',
  'property_staff',
  'kiosk',
  'bot',
  'street',
  'district',
]);

const aboutPeople: ReadonlySet<string> = new Set(['resident', 'household', 'dog', 'vehicle']);
/** And what is work itself, written down to be done. */
const ofPeople: ReadonlySet<string> = new Set([...aboutPeople, 'errand', 'mediation_note']);

/**
 * Whether the facts name a piece of work that is the actor's, is about this record, and is going on; or two people, or an
 * emergency, stand in for one.
 */
const hasWork = ({ case: named, twoPeople, breakGlass, order }: Facts): boolean =>
  twoPeople || breakGlass || order !== null || (named !== null && named.mine && named.about);

const known: ReadonlySet<string> = new Set(roles);

export const laws = {
  'no-role-nothing': {
    words: { zh: '没有角色的人,什么也看不到、写不了', en: 'Nobody without a role sees or writes anything' },
    holds: (ask, { question, facts, stranger }) =>
      known.has(stranger) || !ask({ ...question, role: stranger }, facts).granted,
  },
  'no-purpose-nothing': {
    words: { zh: '没有登记的用途,什么也不给', en: 'A purpose that is not in the list releases nothing' },
    holds: (ask, { question, facts, stranger }) =>
      question.fields.every((field) => !purposeCovers(stranger, 'resident', field)) &&
      !ask({ ...question, purpose: stranger }, facts).granted,
  },
  'within-the-purpose': {
    words: {
      zh: '超出用途范围的信息,一项也不给',
      en: 'No field is released that its purpose does not cover',
    },
    holds: atMostOf(({ question: { purpose, type }, field }) =>
      fieldSpec(type, field) === undefined || !purposeCovers(purpose, type as 'resident', field)
        ? 'none'
        : null,
    ),
  },
  'consent-or-nothing': {
    words: {
      zh: '靠同意的用途,没有问过、不同意、撤回、过期、告知书变了,都不给',
      en: 'Where consent is the ground, nothing is released unless it is given and still stands',
    },
    holds: (ask, { question, facts }) =>
      !restsOnConsent(question.purpose) ||
      consentStates.every(
        (consent) =>
          consent === 'given' || consent === 'provisional' || !ask(question, { ...facts, consent }).granted,
      ),
  },
  'provisional-holds-back': {
    words: {
      zh: '当面记录、本人还没确认的同意:敏感信息不看,一项也不对外提供',
      en: 'A consent from the door that nobody confirmed shows nothing sensitive and hands nothing over',
    },
    holds: (ask, { question, facts }) => {
      const { fields } = ask(question, { ...facts, consent: 'provisional' });
      const isMore = (field: string) =>
        question.purpose === 'provide_by_consent' || fieldSpec(question.type, field)?.class === 'sensitive';
      return (
        !restsOnConsent(question.purpose) ||
        Object.entries(fields).every(([field, level]) => level === 'none' || !isMore(field))
      );
    },
  },
  'consent-only-adds': {
    words: {
      zh: '没有同意、撤回同意,绝不会比同意时给得更多',
      en: 'Without consent, or after it was withdrawn, there is never more than with it',
    },
    holds: (ask, { question, facts }) =>
      consentStates.every((consent) =>
        noMore(ask(question, { ...facts, consent }), ask(question, { ...facts, consent: 'given' })),
      ),
  },
  'unknown-notice-nothing': {
    words: {
      zh: '告知书认不出来的,当作没有同意',
      en: 'A consent to a notice that nobody knows counts as none',
    },
    holds: (ask, { question, facts, stranger }) => {
      const consent = stranger as Facts['consent'];
      return (
        (consentStates as readonly string[]).includes(stranger) ||
        noMore(ask(question, { ...facts, consent }), ask(question, { ...facts, consent: 'none' }))
      );
    },
  },
  'never-into-a-group': {
    words: {
      zh: '群里不给任何信息;只能在群里报一个新工单',
      en: 'Into a group nothing is released; only a new ticket is taken from one',
    },
    holds: (ask, { question, facts, stranger }) =>
      (question.action === 'create' && question.type === 'ticket') ||
      ['group', stranger].every(
        (context) =>
          context === 'private' ||
          context === 'desk' ||
          !ask(question, { ...facts, context: context as Facts['context'] }).granted,
      ),
  },
  'auditors-read-no-record': {
    words: {
      zh: '隐私官、审计看的是访问记录,不因此看到任何居民的信息;要知道是谁报的,须另一个人同意',
      en: 'Who audits the log does not thereby read a record, nor does anybody by an office alone; who reported takes two people',
    },
    // But who reported a ticket: the one thing that a second person can let her see.
    holds: atMostOf(({ question: { role, purpose, action, type }, facts }) => {
      if (!withoutRecords.has(role) || !reads(action) || !ofPeople.has(type)) return null;
      return purpose === 'name_reporter' && facts.twoPeople ? null : 'none';
    }),
  },
  'refusals-only-refuse': {
    words: { zh: '多一条拒绝,绝不会让谁多看一点', en: 'Adding a refusal never grants anything' },
    holds: (ask, { question, facts, refusal }) =>
      noMore(ask(question, facts, [refusal]), ask(question, facts)),
  },
  'together-is-no-more': {
    words: {
      zh: '一次问几项,不会比一项一项问给得更多',
      en: 'Asking for several fields at once gives none of them more than asking for it alone',
    },
    holds: (ask, { question, facts }) => {
      const together = ask(question, facts);
      return question.fields.every((field) =>
        atMost(levelOf(together, field), levelOf(ask({ ...question, fields: [field] }, facts), field)),
      );
    },
  },
  'identity-number': {
    words: {
      zh: '身份证号谁也看不到号码;有没有登记,只有本人一方和本网格建档的网格员知道',
      en: 'Nobody reads an identity number; that there is one, only the person’s side and the worker who keeps their record learn',
    },
    holds: atMostOf(({ question: { role, action, type }, field, facts }) => {
      if (type !== 'resident' || field !== 'idNumber' || !reads(action)) return null;
      const keeper = role === 'grid_worker' && facts.ownGrid;
      return ownSide(role, facts) || keeper || forTheirRequest(facts) ? 'fact' : 'none';
    }),
  },
  'care-needs': {
    words: {
      zh: '照护需要,除本人一方外,只在本人同意的关怀走访、紧急情况下给',
      en: 'Care needs are for the person’s own side, a care visit they agreed to, and emergencies',
    },
    holds: atMostOf(({ question: { role, purpose, action, type }, field, facts }) => {
      if (type !== 'resident' || field !== 'care' || !reads(action)) return null;
      if (ownSide(role, facts) || forTheirRequest(facts)) return null;
      if (purpose === 'care_visit') return facts.consent === 'given' && hasWork(facts) ? null : 'none';
      return facts.breakGlass || facts.order !== null ? null : 'none';
    }),
  },
  'mediation-notes': {
    words: {
      zh: '调解笔记只有办这件调解的和事佬看得到',
      en: 'What was said in a mediation only the mediator of that matter reads',
    },
    holds: atMostOf(({ question: { role, action, type }, facts: { case: named } }) => {
      if (type !== 'mediation_note' || !reads(action)) return null;
      const isTheirs = named?.kind === 'mediation' && named.mine && named.about;
      return role === 'mediator' && isTheirs ? null : 'none';
    }),
  },
  'clear-needs-work': {
    words: {
      zh: '工作人员看居民的完整信息,必须有一件由其承办、与此人有关的事,或双人复核、紧急查看、应急令',
      en: 'Staff read a resident in clear only for work of theirs about this person, what two people approved, a break-glass or an order',
    },
    holds: atMostOf(({ question: { role, action, type }, facts }) =>
      isStaff(role) && reads(action) && aboutPeople.has(type) && !hasWork(facts) ? 'masked' : null,
    ),
  },
  'no-record-in-a-chat': {
    words: {
      zh: '居民的完整信息不发到工作人员的聊天里',
      en: 'Nothing of a resident’s reaches staff in clear through a chat, but what they reported themselves',
    },
    holds: atMostOf(({ question: { role, action, type, purpose }, facts }) =>
      isStaff(role) &&
      reads(action) &&
      aboutPeople.has(type) &&
      facts.context !== 'desk' &&
      !(purpose === 'phone_contact' && facts.within === 'one_ticket')
        ? 'masked'
        : null,
    ),
  },
  'offices-see-no-clear-field': {
    words: {
      zh: '书记、主任、街道、区、物业、自助机不因职务看到完整信息',
      en: 'No office above or beside the grid sees a field in clear',
    },
    holds: atMostOf(({ question: { role, action }, facts }) =>
      ['committee_head', 'street', 'district', 'property_staff', 'kiosk'].includes(role) &&
      reads(action) &&
      !facts.self
        ? 'masked'
        : null,
    ),
  },
  'two-people-or-nothing': {
    words: {
      zh: '没有另一个人同意,谁也查不到报事人',
      en: 'Without a second person nobody is told who reported',
    },
    holds: atMostOf(({ question: { purpose }, facts }) =>
      purpose === 'name_reporter' && !facts.twoPeople ? 'none' : null,
    ),
  },
  'break-glass-or-nothing': {
    words: {
      zh: '没有开启紧急查看,「紧急」这个用途什么也不给;应急令没点名的信息不给',
      en: 'Without a break-glass the purpose emergency releases nothing; an order releases only the fields it names',
    },
    holds: atMostOf(({ question: { purpose, action, type }, field, facts }) => {
      if (!reads(action)) return null;
      if (purpose === 'emergency') return facts.breakGlass ? null : 'none';
      if (purpose !== 'emergency_order' || !aboutPeople.has(type)) return null;
      return facts.order?.fields.includes(`${type}.${field}`) === true ? null : 'none';
    }),
  },
  'no-case-no-more': {
    words: { zh: '不说为哪件事,不会看到更多', en: 'Naming no case never shows more' },
    holds: never((facts) => ({ less: { ...facts, case: null }, more: facts })),
  },
  'wrong-case-no-more': {
    words: {
      zh: '不是自己承办的、与此人无关的、过了时限的事,不会让人看到更多',
      en: 'A case that is not theirs, not about this person or past its time never shows more',
    },
    holds: (ask, { question, facts }) =>
      (['mine', 'about', 'inTime'] as const).every(
        (which) =>
          facts.case === null ||
          noMore(
            ask(question, { ...facts, case: { ...facts.case, [which]: false } }),
            ask(question, { ...facts, case: { ...facts.case, [which]: true } }),
          ),
      ),
  },
  'less-true-no-more': {
    words: {
      zh: '少一条有利的事实(本人、本网格、监护、代办、登录、双人、紧急查看、理由),不会看到更多',
      en: 'With one favourable fact fewer (own, own grid, guardian, delegate, sign-in, two people, break-glass, reason) there is never more',
    },
    holds: (ask, { question, facts }) =>
      favourable.every((fact) =>
        noMore(ask(question, { ...facts, [fact]: false }), ask(question, { ...facts, [fact]: true })),
      ),
  },
  'a-link-no-more': {
    words: {
      zh: '从聊天链接进来,只能办那一件事,不会比在工作台看到更多',
      en: 'A link opens one thing, and never more of it than a desk does',
    },
    holds: (ask, { question, facts }) =>
      noMore(
        ask(question, { ...facts, within: 'one_ticket' }),
        ask(question, { ...facts, within: 'everything' }),
      ) && !ask(question, { ...facts, within: 'nothing' }).granted,
  },
  'storage-only': {
    words: {
      zh: '已抹除的人依法留存的材料,除了那部法律所要求的,谁也看不到',
      en: 'What a law has kept of somebody who was erased is seen for that law alone',
    },
    holds: (ask, { question, facts }) =>
      question.purpose === 'kept_by_law' || !ask(question, { ...facts, storageOnly: true }).granted,
  },
  'restricted-no-more': {
    words: {
      zh: '本人要求限制使用、或有人欠着紧急查看的复核,不会让人看到更多',
      en: 'A restriction, or a review that is owed, never shows more',
    },
    holds: (ask, { question, facts }) =>
      unfavourable.every((fact) =>
        noMore(ask(question, { ...facts, [fact]: true }), ask(question, { ...facts, [fact]: false })),
      ),
  },
} as const satisfies Readonly<Record<string, Law>>;

export type LawName = keyof typeof laws;

export const lawNames = Object.keys(laws) as readonly LawName[];

/** Facts that are better not true. */
const unfavourable = ['restricted', 'reviewOverdue', 'held'] as const satisfies readonly (keyof Facts)[];

/** Every fact that is yes or no and can help. */
const favourable = Object.entries(nothingKnown)
  .filter(
    ([fact, value]) =>
      typeof value === 'boolean' &&
      // What a law has kept is closed to everything and open to that law alone: a law of its own says so.
      fact !== 'storageOnly' &&
      !(unfavourable as readonly string[]).includes(fact),
  )
  .map(([fact]) => fact as keyof Facts);

/** The person themselves, or who acts for them. */
function ownSide(role: string, { self, guardianOf, delegateOf }: Facts): boolean {
  return self || (role === 'guardian' && guardianOf) || (role === 'delegate' && delegateOf);
}

/** Whoever handles the person's own request to see, copy or correct (PIPL Art 45, 46). */
function forTheirRequest({ case: named }: Facts): boolean {
  return named !== null && named.kind === 'request' && named.mine && named.about;
}

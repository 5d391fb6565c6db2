import type { ConditionName } from './conditions.ts';
import type { Facts } from './facts.ts';
import type { FieldName, RecordType } from './fields.ts';
import type { Level } from './levels.ts';
import { restsOnConsent, type PurposeId } from './purposes.ts';
import type { ReasonCode } from './reasons.ts';
import { isStaff, type Role } from './roles.ts';

/**
 * `list` is a read of many records at once; it has rules of its own because browsing needs less than
 * looking.
 */
export const actions = ['read', 'list', 'create', 'update'] as const;
export type Action = (typeof actions)[number];

/**
 * One grant: these roles may do these things to these fields of this type, for this purpose, when every
 * condition holds. For a read the level says how much is shown; a write is granted or not, so a write's
 * level is `clear`.
 */
export type Grant = {
  readonly [T in RecordType]: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly actions: readonly Action[];
    readonly purpose: PurposeId;
    readonly type: T;
    readonly fields: readonly FieldName<T>[];
    readonly level: Exclude<Level, 'none'>;
    readonly when: readonly ConditionName[];
  };
}[RecordType];

/** What is asked, as far as a refusal looks at it. */
interface Asked {
  readonly action: string;
  readonly role: string;
  readonly purpose: string;
  readonly type: string;
}

/**
 * One refusal: it beats every grant. `refuse` says why, or null when it has nothing to say to this
 * question.
 */
export interface Refusal {
  readonly id: string;
  readonly fact: keyof Facts;
  readonly refuse: (asked: Asked, facts: Facts) => ReasonCode | null;
}

export interface Policy {
  readonly refusals: readonly Refusal[];
  readonly grants: readonly Grant[];
}

const look = ['read', 'list'] as const;
const write = ['create', 'update'] as const;
const worker = ['grid_worker'] as const;
const reporter = ['resident', 'reporter'] as const;
/** Whoever may report: a worker too, who is then the reporter of that ticket and of no other. */
const anyReporter = [...reporter, ...worker] as const;

const wholeResident = ['name', 'mobile', 'idNumber', 'birthDate', 'address', 'household', 'care'] as const;
const wholeHousehold = ['address', 'head', 'size'] as const;
const wholeDog = ['name', 'breed', 'chip', 'licence', 'vaccinatedUntil'] as const;
const wholeTicket = ['category', 'description', 'place', 'supplement', 'result', 'rating'] as const;
const wholeStaff = ['name', 'mobile'] as const;

/** Why a consent that is not `given` stops a purpose that rests on consent. */
const withoutConsent: Readonly<Record<Exclude<Facts['consent'], 'given'>, ReasonCode>> = {
  none: 'no_consent',
  refused: 'consent_refused',
  withdrawn: 'consent_withdrawn',
  superseded: 'consent_superseded',
  expired: 'consent_expired',
};

const refusals: readonly Refusal[] = [
  // A group is many readers, which is publishing (PIPL Art 25). Only a ticket may be made from one.
  {
    id: 'never-into-a-group',
    fact: 'context',
    refuse: ({ action, type }, { context }) => {
      const newTicket = action === 'create' && type === 'ticket';
      return context === 'private' || context === 'desk' || newTicket ? null : 'group_context';
    },
  },
  // A chat account is not a sign-in: what staff may see they see at their desk. Only the work on tickets reaches a
  // grid worker's private chat, and of that what stands in the grants with `in_private`; and what they reported themselves,
  // in a group as everybody does: a group must not tell who is staff by who gets no number.
  {
    id: 'staff-at-their-desk',
    fact: 'context',
    refuse: ({ action, role, purpose, type }, { context }) => {
      if (!isStaff(role) || context === 'desk') return null;
      if (role !== 'grid_worker') return 'desk_only';
      const report = type === 'ticket' && (action === 'create' || purpose === 'own_record');
      return report || (purpose === 'handle_ticket' && context === 'private') ? null : 'desk_only';
    },
  },
  // A link from a chat opens the one thing it was made for, for the work on it: naming its ticket makes no record
  // part of it that is asked for some other purpose.
  {
    id: 'one-thing-a-link',
    fact: 'within',
    refuse: ({ purpose }, { within }) => {
      if (within === 'everything') return null;
      const isItsWork = purpose === 'handle_ticket' || purpose === 'phone_contact';
      return within === 'one_ticket' && isItsWork ? null : 'outside_the_link';
    },
  },
  // PIPL Art 15: withdrawn consent stops the processing. Said once here, so that no grant can forget it.
  {
    id: 'consent-first',
    fact: 'consent',
    refuse: ({ purpose }, { consent }) => {
      if (!restsOnConsent(purpose) || consent === 'given') return null;
      return withoutConsent[consent] ?? 'no_consent';
    },
  },
  {
    id: 'other-needs-words',
    fact: 'hasReason',
    refuse: ({ purpose }, { hasReason }) => (purpose === 'other' && !hasReason ? 'reason_missing' : null),
  },
];

// prettier-ignore
const grants: readonly Grant[] = [
  // People and what is theirs (PIPL Art 45). Through the chat masked: the account may be in other hands.
  { id: 'own-resident-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-resident-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'clear', when: ['self', 'at_desk'] },
  { id: 'own-household-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-household-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'household', fields: wholeHousehold, level: 'clear', when: ['self', 'at_desk'] },
  { id: 'own-dog-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-dog-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'clear', when: ['self', 'at_desk'] },
  { id: 'own-staff-record', roles: ['grid_worker', 'dispatcher'], actions: look, purpose: 'own_record',
    type: 'staff', fields: wholeStaff, level: 'clear', when: ['self', 'at_desk'] },

  // One's own ticket is in one's own words, said in the same chat: clear there too.
  { id: 'own-ticket', roles: anyReporter, actions: look, purpose: 'own_record',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['self'] },
  { id: 'own-ticket-handled', roles: reporter, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['self'] },
  { id: 'report', roles: anyReporter, actions: ['create'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['category', 'description', 'place'], level: 'clear', when: ['self'] },
  { id: 'supplement', roles: anyReporter, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['supplement'], level: 'clear', when: ['self', 'case_about', 'case_open'] },
  { id: 'rate', roles: anyReporter, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['rating'], level: 'clear', when: ['self', 'case_about', 'case_to_rate'] },

  // A ticket that waits shows the workers of its grid what it is and which building; its words, and with them the door,
  // only who has taken it reads.
  { id: 'ticket-waiting', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['category'], level: 'clear', when: ['own_grid', 'case_about', 'case_waiting'] },
  { id: 'ticket-waiting-place', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['place'], level: 'masked', when: ['own_grid', 'case_about', 'case_waiting'] },
  { id: 'ticket-in-hand', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: wholeTicket, level: 'clear',
    when: ['case_mine', 'case_about', 'case_in_hand', 'at_desk'] },
  // What a chat keeps for ever is not what somebody wrote in trust: there only what it is about, and which building. The
  // door beside the masked name would say who it is.
  { id: 'ticket-in-hand-chat', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['category'], level: 'clear',
    when: ['case_mine', 'case_about', 'case_in_hand', 'in_private'] },
  { id: 'ticket-in-hand-chat-place', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['place'], level: 'masked',
    when: ['case_mine', 'case_about', 'case_in_hand', 'in_private'] },
  { id: 'ticket-result', roles: worker, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['result'], level: 'clear', when: ['case_mine', 'case_about', 'case_in_hand'] },
  // A dispatcher cannot accept or send on what they do not see: what and where. The words, once it is accepted.
  { id: 'ticket-to-dispatch', roles: ['dispatcher'], actions: look, purpose: 'dispatch',
    type: 'ticket', fields: ['category', 'place'], level: 'clear',
    when: ['case_about', 'case_with_dispatcher'] },
  { id: 'ticket-dispatch', roles: ['dispatcher'], actions: look, purpose: 'dispatch',
    type: 'ticket', fields: ['category', 'place', 'description'], level: 'clear',
    when: ['case_about', 'case_accepted'] },

  // A photo goes the way of the ticket's words, and one step less far: on a worker's desk alone, never in a list.
  { id: 'own-photo', roles: reporter, actions: ['read'], purpose: 'own_record',
    type: 'photo', fields: ['image'], level: 'clear', when: ['self'] },
  { id: 'own-photo-handled', roles: reporter, actions: ['read'], purpose: 'handle_ticket',
    type: 'photo', fields: ['image'], level: 'clear', when: ['self'] },
  { id: 'photo-attach', roles: anyReporter, actions: ['create'], purpose: 'handle_ticket',
    type: 'photo', fields: ['image'], level: 'clear', when: ['self', 'case_open'] },
  { id: 'photo-in-hand', roles: worker, actions: ['read'], purpose: 'handle_ticket',
    type: 'photo', fields: ['image'], level: 'clear',
    when: ['at_desk', 'case_mine', 'case_about', 'case_in_hand'] },

  // Whoever has the ticket knows how to address the reporter, and nothing else about them.
  { id: 'reporter-of-my-ticket', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'resident', fields: ['name'], level: 'masked', when: ['case_mine', 'case_about', 'case_in_hand'] },
  // The telephone number: while the work is going on, one record at a time, and `consent-first` stands
  // before it.
  { id: 'call-about-my-ticket', roles: worker, actions: ['read'], purpose: 'phone_contact',
    type: 'resident', fields: ['mobile'], level: 'clear',
    when: ['case_mine', 'case_about', 'case_handling'] },
  { id: 'name-for-the-call', roles: worker, actions: ['read'], purpose: 'phone_contact',
    type: 'resident', fields: ['name'], level: 'masked', when: ['case_mine', 'case_about', 'case_handling'] },

  // A worker's own grid, masked.
  { id: 'grid-residents', roles: worker, actions: look, purpose: 'grid_overview',
    type: 'resident', fields: ['name', 'mobile', 'address', 'household'], level: 'masked',
    when: ['own_grid'] },
  { id: 'grid-households', roles: worker, actions: look, purpose: 'grid_overview',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['own_grid'] },
  { id: 'grid-dogs', roles: worker, actions: look, purpose: 'dog_care',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['own_grid'] },
  { id: 'bind-whom', roles: worker, actions: ['read'], purpose: 'identity_binding',
    type: 'resident', fields: ['name', 'address'], level: 'masked', when: ['own_grid'] },

  // Keeping records. A worker writes down what people tell them and reads it back masked; care needs not at
  // all.
  { id: 'keep-residents-read', roles: worker, actions: look, purpose: 'record_keeping',
    type: 'resident', fields: ['name', 'mobile', 'birthDate', 'address', 'household'], level: 'masked',
    when: ['own_grid'] },
  { id: 'keep-id-number-read', roles: worker, actions: look, purpose: 'record_keeping',
    type: 'resident', fields: ['idNumber'], level: 'fact', when: ['own_grid'] },
  { id: 'keep-households-read', roles: worker, actions: look, purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['own_grid'] },
  { id: 'keep-residents', roles: worker, actions: write, purpose: 'record_keeping',
    type: 'resident', fields: wholeResident, level: 'clear', when: ['own_grid'] },
  { id: 'keep-households', roles: worker, actions: write, purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'clear', when: ['own_grid'] },
  { id: 'keep-dogs', roles: worker, actions: write, purpose: 'record_keeping',
    type: 'dog', fields: wholeDog, level: 'clear', when: ['own_grid'] },

  // An import brings in what the community already holds. It writes, once, and reads nothing back.
  { id: 'import-residents', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'resident', fields: wholeResident, level: 'clear', when: [] },
  { id: 'import-households', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'clear', when: [] },
  { id: 'import-dogs', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'dog', fields: wholeDog, level: 'clear', when: [] },
  // A ticket from before. At the desk, because a new ticket is the one thing that a group may write.
  { id: 'import-tickets', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'ticket', fields: ['category', 'description', 'place', 'result', 'rating'], level: 'clear',
    when: ['at_desk'] },

  // Any other purpose, said in words: enough to see that it is the right door, and no more.
  { id: 'other-residents', roles: worker, actions: ['read'], purpose: 'other',
    type: 'resident', fields: ['name'], level: 'masked', when: ['own_grid'] },
  { id: 'other-resident-facts', roles: worker, actions: ['read'], purpose: 'other',
    type: 'resident', fields: ['mobile', 'address'], level: 'fact', when: ['own_grid'] },
  { id: 'other-households', roles: worker, actions: ['read'], purpose: 'other',
    type: 'household', fields: ['address', 'size'], level: 'fact', when: ['own_grid'] },
  { id: 'other-dogs', roles: worker, actions: ['read'], purpose: 'other',
    type: 'dog', fields: ['name', 'vaccinatedUntil'], level: 'fact', when: ['own_grid'] },
];

/** The policy in force. */
export const policy: Policy = { refusals, grants };

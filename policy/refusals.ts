import { cedarSet } from './show/cedar-words.ts';
import type { Facts } from './facts.ts';
import { fieldSpec, fieldsOf, recordTypes, type RecordType } from './fields.ts';
import type { AskedField, Refusal } from './grant.ts';
import { purposeIds, restsOnConsent } from './purposes.ts';
import type { ReasonCode } from './reasons.ts';
import { isStaff, staffRoles, takesTickets, ticketWorkers } from './roles.ts';

/** The purposes that rest on consent, in Cedar. */
const byConsent = cedarSet('Purpose', purposeIds.filter(restsOnConsent));
const sensitiveFields = (Object.keys(recordTypes) as RecordType[]).flatMap((type) =>
  Object.entries(fieldsOf(type)).flatMap(([field, spec]) =>
    spec.class === 'sensitive' ? [`${type}.${field}`] : [],
  ),
);

/** Why a consent that is not `given` stops a purpose that rests on consent. */
const withoutConsent: Readonly<Record<Exclude<Facts['consent'], 'given' | 'provisional'>, ReasonCode>> = {
  none: 'no_consent',
  refused: 'consent_refused',
  withdrawn: 'consent_withdrawn',
  superseded: 'consent_superseded',
  hand_over: 'consent_hand_over',
  number_changed: 'consent_number_changed',
  expired: 'consent_expired',
};

/** What goes on when somebody has asked that their data be kept and not used. */
const despiteRestriction: ReadonlySet<string> = new Set([
  'own_record',
  'exercise_right',
  'handle_ticket',
  'dispatch',
  'identity_binding',
  'emergency',
  'emergency_order',
  'provide_by_law',
]);

/** What is asked under no order, or not under this one. */
const beyondOrder = ({ purpose, type, field }: AskedField, { order }: Facts): boolean =>
  purpose === 'emergency_order' &&
  type !== 'emergency_note' &&
  order !== null &&
  !order.fields.includes(`${type}.${field}`);

/**
 * Each beats every grant, and what it says it says once for all of them. They are asked in this order; the first that
 * has something to say is told.
 */
export const refusals: readonly Refusal[] = [
  // A group is many readers, which is publishing (PIPL Art 25). Only a ticket may be made from one.
  {
    id: 'never-into-a-group',
    fact: 'context',
    words: {
      zh: '群里不提供任何信息;只能从群里报一个新工单',
      en: 'Nothing is released into a group; only a new ticket may come from one',
    },
    cedar:
      'context.context != "private" && context.context != "desk" && !(action == Action::"create" && resource in RecordType::"ticket")',
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
    words: {
      zh: '工作人员只在工作台办理;网格员的私聊里只有办工单所需',
      en: 'Staff work at their desk; a chat brings a worker only what the work on a ticket needs',
    },
    cedar: `principal in ${cedarSet('Role', staffRoles)} && context.context != "desk" && !(principal in ${cedarSet('Role', ticketWorkers)} && ((resource in RecordType::"ticket" && (action == Action::"create" || context.purpose == Purpose::"own_record")) || (context.purpose == Purpose::"handle_ticket" && context.context == "private")))`,
    refuse: ({ action, role, purpose, type }, { context }) => {
      if (!isStaff(role) || context === 'desk') return null;
      if (!takesTickets(role)) return 'desk_only';
      const report = type === 'ticket' && (action === 'create' || purpose === 'own_record');
      return report || (purpose === 'handle_ticket' && context === 'private') ? null : 'desk_only';
    },
  },
  // A link from a chat opens the one thing it was made for, for the work on it: naming its ticket makes no record
  // part of it that is asked for some other purpose.
  {
    id: 'one-thing-a-link',
    fact: 'within',
    words: {
      zh: '从聊天链接进来,只能办链接说的那一件事',
      en: 'A link from a chat opens the one thing it was made for',
    },
    cedar: `context.within != "everything" && !(context.within == "one_ticket" && ${cedarSet('Purpose', ['handle_ticket', 'phone_contact'])}.contains(context.purpose))`,
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
    words: {
      zh: '靠同意的用途,没有有效的同意就不给',
      en: 'Where consent is the ground, nothing without one that stands',
    },
    cedar: `${byConsent}.contains(context.purpose) && context.consent != "given" && context.consent != "provisional"`,
    refuse: ({ purpose }, { consent }) => {
      if (!restsOnConsent(purpose) || consent === 'given' || consent === 'provisional') return null;
      return withoutConsent[consent] ?? 'no_consent';
    },
  },
  // A worker's word for somebody's yes is worth a telephone call and no more: what is sensitive (PIPL Art 29), and what
  // cannot be called back once it was handed over (Art 23), waits until the person says that it was so.
  {
    id: 'confirmed-for-more',
    looksAtField: true,
    fact: 'consent',
    words: {
      zh: '当面记录的同意没经本人确认,不看敏感信息,不对外提供',
      en: 'A consent recorded at the door shows nothing sensitive and hands nothing over until it is confirmed',
    },
    cedar: `${byConsent}.contains(context.purpose) && context.consent == "provisional" && (context.purpose == Purpose::"provide_by_consent" || resource in ${cedarSet('Field', sensitiveFields)})`,
    refuse: ({ purpose, type, field }, { consent }) => {
      if (!restsOnConsent(purpose) || consent !== 'provisional') return null;
      const isMore = purpose === 'provide_by_consent' || fieldSpec(type, field)?.class === 'sensitive';
      return isMore ? 'consent_unconfirmed' : null;
    },
  },
  {
    id: 'other-needs-words',
    fact: 'hasReason',
    words: {
      zh: '「其他」用途必须写明理由',
      en: 'The purpose “other” needs a reason in words',
    },
    cedar: 'context.purpose == Purpose::"other" && !context.hasReason',
    refuse: ({ purpose }, { hasReason }) => (purpose === 'other' && !hasReason ? 'reason_missing' : null),
  },
  // PIPL Art 44: a person may restrict what is done with their data. Their own affairs, the law and emergencies go on.
  {
    id: 'restricted',
    fact: 'restricted',
    words: {
      zh: '本人要求限制使用的,只有本人的事、法定的事和紧急情况照办',
      en: 'Of what the person has restricted, only their own affairs, the law and emergencies go on',
    },
    cedar: `context.restricted && !${cedarSet('Purpose', [...despiteRestriction])}.contains(context.purpose)`,
    refuse: ({ purpose }, { restricted }) =>
      restricted && !despiteRestriction.has(purpose) ? 'restricted' : null,
  },
  // PIPL Art 47 (2): what a law has kept of somebody who was erased is stored, guarded, and used for nothing else.
  {
    id: 'storage-only',
    fact: 'storageOnly',
    words: {
      zh: '已抹除的人依法留存的材料,只存不用;只有为留存所依据的法律才能看',
      en: 'What a law has kept of somebody who was erased is stored, and seen for what that law asks alone',
    },
    cedar: 'context.storageOnly && context.purpose != Purpose::"kept_by_law"',
    refuse: ({ purpose }, { storageOnly }) =>
      storageOnly && purpose !== 'kept_by_law' ? 'storage_only' : null,
  },
  // An order names the fewest fields; the purpose covers more because one order needs this and another that.
  {
    id: 'order-names-the-field',
    looksAtField: true,
    fact: 'order',
    words: {
      zh: '应急令没有点名的信息不给',
      en: 'Under an order only the fields that it names',
    },
    cedar:
      'context.purpose == Purpose::"emergency_order" && !(resource in RecordType::"emergency_note") && context has order && !context.order.fields.contains(resource)',
    refuse: (asked, facts) => (beyondOrder(asked, facts) ? 'order_does_not_cover' : null),
  },
];

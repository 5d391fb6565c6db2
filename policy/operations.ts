import { makerRoles, secondRoles } from './cases/approvals.ts';
import { step } from './cases/case.ts';
import { erasureRules } from './erasure/operation-rules.ts';
import type { OperationFacts } from './operation-facts.ts';
import type { ReasonCode } from './reasons.ts';
import { glassBreakers, gridRoles, roles, ticketWorkers, type Role } from './roles.ts';
import { signInRules } from './sign-in-rules.ts';

/**
 * Everything somebody may do that is not reading or writing a record's field. As in `rules.ts`: one table,
 * closed, and what is not in it is refused.
 */
export const operations = [
  'staff.appoint',
  'token.mint',
  'token.revoke',
  'exchange',
  'exchange.switch',
  'link.open',
  'sign_in.enrol',
  'sign_in.unlock',
  'sign_in.invite',
  'sign_in.remove',
  'notification.take',
  'binding.open',
  'binding.answer',
  'binding.confirm',
  'binding.end',
  'consent.give',
  'consent.refuse',
  'consent.withdraw',
  'consent.confirm',
  'consent.dispute',
  'consent.record',
  'consent.list',
  'relation.give',
  'relation.guardian',
  'relation.confirm',
  'relation.end',
  'relation.list',
  'consent.receipt',
  'ticket.create',
  'ticket.list',
  'ticket.move',
  'visit.plan',
  'visit.approve',
  'visit.end',
  'visit.list',
  'mediation.open',
  'mediation.list',
  'mediation.close',
  'policy.list',
  'policy.draft',
  'policy.compare',
  'watch.list',
  'watch.close',
  'canary.make',
  'canary.list',
  'canary.retire',
  'log.search',
  'log.checkpoint_now',
  'log.prove',
  'log.own',
  'policy.read',
  'recipient.propose',
  'recipient.end',
  'recipient.list',
  'hand_over.prepare',
  'hand_over.make',
  'hand_over.list',
  'register.read',
  'pia.write',
  'pia.list',
  'breach.open',
  'breach.step',
  'breach.list',
  'log.explain',
  'held_back.list',
  'held_back.decide',
  'trace.list',
  'trace.decide',
  'sweep.list',
  'hold.order',
  'hold.list',
  'subject.left',
  'right.open',
  'right.open_for',
  'right.list',
  'right.decide',
  'right.withdraw',
  'right.copy',
  'keys.read',
  'keys.note',
  'keys.rotate_root',
  'keys.rotate_index',
  'import',
  'community.setup',
  'approval.propose',
  'approval.decide',
  'approval.list',
  'reporter.read',
  'emergency.open',
  'emergency.list',
  'emergency.explain',
  'emergency.review',
  'order.list',
  'order.end',
  'order.notes',
] as const;

export type Operation = (typeof operations)[number];

export type { OperationFacts } from './operation-facts.ts';

export interface Permission {
  readonly granted: boolean;
  readonly rule: string;
  readonly reason: ReasonCode;
}

/** Why a need is not met, or null. */
type Need = (facts: OperationFacts, role: string) => ReasonCode | null;

const needs = {
  self: ({ self }) => (self ? null : 'not_your_record'),
  guardian_of: ({ guardianOf, relation }) => (guardianOf ? null : (relation ?? 'not_guardian')),
  delegate_of: ({ delegateOf, relation }) => (delegateOf ? null : (relation ?? 'not_delegate')),
  acts_for: ({ guardianOf, delegateOf, relation }) =>
    guardianOf || delegateOf ? null : (relation ?? 'not_delegate'),
  of_own_age: ({ minor }) => (minor ? 'guardian_decides' : null),
  not_sensitive: ({ sensitive }) => (sensitive ? 'sensitive_is_own' : null),
  strongly: ({ strong }) => (strong ? null : 'sign_in_needed'),
  enrolling: ({ enrolling }) => (enrolling ? null : 'enrolment_only'),
  unenrolled: ({ unenrolled }) => (unenrolled ? null : 'enrolled_already'),
  own_grid: ({ ownGrid }) => (ownGrid ? null : 'not_your_grid'),
  in_private: ({ context }) => (context === 'private' ? null : 'private_only'),
  at_desk: ({ context }) => (context === 'desk' ? null : 'own_page_only'),
  no_group: ({ context }) => (context === 'private' || context === 'desk' ? null : 'group_context'),
  for_a_service: ({ service }) => (service ? null : 'people_sign_in'),
  maker: ({ maker }) => (maker ? null : 'not_the_maker'),
  other_person: ({ maker }) => (maker ? 'own_proposal' : null),
  names_role: ({ namesRole }) => (namesRole ? null : 'not_this_role'),
  given_before: ({ givenBefore }) => (givenBefore ? null : 'consent_not_renewal'),
  said_here: ({ saidHere }) => (saidHere ? null : 'consent_elsewhere'),
  /** The case's own machine says yes. */
  move_allowed: ({ move, ownGrid }, role) => {
    if (move === null) return 'case_missing';
    const moved = step(move.state, move.action, { ...move, ownGrid, role });
    return moved.ok ? null : moved.reason;
  },
  /** What could be taken away from somebody by who holds their chat account alone. */
  strong_for_it: ({ right, strong }) => (right?.strongly === true && !strong ? 'sign_in_needed' : null),
  decides_it: ({ right }, role) =>
    right !== null && (right.decides as readonly string[]).includes(role) ? null : 'right_not_yours',
  not_erasure: ({ right }) => (right?.erases === true ? 'erase_is_own' : null),
  step_possible: ({ right }) => (right?.possible === true ? null : 'right_wrong_state'),
} as const satisfies Readonly<Record<string, Need>>;

export type NeedName = keyof typeof needs;

interface Row {
  readonly id: string;
  readonly operation: Operation;
  readonly roles: readonly Role[];
  readonly when: readonly NeedName[];
}

const admin = ['administrator'] as const;
const orderReaders = [
  ...gridRoles,
  'dispatcher',
  'committee_head',
  'privacy_officer',
  'administrator',
] as const;
const officer = ['privacy_officer'] as const;
const heads = ['committee_head', 'administrator'] as const;
const auditors = ['privacy_officer', 'outside_auditor'] as const;
/** Who sees to it that the house keeps its duties. */
const watchers = [...auditors, 'committee_head'] as const;
const resident = ['resident'] as const;
const worker = ['grid_worker'] as const;
const tickets = ticketWorkers;
const chat = ['resident', 'reporter'] as const;
const guardian = ['guardian'] as const;
const delegate = ['delegate'] as const;
const forOthers = ['guardian', 'delegate'] as const;

// prettier-ignore
export const operationRules: readonly Row[] = [
  { id: 'set-up', operation: 'community.setup', roles: admin, when: ['at_desk'] },
  { id: 'appoint', operation: 'staff.appoint', roles: admin, when: ['at_desk'] },
  { id: 'import', operation: 'import', roles: admin, when: ['at_desk'] },
  // Who runs the machine turns its keys and notes what was done with them outside; those who watch see it.
  { id: 'keys-rotate', operation: 'keys.rotate_root', roles: admin, when: ['at_desk'] },
  { id: 'keys-rotate-index', operation: 'keys.rotate_index', roles: admin, when: ['at_desk'] },
  { id: 'keys-note', operation: 'keys.note', roles: admin, when: ['at_desk'] },
  { id: 'keys-read', operation: 'keys.read', roles: ['administrator', ...auditors], when: ['at_desk'] },

  // A token is taken away by who gave it, by who watches over its use, and by whoever holds it.
  { id: 'mint', operation: 'token.mint', roles: admin, when: ['for_a_service', 'at_desk'] },
  { id: 'revoke', operation: 'token.revoke', roles: ['administrator', 'privacy_officer'], when: ['at_desk'] },
  { id: 'revoke-own', operation: 'token.revoke', roles, when: ['self', 'no_group'] },

  // The bot exchanges for whoever speaks to it, from a group too; the officer alone stops it and starts it
  // again.
  { id: 'exchange', operation: 'exchange', roles: ['bot'], when: [] },
  { id: 'switch', operation: 'exchange.switch', roles: officer, when: ['at_desk'] },

  // A link signs in whoever opens it: staff's are made by who appoints them; through a chat one gets a page with no
  // more rights than the chat, and a worker the page of one ticket.
  { id: 'link-staff', operation: 'link.open', roles: admin, when: ['at_desk'] },
  { id: 'link-own', operation: 'link.open', roles: resident, when: ['self', 'in_private'] },
  { id: 'link-ticket', operation: 'link.open', roles: tickets, when: ['own_grid', 'in_private'] },
  ...signInRules,
  ...erasureRules,
  // The bot carries reminders that name a ticket and nobody.
  { id: 'notify', operation: 'notification.take', roles: ['bot'], when: [] },

  // A binding needs three hands: who checked the person opens it, the chat identity answers, the opener
  // confirms.
  { id: 'bind-for', operation: 'binding.open', roles: worker, when: ['own_grid', 'at_desk'] },
  { id: 'bind-self', operation: 'binding.open', roles: ['resident', ...tickets],
    when: ['self', 'at_desk', 'strongly'] },
  { id: 'bind-answer', operation: 'binding.answer', roles: ['reporter'], when: ['in_private'] },
  { id: 'bind-confirm', operation: 'binding.confirm', roles: [...tickets, 'resident'],
    when: ['maker', 'at_desk'] },
  // Undoing one takes a single hand: the resident's, wherever they are, or that of who watches over access.
  { id: 'unbind-own', operation: 'binding.end', roles: ['resident', ...tickets], when: ['self', 'no_group'] },
  { id: 'unbind', operation: 'binding.end', roles: ['administrator', 'privacy_officer'], when: ['at_desk'] },

  // PIPL Art 15: taking back is at least as easy as giving. Giving through a chat is only a renewal, and takes
  // back a no only where it was said: whoever binds a contact later cannot speak over it.
  { id: 'consent-renew', operation: 'consent.give', roles: resident,
    when: ['self', 'of_own_age', 'in_private', 'given_before', 'said_here'] },
  { id: 'consent-page', operation: 'consent.give', roles: resident,
    when: ['self', 'of_own_age', 'at_desk', 'strongly'] },
  { id: 'consent-refuse', operation: 'consent.refuse', roles: resident, when: ['self', 'no_group'] },
  { id: 'consent-withdraw', operation: 'consent.withdraw', roles: resident, when: ['self', 'no_group'] },
  { id: 'consent-list', operation: 'consent.list', roles: resident, when: ['self', 'no_group'] },
  // PIPL Art 31: under 14 the guardian consents, and the child alone does not. A child's no is heard all the same.
  { id: 'consent-guardian', operation: 'consent.give', roles: guardian,
    when: ['guardian_of', 'at_desk', 'strongly'] },
  // PIPL Art 29: consent to what is sensitive is separate, and the person's own.
  { id: 'consent-delegate', operation: 'consent.give', roles: delegate,
    when: ['delegate_of', 'not_sensitive', 'at_desk', 'strongly'] },
  { id: 'consent-refuse-for', operation: 'consent.refuse', roles: forOthers, when: ['acts_for', 'no_group'] },
  { id: 'consent-withdraw-for', operation: 'consent.withdraw', roles: forOthers, when: ['acts_for', 'no_group'] },
  { id: 'consent-list-for', operation: 'consent.list', roles: forOthers, when: ['acts_for', 'no_group'] },

  // Who acts for whom. A guardian is recorded by who has seen the papers, and a second person; a delegation is the
  // person's own to give, or recorded with them there and confirmed by them. Ending one takes a word.
  { id: 'guardian-record', operation: 'relation.guardian', roles: worker, when: ['own_grid', 'at_desk'] },
  { id: 'delegate-give', operation: 'relation.give', roles: resident,
    when: ['self', 'of_own_age', 'at_desk', 'strongly'] },
  { id: 'delegate-record', operation: 'relation.give', roles: worker, when: ['own_grid', 'of_own_age', 'at_desk'] },
  { id: 'relation-confirm', operation: 'relation.confirm', roles: resident,
    when: ['self', 'of_own_age', 'no_group', 'said_here'] },
  { id: 'relation-confirm-page', operation: 'relation.confirm', roles: resident,
    when: ['self', 'of_own_age', 'at_desk', 'strongly'] },
  { id: 'relation-end', operation: 'relation.end', roles: resident, when: ['self', 'no_group'] },
  { id: 'relation-end-for', operation: 'relation.end', roles: officer, when: ['at_desk'] },
  { id: 'relation-list', operation: 'relation.list', roles: resident, when: ['self', 'no_group'] },
  { id: 'consent-receipt', operation: 'consent.receipt', roles: resident, when: ['self', 'no_group'] },
  { id: 'consent-guardian-receipt', operation: 'consent.receipt', roles: guardian, when: ['guardian_of', 'no_group'] },
  { id: 'consent-delegate-receipt', operation: 'consent.receipt', roles: delegate, when: ['delegate_of', 'no_group'] },
  // What a worker records at the door, of somebody of their grid, is provisional. The person confirms it on their page, or
  // in a chat that was theirs before it was recorded; that it was not so they may say in any.
  { id: 'consent-at-door', operation: 'consent.record', roles: worker, when: ['own_grid', 'at_desk', 'of_own_age'] },
  { id: 'consent-confirm-chat', operation: 'consent.confirm', roles: resident,
    when: ['self', 'no_group', 'said_here', 'of_own_age'] },
  { id: 'consent-confirm-page', operation: 'consent.confirm', roles: resident,
    when: ['self', 'at_desk', 'strongly', 'of_own_age'] },
  { id: 'consent-dispute', operation: 'consent.dispute', roles: resident, when: ['self', 'no_group'] },

  { id: 'ticket-report', operation: 'ticket.create', roles: [...chat, ...tickets], when: [] },
  { id: 'ticket-list-grid', operation: 'ticket.list', roles: tickets, when: ['own_grid', 'no_group'] },
  { id: 'ticket-list-all', operation: 'ticket.list', roles: ['dispatcher'], when: ['at_desk'] },
  { id: 'ticket-list-own', operation: 'ticket.list', roles: [...chat, ...tickets], when: ['self', 'no_group'] },
  { id: 'ticket-move-dispatcher', operation: 'ticket.move', roles: ['dispatcher'],
    when: ['at_desk', 'move_allowed'] },
  { id: 'ticket-move-worker', operation: 'ticket.move', roles: tickets, when: ['no_group', 'move_allowed'] },
  { id: 'ticket-move-reporter', operation: 'ticket.move', roles: chat, when: ['no_group', 'move_allowed'] },
  { id: 'ticket-list-for', operation: 'ticket.list', roles: forOthers, when: ['acts_for', 'no_group'] },
  { id: 'ticket-move-for', operation: 'ticket.move', roles: delegate,
    when: ['delegate_of', 'no_group', 'move_allowed'] },

  // A round of visits is planned by who walks it and approved by somebody else, who leads the grid.
  { id: 'visit-plan', operation: 'visit.plan', roles: worker, when: ['own_grid', 'at_desk'] },
  { id: 'visit-approve', operation: 'visit.approve', roles: ['grid_leader'],
    when: ['own_grid', 'other_person', 'at_desk'] },
  { id: 'visit-end-own', operation: 'visit.end', roles: worker, when: ['self', 'at_desk'] },
  { id: 'visit-end', operation: 'visit.end', roles: ['grid_leader'], when: ['own_grid', 'at_desk'] },
  { id: 'visit-list', operation: 'visit.list', roles: ['grid_worker', 'grid_leader'],
    when: ['own_grid', 'at_desk'] },

  // A mediation is its mediator's alone, from its beginning to its end.
  { id: 'mediation-open', operation: 'mediation.open', roles: ['mediator'], when: ['at_desk'] },
  { id: 'mediation-list', operation: 'mediation.list', roles: ['mediator'], when: ['at_desk'] },
  { id: 'mediation-close', operation: 'mediation.close', roles: ['mediator'], when: ['self', 'at_desk'] },

  // What may be released is drafted by who watches over it, and shown to whoever has to decide on it or to check it.
  { id: 'policy-list', operation: 'policy.list', roles: [...auditors, ...heads], when: ['at_desk'] },
  { id: 'policy-draft', operation: 'policy.draft', roles: officer, when: ['at_desk'] },
  { id: 'policy-compare', operation: 'policy.compare', roles: [...auditors, ...heads], when: ['at_desk'] },

  // What was noticed about staff's looks is the officer's to ask about, and hers alone: it is no record of anybody's work.
  { id: 'watch-list', operation: 'watch.list', roles: officer, when: ['at_desk'] },
  { id: 'watch-close', operation: 'watch.close', roles: officer, when: ['at_desk'] },
  { id: 'canary-make', operation: 'canary.make', roles: officer, when: ['at_desk'] },
  { id: 'canary-list', operation: 'canary.list', roles: officer, when: ['at_desk'] },
  { id: 'canary-retire', operation: 'canary.retire', roles: officer, when: ['at_desk'] },
  // Who is not of the house sees what the officer can prove, by their own eyes.
  { id: 'log-search', operation: 'log.search', roles: auditors, when: ['at_desk'] },
  { id: 'log-checkpoint', operation: 'log.checkpoint_now', roles: auditors, when: ['at_desk'] },
  { id: 'log-prove', operation: 'log.prove', roles: auditors, when: ['at_desk'] },
  // A resident keeps a proof of what the log says about them.
  { id: 'log-prove-own', operation: 'log.prove', roles: chat, when: ['self', 'no_group'] },
  { id: 'log-own', operation: 'log.own', roles: chat, when: ['self', 'no_group'] },

  // What is released to whom is no secret to who has to answer for it, or to check it.
  { id: 'policy-read', operation: 'policy.read', roles: auditors, when: ['at_desk'] },

  // Who outside may get something is entered by the officer and approved by another person; anybody it concerns may know.
  { id: 'recipient-propose', operation: 'recipient.propose', roles: officer, when: ['at_desk'] },
  { id: 'recipient-end', operation: 'recipient.end', roles: officer, when: ['at_desk'] },
  { id: 'recipient-list', operation: 'recipient.list', roles: watchers, when: ['at_desk'] },
  { id: 'recipient-list-own', operation: 'recipient.list', roles: resident, when: ['no_group'] },
  // Whoever makes a package does not see into it; what goes in, `rules/providing.ts` says field by field.
  { id: 'hand-over-prepare', operation: 'hand_over.prepare', roles: officer, when: ['at_desk'] },
  { id: 'hand-over-make', operation: 'hand_over.make', roles: officer, when: ['maker', 'at_desk'] },
  { id: 'hand-over-list', operation: 'hand_over.list', roles: watchers, when: ['at_desk'] },

  // The controller's papers: PIPL Art 54-57. What they say, `rules/duties.ts` lets auditors read.
  { id: 'register-read', operation: 'register.read', roles: watchers, when: ['at_desk'] },
  { id: 'pia-write-own', operation: 'pia.write', roles: officer, when: ['at_desk'] },
  { id: 'pia-list', operation: 'pia.list', roles: watchers, when: ['at_desk'] },
  { id: 'breach-open', operation: 'breach.open', roles: officer, when: ['at_desk'] },
  { id: 'breach-step', operation: 'breach.step', roles: officer, when: ['at_desk'] },
  { id: 'breach-list', operation: 'breach.list', roles: auditors, when: ['at_desk'] },
  { id: 'log-for', operation: 'log.own', roles: forOthers, when: ['acts_for', 'no_group'] },
  // PIPL Art 48. The officer too: she is asked at her desk.
  { id: 'log-explain-own', operation: 'log.explain', roles: chat, when: ['self', 'no_group'] },
  { id: 'log-explain', operation: 'log.explain', roles: auditors, when: ['at_desk'] },

  // PIPL Art 50: easy to ask. By hand only what has to be looked at, and never by who asks.
  { id: 'right-open', operation: 'right.open', roles: resident, when: ['self', 'no_group', 'strong_for_it'] },
  { id: 'right-open-acting', operation: 'right.open', roles: forOthers,
    when: ['acts_for', 'not_erasure', 'at_desk', 'strongly'] },
  { id: 'right-open-for-worker', operation: 'right.open_for', roles: worker, when: ['own_grid', 'at_desk'] },
  { id: 'right-open-for-officer', operation: 'right.open_for', roles: officer, when: ['at_desk'] },
  { id: 'right-list-own', operation: 'right.list', roles: resident, when: ['self', 'no_group'] },
  { id: 'right-list-grid', operation: 'right.list', roles: worker, when: ['own_grid', 'at_desk'] },
  { id: 'right-list', operation: 'right.list', roles: officer, when: ['at_desk'] },
  { id: 'right-decide-grid', operation: 'right.decide', roles: worker,
    when: ['own_grid', 'decides_it', 'step_possible', 'at_desk'] },
  { id: 'right-decide', operation: 'right.decide', roles: officer, when: ['decides_it', 'step_possible', 'at_desk'] },
  { id: 'right-withdraw', operation: 'right.withdraw', roles: resident,
    when: ['self', 'no_group', 'strong_for_it', 'step_possible'] },
  { id: 'right-copy', operation: 'right.copy', roles: resident, when: ['self', 'at_desk', 'strongly'] },
  // What one person alone does not do is proposed by one and decided by another.
  { id: 'propose', operation: 'approval.propose', roles: makerRoles, when: ['names_role', 'at_desk'] },
  { id: 'decide', operation: 'approval.decide', roles: secondRoles,
    when: ['other_person', 'names_role', 'at_desk'] },
  { id: 'see-proposals', operation: 'approval.list', roles: [...new Set([...makerRoles, ...secondRoles])],
    when: ['at_desk'] },
  // Whoever is sent there opens; who opened gives an account of it, and the officer reviews it.
  { id: 'break-glass', operation: 'emergency.open', roles: glassBreakers, when: ['at_desk'] },
  { id: 'emergencies-own', operation: 'emergency.list', roles: glassBreakers, when: ['self', 'at_desk'] },
  { id: 'emergencies', operation: 'emergency.list', roles: officer, when: ['at_desk'] },
  { id: 'emergency-account', operation: 'emergency.explain', roles: glassBreakers, when: ['maker', 'at_desk'] },
  { id: 'emergency-review', operation: 'emergency.review', roles: officer, when: ['at_desk'] },
  // An order is proposed and approved as an act (`approvals.ts`); everybody it concerns sees what came of it.
  { id: 'orders', operation: 'order.list', roles: orderReaders, when: ['at_desk'] },
  { id: 'order-end', operation: 'order.end', roles: officer, when: ['at_desk'] },
  { id: 'order-notes', operation: 'order.notes', roles: gridRoles, when: ['own_grid', 'at_desk'] },
  { id: 'reporter-named', operation: 'reporter.read', roles: officer, when: ['maker', 'at_desk'] },
];

/**
 * Decides whether a role may do an operation. Pure and total. Where no rule grants, the one with the fewest
 * unmet needs is reported, with its first unmet need.
 */
export function permit(operation: string, role: string, facts: OperationFacts): Permission {
  const near = operationRules
    .filter((row) => row.operation === operation && (row.roles as readonly string[]).includes(role))
    .map((row) => ({ row, unmet: unmetNeeds(row, facts, role) }))
    .sort((a, b) => a.unmet.length - b.unmet.length);
  const [nearest] = near;
  if (nearest === undefined) return { granted: false, rule: 'none', reason: 'no_rule' };
  if (!facts.within) return { granted: false, rule: 'one-thing-a-link', reason: 'outside_the_link' };
  const [first] = nearest.unmet;
  return { granted: first === undefined, rule: nearest.row.id, reason: first ?? 'granted' };
}

const unmetNeeds = (row: Row, facts: OperationFacts, role: string): readonly ReasonCode[] =>
  row.when.flatMap((name) => {
    const need: Need = needs[name];
    return need(facts, role) ?? [];
  });

import type { Grant } from '../grant.ts';
import { anyReporter, blurredFields, look, wholeAttachment, wholeTicket, worker } from './words.ts';

/**
 * The work on a ticket. Who reports writes it and adds to it. While it waits, the workers of its grid see what it is and
 * which building; its words, and with them the door, only who has taken it reads, while they have it and in its time.
 */
// prettier-ignore
export const tickets: readonly Grant[] = [
  { id: 'report', roles: anyReporter, actions: ['create'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['category', 'description', 'place'], level: 'clear', when: ['self'] },
  { id: 'supplement', roles: anyReporter, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['supplement'], level: 'clear', when: ['self', 'case_about', 'case_open'] },
  { id: 'rate', roles: anyReporter, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['rating'], level: 'clear', when: ['self', 'case_about', 'case_to_rate'] },
  { id: 'attach', roles: anyReporter, actions: ['create'], purpose: 'handle_ticket',
    type: 'attachment', fields: wholeAttachment, level: 'clear', when: ['self', 'case_open'] },
  // Faces of others: by who reported at any time, by who has the ticket once they may see it.
  { id: 'blur-own', roles: anyReporter, actions: ['update'], purpose: 'handle_ticket',
    type: 'attachment', fields: blurredFields, level: 'clear', when: ['self', 'case_about', 'case_open'] },
  { id: 'blur-in-hand', roles: worker, actions: ['update'], purpose: 'handle_ticket',
    type: 'attachment', fields: blurredFields, level: 'clear',
    when: ['at_desk', 'case_mine', 'case_about', 'case_in_hand', 'case_in_time', 'looked_at'] },

  // A ticket that waits shows the workers of its grid what it is and which building; its words, and with them the door,
  // only who has taken it reads.
  { id: 'ticket-waiting', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['category'], level: 'clear', when: ['own_grid', 'case_about', 'case_waiting'] },
  { id: 'ticket-waiting-place', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: ['place'], level: 'masked', when: ['own_grid', 'case_about', 'case_waiting'] },
  { id: 'ticket-in-hand', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: wholeTicket, level: 'clear',
    when: ['case_mine', 'case_about', 'case_in_hand', 'case_in_time', 'at_desk'] },
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
  { id: 'attachment-in-hand', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'attachment', fields: wholeAttachment, level: 'clear',
    when: ['at_desk', 'case_mine', 'case_about', 'case_in_hand', 'case_in_time', 'looked_at'] },

  // A dispatcher cannot accept or send on what they do not see: what and where. The words, once it is accepted.
  { id: 'ticket-to-dispatch', roles: ['dispatcher'], actions: look, purpose: 'dispatch',
    type: 'ticket', fields: ['category', 'place'], level: 'clear',
    when: ['case_about', 'case_with_dispatcher'] },
  { id: 'ticket-dispatch', roles: ['dispatcher'], actions: look, purpose: 'dispatch',
    type: 'ticket', fields: ['category', 'place', 'description'], level: 'clear',
    when: ['case_about', 'case_accepted'] },

  // Whoever has the ticket knows how to address the reporter, and nothing else about them.
  { id: 'reporter-of-my-ticket', roles: worker, actions: look, purpose: 'handle_ticket',
    type: 'resident', fields: ['name'], level: 'masked', when: ['case_mine', 'case_about', 'case_in_hand'] },
  // The telephone number: while the work is going on, one record at a time, and `consent-first` stands
  // before it.
  { id: 'call-about-my-ticket', roles: worker, actions: ['read'], purpose: 'phone_contact',
    type: 'resident', fields: ['mobile'], level: 'clear',
    when: ['case_mine', 'case_about', 'case_handling', 'case_in_time', 'reviews_done'] },
  { id: 'name-for-the-call', roles: worker, actions: ['read'], purpose: 'phone_contact',
    type: 'resident', fields: ['name'], level: 'masked', when: ['case_mine', 'case_about', 'case_handling'] },
];

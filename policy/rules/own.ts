import type { Grant } from '../grant.ts';
import {
  look,
  reporter,
  anyReporter,
  wholeAttachment,
  wholeDog,
  wholeErrand,
  wholeHousehold,
  wholeResident,
  wholeStaff,
  wholeTicket,
  wholeVehicle,
} from './words.ts';

/**
 * What people see of what is theirs (PIPL Art 45). Through the chat masked: the account may be in other hands. One's own
 * ticket is in one's own words, said in the same chat: clear there too.
 */
// prettier-ignore
export const own: readonly Grant[] = [
  // People and what is theirs (PIPL Art 45). Through the chat masked: the account may be in other hands.
  { id: 'own-resident-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-resident-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'clear', when: ['self', 'at_desk', 'strongly'] },
  { id: 'own-household-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-household-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'household', fields: wholeHousehold, level: 'clear', when: ['self', 'at_desk', 'strongly'] },
  { id: 'own-dog-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-dog-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'clear', when: ['self', 'at_desk', 'strongly'] },
  { id: 'own-vehicle-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'vehicle', fields: wholeVehicle, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-vehicle-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'vehicle', fields: wholeVehicle, level: 'clear', when: ['self', 'at_desk', 'strongly'] },
  { id: 'own-errand-chat', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'errand', fields: wholeErrand, level: 'masked', when: ['self', 'in_private'] },
  { id: 'own-errand-page', roles: ['resident'], actions: look, purpose: 'own_record',
    type: 'errand', fields: wholeErrand, level: 'clear', when: ['self', 'at_desk', 'strongly'] },
  { id: 'own-staff-record', roles: ['grid_worker', 'dispatcher'], actions: look, purpose: 'own_record',
    type: 'staff', fields: wholeStaff, level: 'clear', when: ['self', 'at_desk', 'strongly'] },

  // One's own ticket is in one's own words, said in the same chat: clear there too.
  { id: 'own-ticket', roles: anyReporter, actions: look, purpose: 'own_record',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['self'] },
  { id: 'own-ticket-handled', roles: reporter, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['self'] },
  // An attachment goes the way of the ticket's words, and one step less far: of others, on a worker's desk alone.
  { id: 'own-attachment', roles: reporter, actions: look, purpose: 'own_record',
    type: 'attachment', fields: wholeAttachment, level: 'clear', when: ['self'] },
  { id: 'own-attachment-handled', roles: reporter, actions: look, purpose: 'handle_ticket',
    type: 'attachment', fields: wholeAttachment, level: 'clear', when: ['self'] },
];

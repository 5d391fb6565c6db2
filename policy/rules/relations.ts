import type { Grant } from '../grant.ts';
import {
  everydayDog,
  everydayResident,
  look,
  wholeDog,
  wholeErrand,
  wholeResident,
  wholeTicket,
  wholeVehicle,
} from './words.ts';

/** PIPL Art 28. */
const sensitiveFields = ['idNumber', 'care'] as const;
const guardian = ['guardian'] as const;
const delegate = ['delegate'] as const;

/**
 * For somebody else. A guardian sees of a child under 14 what the child could see of their own (PIPL Art 31), and less
 * where nobody has signed in. A delegate sees what the person lets them, and what is sensitive only where that was said.
 */
// prettier-ignore
export const relations: readonly Grant[] = [
  { id: 'child-chat', roles: guardian, actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'masked', when: ['guardian_of', 'in_private'] },
  { id: 'child-page', roles: guardian, actions: look, purpose: 'own_record',
    type: 'resident', fields: wholeResident, level: 'clear', when: ['guardian_of', 'at_desk', 'strongly'] },
  { id: 'child-dog-chat', roles: guardian, actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['guardian_of', 'in_private'] },
  { id: 'child-dog-page', roles: guardian, actions: look, purpose: 'own_record',
    type: 'dog', fields: wholeDog, level: 'clear', when: ['guardian_of', 'at_desk', 'strongly'] },
  { id: 'child-errand-chat', roles: guardian, actions: look, purpose: 'own_record',
    type: 'errand', fields: wholeErrand, level: 'masked', when: ['guardian_of', 'in_private'] },
  { id: 'child-errand-page', roles: guardian, actions: look, purpose: 'own_record',
    type: 'errand', fields: wholeErrand, level: 'clear', when: ['guardian_of', 'at_desk', 'strongly'] },
  { id: 'child-ticket', roles: guardian, actions: look, purpose: 'own_record',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['guardian_of'] },

  { id: 'delegate-chat', roles: delegate, actions: look, purpose: 'own_record',
    type: 'resident', fields: everydayResident, level: 'masked', when: ['delegate_of', 'in_private'] },
  { id: 'delegate-page', roles: delegate, actions: look, purpose: 'own_record',
    type: 'resident', fields: everydayResident, level: 'clear', when: ['delegate_of', 'at_desk', 'strongly'] },
  { id: 'delegate-sensitive-chat', roles: delegate, actions: look, purpose: 'own_record',
    type: 'resident', fields: sensitiveFields, level: 'masked', when: ['delegate_of', 'in_private'] },
  { id: 'delegate-sensitive-masked', roles: delegate, actions: look, purpose: 'own_record',
    type: 'resident', fields: sensitiveFields, level: 'masked', when: ['delegate_of', 'at_desk', 'strongly'] },
  { id: 'delegate-sensitive-page', roles: delegate, actions: look, purpose: 'own_record',
    type: 'resident', fields: sensitiveFields, level: 'clear',
    when: ['delegate_of', 'delegate_sensitive', 'at_desk', 'strongly'] },
  { id: 'delegate-dog-chat', roles: delegate, actions: look, purpose: 'own_record',
    type: 'dog', fields: everydayDog, level: 'masked', when: ['delegate_of', 'in_private'] },
  { id: 'delegate-dog-page', roles: delegate, actions: look, purpose: 'own_record',
    type: 'dog', fields: everydayDog, level: 'clear', when: ['delegate_of', 'at_desk', 'strongly'] },
  { id: 'delegate-vehicle-chat', roles: delegate, actions: look, purpose: 'own_record',
    type: 'vehicle', fields: wholeVehicle, level: 'masked', when: ['delegate_of', 'in_private'] },
  { id: 'delegate-vehicle-page', roles: delegate, actions: look, purpose: 'own_record',
    type: 'vehicle', fields: wholeVehicle, level: 'clear', when: ['delegate_of', 'at_desk', 'strongly'] },
  // What an errand is about may be sensitive.
  { id: 'delegate-errand-page', roles: delegate, actions: look, purpose: 'own_record',
    type: 'errand', fields: wholeErrand, level: 'clear',
    when: ['delegate_of', 'delegate_sensitive', 'at_desk', 'strongly'] },

  // A right is asked for in the person's name; what is said for it is sealed with them.
  { id: 'ask-right-for-child', roles: guardian, actions: ['create'], purpose: 'exercise_right',
    type: 'request', fields: ['words', 'proposed', 'evidence'], level: 'clear', when: ['guardian_of', 'at_desk', 'strongly'] },
  { id: 'ask-right-as-delegate', roles: delegate, actions: ['create'], purpose: 'exercise_right',
    type: 'request', fields: ['words', 'proposed', 'evidence'], level: 'clear', when: ['delegate_of', 'at_desk', 'strongly'] },

  // Whoever reports for somebody writes it in their name: the ticket is that person's own.
  { id: 'ticket-for', roles: delegate, actions: look, purpose: 'handle_ticket',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: ['delegate_of'] },
  { id: 'report-for', roles: delegate, actions: ['create'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['category', 'description', 'place'], level: 'clear', when: ['delegate_of'] },
  { id: 'supplement-for', roles: delegate, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['supplement'], level: 'clear', when: ['delegate_of', 'case_about', 'case_open'] },
  { id: 'rate-for', roles: delegate, actions: ['update'], purpose: 'handle_ticket',
    type: 'ticket', fields: ['rating'], level: 'clear', when: ['delegate_of', 'case_about', 'case_to_rate'] },
];

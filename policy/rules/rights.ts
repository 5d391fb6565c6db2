import type { Grant } from '../grant.ts';
import { wholeDog, wholeErrand, wholeRequest, wholeResident, wholeStatement, wholeVehicle } from './words.ts';

const decider = ['grid_worker', 'privacy_officer'] as const;
const asked = ['words', 'proposed', 'evidence'] as const;
const inHand = ['case_mine', 'case_about', 'request_in_hand', 'at_desk'] as const;

/**
 * Seeing a person's right done (PIPL Art 44–50). What they ask is sealed with them. Whoever has taken the request in hand
 * reads what they said, and nothing else; the officer too, who reads no record by her office. A correction is written by
 * whoever decided it, without reading the record.
 */
// prettier-ignore
export const rights: readonly Grant[] = [
  { id: 'ask-right', roles: ['resident'], actions: ['create'], purpose: 'exercise_right',
    type: 'request', fields: asked, level: 'clear', when: ['self'] },
  { id: 'own-request', roles: ['resident'], actions: ['read', 'list'], purpose: 'own_record',
    type: 'request', fields: wholeRequest, level: 'clear', when: ['self', 'at_desk'] },
  // For somebody who cannot come: by who has checked the proof, and a second person agrees before anything is done.
  { id: 'ask-right-for', roles: ['grid_worker'], actions: ['create'], purpose: 'exercise_right',
    type: 'request', fields: asked, level: 'clear', when: ['own_grid', 'at_desk'] },
  { id: 'ask-right-for-officer', roles: ['privacy_officer'], actions: ['create'], purpose: 'exercise_right',
    type: 'request', fields: asked, level: 'clear', when: ['at_desk'] },
  { id: 'request-in-hand', roles: decider, actions: ['read'], purpose: 'exercise_right',
    type: 'request', fields: wholeRequest, level: 'clear', when: inHand },
  { id: 'request-answer', roles: decider, actions: ['update'], purpose: 'exercise_right',
    type: 'request', fields: ['answer'], level: 'clear', when: inHand },
  { id: 'correct-resident', roles: decider, actions: ['update'], purpose: 'exercise_right',
    type: 'resident', fields: wholeResident, level: 'clear', when: inHand },
  { id: 'correct-dog', roles: decider, actions: ['update'], purpose: 'exercise_right',
    type: 'dog', fields: wholeDog, level: 'clear', when: inHand },
  { id: 'correct-vehicle', roles: decider, actions: ['update'], purpose: 'exercise_right',
    type: 'vehicle', fields: wholeVehicle, level: 'clear', when: inHand },
  { id: 'correct-errand', roles: decider, actions: ['update'], purpose: 'exercise_right',
    type: 'errand', fields: wholeErrand, level: 'clear', when: inHand },

  // What is said of a neighbour belongs to that neighbour: the worker's own words, never the reporter's. They read it and
  // answer; the worker reads the answer; who reported has no rule here.
  { id: 'statement-write', roles: ['grid_worker', 'dedicated_worker'], actions: ['create'], purpose: 'handle_ticket',
    type: 'statement', fields: ['category', 'said', 'day'], level: 'clear',
    when: ['case_mine', 'case_in_hand', 'case_in_time', 'at_desk'] },
  { id: 'statement-in-hand', roles: ['grid_worker', 'dedicated_worker'], actions: ['read'], purpose: 'handle_ticket',
    type: 'statement', fields: wholeStatement, level: 'clear',
    when: ['case_mine', 'case_about', 'case_in_hand', 'case_in_time', 'at_desk'] },
  { id: 'own-statement', roles: ['resident'], actions: ['read', 'list'], purpose: 'own_record',
    type: 'statement', fields: wholeStatement, level: 'clear', when: ['self'] },
  { id: 'own-statement-reply', roles: ['resident'], actions: ['update'], purpose: 'exercise_right',
    type: 'statement', fields: ['reply'], level: 'clear', when: ['self'] },
];

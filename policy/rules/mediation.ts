import type { Grant } from '../grant.ts';
import { look, wholeNote } from './words.ts';

const mediator = ['mediator'] as const;

/**
 * Mediation (和事佬连心室). What is said there stays there: the notes are for the mediator who has the matter, and for nobody
 * else, by no office. Of the parties the mediator sees how to address them.
 */
// prettier-ignore
export const mediation: readonly Grant[] = [
  { id: 'mediation-write', roles: mediator, actions: ['create', 'update'], purpose: 'mediation',
    type: 'mediation_note', fields: wholeNote, level: 'clear',
    when: ['case_mine', 'case_about', 'mediation_open', 'at_desk'] },
  { id: 'mediation-notes', roles: mediator, actions: look, purpose: 'mediation',
    type: 'mediation_note', fields: wholeNote, level: 'clear',
    when: ['case_mine', 'case_about', 'a_mediation', 'at_desk'] },
  { id: 'mediation-parties', roles: mediator, actions: look, purpose: 'mediation',
    type: 'resident', fields: ['name'], level: 'masked',
    when: ['case_mine', 'case_about', 'a_mediation', 'at_desk'] },
];

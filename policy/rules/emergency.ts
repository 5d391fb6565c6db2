import { emergencyFields } from '../emergency.ts';
import type { Grant } from '../grant.ts';
import { glassBreakers } from '../roles.ts';

/** What is granted beside everyday work, because two people want it or something is on fire. */
// prettier-ignore
export const emergency: readonly Grant[] = [
  // Break-glass. An emergency does not stop at the grid's border: which of the two rules it was, the log tells.
  { id: 'emergency-in-grid', roles: glassBreakers, actions: ['read'], purpose: 'emergency',
    type: 'resident', fields: emergencyFields, level: 'clear', when: ['break_glass', 'own_grid', 'at_desk'] },
  { id: 'emergency-beyond-grid', roles: glassBreakers, actions: ['read'], purpose: 'emergency',
    type: 'resident', fields: emergencyFields, level: 'clear', when: ['break_glass', 'at_desk'] },
  // Who reported, to the officer who asked, once, after a second person approved. The record itself stays closed to her.
  { id: 'reporter-named', roles: ['privacy_officer'], actions: ['read'], purpose: 'name_reporter',
    type: 'resident', fields: ['name', 'address'], level: 'clear', when: ['two_people', 'at_desk'] },
];

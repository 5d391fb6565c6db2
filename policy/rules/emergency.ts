import { emergencyFields } from '../cases/emergency.ts';
import type { Grant } from '../grant.ts';
import { glassBreakers, gridRoles } from '../roles.ts';

/** What is granted beside everyday work, because two people want it or something is on fire. */
// prettier-ignore
export const emergency: readonly Grant[] = [
  // Break-glass. An emergency does not stop at the grid's border: which of the two rules it was, the log tells.
  { id: 'emergency-in-grid', roles: glassBreakers, actions: ['read'], purpose: 'emergency',
    type: 'resident', fields: emergencyFields, level: 'clear', when: ['break_glass', 'own_grid', 'at_desk'] },
  { id: 'emergency-beyond-grid', roles: glassBreakers, actions: ['read'], purpose: 'emergency',
    type: 'resident', fields: emergencyFields, level: 'clear', when: ['break_glass', 'at_desk'] },
  // Under an emergency order: exactly the fields it names (`order-names-the-field` in refusals.ts), of its grids' people.
  { id: 'order-residents', roles: gridRoles, actions: ['read', 'list'], purpose: 'emergency_order',
    type: 'resident', fields: ['name', 'mobile', 'address', 'care'], level: 'clear',
    when: ['under_order', 'own_grid', 'at_desk'] },
  { id: 'order-notes', roles: gridRoles, actions: ['list'], purpose: 'emergency_order',
    type: 'emergency_note', fields: ['need', 'outcome'], level: 'clear',
    when: ['under_order', 'own_grid', 'at_desk'] },
  { id: 'order-note', roles: gridRoles, actions: ['create', 'update'], purpose: 'emergency_order',
    type: 'emergency_note', fields: ['need', 'outcome'], level: 'clear',
    when: ['under_order', 'own_grid', 'at_desk'] },
  // Who reported, to the officer who asked, once, after a second person approved. The record itself stays closed to her.
  { id: 'reporter-named', roles: ['privacy_officer'], actions: ['read'], purpose: 'name_reporter',
    type: 'resident', fields: ['name', 'address'], level: 'clear', when: ['two_people', 'at_desk'] },
];

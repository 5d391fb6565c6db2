import type { Grant } from '../grant.ts';

/** What is granted beside everyday work, because two people want it or something is on fire. */
// prettier-ignore
export const emergency: readonly Grant[] = [
  // Who reported, to the officer who asked, once, after a second person approved. The record itself stays closed to her.
  { id: 'reporter-named', roles: ['privacy_officer'], actions: ['read'], purpose: 'name_reporter',
    type: 'resident', fields: ['name', 'address'], level: 'clear', when: ['two_people', 'at_desk'] },
];

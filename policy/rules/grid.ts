import type { Grant } from '../grant.ts';
import {
  gridStaff,
  look,
  wholeBusiness,
  wholeDog,
  wholeErrand,
  wholeHousehold,
  wholeVehicle,
  worker,
} from './words.ts';

/** Everyday work: a worker's own grid, masked. */
// prettier-ignore
export const grid: readonly Grant[] = [
  // A worker's own grid, masked.
  { id: 'grid-residents', roles: gridStaff, actions: look, purpose: 'grid_overview',
    type: 'resident', fields: ['name', 'mobile', 'address', 'household', 'householdRole'], level: 'masked',
    when: ['own_grid'] },
  { id: 'grid-households', roles: gridStaff, actions: look, purpose: 'grid_overview',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['own_grid'] },
  { id: 'grid-dogs', roles: ['grid_worker'], actions: look, purpose: 'dog_care',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['own_grid'] },
  { id: 'grid-vehicles', roles: gridStaff, actions: look, purpose: 'grid_overview',
    type: 'vehicle', fields: wholeVehicle, level: 'masked', when: ['own_grid'] },
  // Whoever does an errand has to know what it is; it is written down for that, and for nothing else.
  { id: 'grid-errands', roles: ['grid_worker'], actions: look, purpose: 'errand_service',
    type: 'errand', fields: wholeErrand, level: 'clear', when: ['own_grid', 'at_desk'] },
  // What a shop is, anybody may know. Whom to call there, one shop at a time: the number was left to be called.
  { id: 'grid-businesses', roles: worker, actions: look, purpose: 'business_contact',
    type: 'business', fields: ['name', 'creditCode', 'trade', 'place'], level: 'clear', when: ['own_grid'] },
  { id: 'grid-business-contacts', roles: worker, actions: look, purpose: 'business_contact',
    type: 'business', fields: wholeBusiness, level: 'masked', when: ['own_grid'] },
  { id: 'grid-business-contact', roles: worker, actions: ['read'], purpose: 'business_contact',
    type: 'business', fields: ['contact', 'mobile'], level: 'clear', when: ['own_grid', 'at_desk'] },
  { id: 'businesses-to-dispatch', roles: ['dispatcher'], actions: look, purpose: 'business_contact',
    type: 'business', fields: ['name', 'trade', 'place'], level: 'clear', when: ['at_desk'] },
  { id: 'bind-whom', roles: ['grid_worker'], actions: ['read'], purpose: 'identity_binding',
    type: 'resident', fields: ['name', 'address'], level: 'masked', when: ['own_grid'] },

  // Any other purpose, said in words: enough to see that it is the right door, and no more.
  { id: 'other-residents', roles: ['grid_worker'], actions: ['read'], purpose: 'other',
    type: 'resident', fields: ['name'], level: 'masked', when: ['own_grid'] },
  { id: 'other-resident-facts', roles: ['grid_worker'], actions: ['read'], purpose: 'other',
    type: 'resident', fields: ['mobile', 'address'], level: 'fact', when: ['own_grid'] },
  { id: 'other-households', roles: ['grid_worker'], actions: ['read'], purpose: 'other',
    type: 'household', fields: ['address', 'size'], level: 'fact', when: ['own_grid'] },
  { id: 'other-dogs', roles: ['grid_worker'], actions: ['read'], purpose: 'other',
    type: 'dog', fields: ['name', 'vaccinatedUntil'], level: 'fact', when: ['own_grid'] },
];

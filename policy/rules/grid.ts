import type { Grant } from '../grant.ts';
import { gridStaff, look, wholeDog, wholeHousehold } from './words.ts';

/** Everyday work: a worker's own grid, masked. */
// prettier-ignore
export const grid: readonly Grant[] = [
  // A worker's own grid, masked.
  { id: 'grid-residents', roles: gridStaff, actions: look, purpose: 'grid_overview',
    type: 'resident', fields: ['name', 'mobile', 'address', 'household'], level: 'masked',
    when: ['own_grid'] },
  { id: 'grid-households', roles: gridStaff, actions: look, purpose: 'grid_overview',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['own_grid'] },
  { id: 'grid-dogs', roles: ['grid_worker'], actions: look, purpose: 'dog_care',
    type: 'dog', fields: wholeDog, level: 'masked', when: ['own_grid'] },
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

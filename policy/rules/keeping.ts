import type { Grant } from '../grant.ts';
import {
  everydayResident,
  look,
  wholeBusiness,
  wholeDog,
  wholeErrand,
  wholeHousehold,
  wholeResident,
  wholeVehicle,
  worker,
  write,
} from './words.ts';

/**
 * Keeping records. A worker writes down what people tell them and reads it back masked; care needs not at all. An import
 * brings in what the community already holds: it writes, once, and reads nothing back.
 */
// prettier-ignore
export const keeping: readonly Grant[] = [
  // Keeping records. A worker writes down what people tell them and reads it back masked; care needs not at
  // all.
  { id: 'keep-residents-read', roles: ['grid_worker'], actions: look, purpose: 'record_keeping',
    type: 'resident', fields: everydayResident, level: 'masked',
    when: ['own_grid'] },
  { id: 'keep-id-number-read', roles: ['grid_worker'], actions: look, purpose: 'record_keeping',
    type: 'resident', fields: ['idNumber'], level: 'fact', when: ['own_grid'] },
  { id: 'keep-households-read', roles: ['grid_worker'], actions: look, purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'masked', when: ['own_grid'] },
  { id: 'keep-residents', roles: ['grid_worker'], actions: write, purpose: 'record_keeping',
    type: 'resident', fields: wholeResident, level: 'clear', when: ['own_grid'] },
  { id: 'keep-households', roles: ['grid_worker'], actions: write, purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'clear', when: ['own_grid'] },
  { id: 'keep-dogs', roles: ['grid_worker'], actions: write, purpose: 'record_keeping',
    type: 'dog', fields: wholeDog, level: 'clear', when: ['own_grid'] },
  { id: 'keep-vehicles', roles: ['grid_worker'], actions: write, purpose: 'record_keeping',
    type: 'vehicle', fields: wholeVehicle, level: 'clear', when: ['own_grid'] },
  { id: 'keep-errands', roles: ['grid_worker'], actions: write, purpose: 'record_keeping',
    type: 'errand', fields: wholeErrand, level: 'clear', when: ['own_grid'] },
  { id: 'keep-businesses', roles: worker, actions: write, purpose: 'record_keeping',
    type: 'business', fields: wholeBusiness, level: 'clear', when: ['own_grid'] },

  // An import brings in what the community already holds. It writes, once, and reads nothing back.
  { id: 'import-residents', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'resident', fields: wholeResident, level: 'clear', when: [] },
  { id: 'import-households', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'household', fields: wholeHousehold, level: 'clear', when: [] },
  { id: 'import-dogs', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'dog', fields: wholeDog, level: 'clear', when: [] },
  { id: 'import-vehicles', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'vehicle', fields: wholeVehicle, level: 'clear', when: [] },
  { id: 'import-errands', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'errand', fields: wholeErrand, level: 'clear', when: [] },
  { id: 'import-businesses', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'business', fields: wholeBusiness, level: 'clear', when: [] },
  // A ticket from before. At the desk, because a new ticket is the one thing that a group may write.
  { id: 'import-tickets', roles: ['administrator'], actions: ['create'], purpose: 'record_keeping',
    type: 'ticket', fields: ['category', 'description', 'place', 'result', 'rating'], level: 'clear',
    when: ['at_desk'] },
];

import type { Grant } from '../grant.ts';

/**
 * A round of visits (走访): a list of people, approved by a grid leader, with an end. Who walks it sees whom to visit and
 * where. Care needs only for a care visit, with that person's own consent.
 */
// prettier-ignore
export const visits: readonly Grant[] = [
  { id: 'visit', roles: ['grid_worker'], actions: ['read', 'list'], purpose: 'visit',
    type: 'resident', fields: ['name', 'address'], level: 'clear',
    when: ['own_grid', 'case_mine', 'case_about', 'visit_approved', 'case_in_time', 'reviews_done', 'at_desk'] },
  { id: 'visit-mobile', roles: ['grid_worker'], actions: ['read', 'list'], purpose: 'visit',
    type: 'resident', fields: ['mobile', 'household'], level: 'masked',
    when: ['own_grid', 'case_mine', 'case_about', 'visit_approved', 'case_in_time', 'at_desk'] },
  { id: 'care-visit', roles: ['grid_worker'], actions: ['read'], purpose: 'care_visit',
    type: 'resident', fields: ['name', 'mobile', 'address', 'care'], level: 'clear',
    when: ['own_grid', 'case_mine', 'case_about', 'visit_approved', 'case_in_time', 'reviews_done', 'at_desk'] },
];

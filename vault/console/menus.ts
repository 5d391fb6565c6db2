import type { Role } from '../../policy/roles.ts';
import type { menuWords } from './words-frame.ts';

/** Where each role begins. */
export const homes: Readonly<Partial<Record<Role, string>>> = {
  resident: '/me',
  grid_worker: '/tickets',
  dedicated_worker: '/tickets',
  grid_leader: '/visits',
  dispatcher: '/dispatch',
  mediator: '/mediations',
  privacy_officer: '/log',
  outside_auditor: '/policy',
  committee_head: '/approvals',
  administrator: '/approvals',
};

export type Place = readonly [path: string, words: keyof typeof menuWords];

/** What a role finds on each page, in as many words as one line of a phone has, and what it finds under 更多. */
export interface RoleMenu {
  readonly shown: readonly Place[];
  readonly more?: readonly Place[];
}

export const menus: Readonly<Partial<Record<Role, RoleMenu>>> = {
  resident: {
    shown: [
      ['/me', 'me'],
      ['/me/tickets', 'myTickets'],
      ['/me/consents', 'consents'],
      ['/me/log', 'ownLog'],
      ['/me/rights', 'rights'],
    ],
  },
  grid_worker: {
    shown: [
      ['/tickets', 'tickets'],
      ['/residents', 'residents'],
      ['/visits', 'visits'],
      ['/emergency', 'emergency'],
    ],
    more: [
      ['/records', 'records'],
      ['/requests', 'requests'],
      ['/orders', 'orders'],
      ['/approvals', 'approvals'],
      ['/me/bind', 'bind'],
    ],
  },
  mediator: {
    shown: [['/mediations', 'mediations']],
  },
  dispatcher: {
    shown: [
      ['/dispatch', 'dispatch'],
      ['/emergency', 'emergency'],
      ['/orders', 'orders'],
      ['/approvals', 'approvals'],
    ],
  },
  dedicated_worker: {
    shown: [
      ['/tickets', 'tickets'],
      ['/emergency', 'emergency'],
      ['/records', 'records'],
    ],
    more: [
      ['/orders', 'orders'],
      ['/me/bind', 'bind'],
    ],
  },
  grid_leader: {
    shown: [
      ['/visits', 'visits'],
      ['/residents', 'residents'],
      ['/emergency', 'emergency'],
      ['/approvals', 'approvals'],
    ],
    more: [['/orders', 'orders']],
  },
  privacy_officer: {
    shown: [
      ['/log', 'log'],
      ['/alerts', 'alerts'],
      ['/approvals', 'approvals'],
    ],
    more: [
      ['/requests', 'requests'],
      ['/reviews', 'reviews'],
      ['/policy', 'policy'],
      ['/policy/versions', 'versions'],
      ['/duties', 'duties'],
      ['/orders', 'orders'],
      ['/canaries', 'canaries'],
      ['/erasures', 'erasures'],
      ['/log/checkpoint', 'checkpoint'],
      ['/keys', 'keys'],
      ['/assistant', 'assistant'],
    ],
  },
  outside_auditor: {
    shown: [
      ['/log', 'log'],
      ['/policy', 'policy'],
      ['/duties', 'duties'],
    ],
    more: [
      ['/policy/versions', 'versions'],
      ['/log/checkpoint', 'checkpoint'],
      ['/keys', 'keys'],
    ],
  },
  committee_head: {
    shown: [
      ['/approvals', 'approvals'],
      ['/policy/versions', 'versions'],
      ['/orders', 'orders'],
      ['/duties', 'duties'],
    ],
  },
  administrator: {
    shown: [
      ['/approvals', 'approvals'],
      ['/policy/versions', 'versions'],
      ['/orders', 'orders'],
    ],
    more: [['/keys', 'keys']],
  },
};

/** Whose menu has more than fits. */
export const rolesWithMore = (Object.keys(menus) as Role[]).filter((role) => menus[role]?.more !== undefined);

import type { Grant } from '../grant.ts';

const pia = ['processing', 'lawful', 'impact', 'measures', 'conclusion'] as const;
const breach = ['what', 'cause', 'harm', 'measures', 'advice', 'contact'] as const;

/**
 * The controller's own papers: impact assessments (PIPL Art 55–56) and breach records (Art 57). The officer writes them,
 * an auditor reads them; they are about processing, and name nobody.
 */
// prettier-ignore
export const duties: readonly Grant[] = [
  { id: 'pia-write', roles: ['privacy_officer'], actions: ['create', 'update'], purpose: 'keep_duties',
    type: 'pia', fields: pia, level: 'clear', when: ['at_desk'] },
  { id: 'pia-read', roles: ['privacy_officer', 'outside_auditor'], actions: ['read'], purpose: 'keep_duties',
    type: 'pia', fields: pia, level: 'clear', when: ['at_desk'] },
  { id: 'breach-write', roles: ['privacy_officer'], actions: ['create', 'update'], purpose: 'keep_duties',
    type: 'breach', fields: breach, level: 'clear', when: ['at_desk'] },
  { id: 'breach-read', roles: ['privacy_officer', 'outside_auditor'], actions: ['read'], purpose: 'keep_duties',
    type: 'breach', fields: breach, level: 'clear', when: ['at_desk'] },
];

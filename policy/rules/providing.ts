import type { Grant } from '../grant.ts';

/**
 * Handing data to an organisation (PIPL Art 23, 25): into a sealed package, never onto a screen. The officer who puts it
 * together chooses people and fields; what the values are, the recipient alone reads. Which recipient may get which
 * fields, the register of recipients narrows further (`recipients.ts`); what a law asks takes a second person
 * (`approvals.ts`).
 */
// prettier-ignore
export const providing: readonly Grant[] = [
  { id: 'provide-by-law', roles: ['privacy_officer'], actions: ['provide'], purpose: 'provide_by_law',
    type: 'resident', fields: ['name', 'mobile', 'birthDate', 'address'], level: 'clear', when: ['at_desk'] },
  { id: 'provide-by-consent', roles: ['privacy_officer'], actions: ['provide'], purpose: 'provide_by_consent',
    type: 'resident', fields: ['name', 'mobile', 'address'], level: 'clear', when: ['at_desk'] },
];

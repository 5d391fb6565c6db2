import type { Bilingual } from '../bilingual.ts';
import { oneOf } from './closed-list.ts';

/** What somebody is in the household they belong to. Who is whose guardian is a relation (`people/relations.ts`). */
export const householdRoles = {
  head: { zh: '户主', en: 'head' },
  member: { zh: '家庭成员', en: 'member' },
  tenant: { zh: '租户', en: 'tenant' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type HouseholdRole = keyof typeof householdRoles;

export const householdRole = oneOf(
  householdRoles,
  'household_role_unknown',
  { zh: '户内身份', en: 'the role in the household' },
  { 成员: 'member', 家人: 'member', 租客: 'tenant', 承租人: 'tenant' },
);

import { mayDo } from './permits.ts';
import { policyTable } from './policy-table-schemas.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

/** What may be released to whom, for who has to check it. */
export const policyTableRoutes = [
  route({
    path: '/policy:read',
    pipeline: 'readPolicy',
    resource: { zh: '政策', en: 'Policy' },
    summary: { zh: '现行政策:谁能得到什么', en: 'The policy in force: who gets what' },
    note: {
      zh: '每条规则一行;没有写的一律不给。在每条规则之前还有几种一概拒绝的情形。',
      en: 'A line for each rule; what is not written is not given. A few refusals stand before every rule.',
    },
    roles: mayDo('policy.read'),
    body: nothing,
    request: () => undefined,
    answer: policyTable,
  }),
] as const;

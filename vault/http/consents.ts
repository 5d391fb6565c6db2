import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { consentList, consentRecord, consentStanding, nothing } from './schemas.ts';

const resource = { zh: '授权', en: 'Consents' };

export const consents = [
  route({
    path: '/consents',
    pipeline: 'recordConsent',
    resource,
    summary: { zh: '同意、不同意或撤回', en: 'Give, refuse or withdraw consent' },
    note: {
      zh: '同意时写明看的是哪份告知书;撤回不用写,下一次查看就生效。',
      en: 'Name the notice that was shown when consenting. A withdrawal needs none, and works for the very next read.',
    },
    roles: mayDo('consent.give', 'consent.refuse', 'consent.withdraw'),
    body: consentRecord,
    idempotent: 'optional',
    example: { purpose: 'phone_contact', event: 'withdrawn' },
    request: ({ body }) => body,
    answer: consentStanding,
  }),
  route({
    path: '/consents:search',
    pipeline: 'listConsents',
    resource,
    summary: { zh: '我的授权', en: 'My consents' },
    roles: mayDo('consent.list'),
    body: nothing,
    request: () => undefined,
    answer: consentList,
  }),
] as const;

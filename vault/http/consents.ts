import { mayDo } from './permits.ts';
import { publicRoute, route } from './route.ts';
import {
  consentAtDoor,
  consentAtDoorRecorded,
  consentFor,
  consentList,
  consentReceipt,
  consentRecord,
  consentRecorded,
  receiptKey,
} from './consent-schemas.ts';

const resource = { zh: '授权', en: 'Consents' };

/** RFC 7468 around DER: what openssl reads. */
const pemOf = (spki: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${base64(spki)}\n-----END PUBLIC KEY-----\n`;
const base64 = (bytes: Iterable<number>): string => btoa(String.fromCharCode(...bytes));

export const consents = [
  route({
    path: '/consents',
    pipeline: 'recordConsent',
    resource,
    summary: {
      zh: '同意、不同意、撤回,或对当面的记录说是、说不是',
      en: 'Give, refuse or withdraw consent; say yes or no to what was recorded at the door',
    },
    note: {
      zh: '同意时写明看的是哪份告知书;撤回不用写,下一次查看就生效。网格员当面记下的,本人用 confirmed 确认,用 disputed 否认。回答里写明什么停了、什么照旧。',
      en: 'Name the notice that was shown when consenting. A withdrawal needs none, and works for the very next read. What a worker recorded at the door is confirmed with confirmed and denied with disputed. The answer says what stops and what goes on.',
    },
    roles: mayDo('consent.give', 'consent.refuse', 'consent.withdraw', 'consent.confirm', 'consent.dispute'),
    body: consentRecord,
    idempotent: 'optional',
    example: { purpose: 'phone_contact', event: 'withdrawn' },
    request: ({ body }) => body,
    answer: consentRecorded,
  }),
  route({
    path: '/consents:search',
    pipeline: 'listConsents',
    resource,
    summary: { zh: '我的授权', en: 'My consents' },
    note: {
      zh: 'ask 是现在能不能再问这一项,不能的话为什么、从什么时候起;history 里的 id 用来要回执。',
      en: 'ask says whether the person may be asked for it now, and if not, why and from when; with an id of history one gets its receipt.',
    },
    roles: mayDo('consent.list'),
    body: consentFor,
    request: ({ body }) => body,
    answer: consentList,
  }),
  route({
    path: '/consents:at-door',
    pipeline: 'recordAtDoor',
    resource,
    summary: { zh: '当面记录居民的决定', en: 'Record at the door what a resident decided' },
    note: {
      zh: '本人要在场;checked 写怎么核对的。同意先算暂时的:敏感信息看不到,七天内本人没确认就失效。',
      en: 'The person has to be there; checked says how that was seen. A yes is provisional: nothing sensitive is shown, and it runs out after seven days without the person’s own word.',
    },
    roles: mayDo('consent.record'),
    body: consentAtDoor,
    idempotent: 'optional',
    request: ({ body }) => body,
    answer: consentAtDoorRecorded,
  }),
  route({
    path: '/consents/{id}:receipt',
    pipeline: 'consentReceipt',
    resource,
    summary: { zh: '同意回执', en: 'A consent receipt' },
    note: {
      zh: '签名在 RFC 8785 写法的 receipt 上;用 lindun receipt verify 可离线核验。',
      en: 'The signature is over receipt as RFC 8785 writes it; lindun receipt verify checks it offline.',
    },
    roles: mayDo('consent.receipt'),
    body: consentFor,
    request: ({ params, body }) => ({ id: params['id'] ?? '', ...body }),
    answer: consentReceipt,
  }),
  publicRoute({
    path: '/consents/key',
    resource,
    summary: { zh: '回执的验证公钥', en: 'The key that verifies receipts' },
    note: {
      zh: '只签回执。请另找途径核对一次,例如社区窗口贴出的那一份。',
      en: 'It signs receipts alone. Compare it once by another way, such as the copy at the community’s desk.',
    },
    mediaType: 'application/json',
    schema: receiptKey,
    handle: async ({ community }) => {
      const { name, publicKey, spki } = await community.receiptKey();
      const key = { name, algorithm: 'Ed25519', public_key: base64(publicKey), pem: pemOf(spki) };
      const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=60' };
      return new Response(JSON.stringify(key), { headers });
    },
  }),
] as const;

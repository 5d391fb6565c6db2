import { z } from '@hono/zod-openapi';
import {
  handedOver,
  handOverList,
  handOverPreparation,
  handOverPrepared,
  ofId,
  recipientList,
  recipientProposal,
  recipientProposed,
} from './duty-schemas.ts';
import { mayDo } from './permits.ts';
import { publicRoute, route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '对外提供', en: 'Hand-overs' };
const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

export const recipientRoutes = [
  route({
    path: '/recipients',
    pipeline: 'proposeRecipient',
    resource,
    summary: { zh: '提议登记接收方', en: 'Propose a recipient' },
    note: {
      zh: 'key 是对方的 OpenPGP 公钥,移交包只有它能打开。依法提供要写明条文 law 和文号 document。须第二个人同意后生效。',
      en: 'key is its OpenPGP public key: only it opens a package. Where a law asks, law and document cite it. It takes effect when a second person approves.',
    },
    roles: mayDo('recipient.propose'),
    body: recipientProposal,
    idempotent: 'optional',
    status: 201,
    example: {
      kind: 'police',
      name: '鲍山派出所',
      contact: '0531-00000000',
      purpose: 'provide_by_law',
      law: '《刑事诉讼法》第五十四条',
      document: '济公(鲍)调字〔2026〕12号',
      fields: ['name', 'address'],
      key: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n…',
    },
    request: ({ body }) => body,
    answer: recipientProposed,
    location: ({ id }) => `/recipients/${id}`,
  }),
  route({
    path: '/recipients:search',
    pipeline: 'listRecipients',
    resource,
    summary: { zh: '接收方名册', en: 'The recipients' },
    note: {
      zh: '居民看到现在可能收到信息的单位;隐私官看到全部。',
      en: 'A resident sees who may receive something now, an officer all there were.',
    },
    roles: mayDo('recipient.list'),
    body: nothing,
    request: () => undefined,
    answer: recipientList,
  }),
  route({
    path: '/recipients/{id}:end',
    pipeline: 'endRecipient',
    resource,
    summary: { zh: '注销接收方', en: 'End a recipient' },
    roles: mayDo('recipient.end'),
    body: nothing,
    request: ({ params }) => ({ id: idIn(params) }),
    answer: ofId,
    codes: ['conflict'],
  }),
  route({
    path: '/hand-overs',
    pipeline: 'prepareHandOver',
    resource,
    summary: { zh: '准备对外提供', en: 'Prepare a hand-over' },
    note: {
      zh: '一次最多五十人,写标识 residents;依法提供的也可以写身份证号 idNumbers。依法提供要写文号 document,并须第二个人同意;经本人同意的,交出时逐人再看一次同意。',
      en: 'At most fifty people, by identifier, or where a law asks by identity number. Where a law asks, the document’s number and a second person; where people agree, each consent is looked up when it is made.',
    },
    roles: mayDo('hand_over.prepare'),
    body: handOverPreparation,
    idempotent: 'optional',
    status: 201,
    example: {
      recipient: '01kq3v9m2c7hx4e8ztn5rbw6ga',
      residents: ['01kq3v9m2c7hx4e8ztn5rbw6gb'],
      document: '济公(鲍)调字〔2026〕12号',
    },
    request: ({ body }) => body,
    answer: handOverPrepared,
    location: ({ id }) => `/hand-overs/${id}`,
    codes: ['conflict'],
  }),
  route({
    path: '/hand-overs:search',
    pipeline: 'listHandOvers',
    resource,
    summary: { zh: '对外提供记录', en: 'List hand-overs' },
    roles: mayDo('hand_over.list'),
    body: nothing,
    request: () => undefined,
    answer: handOverList,
  }),
  route({
    path: '/hand-overs/{id}:make',
    pipeline: 'makeHandOver',
    resource,
    summary: { zh: '交出移交包', en: 'Make the package' },
    note: {
      zh: '只给一次:签名并加密的 OpenPGP 包,只有接收方能打开。每位本人都会看到;没有同意的不在里面,包里只说少了几人。',
      en: 'Once: a signed and encrypted OpenPGP message that only the recipient opens. Each person sees it; who has not agreed is not in it, and it says only how many.',
    },
    roles: mayDo('hand_over.make'),
    body: nothing,
    request: ({ params }) => ({ id: idIn(params) }),
    answer: handedOver,
    text: (value) => value.package,
    codes: ['conflict'],
  }),
  publicRoute({
    path: '/hand-overs/key',
    resource,
    summary: { zh: '移交包的签名公钥', en: 'The key that signs packages' },
    note: {
      zh: 'OpenPGP 公钥。请另找途径核对一次指纹。',
      en: 'An OpenPGP public key. Compare its fingerprint once by another way.',
    },
    mediaType: 'application/pgp-keys',
    schema: z.string(),
    handle: async ({ community }) =>
      new Response((await community.packageKey()).armored, {
        headers: { 'Content-Type': 'application/pgp-keys', 'Cache-Control': 'no-cache' },
      }),
  }),
] as const;

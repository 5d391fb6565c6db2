import { link } from './link-schemas.ts';
import { mayDo } from './permits.ts';
import { doorRoute, route } from './route.ts';
import { nothing } from './schemas.ts';
import {
  credentialDrop,
  enrolled,
  entered,
  linkEnter,
  pinSet,
  signInEnd,
  signInEnded,
  signInEnter,
  signInInvite,
  signInState,
} from './sign-in-schemas.ts';

const resource = { zh: '登录', en: 'Sign-in' };

/**
 * Signing in without a browser: what a page's form does, for programs and tests. Passkeys need a browser and are on the
 * pages alone.
 */
export const signIns = [
  doorRoute({
    path: '/links:enter',
    resource,
    summary: { zh: '用一次性链接进入', en: 'Enter by a link for one use' },
    note: {
      zh: 'secret 是链接 # 后面那一段。用过就作废。',
      en: 'The secret is what stands behind the # of the link. It is used up by this.',
    },
    body: linkEnter,
    example: { secret: 'lin_2f7c' },
    enter: (community, body, request) => community.enter({ ...body, request }),
    answer: entered,
  }),
  doorRoute({
    path: '/sign-ins:enter',
    resource,
    summary: { zh: '用登录号和口令登录', en: 'Sign in by number and PIN' },
    note: {
      zh: '连错五次先锁五分钟,再错锁得更久。没有的登录号回答也一样。',
      en: 'After five wrong tries it is locked for five minutes, then for longer. A number that is nobody’s is answered alike.',
    },
    body: signInEnter,
    example: { number: '418203576', pin: '280519' },
    enter: (community, body, request) => community.enterByPin({ ...body, request, via: 'api' }),
    answer: entered,
  }),
  route({
    path: '/sign-ins:read',
    pipeline: 'readSignIn',
    resource,
    summary: { zh: '看自己怎么登录', en: 'See how you sign in' },
    roles: mayDo('sign_in.enrol'),
    body: nothing,
    request: () => undefined,
    answer: signInState,
  }),
  route({
    method: 'put',
    path: '/sign-ins/pin',
    pipeline: 'setPin',
    resource,
    summary: { zh: '设置自己的口令', en: 'Set your PIN' },
    note: {
      zh: '从设置链接进来时,原有的口令和通行密钥同时作废,回答里是登录后的会话。',
      en: 'By an enrolment link: what was set before ends with this, and the answer has a session.',
    },
    roles: mayDo('sign_in.enrol'),
    body: pinSet,
    example: { pin: '280519' },
    request: ({ body }) => body,
    answer: enrolled,
  }),
  route({
    path: '/sign-ins:drop',
    pipeline: 'dropCredential',
    resource,
    summary: { zh: '停用自己的一个通行密钥或口令', en: 'Take away a passkey or the PIN of your own' },
    note: { zh: '最后一个不能停用。', en: 'Not the last one.' },
    roles: mayDo('sign_in.enrol'),
    body: credentialDrop,
    example: { pin: true },
    request: ({ body }) => body,
    answer: signInState,
    codes: ['conflict'],
  }),
  route({
    path: '/sign-ins:invite',
    pipeline: 'inviteToSignIn',
    resource,
    summary: { zh: '给当面的居民一个设置口令的链接', en: 'Make a resident’s link for setting a PIN' },
    note: {
      zh: '当面核对过本人再用,给本人的手机打开;不经过楼管家。本人已有口令的,先由隐私官停用旧的。',
      en: 'For somebody whom you have before you, to be opened on their own phone; never through the chat assistant. Not for who has one: the officer takes that away first.',
    },
    roles: mayDo('sign_in.invite'),
    body: signInInvite,
    status: 201,
    example: { resident: '01kq3v9m2c7hx4e8ztn5rbw6ga' },
    request: ({ body }) => body,
    answer: link,
  }),
  route({
    path: '/sign-ins:end',
    pipeline: 'endSignIn',
    resource,
    summary: { zh: '停用某人的全部口令和通行密钥', en: 'End all of somebody’s passkeys and their PIN' },
    note: { zh: '手机丢了、给了别人时用。会话同时结束。', en: 'For a loss. Their sessions end too.' },
    roles: mayDo('sign_in.remove'),
    body: signInEnd,
    example: { of: '01kq3v9m2c7hx4e8ztn5rbw6ga' },
    request: ({ body }) => body,
    answer: signInEnded,
  }),
] as const;

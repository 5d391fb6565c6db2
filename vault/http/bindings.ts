import { mayDo } from './permits.ts';
import { route } from './route.ts';
import {
  binding,
  bindingAnswer,
  bindingBound,
  bindingEnd,
  bindingEnded,
  bindingOpen,
  bindingWaiting,
  nothing,
} from './schemas.ts';

const resource = { zh: '绑定', en: 'Bindings' };
const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** A chat identity becomes a resident's by three hands: a code is made, said in the chat, and confirmed. */
export const bindings = [
  route({
    path: '/bindings',
    pipeline: 'openBinding',
    resource,
    summary: { zh: '发起绑定', en: 'Open a binding' },
    note: {
      zh: '当面核对过本人再发起;不写 resident 就是给自己。六位码五分钟有效,只在这次回答里出现。',
      en: 'After seeing who it is; without resident, for oneself. The six digits are good for five minutes and stand in this answer only.',
    },
    roles: mayDo('binding.open'),
    body: bindingOpen,
    status: 201,
    request: ({ body }) => body,
    answer: binding,
    location: ({ id }) => `/bindings/${id}`,
  }),
  route({
    path: '/bindings:answer',
    pipeline: 'answerBinding',
    resource,
    summary: { zh: '在私聊里说出绑定码', en: 'Say the code in a private chat' },
    note: {
      zh: '不论对错,回答都一样;五分钟内最多五次。',
      en: 'Right or wrong, the answer looks the same; five tries in five minutes.',
    },
    roles: mayDo('binding.answer'),
    body: bindingAnswer,
    idempotent: 'optional',
    example: { code: '042317' },
    request: ({ body }) => body,
    answer: bindingWaiting,
  }),
  route({
    path: '/bindings/{id}:read',
    pipeline: 'readBinding',
    resource,
    summary: { zh: '查看绑定进展', en: 'See where a binding stands' },
    roles: mayDo('binding.confirm'),
    body: nothing,
    request: ({ params }) => idIn(params),
    answer: binding,
  }),
  route({
    path: '/bindings/{id}:confirm',
    pipeline: 'confirmBinding',
    resource,
    summary: { zh: '确认绑定', en: 'Confirm a binding' },
    note: {
      zh: '先看对方手机上的两位数字和 check 是否一致。',
      en: 'First compare the two digits on the other’s phone with check.',
    },
    roles: mayDo('binding.confirm'),
    body: nothing,
    request: ({ params }) => idIn(params),
    answer: bindingBound,
    codes: ['conflict'],
  }),
  route({
    path: '/bindings:end',
    pipeline: 'endBinding',
    resource,
    summary: { zh: '解除绑定', en: 'End bindings' },
    note: {
      zh: '本人不写 of,解除自己的全部绑定;隐私官和管理员写明是谁的。下一次请求就生效。',
      en: 'Without of one’s own, all of them; officers and administrators name whose. It works for the very next request.',
    },
    roles: mayDo('binding.end'),
    body: bindingEnd,
    idempotent: 'optional',
    request: ({ body }) => body,
    answer: bindingEnded,
  }),
] as const;

import {
  emergencyExplain,
  emergencyItem,
  emergencyList,
  emergencyReview,
  glass,
  glassOpened,
} from './emergency-schemas.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '紧急查看', en: 'Break-glass' };
const viewIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** Break-glass: open at once, tell everybody, give an account, be reviewed. */
export const emergencyRoutes = [
  route({
    path: '/emergencies',
    pipeline: 'breakGlass',
    resource,
    summary: { zh: '紧急查看', en: 'Break the glass' },
    note: {
      zh: '写清出了什么事,点名要看的人或门牌。马上给出姓名、手机、住址、照护需要,两小时内有效。会记录,居民会知道,隐私官一天内复核。',
      en: 'Say what is going on and name the people or the doors. Name, telephone, address and care needs come at once, for two hours. It is recorded, the residents are told, and the officer reviews it within a day.',
    },
    roles: mayDo('emergency.open'),
    body: glass,
    idempotent: 'optional',
    status: 201,
    example: { kind: 'gas_leak', reason: '3号楼2单元五层有燃气味,敲门没人应', addresses: ['3-2-501'] },
    request: ({ body }) => body,
    answer: glassOpened,
  }),
  route({
    path: '/emergencies:search',
    pipeline: 'listEmergencies',
    resource,
    summary: { zh: '紧急查看记录', en: 'List break-glasses' },
    note: {
      zh: '隐私官看全部,先是等复核的;别人看自己的。',
      en: 'The officer sees all, first what waits for review; others see their own.',
    },
    roles: mayDo('emergency.list'),
    body: nothing,
    request: () => undefined,
    answer: emergencyList,
  }),
  route({
    path: '/emergencies/{id}:explain',
    pipeline: 'explainEmergency',
    resource,
    summary: { zh: '补充说明', en: 'Say what came of it' },
    roles: mayDo('emergency.explain'),
    body: emergencyExplain,
    idempotent: 'optional',
    example: { words: '老人在家,阀门没关严,已处理' },
    request: ({ body, params }) => ({ ...body, view: viewIn(params) }),
    answer: emergencyItem,
  }),
  route({
    path: '/emergencies/{id}:review',
    pipeline: 'reviewEmergency',
    resource,
    summary: { zh: '复核', en: 'Review one' },
    note: {
      zh: '一天之内。逾期没有复核,开启的人日常查看暂停,但不影响下一次紧急查看。',
      en: 'Within a day. While a review is overdue the opener has no routine look; the next emergency opens all the same.',
    },
    roles: mayDo('emergency.review'),
    body: emergencyReview,
    idempotent: 'optional',
    example: { verdict: 'justified', words: '物业出警记录相符' },
    request: ({ body, params }) => ({ ...body, view: viewIn(params) }),
    answer: emergencyItem,
    codes: ['conflict'],
  }),
] as const;

import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';
import { visitList, visitMove, visitPlan, visitRead, visitState } from './visit-schemas.ts';

const resource = { zh: '走访', en: 'Visits' };

export const visits = [
  route({
    path: '/visits',
    pipeline: 'planVisit',
    resource,
    summary: { zh: '计划走访', en: 'Plan a round of visits' },
    note: {
      zh: '名单、网格、天数和事由;网格长批准以后才能看名单上的人。',
      en: 'A list, its grid, a number of days and a reason. Nothing is shown before a grid leader has approved it.',
    },
    roles: mayDo('visit.plan'),
    body: visitPlan,
    idempotent: 'optional',
    status: 201,
    example: {
      purpose: 'visit',
      grid: 3,
      subjects: ['01kq3v9m2c7hx4e8ztn5rbw6ga'],
      days: 7,
      reason: '夏季用电安全入户提醒',
    },
    request: ({ body }) => body,
    answer: visitState,
    location: ({ id }) => `/visits/${id}`,
  }),
  route({
    path: '/visits:search',
    pipeline: 'listVisits',
    resource,
    summary: { zh: '我的走访', en: 'My rounds of visits' },
    roles: mayDo('visit.list'),
    body: nothing,
    request: () => undefined,
    answer: visitList,
  }),
  route({
    path: '/visits/{id}:move',
    pipeline: 'moveVisit',
    resource,
    summary: { zh: '批准、退回或结束走访', en: 'Approve, send back or end a round' },
    roles: mayDo('visit.approve', 'visit.end'),
    body: visitMove,
    example: { move: 'approve' },
    request: ({ body, params }) => ({ ...body, visit: params['id'] ?? '' }),
    answer: visitState,
    codes: ['conflict'],
  }),
  route({
    path: '/visits/{id}:read',
    pipeline: 'readVisit',
    resource,
    summary: { zh: '走访名单', en: 'Who is on a round' },
    note: {
      zh: '名单上每个人都会有一条记录。独居老人关怀要本人同意,没同意的不显示。',
      en: 'Each person on it has an entry. A care visit needs each person’s consent; who gave none is not shown.',
    },
    roles: mayDo('visit.list'),
    body: nothing,
    request: ({ params }) => ({ visit: params['id'] ?? '' }),
    answer: visitRead,
  }),
] as const;

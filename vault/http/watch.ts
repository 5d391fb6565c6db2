import { proposed } from './approval-schemas.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';
import { alert, alertClose, alertList, canary, canaryList, canaryMake, unfreeze } from './watch-schemas.ts';

const resource = { zh: '提醒', en: 'Alerts' };

/** What the officer is told of staff's looks, and the traps she sets. */
export const watchRoutes = [
  route({
    path: '/alerts:search',
    pipeline: 'listAlerts',
    resource,
    summary: { zh: '等您看的提醒', en: 'What was noticed about staff’s looks' },
    note: {
      zh: '提醒只告诉您看到了什么,不会自动处分谁。先问问本人。',
      en: 'An alert says what was seen and does nothing else. Ask the person first.',
    },
    roles: mayDo('watch.list'),
    body: nothing,
    request: () => undefined,
    answer: alertList,
  }),
  route({
    path: '/alerts/{alert}:close',
    pipeline: 'closeAlert',
    resource,
    summary: { zh: '看过了,或处理完了', en: 'Seen, or dealt with' },
    note: { zh: '处理完(closed)要写一句结果。', en: 'To close it takes a sentence of what came of it.' },
    roles: mayDo('watch.close'),
    body: alertClose,
    example: { state: 'closed', words: '问过本人:在整理旧档案' },
    request: ({ body, params }) => ({ ...body, alert: params['alert'] ?? '' }),
    answer: alert,
    codes: ['conflict'],
  }),
  route({
    path: '/canaries',
    pipeline: 'makeCanary',
    resource,
    summary: { zh: '设一份示警档案', en: 'Make a canary record' },
    note: {
      zh: '虚构的居民,混在网格名单里。任何工作都用不到它;谁打开,谁的账号就暂停。导出和统计不算它。',
      en: 'A made-up resident among those of a grid. No work leads to it; whoever opens it is stopped. Exports and statistics leave it out.',
    },
    roles: mayDo('canary.make'),
    body: canaryMake,
    idempotent: 'optional',
    status: 201,
    example: { grid: 3 },
    request: ({ body }) => body,
    answer: canary,
  }),
  route({
    path: '/canaries:search',
    pipeline: 'listCanaries',
    resource,
    summary: { zh: '示警档案', en: 'Canary records' },
    roles: mayDo('canary.list'),
    body: nothing,
    request: () => undefined,
    answer: canaryList,
  }),
  route({
    path: '/canaries/{canary}:retire',
    pipeline: 'retireCanary',
    resource,
    summary: { zh: '停用一份示警档案', en: 'Retire a canary record' },
    roles: mayDo('canary.retire'),
    body: nothing,
    request: ({ params }) => ({ canary: params['canary'] ?? '' }),
    answer: canary,
  }),
  route({
    path: '/staff/{staff}:unfreeze',
    pipeline: 'proposeUnfreeze',
    resource,
    summary: { zh: '申请恢复账号', en: 'Ask that somebody who was stopped go on' },
    note: {
      zh: '第二个人同意后恢复,本人须重新登录。',
      en: 'A second person decides; they then sign in anew.',
    },
    roles: ['privacy_officer', 'administrator'],
    body: unfreeze,
    idempotent: 'optional',
    status: 201,
    example: { words: '问过本人:点错了' },
    request: ({ body, params }) => ({ ...body, staff: params['staff'] ?? '' }),
    answer: proposed,
    codes: ['conflict'],
  }),
] as const;

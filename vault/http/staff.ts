import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { appointed, appointment, roleChange } from './schemas.ts';

const resource = { zh: '工作人员', en: 'Staff' };

export const staff = [
  route({
    path: '/staff',
    pipeline: 'appoint',
    resource,
    summary: { zh: '任命', en: 'Appoint somebody' },
    note: {
      zh: '网格员要写负责的网格;楼管家(bot)没有姓名。',
      en: 'A grid worker has grids; the chat assistant, bot, has no name.',
    },
    roles: mayDo('staff.appoint'),
    body: appointment,
    idempotent: 'required',
    status: 201,
    example: { role: 'grid_worker', grids: [3], fields: { name: '李建国' } },
    request: ({ body }) => body,
    answer: appointed,
    version: ({ version }) => version,
    location: ({ id }) => `/staff/${id}`,
  }),
  route({
    method: 'put',
    path: '/staff/{staff}/role',
    pipeline: 'changeRole',
    resource,
    summary: { zh: '调整或结束职务', en: 'Change or end a role' },
    note: { zh: '下一次请求就生效。', en: 'It works for the very next request.' },
    roles: mayDo('staff.appoint'),
    body: roleChange,
    ifMatch: 'required',
    example: { role: 'grid_worker', grids: [3, 4], ended: false },
    request: ({ body, params, version }) => ({
      ...body,
      staff: params['staff'] ?? '',
      version: version ?? 0,
    }),
    answer: appointed,
    version: ({ version }) => version,
  }),
] as const;

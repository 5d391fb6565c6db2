import {
  matterList,
  matterOpen,
  matterRead,
  matterState,
  noteWrite,
  noteWritten,
} from './mediation-schemas.ts';
import { mayAct, mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '调解', en: 'Mediations' };
const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** Mediations (和事佬连心室): their mediator's, and nobody else's. */
export const mediationRoutes = [
  route({
    path: '/mediations',
    pipeline: 'openMatter',
    resource,
    summary: { zh: '开始一件调解', en: 'Open a mediation' },
    note: {
      zh: '各方当面说的姓名和住址,要和档案一致;各方都会有一条记录。一天最多写 40 方。',
      en: 'Name and address of each party as they say them, which have to be those on record. Each has an entry. Forty parties a day at most.',
    },
    roles: mayDo('mediation.open'),
    body: matterOpen,
    idempotent: 'optional',
    status: 201,
    example: {
      parties: [
        { name: '王秀英', address: '3-2-501' },
        { name: '赵德柱', address: '3-2-401' },
      ],
    },
    request: ({ body }) => body,
    answer: matterState,
    location: ({ id }) => `/mediations/${id}`,
    codes: ['too_many_requests'],
  }),
  route({
    path: '/mediations:search',
    pipeline: 'listMatters',
    resource,
    summary: { zh: '我的调解', en: 'Mediations of one’s own' },
    roles: mayDo('mediation.list'),
    body: nothing,
    request: () => undefined,
    answer: matterList,
  }),
  route({
    path: '/mediations/{id}:read',
    pipeline: 'readMatter',
    resource,
    summary: { zh: '一件调解和它的笔记', en: 'A mediation and its notes' },
    note: { zh: '只有办这件调解的和事佬看得到。', en: 'For the mediator of the matter alone.' },
    roles: mayAct('list', 'mediation_note'),
    body: nothing,
    request: ({ params }) => ({ matter: idIn(params) }),
    answer: matterRead,
  }),
  route({
    path: '/mediations/{id}/notes',
    pipeline: 'writeNote',
    resource,
    summary: { zh: '写一条调解笔记', en: 'Write a note' },
    roles: mayAct('create', 'mediation_note'),
    body: noteWrite,
    idempotent: 'optional',
    status: 201,
    example: { fields: { day: '2026-11-20', note: '双方都来了,先各说各的。' } },
    request: ({ body, params }) => ({ ...body, matter: idIn(params) }),
    answer: noteWritten,
    version: ({ version }) => version,
  }),
  route({
    method: 'patch',
    path: '/mediations/notes/{id}',
    pipeline: 'changeNote',
    resource,
    summary: { zh: '改一条调解笔记', en: 'Correct a note' },
    roles: mayAct('update', 'mediation_note'),
    body: noteWrite,
    ifMatch: 'required',
    example: { fields: { agreed: '晚上九点以后不练琴。' } },
    request: ({ body, params, version }) => ({ ...body, note: idIn(params), version: version ?? 0 }),
    answer: noteWritten,
    version: ({ version }) => version,
  }),
  route({
    path: '/mediations/{id}:close',
    pipeline: 'closeMatter',
    resource,
    summary: { zh: '结束调解', en: 'Close a mediation' },
    roles: mayDo('mediation.close'),
    body: nothing,
    request: ({ params }) => ({ matter: idIn(params) }),
    answer: matterState,
    codes: ['conflict'],
  }),
] as const;

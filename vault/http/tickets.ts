import { z } from '@hono/zod-openapi';
import { mayAct, mayDo } from './permits.ts';
import { route } from './route.ts';
import {
  receipt,
  releasedTicket,
  ticketCreate,
  ticketMove,
  ticketPage,
  ticketRead,
  ticketSearch,
  ticketState,
  ticketSupplement,
} from './schemas.ts';

const resource = { zh: '工单', en: 'Tickets' };
const ticketIn = (params: Readonly<Record<string, string>>): string => params['ticket'] ?? '';
/** A ticket's own words stand directly in these bodies, not under `fields`. */
const unnested = (field: string): string => field.replace(/^fields\./, '');

export const tickets = [
  route({
    path: '/tickets',
    pipeline: 'createTicket',
    resource,
    summary: { zh: '报事', en: 'Report something' },
    note: {
      zh: '群里的令牌只得到「收到」和编号,别的都没有。',
      en: 'A token for a group gets that it was received and a number, and nothing else.',
    },
    roles: mayDo('ticket.create'),
    body: ticketCreate,
    idempotent: 'required',
    status: 201,
    example: { category: 'dog', description: '3号楼下有狗没拴绳', place: '3号楼' },
    request: ({ body }) => body,
    answer: z.union([ticketState, receipt]),
    // A group must not even get the id, and both headers would tell it.
    version: (value) => ('receipt' in value ? undefined : value.version),
    location: (value) => ('receipt' in value ? undefined : `/tickets/${value.id}`),
    rename: unnested,
  }),
  route({
    path: '/tickets:search',
    pipeline: 'listTickets',
    resource,
    summary: { zh: '查找工单', en: 'Find tickets' },
    note: {
      zh: '网格员按网格(可加楼号),调度员按状态,报事人按 mine;先来的在前。',
      en: 'A grid worker by grid and building, a dispatcher by state, who reported by mine. Oldest first.',
    },
    roles: mayDo('ticket.list'),
    body: ticketSearch,
    example: { purpose: 'handle_ticket', where: { grid: 3 }, state: 'submitted' },
    request: ({ body }) => body,
    answer: ticketPage,
  }),
  route({
    path: '/tickets/{ticket}:read',
    pipeline: 'readTicket',
    resource,
    summary: { zh: '查看工单', en: 'Read a ticket' },
    note: {
      zh: '可用工单编号,如 318、0318 或 2026-0318。',
      en: 'By its id or by its number, such as 318, 0318 or 2026-0318.',
    },
    roles: mayAct('read', 'ticket'),
    body: ticketRead,
    example: { purpose: 'handle_ticket' },
    request: ({ body, params }) => ({ ...body, ticket: ticketIn(params) }),
    answer: releasedTicket,
    version: ({ version }) => version,
  }),
  route({
    path: '/tickets/{ticket}:move',
    pipeline: 'moveTicket',
    resource,
    summary: { zh: '推进工单', en: 'Move a ticket' },
    note: {
      zh: '受理、派单、接单、办结、结单、评价等。在工作台或本人页面上必须带 If-Match。',
      en: 'Accept, dispatch, take, handle, close, rate and so on. At a desk or on one’s own page If-Match is required.',
    },
    roles: mayDo('ticket.move'),
    body: ticketMove,
    ifMatch: 'optional',
    idempotent: 'optional',
    example: { action: 'take' },
    request: ({ body, params, version }) => ({ ...body, ticket: ticketIn(params), version }),
    answer: ticketState,
    version: ({ version }) => version,
    rename: unnested,
  }),
  route({
    path: '/tickets/{ticket}:supplement',
    pipeline: 'supplementTicket',
    resource,
    summary: { zh: '补充说明', en: 'Add to a ticket' },
    roles: mayDo('ticket.create'),
    body: ticketSupplement,
    idempotent: 'optional',
    example: { text: '是一只棕色的狗' },
    request: ({ body, params }) => ({ ...body, ticket: ticketIn(params) }),
    answer: ticketState,
    version: ({ version }) => version,
    rename: (field) => (field === 'fields.supplement' ? 'text' : field),
  }),
] as const;

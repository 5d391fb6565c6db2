import { mayAct, mayDo } from './permits.ts';
import {
  noteClose,
  noteList,
  noteTake,
  noteTaken,
  order,
  orderEnd,
  orderList,
  orderPropose,
} from './order-schemas.ts';
import { approvals } from '../../policy/cases/approvals.ts';
import { proposed } from './approval-schemas.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '应急令', en: 'Emergency orders' };
const orderIn = (params: Readonly<Record<string, string>>): string => params['order'] ?? '';

/** Emergency orders: proposed by one, approved by another, and gone with what was collected under them. */
export const orderRoutes = [
  route({
    path: '/orders',
    pipeline: 'proposeOrder',
    resource,
    summary: { zh: '提出应急令', en: 'Propose an order' },
    note: {
      zh: '写明文件字号、网格、最少的信息、天数(最多三十天)。另一个人同意后才生效;到期自动结束,期间收集的全部销毁。',
      en: 'The paper’s number, the grids, the fewest fields, the days (thirty at most). It is in force once a second person has approved it, and ends by itself: what was collected under it is destroyed.',
    },
    roles: approvals.emergency_order.makers,
    body: orderPropose,
    idempotent: 'optional',
    status: 201,
    example: {
      number: '济防指〔2026〕3号',
      kind: 'flood',
      grids: [3],
      fields: ['resident.name', 'resident.mobile'],
      days: 7,
      words: '河水上涨,三号网格低洼,要逐户通知转移',
    },
    request: ({ body }) => body,
    answer: proposed,
  }),
  route({
    path: '/orders:search',
    pipeline: 'listOrders',
    resource,
    summary: { zh: '应急令和结束报告', en: 'List orders, with what came of them' },
    roles: mayDo('order.list'),
    body: nothing,
    request: () => undefined,
    answer: orderList,
  }),
  route({
    path: '/orders/{order}:end',
    pipeline: 'endOrder',
    resource,
    summary: { zh: '提前结束', en: 'End an order early' },
    roles: mayDo('order.end'),
    body: orderEnd,
    idempotent: 'optional',
    example: { words: '警报解除' },
    request: ({ body, params }) => ({ ...body, order: orderIn(params) }),
    answer: order,
    codes: ['conflict'],
  }),
  route({
    path: '/orders/{order}/notes',
    pipeline: 'takeNote',
    resource,
    summary: { zh: '写应急记录', en: 'Write down what somebody needs' },
    note: {
      zh: '只写需要什么、结果怎样。应急令结束时销毁。',
      en: 'What is needed, and what came of it. It is destroyed when the order ends.',
    },
    roles: mayAct('create', 'emergency_note'),
    body: noteTake,
    idempotent: 'optional',
    status: 201,
    example: { resident: '01kq3v9m2c7hx4e8ztn5rbw6ga', need: '老人不能下楼,转移时要两个人抬' },
    request: ({ body, params }) => ({ ...body, order: orderIn(params) }),
    answer: noteTaken,
  }),
  route({
    path: '/orders/{order}/notes:search',
    pipeline: 'listNotes',
    resource,
    summary: { zh: '本网格的应急记录', en: 'The notes of one’s own grids' },
    roles: mayDo('order.notes'),
    body: nothing,
    request: ({ params }) => ({ order: orderIn(params) }),
    answer: noteList,
  }),
  route({
    method: 'patch',
    path: '/notes/{note}',
    pipeline: 'closeNote',
    resource,
    summary: { zh: '写结果', en: 'Say what came of a note' },
    roles: mayAct('update', 'emergency_note'),
    body: noteClose,
    idempotent: 'optional',
    example: { outcome: '已转移到二楼活动室' },
    request: ({ body, params }) => ({ ...body, note: params['note'] ?? '' }),
    answer: noteTaken,
  }),
] as const;

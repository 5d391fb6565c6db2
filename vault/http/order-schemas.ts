import { z } from '@hono/zod-openapi';
import {
  mostDays,
  orderable,
  type OrderKind,
  orderKindNames,
  orderKinds,
} from '../../policy/cases/orders.ts';
import { words } from './approval-schemas.ts';
import { distinct, gridId, id, shown, time } from './schemas.ts';

const kindList = orderKindNames.map((kind) => `${kind} ${orderKinds[kind].zh}`).join(' · ');
const kind = z
  .enum(orderKindNames as [OrderKind, ...OrderKind[]])
  .openapi('OrderKind', { description: kindList });
const field = z.enum(orderable);
const count = z.int().min(0);

export const orderPropose = z
  .strictObject({
    number: z.string().min(1).max(60),
    kind,
    grids: distinct(gridId, 200).min(1),
    fields: distinct(field, orderable.length).min(1),
    days: z.int().min(1).max(mostDays),
    words,
  })
  .openapi('OrderPropose');
export const order = z
  .strictObject({
    id,
    number: z.string(),
    kind,
    grids: z.array(gridId),
    fields: z.array(field),
    from: time,
    until: time,
    state: z.enum(['live', 'ended']),
    mine: z.boolean(),
    read: count,
    collected: count,
    deleted: count.nullable(),
    ended: z.strictObject({ at: time, early: z.boolean() }).nullable(),
  })
  .openapi('Order');
export const orderList = z.strictObject({ items: z.array(order) }).openapi('OrderList');
export const orderEnd = z.strictObject({ words }).openapi('OrderEnd');

const note = z.string().trim().min(1).max(500);
export const noteTake = z
  .strictObject({ resident: id, need: note, outcome: note.optional() })
  .openapi('NoteTake');
export const noteClose = z.strictObject({ outcome: note }).openapi('NoteClose');
export const noteTaken = z.strictObject({ id }).openapi('NoteTaken');
export const noteList = z
  .strictObject({
    items: z.array(z.strictObject({ id, resident: id, at: time, fields: z.record(z.string(), shown) })),
  })
  .openapi('NoteList');

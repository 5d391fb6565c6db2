import { z } from '@hono/zod-openapi';
import { type HoldLaw, holdable, holdLawNames, holdLaws } from '../../policy/erasure/holds.ts';
import { words } from './approval-schemas.ts';
import { id, time } from './schemas.ts';

const counts = z.record(z.string(), z.int().min(0)).openapi({
  description: '按类型或「类型.字段」计数 / by type, or type.field',
  example: { ticket: 3, 'resident.care': 1 },
});
const ticket = z.strictObject({ year: z.int(), number: z.int() }).nullable();
const lawList = holdLawNames.map((name) => `${name} ${holdLaws[name].zh}`).join(' · ');

export const heldItem = z
  .strictObject({
    id,
    why: z.enum(['suppressed', 'erased', 'on_file']).openapi({
      description:
        'suppressed 在防重录名单上 · erased 用的是已抹除者的编号,或提到了他们 · on_file 身份证号与另一份档案相同 / on the suppression list · the id of somebody erased, or a reference to them · another record has this identity number',
    }),
    at: time,
    by: z.string(),
    how: z.enum(['import', 'create', 'update']),
    line: z.int().min(1).nullable(),
    state: z.enum(['open', 'released', 'closed']),
  })
  .openapi('HeldBack');
export const heldList = z
  .strictObject({ items: z.array(heldItem), suppressed: z.int().min(0) })
  .openapi('HeldBackList');
export const heldDecide = z
  .strictObject({ decision: z.enum(['release', 'close']), words: words.optional() })
  .openapi('HeldBackDecide');

const traceShape = {
  id,
  why: z.enum(['about_them', 'acted_for', 'party']),
  ticket,
  places: z.int().min(0),
  at: time,
  state: z.enum(['open', 'redacted', 'kept']),
};
export const traceItem = z.strictObject(traceShape).openapi('Trace');
export const traceList = z.strictObject({ items: z.array(traceItem) }).openapi('TraceList');
export const traceRead = z
  .strictObject({
    ...traceShape,
    version: z.int().min(1),
    fields: z.record(
      z.string(),
      z.strictObject({
        text: z.string(),
        spans: z.array(z.tuple([z.int().min(0), z.int().min(0)])),
      }),
    ),
  })
  .openapi('TraceRead');
export const traceDecide = z
  .strictObject({
    decision: z.enum(['redact', 'keep']),
    words: z.array(z.string().min(1).max(100)).max(50).optional(),
  })
  .openapi('TraceDecide');

export const sweeps = z
  .strictObject({
    next: counts,
    last: z.array(z.strictObject({ day: z.string(), counts, done: z.boolean() })),
  })
  .openapi('Sweeps');

export const leftNote = z
  .strictObject({
    on: time
      .nullable()
      .openapi({ description: '从哪天起;null 表示没有离开 / since when; null: they have not left' }),
  })
  .openapi('Left');
export const leftNoted = z.strictObject({ subject: id, left: time.nullable() }).openapi('LeftNoted');

const law = z.enum(holdLawNames as [HoldLaw, ...HoldLaw[]]).openapi({ description: lawList });
export const holdOrder = z
  .strictObject({ subject: id, law, types: z.array(z.enum(holdable)).min(1), until: time, words })
  .openapi('HoldOrder');
export const hold = z
  .strictObject({
    subject: id,
    law,
    types: z.array(z.string()),
    at: time,
    until: time,
    state: z.enum(['in_force', 'over', 'lifted']),
    erased: z.boolean(),
    records: z.array(z.strictObject({ type: z.string(), id })),
  })
  .openapi('Hold');
export const holdList = z.strictObject({ items: z.array(hold) }).openapi('HoldList');

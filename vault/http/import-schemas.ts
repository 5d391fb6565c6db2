import { z } from '@hono/zod-openapi';
import { pastStates } from '../../policy/cases/case.ts';
import { keptTypes, type RecordType } from '../../policy/fields.ts';
import { fieldsByType, gridId, id, purpose, ticketField, time } from './schemas.ts';

/**
 * The type of a line decides which fields it may have, so it is looked at first. Only here the caller may choose an
 * id: lines refer to each other before there are records.
 */
const importedRecord = (type: RecordType) =>
  z.strictObject({
    kind: z.literal('record'),
    type: z.literal(type),
    id: id.optional(),
    grid: gridId.optional(),
    keeper: id.optional(),
    fields: fieldsByType[type],
  });
export const importedConsent = z.strictObject({
  kind: z.literal('consent'),
  subject: id,
  purpose,
  at: time,
});
/** A ticket of the time before: what was reported, how far it came, and what came of it. */
export const importedTicket = z.strictObject({
  kind: z.literal('ticket'),
  id: id.optional(),
  reporter: id,
  opened: time,
  category: ticketField('category'),
  description: ticketField('description'),
  place: ticketField('place').optional(),
  grid: gridId.optional(),
  state: z.enum(pastStates),
  worker: id.optional(),
  result: ticketField('result').optional(),
  rating: ticketField('rating').optional(),
});
const importedRecords = keptTypes.map(importedRecord);
export const importLine = z
  .discriminatedUnion('kind', [
    z.discriminatedUnion('type', importedRecords as [(typeof importedRecords)[number]]),
    importedTicket,
    importedConsent,
  ])
  .openapi('ImportLine');
export const imported = z
  .strictObject({
    imported: z.int().min(0),
    heldBack: z.array(z.int().min(1)).openapi({
      description:
        '先不存、已请隐私官核对的行,从 1 数起 / lines, from 1, that were not stored: the privacy officer looks at them',
    }),
  })
  .openapi('Imported');

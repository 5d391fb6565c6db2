import { z } from '@hono/zod-openapi';
import { longestValue } from '../../policy/checks/check.ts';
import { id, recordFields, releasedRecord, shown, time, version } from './schemas.ts';

/** Who a party is, as they say it themselves; both have to be as they are on record. */
const party = z.strictObject({
  name: z.string().min(1).max(longestValue),
  address: z.string().min(1).max(longestValue),
});
export const matterOpen = z.strictObject({ parties: z.array(party).min(2).max(10) }).openapi('MatterOpen');

export const matterState = z
  .strictObject({
    id,
    state: z.enum(['handling', 'closed']),
    opened: time,
    closed: time.nullable(),
    parties: z.int().min(0),
    notes: z.int().min(0),
  })
  .openapi('MatterState');
export const matterList = z.strictObject({ items: z.array(matterState) }).openapi('MatterList');

/** A note as its mediator reads it. */
const note = z.strictObject({ id, version, fields: z.record(z.string(), shown) }).openapi('MediationNote');
export const matterRead = matterState
  .extend({ people: z.array(releasedRecord), items: z.array(note) })
  .openapi('MatterRead');

const fields = recordFields('mediation_note');
export const noteWrite = z.strictObject({ fields }).openapi('MediationNoteWrite');
export const noteWritten = z.strictObject({ id, version }).openapi('MediationNoteWritten');

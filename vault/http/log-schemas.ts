import { z } from '@hono/zod-openapi';
import { ways } from '../../policy/words.ts';
import { id, limit, shown, time } from './schemas.ts';

/** What the access log is asked, and what it answers. No entry has a value of a record. */

const cursor = z
  .string()
  .regex(/^\d{1,15}$/)
  .optional();
const decision = z.enum(['granted', 'refused', 'done']);
const token = z.string().regex(/^[\w.:/@+-]{1,128}$/);
export const logSearch = z
  .strictObject({
    actor: token.optional(),
    subject: token.optional(),
    decision: decision.optional(),
    action: token.optional(),
    case: token.optional(),
    request: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional(),
    from: time.optional(),
    to: time.optional(),
    cursor,
    limit,
  })
  .openapi('LogSearch');
export const logOwn = z
  .strictObject({ for: id.optional(), only: z.literal('others').optional(), cursor, limit })
  .openapi('LogOwn');
const recordReference = z.strictObject({ type: z.string(), id: z.string(), version: z.int() });
const ownEntryShape = {
  seq: z.int().min(0),
  time,
  action: z.string(),
  decision,
  role: z.string(),
  policy: z.string(),
  fields: z.record(z.string(), z.string()),
  level: z.string().nullable(),
  purpose: z.string().nullable(),
  basis: z.string().nullable(),
  rule: z.string().nullable(),
  reason: z.string().nullable(),
  words: z.string().nullable(),
  case: z.string().nullable(),
  notice: z.string().nullable(),
  ticket: z.int().nullable(),
  recipient: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  records: z.array(recordReference),
  replaced: z.array(recordReference),
};
export const logEntry = z
  .strictObject({
    ...ownEntryShape,
    actor: z.string(),
    subject: z.string().nullable(),
    request: z.string(),
    via: z.string(),
  })
  .openapi('LogEntry');
export const ownEntry = z
  .strictObject({
    ...ownEntryShape,
    who: shown.nullable(),
    by: z.enum(['self', 'other']),
    via: z.enum(ways).nullable(),
  })
  .openapi('OwnEntry');
const logPageShape = { cursor: z.string().nullable(), tampered: z.array(z.int()) };
export const logPage = z.strictObject({ items: z.array(logEntry), ...logPageShape }).openapi('LogPage');
export const ownLogPage = z.strictObject({ items: z.array(ownEntry), ...logPageShape }).openapi('OwnLogPage');
export const logConsistency = z
  .strictObject({ from: z.int().min(0), to: z.int().min(0) })
  .openapi('LogConsistency');
export const consistency = z.strictObject({ hashes: z.array(z.string()) }).openapi('Consistency');
export const proof = z.strictObject({ proof: z.string(), vkey: z.string() }).openapi('Proof');
export const signedCheckpoint = z
  .strictObject({ checkpoint: z.string(), vkey: z.string() })
  .openapi('SignedCheckpoint');

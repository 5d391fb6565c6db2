import { z } from '@hono/zod-openapi';
import { time } from './schemas.ts';

/** A root secret's name: it tells one from another and nothing about it. */
const root = z.string().regex(/^[0-9a-f]{16}$/);
const count = z.int().min(0).max(1_000_000_000);
const what = z.enum(['root', 'copy', 'officers', 'drill']);

export const custodyItem = z.strictObject({ what, at: time, root, count }).openapi('KeyCustody');
export const custodyList = z.strictObject({ items: z.array(custodyItem) }).openapi('KeyCustodyList');
export const custodyNote = z
  .strictObject({ what: what.exclude(['root']), root, count })
  .openapi('KeyCustodyNote');
export const rootRotated = z.strictObject({ root, keys: count, rewrapped: count }).openapi('RootRotated');

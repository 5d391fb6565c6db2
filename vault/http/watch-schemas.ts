import { z } from '@hono/zod-openapi';
import { type Role, roles } from '../../policy/roles.ts';
import { type AlertKind, alertWords } from '../../policy/watch.ts';
import { words } from './approval-schemas.ts';
import { id, shown, time } from './schemas.ts';

const kinds = Object.keys(alertWords) as [AlertKind, ...AlertKind[]];
const kindList = kinds.map((kind) => `${kind}: ${alertWords[kind].en}`).join(' · ');
const gridNumber = z.number().int().min(1).max(9999);

export const alert = z
  .strictObject({
    id: z.string(),
    kind: z.enum(kinds).openapi({ description: kindList }),
    of: z.string().openapi({ description: '谁(标识),可用来筛选访问记录 / whom: an id to narrow the log by' }),
    who: shown.nullable(),
    role: z.enum(roles as readonly [Role, ...Role[]]).nullable(),
    frozen: z.boolean(),
    at: time,
    from: time,
    counts: z.record(z.string(), z.number()),
    state: z.enum(['open', 'seen', 'closed']),
  })
  .openapi('Alert');
export const alertList = z.strictObject({ items: z.array(alert) }).openapi('AlertList');
export const alertClose = z
  .strictObject({ state: z.enum(['seen', 'closed']), words: words.optional() })
  .openapi('AlertClose');

export const canary = z
  .strictObject({ id, grid: gridNumber, made: time, state: z.enum(['live', 'retired']) })
  .openapi('Canary');
export const canaryList = z.strictObject({ items: z.array(canary) }).openapi('CanaryList');
export const canaryMake = z.strictObject({ grid: gridNumber }).openapi('CanaryMake');

export const unfreeze = z.strictObject({ words }).openapi('Unfreeze');

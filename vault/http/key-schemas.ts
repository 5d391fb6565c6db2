import { z } from '@hono/zod-openapi';
import { type Role, roles } from '../../policy/roles.ts';
import { words } from './approval-schemas.ts';
import { custodyItem } from './custody-schemas.ts';
import { id, time } from './schemas.ts';

const count = z.int().min(0);
const generation = z.int().min(1);

const epochProgress = z.strictObject({
  name: z.string().regex(/^\d{4}-\d{2}$/),
  current: z.boolean(),
  keys: count.openapi({ description: '还由它封存的密钥数 / keys that are wrapped by it still' }),
  retired: time.nullable(),
  destroy: time.nullable(),
  destroyed: time.nullable(),
});
export const indexProgress = z
  .strictObject({
    name: z.string(),
    generation,
    phase: z.enum(['asked', 'adding', 'clearing', 'done']),
    since: time,
    tags: count,
    made: count.openapi({ description: '已按新密钥做好的 / how many have the next key’s' }),
  })
  .openapi('IndexProgress');
const logKeyProgress = z.strictObject({
  generation,
  vkey: z.string(),
  from: count,
  began: time.nullable(),
  until: time.nullable(),
  retired: count.nullable().openapi({ description: '到多大的日志为止 / up to which size it signed' }),
});
const programProgress = z.strictObject({
  id,
  role: z.enum(roles as readonly [Role, ...Role[]]),
  tokens: z.array(z.strictObject({ made: time.nullable(), expires: time })),
});
export const keyProgress = z
  .strictObject({
    epochs: z.array(epochProgress),
    indexes: z.array(indexProgress),
    log: z.array(logKeyProgress),
    programs: z.array(programProgress),
    custody: z.array(custodyItem),
  })
  .openapi('KeyProgress');

export const indexRotate = z
  .strictObject({ index: z.string().regex(/^[a-z_]{1,40}\.[A-Za-z]{1,40}$/) })
  .openapi('IndexRotate');
export const logKeyPropose = z
  .strictObject({ days: z.int().min(0).max(366), words: words.optional() })
  .openapi('LogKeyPropose');

export const tokenRotate = z
  .strictObject({
    for: id,
    minutes: z.int().min(1).max(43_200),
    overlap: z
      .int()
      .min(0)
      .max(10_080)
      .openapi({ description: '分钟;0 为立即停用旧的 / minutes; 0 ends the others at once' }),
  })
  .openapi('TokenRotate');
export const rotated = z
  .strictObject({ token: z.string(), expires: time, others: count, until: time })
  .openapi('TokenRotated');

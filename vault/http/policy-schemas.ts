import { z } from '@hono/zod-openapi';
import { levels } from '../../policy/levels.ts';
import { id, pathParameters, time } from './schemas.ts';

const version = pathParameters.policy;
const level = z.enum(levels);

export const versionState = z
  .strictObject({
    version,
    state: z.enum(['in_force', 'draft', 'past']),
    pia: z.string().nullable(),
    maker: z.string().nullable(),
    at: time,
    rules: z.int().min(0),
  })
  .openapi('PolicyVersion');
export const versionList = z
  .strictObject({ items: z.array(versionState), builtInDiffers: z.boolean() })
  .openapi('PolicyVersionList');

const limit = z.strictObject({
  rule: z.string().min(1).max(100),
  level: z.enum(['none', 'fact', 'masked']),
});
export const policyDraft = z
  .strictObject({
    from: z.enum(['in_force', 'built_in']).default('in_force'),
    limits: z.array(limit).max(200).default([]),
    pia: id,
  })
  .openapi('PolicyDraft');

const change = z.strictObject({
  action: z.string(),
  role: z.string(),
  purpose: z.string(),
  type: z.string(),
  field: z.string(),
  from: level,
  to: level,
});
const count = z.int().min(0);
const rules = z.array(z.string());
export const policyComparison = z
  .strictObject({
    version,
    more: z.array(change),
    less: z.array(change),
    rules: z.strictObject({ added: rules, removed: rules, changed: rules }),
    replay: z.strictObject({
      looked: count,
      since: time.nullable(),
      same: count,
      more: count,
      less: count,
      otherwise: count,
      changed: z.array(z.strictObject({ seq: count, as: z.enum(['more', 'less', 'otherwise']) })),
      tampered: count,
    }),
  })
  .openapi('PolicyComparison');

export const policyPropose = z
  .strictObject({ words: z.string().trim().min(1).max(500) })
  .openapi('PolicyPropose');
export const policyDropped = z.strictObject({ version }).openapi('PolicyDropped');

import { z } from '@hono/zod-openapi';
import { actions } from '../../policy/grant.ts';
import { purposeIds } from '../../policy/purposes.ts';
import { roles } from '../../policy/roles.ts';

/** The policy in force, as the tables have it (docs/policy-matrix.md says what each word means). */
export const policyTable = z
  .strictObject({
    version: z.string(),
    grants: z.array(
      z.strictObject({
        id: z.string(),
        roles: z.array(z.enum(roles)),
        actions: z.array(z.enum(actions)),
        purpose: z.enum(purposeIds),
        type: z.string(),
        fields: z.array(z.string()),
        level: z.enum(['clear', 'masked', 'fact']),
        when: z.array(z.string()),
      }),
    ),
  })
  .openapi('PolicyTable');

import { z } from '@hono/zod-openapi';
import {
  type EmergencyKind,
  emergencyKindNames,
  emergencyKinds,
  mostPeople,
  verdicts,
} from '../../policy/cases/emergency.ts';
import { type Role, roles } from '../../policy/roles.ts';
import { words } from './approval-schemas.ts';
import { distinct, id, releasedRecord, shown, time } from './schemas.ts';

const kindList = emergencyKindNames.map((kind) => `${kind} ${emergencyKinds[kind].zh}`).join(' · ');
export const emergencyKind = z
  .enum(emergencyKindNames as [EmergencyKind, ...EmergencyKind[]])
  .openapi('EmergencyKind', { description: kindList });
const count = z.int().min(0);

export const glass = z
  .strictObject({
    kind: emergencyKind,
    reason: words,
    people: distinct(id, mostPeople).optional(),
    addresses: distinct(z.string().min(1).max(100), mostPeople).optional(),
  })
  .openapi('BreakGlass');
export const glassOpened = z
  .strictObject({ id: id.nullable(), people: z.array(releasedRecord), until: time, due: time })
  .openapi('GlassOpened');

export const emergencyItem = z
  .strictObject({
    id,
    kind: emergencyKind,
    mine: z.boolean(),
    opener: z.strictObject({
      id,
      role: z.enum(roles as readonly [Role, ...Role[]]),
      name: shown.nullable(),
    }),
    people: count,
    beyond: count,
    subjects: z.array(id),
    at: time,
    until: time,
    due: time,
    verdict: z.enum(verdicts),
    overdue: z.boolean(),
    words: z.array(z.strictObject({ by: z.enum(['opener', 'officer']), at: time, text: z.string() })),
    pattern: z.boolean(),
  })
  .openapi('Emergency');
export const emergencyList = z.strictObject({ items: z.array(emergencyItem) }).openapi('EmergencyList');
export const emergencyReview = z
  .strictObject({ verdict: z.enum(['justified', 'not_justified']), words })
  .openapi('EmergencyReview');
export const emergencyExplain = z.strictObject({ words }).openapi('EmergencyExplain');

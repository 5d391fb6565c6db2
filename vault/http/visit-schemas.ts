import { z } from '@hono/zod-openapi';
import { longestVisit, mostVisited, visitMoves } from '../../policy/cases/case.ts';
import { caseState, distinct, gridId, id, releasedRecord, time } from './schemas.ts';

const visitPurpose = z.enum(['visit', 'care_visit']);

export const visitPlan = z
  .strictObject({
    purpose: visitPurpose,
    grid: gridId,
    subjects: distinct(id, mostVisited).min(1),
    days: z.int().min(1).max(longestVisit),
    reason: z.string().trim().min(1).max(500),
  })
  .openapi('VisitPlan');

export const visitState = z
  .strictObject({
    id,
    purpose: visitPurpose,
    grid: gridId,
    state: caseState,
    people: z.int().min(1),
    opened: time,
    until: time,
    mine: z.boolean(),
    reason: z.string().nullable(),
    over: z.boolean(),
  })
  .openapi('VisitState');

export const visitMove = z.strictObject({ move: z.enum(visitMoves) }).openapi('VisitMove');
export const visitList = z.strictObject({ items: z.array(visitState) }).openapi('VisitList');
export const visitRead = visitState
  .extend({ items: z.array(releasedRecord), withheld: z.int().min(0) })
  .openapi('VisitRead');

import { z } from '@hono/zod-openapi';
import { reasonCodes, type ReasonCode } from '../../policy/reasons.ts';
import {
  type GuardianPaper,
  guardianPapers,
  relationKinds,
  relationStates,
  type Scope,
  scopeNames,
  scopes,
} from '../../policy/people/relations.ts';
import { distinct, id, shown, time } from './schemas.ts';

const scopeList = scopeNames.map((name) => `${name} ${scopes[name].zh}`).join(' · ');
const scope = z.enum(scopeNames as [Scope, ...Scope[]]).openapi('Scope', { description: scopeList });
const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
/** Somebody of the community: by id, or by the name and number one knows them by. */
const whom = z
  .union([
    z.strictObject({ id }),
    z.strictObject({ name: z.string().min(1).max(50), mobile: z.string().min(1).max(40) }),
  ])
  .openapi('Whom');
const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

export const delegationGive = z
  .strictObject({
    delegate: whom,
    for: id.optional(),
    scope: distinct(scope, scopeNames.length).min(1),
    until: day.openapi({ example: '2027-03-01' }),
  })
  .openapi('DelegationGive');
export const delegationAsked = z
  .strictObject({ state: z.literal('waiting'), words: bilingual, answerBy: time })
  .openapi('DelegationAsked');

const papers = Object.keys(guardianPapers) as [GuardianPaper, ...GuardianPaper[]];
export const guardianRecord = z
  .strictObject({ child: id, guardian: whom, paper: z.enum(papers) })
  .openapi('GuardianRecord');
export const guardianAsked = z.strictObject({ approval: id, until: time }).openapi('GuardianAsked');

export const relationConfirm = z.strictObject({ other: id }).openapi('RelationConfirm');
export const relationEnd = z.strictObject({ other: id.optional(), of: id.optional() }).openapi('RelationEnd');
export const relationEnded = z.strictObject({ ended: z.int().min(0) }).openapi('RelationEnded');

export const relationItem = z
  .strictObject({
    other: id,
    name: shown.nullable(),
    kind: z.enum(relationKinds),
    side: z.enum(['given', 'held']),
    scope: z.array(scope),
    state: z.enum(relationStates),
    waits: z.enum(['me', 'other']).nullable(),
    stands: z.boolean(),
    why: z.enum(reasonCodes as [ReasonCode, ...ReasonCode[]]).nullable(),
    until: time.nullable(),
    from: time.nullable(),
  })
  .openapi('Relation');
export const relationList = z.strictObject({ items: z.array(relationItem) }).openapi('RelationList');

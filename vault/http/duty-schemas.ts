import { z } from '@hono/zod-openapi';
import { breachSteps } from '../../policy/duties/breach-clocks.ts';
import { type RecordType, recordTypes } from '../../policy/fields.ts';
import { levels } from '../../policy/levels.ts';
import { type PiaOccasion, piaOccasions } from '../../policy/duties/pia.ts';
import { type PurposeId, purposeIds } from '../../policy/purposes.ts';
import {
  mostHandedOver,
  providingPurposes,
  type RecipientKind,
  recipientKinds,
} from '../../policy/duties/recipients.ts';
import { roles } from '../../policy/roles.ts';
import { id, purpose, recordFields, time, version } from './schemas.ts';

/** What the duties are asked, and what they answer: recipients and hand-overs, the register, assessments, breaches. */

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const words = z.string().trim().min(1).max(500).optional();
const line = z.string().max(200);
const field = z.enum(keysOf(recordTypes.resident.fields));
const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const providing = z.enum(providingPurposes);
const kind = z.enum(keysOf<RecipientKind>(recipientKinds));

export const recipientProposal = z
  .strictObject({
    kind,
    name: line,
    contact: line,
    purpose: providing,
    law: line.default(''),
    document: line.default(''),
    fields: z.array(field).min(1).max(20),
    key: z.string().min(1).max(20_000),
    words,
  })
  .openapi('RecipientProposal');
export const recipientProposed = z
  .strictObject({ id, approval: id, until: time, fingerprint: z.string() })
  .openapi('RecipientProposed');
export const recipient = z
  .strictObject({
    id,
    kind,
    name: z.string(),
    contact: z.string(),
    purpose: providing,
    law: z.string(),
    document: z.string(),
    fields: z.array(z.string()),
    state: z.enum(['proposed', 'active', 'ended']),
    since: time.nullable(),
    fingerprint: z.string(),
    keyExpires: time.nullable(),
  })
  .openapi('Recipient');
export const recipientList = z.strictObject({ items: z.array(recipient) }).openapi('RecipientList');
export const ofId = z.strictObject({ id }).openapi('OfId');

export const handOverPreparation = z
  .strictObject({
    recipient: id,
    residents: z.array(id).max(mostHandedOver).default([]),
    idNumbers: z.array(z.string().min(1).max(40)).max(mostHandedOver).optional(),
    fields: z.array(field).min(1).max(20).optional(),
    document: z.string().trim().min(1).max(100).optional(),
    words,
  })
  .openapi('HandOverPreparation');
export const handOverPrepared = z
  .strictObject({ id, state: z.enum(['waiting', 'approved']), approval: id.nullable(), until: time })
  .openapi('HandOverPrepared');
export const handedOver = z
  .strictObject({
    id,
    package: z.string(),
    sha256,
    included: z.int().min(1),
    leftOut: z.int().min(0),
  })
  .openapi('HandedOver');
export const handOverItem = z
  .strictObject({
    id,
    recipient: id,
    recipientName: z.string(),
    purpose: providing,
    fields: z.array(z.string()),
    document: z.string(),
    people: z.int().min(0),
    leftOut: z.int().min(0),
    state: z.enum(['waiting', 'approved', 'opened', 'handed_over']),
    at: time,
    until: time.nullable(),
    sha256: sha256.nullable(),
    mine: z.boolean(),
  })
  .openapi('HandOver');
export const handOverList = z.strictObject({ items: z.array(handOverItem) }).openapi('HandOverList');

export const processingRecord = z
  .strictObject({
    purpose: z.enum(purposeIds as [PurposeId, ...PurposeId[]]),
    title: bilingual,
    controller: bilingual,
    basis: z.strictObject({ kind: z.string(), article: bilingual }),
    categories: z
      .array(
        z.strictObject({
          type: z.enum(keysOf<RecordType>(recordTypes)),
          title: bilingual,
          fields: z
            .array(
              z.strictObject({
                name: z.string(),
                title: bilingual,
                sensitive: z.boolean(),
                years: z.int().min(1),
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
    roles: z.array(z.enum(roles)).readonly(),
    recipients: bilingual,
    registered: z
      .array(
        z.object({
          name: z.string(),
          kind,
          contact: z.string(),
          purpose: z.string(),
          fields: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
    retention: bilingual,
  })
  .openapi('ProcessingRecord');
export const processingRegister = z
  .strictObject({
    items: z.array(processingRecord).readonly(),
    measures: z.array(z.strictObject({ zh: z.string(), en: z.string(), shown: z.string() })).readonly(),
    markdown: z.string(),
  })
  .openapi('ProcessingRegister');

/** What a paper says, by field; only those it has. */
const paper = (type: 'pia' | 'breach') => recordFields(type);
const papersWords = z.record(z.string(), z.string());
const occasion = z.enum(keysOf<PiaOccasion>(piaOccasions));
export const piaDraft = z
  .strictObject({
    occasion,
    purpose: purpose.optional(),
    policy: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .optional(),
    fields: paper('pia'),
  })
  .openapi('PiaDraft');
export const piaChange = z.strictObject({ fields: paper('pia') }).openapi('PiaChange');
export const paperWritten = z.strictObject({ id, version }).openapi('PaperWritten');
const piaShape = {
  id,
  occasion,
  purpose: purpose.nullable(),
  policy: z.string().nullable(),
  at: time,
  signedAt: time.nullable(),
  keptUntil: time,
};
export const pia = z.strictObject(piaShape).openapi('Pia');
export const piaList = z.strictObject({ items: z.array(pia) }).openapi('PiaList');
export const piaRead = z.strictObject({ ...piaShape, version, fields: papersWords }).openapi('PiaRead');

const token = z.string().regex(/^[\w.:/@+-]{1,128}$/);
export const breachDraft = z
  .strictObject({
    found: time,
    from: time,
    to: time,
    actor: token.optional(),
    role: token.optional(),
    via: token.optional(),
    fields: paper('breach'),
  })
  .openapi('BreachDraft');
export const breachChange = z.strictObject({ fields: paper('breach') }).openapi('BreachChange');
export const breachStep = z.strictObject({ step: z.enum(breachSteps) }).openapi('BreachStep');
const breachShape = {
  id,
  found: time,
  from: time,
  to: time,
  actor: z.string().nullable(),
  role: z.string().nullable(),
  via: z.string().nullable(),
  taken: z.array(z.enum(breachSteps)),
  dues: z
    .array(
      z.strictObject({
        step: z.enum(breachSteps),
        due: time.nullable(),
        done: time.nullable(),
        late: z.boolean(),
      }),
    )
    .readonly(),
  closed: z.boolean(),
};
export const breach = z.strictObject(breachShape).openapi('Breach');
export const breachList = z.strictObject({ items: z.array(breach) }).openapi('BreachList');
export const breachStepped = z
  .strictObject({ ...breachShape, told: z.int().min(0) })
  .openapi('BreachStepped');
export const breachRead = z
  .strictObject({
    ...breachShape,
    version,
    fields: papersWords,
    people: z.int().min(0),
    sensitive: z.int().min(0),
    groups: z.array(
      z.strictObject({
        fields: z.array(z.string()).readonly(),
        level: z.enum(levels),
        sensitive: z.boolean(),
        subjects: z.array(z.string()).readonly(),
        notice: bilingual,
      }),
    ),
    authority: bilingual,
    complete: z.boolean(),
    tampered: z.array(z.int()),
  })
  .openapi('BreachRead');

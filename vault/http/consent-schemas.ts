import { z } from '@hono/zod-openapi';
import { askWords, type AskRefusal } from '../../policy/consent/asking.ts';
import { checkedHows, consentEventKinds } from '../../policy/consent/consent.ts';
import { consentStates } from '../../policy/facts.ts';
import { audiences } from '../../policy/consent/notices.ts';
import { receiptSchema } from '../../policy/consent/receipt.ts';
import { bilingual, id, purpose, time } from './schemas.ts';

const noticeId = z.string().regex(/^[a-z0-9_-]{1,64}$/);
const noticeVersion = z.string().regex(/^[\w.-]{1,32}$/);
const language = z.string().regex(/^[A-Za-z-]{2,12}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const noticeRef = z.strictObject({ id: noticeId, version: noticeVersion, sha256, lang: language });

export const consentRecord = z
  .strictObject({
    purpose,
    event: z.enum(['given', 'refused', 'withdrawn', 'confirmed', 'disputed']),
    notice: noticeRef.optional(),
    for: id.optional(),
  })
  .openapi('ConsentRecord');

/** For whom: themselves when left out. */
export const consentFor = z.strictObject({ for: id.optional() }).openapi('ConsentFor');

export const consentAtDoor = z
  .strictObject({
    resident: id,
    purpose,
    event: z.enum(['given', 'refused']),
    notice: noticeRef,
    checked: z.enum(['identity_card', 'known', 'answers']),
  })
  .openapi('ConsentAtDoor');

export const consentAtDoorRecorded = z
  .strictObject({ purpose, state: z.enum(['provisional', 'refused']), confirmBy: time.nullable() })
  .openapi('ConsentAtDoorRecorded');

const asking = z.union([
  z.strictObject({ may: z.literal(true), kind: z.enum(['first', 'new_text', 'renewal']) }),
  z.strictObject({
    may: z.literal(false),
    why: z.enum(Object.keys(askWords) as [AskRefusal, ...AskRefusal[]]),
    from: time.nullable(),
  }),
]);

const eventKind = z.enum(consentEventKinds);
const speaker = z.enum(['subject', 'guardian', 'delegate', 'worker', 'system']);
const checked = z.enum(checkedHows).nullable();
const channel = z.enum(['chat', 'page', 'in_person', 'system']);

const history = z.strictObject({
  id,
  event: eventKind,
  at: time,
  until: time.nullable(),
  by: speaker,
  checked,
  channel,
  notice: z.strictObject({ id: noticeId, version: noticeVersion, lang: language }),
});

const standing = {
  purpose,
  title: bilingual,
  state: z.enum([...consentStates, 'not_asked_for']),
  basis: z.string(),
  since: time.nullable(),
  until: time.nullable(),
  by: z.enum(['self', 'guardian', 'delegate', 'door', 'paper']).nullable(),
  ask: asking.nullable(),
  audience: z.enum(audiences),
  stops: z.array(bilingual).readonly(),
  goesOn: z.array(bilingual).readonly(),
  history: z.array(history).readonly(),
};
export const consentStanding = z.strictObject(standing).openapi('ConsentStanding');
export const consentRecorded = z
  .strictObject({
    ...standing,
    ended: z.array(z.strictObject({ year: z.int(), number: z.int().min(1) })),
  })
  .openapi('ConsentRecorded');
export const consentList = z.strictObject({ items: z.array(consentStanding) }).openapi('ConsentList');

const moment = z.string().openapi({ format: 'date-time' });

/** docs/consent-receipt.md, "The fields". */
const receipt = z.strictObject({
  schema_version: z.literal(receiptSchema),
  record_id: id,
  pii_principal_id: id,
  jurisdiction: z.literal('CN'),
  privacy_notice: z.strictObject({ id: noticeId, version: noticeVersion, language, sha256 }),
  purposes: z
    .array(
      z.strictObject({
        purpose: z.string(),
        title: bilingual,
        lawful_basis: z.string(),
        pii_information: z
          .array(z.strictObject({ pii_type: z.string(), title: bilingual, sensitive: z.boolean() }))
          .readonly(),
        pii_controllers: z.array(z.string()).readonly(),
        recipients: z.string(),
        third_party_disclosure: z.boolean(),
        retention_period: z.string(),
        withdrawal_method: bilingual,
      }),
    )
    .readonly(),
  parties: z
    .array(
      z.strictObject({
        party_id: z.literal('controller'),
        party_role: z.literal('controller'),
        party_name: z.string(),
        party_contact: z.string(),
      }),
    )
    .readonly(),
  event: z.strictObject({
    event_time: moment,
    event_type: z.literal('explicit'),
    event_state: eventKind,
    to_confirm: z.boolean(),
    valid_until: moment.nullable(),
    entity: z.strictObject({ kind: z.string(), id: z.string(), checked: z.string().nullable() }),
    collection_method: z.string(),
  }),
  log: z.strictObject({ origin: z.string(), entry: z.int().min(0) }),
});

export const consentReceipt = z
  .strictObject({
    receipt,
    signature: z.strictObject({
      algorithm: z.literal('Ed25519'),
      key: z.string(),
      public_key: z.string(),
      value: z.string(),
    }),
  })
  .openapi('ConsentReceipt');

export const receiptKey = z
  .strictObject({
    name: z.string(),
    algorithm: z.literal('Ed25519'),
    public_key: z.string(),
    pem: z.string(),
  })
  .openapi('ReceiptKey');

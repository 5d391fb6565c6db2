import { z } from '@hono/zod-openapi';
import { longestValue } from '../../policy/checks/check.ts';
import { holdLawNames, type HoldLaw } from '../../policy/erasure/holds.ts';
import { fieldsOf, theirTypes } from '../../policy/fields.ts';
import { purposeIds, type PurposeId } from '../../policy/purposes.ts';
import {
  type RightId,
  rightIds,
  type RightRefusal,
  rightRefusals,
  rights,
  rightStates,
} from '../../policy/rights/rights.ts';
import { bilingual, id, shown, ticketForm, time } from './schemas.ts';

const rightList = rightIds.map((name) => `${name} ${rights[name].title.zh}`).join(' · ');
export const right = z.enum(rightIds as [RightId, ...RightId[]]).openapi('Right', { description: rightList });
const refusal = z.enum(rightRefusals as [RightRefusal, ...RightRefusal[]]);
const words = z.string().max(longestValue).optional();
const field = z.enum([...new Set(theirTypes.flatMap((type) => Object.keys(fieldsOf(type))))] as [
  string,
  ...string[],
]);
const about = z.strictObject({ type: z.enum(theirTypes), id, field });

const suppress = z.boolean().optional().openapi({
  description:
    '只对抹除:十二个月里,旧名单不能把本人重新登记进来 / of an erasure: for twelve months no old list brings the person back',
});
const asked = { right, about: about.optional(), proposed: words, words, evidence: words, suppress };
const kept = z
  .strictObject({
    law: z.enum(holdLawNames as [HoldLaw, ...HoldLaw[]]),
    types: z.array(z.string()),
    until: time,
  })
  .nullable()
  .openapi({ description: '法律要求留存、只存不用的 / what a law has kept: stored and not used' });
const dates = { at: time, until: time, suppressed: time.nullable(), kept };
export const rightOpen = z.strictObject({ ...asked, for: id.optional() }).openapi('RightOpen');
export const rightOpenFor = z.strictObject({ ...asked, for: id }).openapi('RightOpenFor');

const viewShape = {
  id,
  right,
  title: bilingual,
  state: z.enum(rightStates),
  opened: time,
  due: time,
  left: z.int().nullable(),
  unknownYears: z.array(z.string()),
  policy: z.string(),
  decided: time.nullable(),
  refused: z.strictObject({ reason: refusal, words: bilingual, after: bilingual }).nullable(),
  about: z.strictObject({ type: z.string(), id: z.string(), field: z.string() }).nullable(),
  erased: z.strictObject(dates).nullable(),
};
export const rightView = z.strictObject(viewShape).openapi('RightView');
export const rightForOther = z.strictObject({ ...viewShape, approval: id }).openapi('RightForOther');
export const rightDecided = z.strictObject({ ...viewShape, version: z.int() }).openapi('RightDecided');
const itemShape = {
  ...viewShape,
  subject: z.string(),
  grid: z.int().nullable(),
  version: z.int(),
  hand: z.enum(['mine', 'other']).nullable(),
};
export const rightSearch = z.strictObject({ mine: z.boolean() }).openapi('RightSearch');
export const rightPage = z
  .strictObject({ items: z.array(z.strictObject(itemShape)), remaining: z.int().min(0) })
  .openapi('RightPage');
export const rightRead = z
  .strictObject({ ...itemShape, fields: z.record(z.string(), shown) })
  .openapi('RightRead');
export const rightDecide = z
  .strictObject({ step: z.enum(['take', 'answer', 'refuse']), reason: refusal.optional(), words })
  .openapi('RightDecide');

const purposeId = z.enum(purposeIds as [PurposeId, ...PurposeId[]]);
export const known = z
  .strictObject({
    right: id,
    records: z.array(
      z.strictObject({
        type: z.string(),
        title: bilingual,
        fields: z.array(
          z.strictObject({
            name: z.string(),
            title: bilingual,
            held: z.boolean(),
            sensitive: z.boolean(),
            years: z.number(),
            purposes: z.array(purposeId),
          }),
        ),
      }),
    ),
    purposes: z.array(
      z.strictObject({
        id: purposeId,
        title: bilingual,
        controller: bilingual,
        basis: z.string(),
        recipients: bilingual,
        retention: bilingual,
      }),
    ),
    erasure: z.strictObject({ ...dates, inHand: z.int().min(0) }).openapi({
      description: 'if it were asked for now: unreadable from, irrecoverable from; tickets to close first',
    }),
  })
  .openapi('Known');

/** The passphrase encrypts on the way out: the community itself is not told. */
export const archiveTake = z
  .strictObject({
    right: z.enum(['copy', 'move']),
    passphrase: z.string().min(8).max(200),
    /** A page that a person reads, with the data in it, or the data alone. */
    form: z.enum(['page', 'data']).default('data'),
  })
  .openapi('ArchiveTake');
export const archiveFile = z.strictObject({ name: z.string(), message: z.string() }).openapi('ArchiveFile', {
  description: 'message: an OpenPGP message, armored; name: what the file in it is called',
});

export const explainAsk = z
  .union([
    z.strictObject({ seq: z.int().min(0) }),
    z.strictObject({ reference: z.string().regex(/^[0-9a-z]{8,40}$/) }),
  ])
  .openapi('ExplainAsk');
export const explanation = z
  .strictObject({ seq: z.int(), time, paragraphs: z.array(bilingual) })
  .openapi('Explanation');

const ticket = z.string().regex(ticketForm);
export const statementWrite = z
  .strictObject({ ticket, accused: id, said: z.string().max(longestValue) })
  .openapi('StatementWrite');
export const statementWritten = z.strictObject({ id }).openapi('StatementWritten');
const statement = z.strictObject({ id, version: z.int(), fields: z.record(z.string(), shown) });
export const statementOf = z.strictObject({ statement: statement.nullable() }).openapi('StatementOf');
export const statementList = z.strictObject({ items: z.array(statement) }).openapi('StatementList');
export const statementReply = z
  .strictObject({ reply: z.string().max(longestValue) })
  .openapi('StatementReply');
export const statementReplied = z.strictObject({ id, version: z.int() }).openapi('StatementReplied');

import { z } from '@hono/zod-openapi';
import { longestValue } from '../../policy/checks/check.ts';
import { caseActions, caseStates } from '../../policy/cases/case.ts';
import { type ReminderCode, reminderCodes } from '../../policy/dogs/reminders.ts';
import { type FieldSpec, fieldsOf, keptTypes, type RecordType, recordTypes } from '../../policy/fields.ts';
import { audiences } from '../../policy/consent/notices.ts';
import { type PurposeId, purposeIds, purposes } from '../../policy/purposes.ts';
import { kinds } from '../media/kinds.ts';
import { staffRoles } from '../../policy/roles.ts';

/** What requests and answers look like. What a record has comes from policy/fields.ts: a field added there is here. */

const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;
export const communityForm = /^[a-z][a-z0-9-]{1,30}$/;
export const ticketForm = /^(?:[0-9a-hjkmnp-tv-z]{26}|(?:\d{4}-)?\d{1,9})$/;

export const id = z.string().regex(idForm).openapi('Id', { example: '01kq3v9m2c7hx4e8ztn5rbw6ga' });
/** What has routes of its own is not read and written field by field. */
const ownRoutes: readonly RecordType[] = [
  'attachment',
  'mediation_note',
  'request',
  'statement',
  'pia',
  'breach',
  'emergency_note',
];
const fieldwise = (Object.keys(recordTypes) as RecordType[]).filter((type) => !ownRoutes.includes(type));
export const recordType = z.enum(fieldwise as [RecordType, ...RecordType[]]);

/** What can stand in a path, by its name there. */
export const pathParameters = {
  community: z.string().regex(communityForm).openapi({ example: 'hengda' }),
  type: recordType,
  id,
  staff: id,
  asked: id,
  statement: id,
  ticket: z.string().regex(ticketForm).openapi({ example: '0318' }),
  attachment: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .openapi({ example: '1' }),
  /** A version of the policy: `7`, `7.1`. */
  policy: z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6})?$/)
    .openapi({ example: '7.1' }),
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .openapi({ example: '42' }),
} as const;
export type PathParameter = keyof typeof pathParameters;

const purposeList = purposeIds.map((name) => `${name} ${purposes[name].title.zh}`).join(' · ');
export const purpose = z
  .enum(purposeIds as [PurposeId, ...PurposeId[]])
  .openapi('Purpose', { description: purposeList });
export const version = z.int().min(1);
/** UTC, in milliseconds. */
export const time = z.int().min(0);
export const gridId = z.int().min(1).max(9_999);
/** How many items a page has at most. */
export const limit = z.int().min(1).max(50).default(20);
export const recordCursor = z
  .string()
  .regex(/^[0-9a-z]{1,64}$/)
  .optional();

/** One's own, or those of whom one acts for. */
export const mine = z.strictObject({ mine: z.literal(true), for: id.optional() });

/** Why somebody asks. */
export const grounds = { purpose, case: id.optional(), reason: z.string().trim().min(1).max(500).optional() };

export const reasonGiven = (asked: { purpose: string; reason?: string | undefined }): boolean =>
  asked.purpose !== 'other' || asked.reason !== undefined;
export const reasonMissing = {
  path: ['reason'],
  params: {
    code: 'required',
    zh: '用途是「其他」时,请写明理由',
    en: 'say why in words when the purpose is other',
  },
};

const componentName = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

const valueSchema = (spec: FieldSpec) =>
  z
    .string()
    .max(longestValue)
    .optional()
    .openapi({ title: spec.title.zh, description: `${spec.title.en} · ${spec.check}, ${spec.class}` });

/**
 * A record's fields, each a text. Which are required, and whether a text is right, the pipeline says: it knows the
 * values that are there already.
 */
export function recordFields(type: RecordType): z.ZodType<Record<string, string>> {
  const fields = Object.entries(fieldsOf(type)).map(([name, spec]) => [name, valueSchema(spec)] as const);
  // JSON has no undefined: a field that is there has a text.
  return z
    .strictObject(Object.fromEntries(fields))
    .openapi(`${componentName(type)}Fields`) as unknown as z.ZodType<Record<string, string>>;
}

export const fieldsByType = Object.fromEntries(fieldwise.map((type) => [type, recordFields(type)])) as Record<
  RecordType,
  z.ZodType<Record<string, string>>
>;

/** A list of at most so many items, none of them twice. */
export const distinct = <Item extends z.ZodType<PropertyKey>>(item: Item, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((items) => new Set(items).size === items.length, { params: itemTwice })
    .openapi({ uniqueItems: true });
const itemTwice = { code: 'twice', zh: '同一项写了两次', en: 'the same item stands twice' };

export const fieldNames = (type: RecordType) => {
  const names = Object.keys(fieldsOf(type));
  return distinct(z.enum(names as [string, ...string[]]), names.length).min(1);
};

/** One schema a record type, and for the document the choice between them. */
export interface ByType<Schema extends z.ZodType> {
  of(type: RecordType): Schema;
  readonly documented: z.ZodType;
}

/** @param types those that a request may be about; one about another is refused, naming `type` */
export function byType<Schema extends z.ZodType>(
  make: (type: RecordType) => Schema,
  types: readonly RecordType[] = fieldwise,
): ByType<Schema> {
  const made = new Map(types.map((type) => [type, make(type)]));
  const words = { zh: `只能是:${types.join('、')}`, en: `one of: ${types.join(', ')}` };
  const issue = { code: 'custom', path: ['type'], params: { code: 'not_in_list', ...words } } as const;
  const none = z.any().transform((_, context) => {
    context.addIssue({ ...issue, path: [...issue.path] });
    return z.NEVER;
  }) as unknown as Schema;
  return {
    of: (type) => made.get(type) ?? none,
    documented: z.union([...made.values()] as unknown as [Schema]),
  };
}

export const titled = <Schema extends z.ZodType>(schema: Schema, type: RecordType, en: string): Schema =>
  schema.openapi(`${componentName(type)}Record${en}`, { title: recordTypes[type].title.zh });

/** Tickets and staff come in by routes of their own, and a ticket's words change by its moves alone. */
const changedHere = [...keptTypes, 'staff'] as const satisfies readonly RecordType[];

export const recordCreate = byType(
  (type) =>
    titled(
      z.strictObject({
        purpose,
        grid: gridId.optional(),
        keeper: id.optional(),
        fields: fieldsByType[type],
      }),
      type,
      'Create',
    ),
  keptTypes,
);

export const recordRead = byType((type) =>
  titled(
    z.strictObject({ ...grounds, fields: fieldNames(type).optional() }).refine(reasonGiven, reasonMissing),
    type,
    'Read',
  ),
);

export const recordUpdate = byType(
  (type) => titled(z.strictObject({ purpose, fields: fieldsByType[type] }), type, 'Update'),
  changedHere,
);

/** One value as it was released. */
export const shown = z
  .discriminatedUnion('level', [
    z.strictObject({ level: z.literal('none') }),
    z.strictObject({ level: z.literal('fact'), value: z.enum(['yes', 'no']) }),
    z.strictObject({ level: z.literal('masked'), value: z.string() }),
    z.strictObject({ level: z.literal('clear'), value: z.string() }),
  ])
  .openapi('Shown');

const shownFields = z.record(z.string(), shown);

export const written = z.strictObject({ type: recordType, id, version }).openapi('Written');

/** Of a dog: what its record reminds of, and until when where that may be told. */
const reminder = z
  .strictObject({
    code: z.enum(reminderCodes as [ReminderCode, ...ReminderCode[]]),
    by: z.string().nullable(),
  })
  .openapi('Reminder');

export const releasedRecord = z
  .strictObject({
    type: recordType,
    id,
    version,
    fields: shownFields,
    reminders: z.array(reminder).optional(),
  })
  .openapi('ReleasedRecord');

const page = { cursor: z.string().nullable(), remaining: z.int().min(0) };
export const recordPage = z.strictObject({ items: z.array(releasedRecord), ...page }).openapi('RecordPage');

const ticketFields = fieldsOf('ticket');
export const ticketField = (name: string) => {
  const spec = ticketFields[name];
  const schema = z.string().max(longestValue);
  return spec === undefined ? schema : schema.openapi({ title: spec.title.zh, description: spec.title.en });
};

export const ticketCreate = z
  .strictObject({
    category: ticketField('category'),
    description: ticketField('description'),
    place: ticketField('place').optional(),
    grid: gridId.optional(),
    for: id.optional(),
  })
  .openapi('TicketCreate');

export const caseState = z.enum(caseStates);
/** A ticket that lies in no grid yet has grid 0. */
const lies = z.int().min(0);

export const ticketState = z
  .strictObject({
    id,
    year: z.int(),
    number: z.int().min(1),
    state: caseState,
    grid: lies,
    version,
    opened: time,
    mine: z.boolean(),
    /** Numbered from 1; `from` is when others than who reported may see it. */
    attachments: z.array(z.strictObject({ kind: z.enum(kinds), from: time })),
  })
  .openapi('TicketState');

/** All that a group hears. */
export const receipt = z
  .strictObject({ receipt: z.literal('received'), number: z.int().min(1) })
  .openapi('Receipt');

export const releasedTicket = ticketState
  .extend({ fields: shownFields, reporter: z.strictObject({ id, name: shown }).nullable() })
  .openapi('ReleasedTicket');
export const ticketPage = z.strictObject({ items: z.array(releasedTicket), ...page }).openapi('TicketPage');

export const ticketRead = z.strictObject({ purpose }).openapi('TicketRead');
export const ticketSearch = z
  .strictObject({
    purpose,
    where: z.union([
      z.strictObject({ grid: lies, building: z.int().min(1).max(999).optional() }),
      mine,
      z.strictObject({ todo: z.literal(true) }),
      z.strictObject({ state: caseState }),
    ]),
    state: caseState.optional(),
    cursor: recordCursor,
    limit,
  })
  .openapi('TicketSearch');
export const ticketMove = z
  .strictObject({
    action: z.enum(caseActions),
    grid: gridId.optional(),
    result: ticketField('result').optional(),
    rating: ticketField('rating').optional(),
  })
  .openapi('TicketMove');
export const ticketSupplement = z
  .strictObject({ text: ticketField('supplement').min(1) })
  .openapi('TicketSupplement');

const noticeRef = z.strictObject({
  id: z.string().regex(/^[a-z0-9_-]{1,64}$/),
  version: z.string().regex(/^[\w.-]{1,32}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  lang: z.string().regex(/^[A-Za-z-]{2,12}$/),
});
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
export const notice = noticeRef
  .extend({
    purpose,
    audience: z.enum(audiences),
    title: z.string(),
    body: z.string(),
    text: z.string(),
  })
  .openapi('Notice');
export const noticeList = z.strictObject({ items: z.array(notice) }).openapi('NoticeList');

export const bindingOpen = z.strictObject({ resident: id.optional() }).openapi('BindingOpen');
export const bindingAnswer = z.strictObject({ code: z.string().regex(/^\d{6}$/) }).openapi('BindingAnswer');
export const binding = z
  .strictObject({
    id,
    code: z.string().optional(),
    state: z.enum(['open', 'answered']),
    check: z.string().nullable(),
    expires: time,
  })
  .openapi('Binding');
export const bindingWaiting = z
  .strictObject({ state: z.literal('waiting'), check: z.string() })
  .openapi('BindingWaiting');
export const bindingEnd = z.strictObject({ of: id.optional() }).openapi('BindingEnd');
export const bindingEnded = z.strictObject({ ended: z.int().min(0) }).openapi('BindingEnded');
export const bindingBound = z.strictObject({ state: z.literal('bound') }).openapi('BindingBound');

export const tokenMint = z
  .strictObject({ for: id, minutes: z.int().min(1).max(43_200) })
  .openapi('TokenMint');
export const minted = z.strictObject({ token: z.string(), expires: time }).openapi('Minted');
export const tokenRevoke = z
  .union([z.strictObject({ token: z.string().min(1).max(200) }), z.strictObject({ of: id })])
  .openapi('TokenRevoke');
export const revoked = z.strictObject({ revoked: z.int().min(0) }).openapi('Revoked');
export const exchangeSwitch = z.strictObject({ open: z.boolean() }).openapi('ExchangeSwitch');

const staffRole = z.enum([...staffRoles, 'bot', 'kiosk']);
const grids = distinct(gridId, 200).default([]);
export const appointment = z
  .strictObject({ role: staffRole, grids, fields: fieldsByType.staff.default({}) })
  .openapi('Appointment');
export const roleChange = z
  .strictObject({ role: staffRole, grids, ended: z.boolean().default(false) })
  .openapi('RoleChange');
export const appointed = z.strictObject({ id, version }).openapi('Appointed');

export const communityContent = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    grids: z
      .array(
        z.strictObject({
          id: gridId,
          kind: z.enum(['basic', 'dedicated']),
          buildings: distinct(z.int().min(1).max(9_999), 2_000),
        }),
      )
      .max(500),
  })
  .openapi('CommunityContent');

/** A request that says nothing beside its path. */
export const nothing = z.strictObject({}).openapi('Nothing');

export const fieldError = z.strictObject({
  field: z.string(),
  code: z.string(),
  detail: z.string(),
  line: z.int().min(1).optional(),
});
/** RFC 9457, and what we add. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    reference: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .openapi('Problem');

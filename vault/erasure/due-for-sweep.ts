import { erasedReporter } from '../../policy/cases/case.ts';
import { heldByConsent, isSettled, overOf, yearsLater } from '../../policy/erasure/retention.ts';
import { fieldsOf, fieldSpec, type RecordType } from '../../policy/fields.ts';
import type { ControlContents, ControlKind } from '../control.ts';
import { decodeLeaf } from '../log/leaf.ts';
import { Tampered } from '../outcome.ts';
import type { ControlRow, RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import type { Vault } from '../vault.ts';

/** Something whose time is over: a record, some of its fields, or all that is held about somebody. */
export type Due =
  | { what: 'record'; row: RecordRow; case?: string }
  | { what: 'fields'; row: RecordRow; fields: string[] }
  | { what: 'subject'; subject: string; type: string }
  | { what: 'kept'; subject: string };

/** The rows that say when something was last needed, in the order in which a sweep walks through them. */
export const sweptKinds = [
  'case',
  'right',
  'pia',
  'breach',
  'role',
  'consent',
  'erasure',
  'subject',
] as const satisfies readonly ControlKind[];

/** Types whose records are last needed when they were last written: there is no row that says more. */
export const sweptByWrite = ['errand', 'mediation_note'] as const satisfies readonly RecordType[];

type Finder<Kind extends ControlKind> = (
  vault: Vault,
  found: { key: string; content: ControlContents[Kind]; seq: number },
  now: number,
) => Due[];

/** When each type's records were last needed. What stands in no row here is not swept: docs/erasure.md says so. */
const finders: { readonly [Kind in (typeof sweptKinds)[number]]: Finder<Kind> } = {
  // A ticket: when it was settled. What hangs on it has the same day and years of its own.
  case: (vault, { key, content, seq }, now) => {
    if (!isSettled(content.state)) return [];
    const settled = timeOf(vault, seq);
    // Of who was erased there is a ticket only where a law has it kept, and that goes with the time of that.
    const ownTicket =
      content.reporter === erasedReporter ? [] : record(vault, 'ticket', key, settled, now, key);
    return [
      ...ownTicket,
      ...hanging(content).flatMap(({ type, id }) => record(vault, type, id, settled, now, key)),
    ];
  },
  // A request: when it was answered, refused or taken back.
  right: (vault, { key, content, seq }, now) => {
    const { state, decided } = content;
    if (state !== 'answered' && state !== 'refused' && state !== 'withdrawn') return [];
    return record(vault, 'request', key, decided?.at ?? timeOf(vault, seq), now);
  },
  // An assessment: when it was signed; never while the policy in force rests on it.
  pia: (vault, { key, content }, now) => {
    const version = vault.rows.get('policy_in_force', 'self')?.content.version ?? '';
    if (vault.rows.get('policy', version)?.content.pia === key) return [];
    return record(vault, 'pia', key, content.signedAt ?? content.at, now);
  },
  // A breach: when it was closed.
  breach: (vault, { key, content }, now) => {
    const closed = content.steps.find(({ step }) => step === 'closed');
    return closed === undefined ? [] : record(vault, 'breach', key, closed.at, now);
  },
  // Staff: when the role ended.
  role: (vault, { key, content, seq }, now) =>
    content.ended ? record(vault, 'staff', key, timeOf(vault, seq), now) : [],
  // What is held for nothing but a consent: when that ended, whoever or whatever ended it.
  consent: (vault, { key, content }, now) => {
    const [subject = '', purpose = ''] = key.split('/');
    const held = heldByConsent.filter((one) => one.purpose === purpose);
    const last = held.length === 0 ? undefined : vault.rows.get('consent_event', `${key}/${content.events}`);
    const ends = ['refused', 'withdrawn', 'disputed', 'expired'];
    if (last === undefined || !ends.includes(last.content.event.event)) return [];
    return held.flatMap(({ type, field }) => {
      const row = vault.store.records.byId(type, subject);
      const years = fieldSpec(type, field)?.retain.years ?? Infinity;
      if (row === undefined || yearsLater(last.content.event.at, years) > now) return [];
      return fields(vault, row, [field]);
    });
  },
  // Who has moved away, and a shop that has closed: what is theirs, each field by its own years.
  subject: (vault, { key, content, seq }, now) => {
    const { left, kind } = content;
    if (left === undefined || now < timeOf(vault, seq) + timeToObject) return [];
    if ((kind === 'resident' || kind === 'business') && overOf(kind, left, now).whole)
      // Whoever has a ticket that is open is not gone.
      return hasOpenTicket(vault, key) ? [] : [{ what: 'subject', subject: key, type: kind }];
    return vault.store.records.allOf(key).flatMap((row) => {
      if (!followsWhoHasIt.has(row.type)) return [];
      const { whole, fields: over } = overOf(row.type as RecordType, left, now);
      return whole && row.type !== kind ? [{ what: 'record' as const, row }] : fields(vault, row, over);
    });
  },
  // What a law had kept of somebody who was erased.
  erasure: (_, { key, content }, now) =>
    content.kept !== undefined && content.kept.until <= now ? [{ what: 'kept', subject: key }] : [],
};

/**
 * A worker alone notes that somebody left, on whatever day: for so long it can be taken back before anything goes by it, in
 * milliseconds. The person reads it in their log, and the officer in the next sweep's numbers.
 */
export const timeToObject = 30 * 86_400_000;

const hasOpenTicket = (vault: Vault, subject: string): boolean =>
  vault.store.control
    .reportedBy(subject, { year: 10_000, number: 0 }, 10_000)
    .rows.some((row) => !isSettled(vault.rows.checked(row, 'case').content.state));

/** Types that are needed as long as whose they are lives, or trades, here. */
const followsWhoHasIt: ReadonlySet<string> = new Set(['resident', 'business', 'dog', 'vehicle']);

/** Told from the text, before its MAC is looked at: most rows of these kinds say nothing of an end. */
const saysNothing: { readonly [Kind in (typeof sweptKinds)[number]]?: (content: string) => boolean } = {
  case: (content) => content.includes(`"reporter":"${erasedReporter}"`) && !content.includes('"statement":'),
  role: (content) => content.includes('"ended":false'),
  erasure: (content) => !content.includes('"kept":'),
  subject: (content) => !content.includes('"left":'),
};

/**
 * What a control row says is over. An order to keep goes before every end of a time.
 * @throws Tampered when the row is not as it was written
 */
export function dueOf(vault: Vault, row: ControlRow, now: number): Due[] {
  const kind = row.kind as (typeof sweptKinds)[number];
  if (saysNothing[kind]?.(row.content) === true) return [];
  const { key, content } = vault.rows.checked<typeof kind>(row, kind);
  const find = finders[kind] as Finder<typeof kind>;
  return find(vault, { key, content, seq: row.seq }, now).filter((due) => !isHeld(vault, due, now));
}

/** What a record of {@link sweptByWrite} says by its last write. */
export function dueByWrite(vault: Vault, row: RecordRow, now: number): Due[] {
  const { whole, fields: over } = overOf(row.type as RecordType, timeOf(vault, row.seq), now);
  return whole ? [{ what: 'record', row }] : fields(vault, row, over);
}

function isHeld(vault: Vault, due: Due, now: number): boolean {
  if (due.what === 'kept') return false;
  const hold = vault.rows.get('hold', due.what === 'subject' ? due.subject : due.row.subject)?.content;
  if (hold === undefined || hold.lifted !== null || hold.until <= now) return false;
  return due.what === 'subject' || hold.types.includes(due.row.type as RecordType);
}

/** The records that hang on a ticket: what is attached, what is said of a neighbour. */
function hanging(content: ControlContents['case']): { type: RecordType; id: string }[] {
  const { attachments = [], statement } = content;
  return [
    ...attachments.map(({ id }) => ({ type: 'attachment' as const, id })),
    ...(statement === undefined ? [] : [{ type: 'statement' as const, id: statement }]),
  ];
}

function record(
  vault: Vault,
  type: RecordType,
  id: string,
  lastNeeded: number,
  now: number,
  ofCase?: string,
): Due[] {
  const { whole, fields: over } = overOf(type, lastNeeded, now);
  const row = over.length === 0 ? undefined : vault.store.records.byId(type, id);
  if (row === undefined) return [];
  return whole
    ? [{ what: 'record', row, ...(ofCase === undefined ? {} : { case: ofCase }) }]
    : fields(vault, row, over);
}

/** Those of the fields that hold something. A required one stays as long as its record: it is nothing without it. */
function fields(vault: Vault, row: RecordRow, over: readonly string[]): Due[] {
  const specs = fieldsOf(row.type as RecordType);
  const optional = over.filter((name) => specs[name]?.required !== true);
  if (optional.length === 0) return [];
  const held = openRecord(vault, row, optional);
  const filled = optional.filter((name) => (held.get(name) ?? '') !== '');
  return filled.length === 0 ? [] : [{ what: 'fields', row, fields: filled }];
}

/** When an entry was made. @throws Tampered when it cannot be read */
export function timeOf({ store }: Vault, seq: number): number {
  const row = store.log.get(seq);
  const leaf = row && decodeLeaf(row.leaf);
  if (leaf?.ok !== true) throw new Tampered(`log entry ${seq}`);
  return leaf.value.public.time;
}

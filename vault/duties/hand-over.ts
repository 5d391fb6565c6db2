import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { approvalLife } from '../../policy/approvals.ts';
import { consentReaches, mostHandedOver, type ProvidingPurpose } from '../../policy/recipients.ts';
import { proposeAct, type Waiting as WaitingAct } from '../approval.ts';
import type { Control } from '../control.ts';
import { consentEvents } from '../consent/events.ts';
import { factsFor, saidWords } from '../facts.ts';
import { newId } from '../keychain.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type FieldError, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, type Permitted, refuseOperation } from '../permit.ts';
import { judge, refuseMissing, whyOf } from '../read.ts';
import { openRecord } from '../subject.ts';
import { append, type Unit } from '../vault.ts';
import type { Turn, Waiting } from '../waiting.ts';
import type { HandOverRow } from './contents.ts';
import { sealPackage } from './openpgp.ts';
import { packageText } from './package-text.ts';

export interface PrepareHandOver {
  recipient: string;
  residents: readonly string[];
  /** All that the recipient may get when left out. */
  fields?: readonly string[] | undefined;
  /** Number of the paper that asks for it; needed where a law does. */
  document?: string | undefined;
  /** Why, in words, for who decides on it. */
  words?: string | undefined;
}

export interface HandOverPrepared {
  id: string;
  state: 'waiting' | 'approved';
  /** Where a second person has to say yes first. */
  approval: string | null;
  /** UTC milliseconds: until when it may be approved, or made. */
  until: number;
}

/**
 * Prepares a hand-over: for whom, about whom, which fields. What a law asks waits for a second person; what people agreed
 * to is asked of each consent at the moment it is made.
 */
export function prepareHandOver(unit: Unit, request: PrepareHandOver): Outcome<HandOverPrepared> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'hand_over.prepare');
  const found = vault.rows.get('recipient', request.recipient);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const recipient = found.content;
  const { purpose } = recipient;
  if (recipient.state !== 'active') return refuseHandOver(unit, found.key, purpose, 'recipient_ended');
  const byLaw = purpose === 'provide_by_law';
  const fields = [...new Set(request.fields ?? recipient.fields)];
  const residents = [...new Set(request.residents)];
  const document = saidWords(request.document);
  const errors = wrongIn({ fields, residents, document, byLaw }, recipient.fields);
  if (errors.length > 0) return failed('invalid', { errors });

  const id = newId(vault.random);
  const proposed = byLaw
    ? proposeAct(unit, { act: 'hand_over', of: { handOver: id }, words: request.words })
    : undefined;
  if (proposed?.ok === false) return proposed;
  const approval = proposed?.value.approval ?? null;
  const state = byLaw ? 'waiting' : 'approved';
  const until = proposed?.value.until ?? now + approvalLife;
  const asked: Asked = { recipient: found.key, purpose, fields, residents, document, state };
  const mine = { by: actor.id, at: now, until: byLaw ? null : until };
  const content = { ...asked, ...mine, included: 0, leftOut: 0, sha256: null };
  const row = vault.rows.add('hand_over', id, content, vault.journal.size);
  append(unit, {
    action: 'hand_over.prepare',
    decision: 'done',
    subject: { recipient: found.key, purpose, rule: allowed.rule },
    rows: [row],
  });
  return done({ id, state, approval, until });
}

type Asked = Pick<HandOverRow, 'recipient' | 'purpose' | 'fields' | 'residents' | 'document' | 'state'>;

/** A second person has said yes: it may be made, once, within three days. */
export function performHandOver(unit: Unit, approval: WaitingAct): Outcome<unknown> {
  const { vault, now } = unit;
  const found = vault.rows.get('hand_over', idOf(approval));
  if (found?.content.state !== 'waiting') return failed('conflict');
  putHandOver(unit, found, { state: 'approved', until: now + approvalLife });
  return done(null);
}

/** Which one it is about, for who decides: the recipient, and how many people. */
export function aboutHandOver(unit: Unit, approval: WaitingAct) {
  const content = unit.vault.rows.get('hand_over', idOf(approval))?.content;
  const name = unit.vault.rows.get('recipient', content?.recipient ?? '')?.content.name ?? '';
  const n = content?.residents.length ?? 0;
  const document = content?.document ?? '';
  return {
    zh: `${name},${n} 人,文号 ${document}`,
    en: `${name}, ${n} ${n === 1 ? 'person' : 'people'}, document ${document}`,
  };
}

/** What has been handed over. The package is an armored OpenPGP message: only the recipient opens it. */
export interface HandedOver {
  id: string;
  package: string;
  /** Of the package's bytes, hex: it is in the log. */
  sha256: string;
  included: number;
  leftOut: number;
}

/**
 * Makes the package and hands it out, once. First turn: decide for each person, open, append an entry each. Then it is
 * sealed, and nothing of it was outside of the object before. Second turn: the entry with the package's hash; whoever
 * lost their role in between, or came twice, gets none.
 */
export const makeHandOver: Waiting<{ id: string }, HandedOver> = async (turn, request, around) => {
  const opened = turn((unit) => openHandOver(unit, request.id));
  if (!opened.ok) return opened;
  const { text, key, ...rest } = opened.value;
  const sealed = await sealPackage(text, `hand-over-${request.id}.txt`, key, around.packages, around.now());
  return closeHandOver(turn, { ...rest, id: request.id, sealed });
};

interface Opened {
  text: string;
  key: string;
  version: number;
  included: string[];
  leftOut: number;
}

function openHandOver(unit: Unit, id: string): Outcome<Opened> {
  const { vault, now } = unit;
  const ready = readyToMake(unit, id);
  if (!ready.ok) return ready;
  const { found, recipient } = ready.value;
  const { purpose, residents, document } = found.content;
  const people = residents.flatMap((resident) => personFor(unit, found, recipient, resident) ?? []);
  const leftOut = residents.length - people.length;
  if (people.length === 0) return refuseHandOver(unit, recipient.key, purpose, 'nothing_found');
  const text = packageText({
    id,
    community: vault.rows.get('community', 'self')?.content.name ?? vault.community,
    recipient: recipient.content.name,
    purpose,
    basis: purpose === 'provide_by_law' ? recipient.content.law : '本人同意',
    document,
    at: new Date(now).toISOString(),
    fields: found.content.fields,
    people: people.map(({ values }) => values),
    leftOut,
  });
  const version = putHandOver(unit, found, { state: 'opened', included: people.length, leftOut });
  const included = people.map(({ resident }) => resident);
  return done({ text, key: recipient.content.key, version, included, leftOut });
}

interface Ready {
  found: Control<'hand_over'>;
  recipient: Control<'recipient'>;
  allowed: Permitted;
}

/** Whether it may be made, by this actor and now: what was true when it was approved is asked again. */
function readyToMake(unit: Unit, id: string): Outcome<Ready> {
  const { vault, actor, now } = unit;
  const found = vault.rows.get('hand_over', id);
  const allowed = permitted(unit, 'hand_over.make', { maker: found?.content.by === actor.id });
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const { state, until, purpose } = found.content;
  const recipient = vault.rows.get('recipient', found.content.recipient);
  if (recipient === undefined) return refuseOperation(unit, allowed, { purpose });
  const { keyExpires } = recipient.content;
  const reason =
    state === 'waiting'
      ? 'not_approved'
      : state === 'handed_over'
        ? 'already_made'
        : (until ?? 0) <= now
          ? 'too_late'
          : recipient.content.state !== 'active'
            ? 'recipient_ended'
            : keyExpires !== null && keyExpires <= now
              ? 'recipient_key_expired'
              : null;
  if (reason !== null) return refuseHandOver(unit, recipient.key, purpose, reason);
  return done({ found, recipient, allowed });
}

/**
 * One person of a hand-over: decide, open, append. @returns their values, or undefined for who is left out: that is an
 * entry too, with the reason, in their own log.
 */
function personFor(
  unit: Unit,
  { content }: Control<'hand_over'>,
  recipient: Control<'recipient'>,
  resident: string,
): { resident: string; values: Record<string, string> } | undefined {
  const { purpose, fields, document } = content;
  const { vault, actor } = unit;
  const row = vault.store.records.byId('resident', resident);
  if (row === undefined) {
    refuseMissing(unit, 'hand_over.make', { purpose });
    return undefined;
  }
  const words = [recipient.content.law, document].filter((said) => said !== '').join(' ');
  const grounds = { purpose, ...(words === '' ? {} : { reason: words }) };
  const question = { action: 'provide' as const, role: actor.role, purpose, type: 'resident', fields };
  const known = factsFor(unit, row, grounds);
  const reached = purpose !== 'provide_by_consent' || consentIsFor(unit, resident, recipient);
  const decision = judge(unit, question, reached ? known : { ...known, consent: 'none' });
  const { granted } = decision;
  append(unit, {
    action: 'hand_over.make',
    decision: granted ? 'granted' : 'refused',
    subject: {
      recipient: recipient.key,
      subject: resident,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
      ...(granted ? {} : { reason: decision.reason }),
    },
    records: [{ type: row.type, id: row.id, version: row.version }],
  });
  if (!granted) return undefined;
  const given = fields.filter((field) => decision.fields[field] === 'clear');
  const opened = openRecord(vault, row, given);
  return { resident, values: Object.fromEntries(given.map((field) => [field, opened.get(field) ?? ''])) };
}

/** Whether what stands agreed was agreed to with this recipient in the register. */
function consentIsFor(unit: Unit, resident: string, { content }: Control<'recipient'>): boolean {
  const given = consentEvents(unit, resident, 'provide_by_consent').findLast(
    ({ event }) => event === 'given' || event === 'renewed',
  );
  return given !== undefined && content.since !== null && consentReaches(given.at, content.since);
}

function closeHandOver(
  turn: Turn,
  made: { id: string; sealed: string; version: number; included: string[]; leftOut: number },
): Outcome<HandedOver> {
  const { id, sealed, included, leftOut } = made;
  const digest = bytesToHex(sha256(utf8ToBytes(sealed)));
  return turn((unit) => {
    const ready = readyToMake(unit, id);
    if (!ready.ok) return ready;
    const { found, recipient, allowed } = ready.value;
    const { purpose } = found.content;
    // Somebody came twice at once: only what was opened last is handed out.
    if (found.version !== made.version) return refuseHandOver(unit, recipient.key, purpose, 'already_made');
    const { vault } = unit;
    const content = { ...found.content, state: 'handed_over' as const, residents: [], sha256: digest };
    const row = vault.rows.put('hand_over', id, content, vault.journal.size);
    append(unit, {
      action: 'hand_over.seal',
      decision: 'done',
      subject: { recipient: recipient.key, purpose, rule: allowed.rule },
      rows: [row],
      digests: [{ kind: 'package', sha256: digest }],
    });
    if (purpose === 'provide_by_consent')
      for (const person of included) notifyPerson(unit, person, 'provided');
    return done({ id, package: sealed, sha256: digest, included: included.length, leftOut });
  });
}

/** Writes what became of one, with an entry. @returns the row's version */
function putHandOver(
  unit: Unit,
  { key, content }: Control<'hand_over'>,
  change: Partial<Control<'hand_over'>['content']>,
): number {
  const { vault } = unit;
  const row = vault.rows.put('hand_over', key, { ...content, ...change }, vault.journal.size);
  append(unit, {
    action: 'hand_over.make',
    decision: 'done',
    subject: { recipient: content.recipient, purpose: content.purpose },
    rows: [row],
  });
  return row.version;
}

function refuseHandOver(
  unit: Unit,
  recipient: string,
  purpose: ProvidingPurpose,
  reason:
    | 'recipient_ended'
    | 'recipient_key_expired'
    | 'not_approved'
    | 'already_made'
    | 'too_late'
    | 'nothing_found',
) {
  append(unit, { action: 'hand_over.make', decision: 'refused', subject: { recipient, purpose, reason } });
  return failed('conflict');
}

function wrongIn(
  asked: { fields: string[]; residents: string[]; document: string; byLaw: boolean },
  mayGet: readonly string[],
): FieldError[] {
  const errors: FieldError[] = [];
  if (asked.fields.length === 0 || asked.fields.some((field) => !mayGet.includes(field)))
    errors.push({ field: 'fields', code: 'not_covered', ...notCovered });
  if (asked.residents.length === 0 || asked.residents.length > mostHandedOver)
    errors.push({ field: 'residents', code: 'too_many', ...tooMany });
  if (asked.byLaw && asked.document === '')
    errors.push({ field: 'document', code: 'required', ...documentMissing });
  return errors;
}

const notCovered = {
  zh: '这个接收方没有登记其中一项',
  en: 'the recipient is not registered for one of them',
};
const tooMany = { zh: `一次 1 到 ${mostHandedOver} 人`, en: `1 to ${mostHandedOver} people at once` };
const documentMissing = {
  zh: '依法提供要写明公函的文号',
  en: 'what a law asks for needs the number of the paper that asks',
};

/** A hand-over in a list; of people only how many. */
export interface HandOverItem {
  id: string;
  recipient: string;
  recipientName: string;
  purpose: ProvidingPurpose;
  fields: string[];
  document: string;
  people: number;
  leftOut: number;
  state: 'waiting' | 'approved' | 'opened' | 'handed_over';
  at: number;
  until: number | null;
  sha256: string | null;
  mine: boolean;
}

/** All hand-overs, newest first. One entry. */
export function listHandOvers(unit: Unit): Outcome<{ items: HandOverItem[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'hand_over.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'hand_over.list', decision: 'granted', subject: { rule: allowed.rule } });
  const items = vault.store.control
    .ofKind('hand_over')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'hand_over')) ?? [])
    .sort((a, b) => b.content.at - a.content.at)
    .map(({ key: id, content }) => {
      const { recipient, purpose, fields, document, leftOut, state, at, until, sha256: digest } = content;
      const recipientName = vault.rows.get('recipient', recipient)?.content.name ?? '';
      const people =
        state === 'waiting' || state === 'approved' ? content.residents.length : content.included;
      const mine = content.by === actor.id;
      return {
        id,
        recipient,
        recipientName,
        purpose,
        fields,
        document,
        people,
        leftOut,
        state,
        at,
        until,
        sha256: digest,
        mine,
      };
    });
  return done({ items });
}

function idOf({ of }: WaitingAct): string {
  const id = of['handOver'];
  return typeof id === 'string' ? id : '';
}

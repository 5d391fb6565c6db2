import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { consentReaches } from '../../policy/duties/recipients.ts';
import type { Control } from '../control.ts';
import { consentEvents } from '../consent/events.ts';
import { factsFor } from '../facts.ts';
import { notifyPerson } from '../notify.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, type Permitted, refuseOperation } from '../access/permit.ts';
import { judge, refuseMissing, whyOf } from '../read.ts';
import { openRecord } from '../subject.ts';
import { append, type Unit } from '../vault.ts';
import type { Turn, Waiting } from '../waiting.ts';
import { putHandOver, refuseHandOver } from './hand-over-rows.ts';
import { sealPackage } from './openpgp.ts';
import { packageText } from './package-text.ts';
import { isCanary } from '../watch/canary.ts';

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
  // Somebody made up is nobody to be told of.
  if (row === undefined || isCanary(vault, resident)) {
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

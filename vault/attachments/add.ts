import { line } from '../../policy/checks/text.ts';
import { takeFromDay } from '../access/budget.ts';
import type { AttachedRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import type { Kind, MediaType } from '../media/kinds.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { actingFor } from '../people/acting.ts';
import { decideOn, refuse, refuseMissing, whyOf } from '../read.ts';
import { dataKey } from '../subject.ts';
import { findTicket, stateOf, type TicketState } from '../tickets/ticket.ts';
import { append, type Unit } from '../vault.ts';
import { storeRecord } from '../write.ts';
import { storeStream } from './stream.ts';

/** More than these show nothing that these do not. */
export const mostOfTicket = { photo: 6, voice: 6, file: 3 } as const satisfies Readonly<Record<Kind, number>>;

/**
 * So long who reported has a photo to themselves, in milliseconds, so that faces of bystanders can be hidden before anybody
 * else sees it (docs/decisions/0017-faces-of-others.md).
 */
export const heldFor = 10 * 60_000;

/** Bytes, and their SHA-256 in hex. */
export interface Content {
  bytes: Uint8Array;
  sha256: string;
}

/** What was looked at and cleaned before it came here (`media/take.ts`). */
export interface NewAttachment {
  ticket: string;
  kind: Kind;
  media: MediaType;
  /** What it was called, where it had a name. */
  name?: string | undefined;
  whole: Content;
  /** Of a photo. */
  small?: Content | undefined;
}

/** Adds to a ticket that is open what its reporter sent, as a sealed record and sealed chunks: decide, seal, append. */
export function addAttachment(asking: Unit, request: NewAttachment): Outcome<TicketState> {
  const ready = readyToAttach(asking, request.ticket);
  if (!ready.ok) return ready;
  const { unit, found, row, grounds, decision } = ready.value;
  const { vault, now } = unit;
  const { reporter, attachments = [] } = found.content;
  const { kind, media, whole, small } = request;
  if (attachments.filter((one) => one.kind === kind).length >= mostOfTicket[kind]) return tooMany(kind);
  const over = takeFromDay(unit, 'attachment.add', { subject: reporter, case: found.key });
  if (over !== undefined) return over;

  const { key, digests } = dataKey(vault, reporter);
  const owned = { id: row.id, subject: reporter, key: key.key, keyId: key.id };
  const values = new Map<string, string>([
    ['kind', kind],
    ['media', media],
    ['bytes', String(whole.bytes.length)],
    ['fileName', nameOf(request.name)],
    ['whole', storeStream(vault, owned, 'whole', whole)],
    ['small', small === undefined ? '' : storeStream(vault, owned, 'small', small)],
  ]);
  const stored = storeRecord(vault, { ...row, version: 1 }, values);
  const attached: AttachedRow = {
    id: row.id,
    kind,
    from: kind === 'photo' && canHide(unit) ? now + heldFor : now,
  };
  // The case goes one version on, as with words that are added: who read the ticket before sees that it has changed.
  const next = { ...found.content, attachments: [...attachments, attached] };
  const caseRow = vault.rows.put('case', found.key, next, vault.journal.size);
  append(unit, {
    action: 'attachment.add',
    decision: 'done',
    subject: {
      subject: reporter,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: [...digests, ...stored.digests],
  });
  return done(stateOf(unit, { ...found, version: caseRow.version, content: next }));
}

/** Only a resident has a page to hide something on: with nobody else there is anything to wait for. */
const canHide = ({ actor }: Unit): boolean => actor.role === 'resident';

function readyToAttach(asking: Unit, ticket: string) {
  const found = findTicket(asking, ticket);
  if (found === undefined) return refuseMissing(asking, 'attachment.add', { purpose: 'handle_ticket' });
  const { unit } = actingFor(asking, found.content.reporter);
  const row = {
    id: newId(unit.vault.random),
    type: 'attachment',
    subject: found.content.reporter,
    version: 0,
  };
  const grounds = { purpose: 'handle_ticket' as const, case: found.key };
  const fields = ['kind', 'media', 'bytes', 'fileName', 'whole', 'small'];
  const decision = decideOn(unit, row, { ...grounds, fields }, 'create');
  if (!decision.granted) return refuse(unit, 'attachment.add', row, grounds, decision);
  return done({ unit, found, row, grounds, decision });
}

/** A name that cannot be shown is none. */
function nameOf(name: string | undefined): string {
  const checked = name === undefined || name === '' ? undefined : line(name, '');
  return checked?.ok === true ? checked.value : '';
}

function tooMany(kind: Kind) {
  const most = mostOfTicket[kind];
  const words = {
    photo: { zh: `一张工单最多附 ${most} 张照片`, en: `a ticket has ${most} photos at most` },
    voice: { zh: `一张工单最多附 ${most} 段语音`, en: `a ticket has ${most} voice messages at most` },
    file: { zh: `一张工单最多附 ${most} 个文件`, en: `a ticket has ${most} files at most` },
  }[kind];
  return failed('invalid', { errors: [{ field: 'file', code: 'too_many', ...words }] });
}

import type { Operation } from '../../policy/operations.ts';
import { type Way, ways } from '../../policy/words.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import type { Decision } from '../log/entry.ts';
import { publicationInterval, signCheckpoint } from '../log/checkpoint.ts';
import { formatProof } from '../log/proof.ts';
import { consistencyProof, inclusionProof, rootOf } from '../log/tree.ts';
import { toBase64 } from '../log/base64.ts';
import type { OpenedEntry } from '../journal.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { refuseMissing } from '../read.ts';
import type { Shown } from '../../policy/masks.ts';
import { maskedName, type Named } from '../masked-name.ts';
import { findTicket } from '../tickets/ticket.ts';
import { append, type Unit, type Vault } from '../vault.ts';

/** What everybody who may see an entry is told of it. Values of records are in no entry. */
interface Told {
  seq: number;
  /** UTC milliseconds. */
  time: number;
  action: string;
  decision: Decision;
  role: string;
  policy: string;
  fields: Record<string, string>;
  level: string | null;
  purpose: string | null;
  basis: string | null;
  rule: string | null;
  reason: string | null;
  words: string | null;
  case: string | null;
  notice: string | null;
  /** The ticket's number, where there is one. */
  ticket: number | null;
  records: { type: string; id: string; version: number }[];
  /** The organisation it was handed to, or was to be. */
  recipient: { id: string; name: string } | null;
  /** The versions that a correction put others in the place of. */
  replaced: { type: string; id: string; version: number }[];
}

/** An entry as the officer reads it: with the identifiers of people and requests, which she follows. */
export interface LogEntry extends Told {
  actor: string;
  /** Whose data; null where an entry is about nobody in particular. */
  subject: string | null;
  request: string;
  /** Which way in, from where, and through which bot: `api:private:…`. */
  via: string;
}

/** An entry in a resident's own view: who looked, as the resident may know them. */
export interface OwnEntry extends Told {
  /** Masked; null for oneself, for the vault's own acts, and for whoever has no name here. */
  who: Shown | null;
  /** `self`: it was done in the resident's own name, be it by them or by who had their token or the bot's. */
  by: 'self' | 'other';
  /** From where; null for the vault's own acts. */
  via: Way | null;
}

export interface LogSearch {
  actor?: string | undefined;
  subject?: string | undefined;
  decision?: Decision | undefined;
  action?: string | undefined;
  /** A ticket's id, or its number as people say it. */
  case?: string | undefined;
  /** A request's id, or at least its first eight characters: what a refused person was told. */
  request?: string | undefined;
  /** UTC milliseconds, from (inclusive) and to (exclusive). */
  from?: number | undefined;
  to?: number | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface LogPage<Item> {
  /** Newest first. */
  items: Item[];
  cursor: string | null;
  /**
   * Entries that are not as they were written, of which nothing is shown, and entries whose ticket or whose actor's name
   * is not: these are shown without it.
   */
  tampered: number[];
}

/** Rows looked at for one page, so that a rare action does not turn a page into a walk over the whole log. */
const mostScanned = 2_000;

/**
 * The officer's view of the log. Actor and subject narrow it by columns; everything else is read from the leaves
 * themselves, which are under the tree: no column could be changed to hide an entry.
 */
export function searchLog(unit: Unit, request: LogSearch): Outcome<LogPage<LogEntry>> {
  const allowed = permitted(unit, 'log.search');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose: 'access_audit' });
  const ticket = ticketIn(unit, request);
  const page =
    ticket === 'none'
      ? { items: [], cursor: null, tampered: [] }
      : collect(unit, request, request, (entry) => wanted(entry, { ...request, ...ticket }));
  noteSearch(unit, request, allowed.rule);
  const items = page.items.map((entry) => ({
    ...told(unit, entry, page.tampered),
    actor: entry.actor.actor,
    subject: entry.subject.subject ?? null,
    request: entry.actor.request,
    via: entry.actor.via,
  }));
  return done({ ...page, items });
}

/** The ticket that is searched for, by its id; `none` where there is no ticket of such a number. */
function ticketIn(unit: Unit, { case: said }: LogSearch): { case?: string } | 'none' {
  if (said === undefined) return {};
  // A request to see a right done is a case too; an erased person's tickets are none any more.
  const found = findTicket(unit, said)?.key ?? unit.vault.rows.get('right', said)?.key;
  return found === undefined ? 'none' : { case: found };
}

/** One entry for each person the search named, in their own log. Anything else that was named is nobody. */
function noteSearch(unit: Unit, { subject, actor }: LogSearch, rule: string): void {
  const { control } = unit.vault.store;
  const named = [...new Set([subject, actor])].filter(
    (id) => id !== undefined && control.get('subject', id) !== undefined,
  );
  for (const id of named.length > 0 ? named : [undefined]) {
    append(unit, {
      action: 'log.search',
      decision: 'granted',
      subject: { ...(id === undefined ? {} : { subject: id }), purpose: 'access_audit', rule },
    });
  }
}

export interface OwnLogRequest {
  /** Whom one acts for; oneself when left out. */
  for?: string | undefined;
  /** Only what others did; what was done in one's own name stands beside it when left out. */
  only?: 'others' | undefined;
  cursor?: string | undefined;
  limit: number;
}

/**
 * Who has looked at one's own data, and what was done with it in one's own name; or the same of whom one acts for. One
 * entry.
 */
export function ownLog(asking: Unit, request: OwnLogRequest): Outcome<LogPage<OwnEntry>> {
  const acting = actingFor(asking, request.for);
  const { unit, subject } = acting;
  if (subject !== asking.actor.id && unit.vault.rows.get('subject', subject) === undefined)
    return refuseMissing(unit, 'log.own', { purpose: 'access_audit' });
  const allowed = permitted(unit, 'log.own', actingFacts(acting, 'log.own'));
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject, purpose: 'access_audit' });
  const isOwn = (entry: OpenedEntry) => entry.actor.actor === subject;
  const wants = (entry: OpenedEntry) => request.only === undefined || !isOwn(entry);
  const page = collect(unit, { subject }, request, wants);
  append(unit, {
    action: 'log.own',
    decision: 'granted',
    subject: { subject, purpose: 'access_audit', rule: allowed.rule },
  });
  return done({ ...page, items: ownEntries(unit, subject, page) });
}

/** Entries about somebody as they may read them. */
function ownEntries(unit: Unit, subject: string, page: LogPage<OpenedEntry>): OwnEntry[] {
  const names = new Map<string, Named>();
  return page.items.map((entry) => {
    const named = nameIn(unit.vault, entry, names);
    const by = entry.actor.actor === subject ? ('self' as const) : ('other' as const);
    const shown = { ...told(unit, entry, page.tampered), who: named.who, by, via: wayOf(entry.actor.via) };
    if (!named.asWritten) mark(page.tampered, entry.seq);
    return shown;
  });
}

/** The newest entries about somebody, for what they take away; without an entry of its own. */
export function entriesAbout(
  unit: Unit,
  subject: string,
  most: number,
): { entries: OwnEntry[]; leftOut: boolean } {
  const entries: OwnEntry[] = [];
  let cursor: string | null | undefined;
  while (entries.length < most && cursor !== null) {
    const page = { limit: Math.min(500, most - entries.length), ...(cursor === undefined ? {} : { cursor }) };
    const found = collect(unit, { subject }, page, () => true);
    entries.push(...ownEntries(unit, subject, found));
    cursor = found.cursor;
  }
  return { entries, leftOut: cursor !== null };
}

/**
 * Who it was, as whose log it is may know them: of staff and of who acts for somebody the masked name, of a neighbour
 * nothing.
 */
function nameIn(vault: Vault, { actor: { actor: id }, leaf }: OpenedEntry, known: Map<string, Named>): Named {
  const { role } = leaf.public;
  const type = role === 'guardian' || role === 'delegate' ? 'resident' : 'staff';
  const named = known.get(`${type}/${id}`) ?? maskedName(vault, id, type);
  known.set(`${type}/${id}`, named);
  return named;
}

/** From where, of an entry's `via`. */
const wayOf = (via: string): Way | null => ways.find((way) => way === via.split(':')[1]) ?? null;

/**
 * A proof that an entry is in the log, to take away: a C2SP tlog-proof whose extra line opens the entry. For the
 * officer of any entry, for a resident of those about them.
 */
export function proveEntry(unit: Unit, seq: number): Outcome<{ proof: string; vkey: string }> {
  const { vault, actor } = unit;
  const row = vault.store.log.get(seq);
  const self = row?.subject === actor.id;
  const allowed = permitted(unit, 'log.prove', { self });
  if (!allowed.granted || row === undefined)
    return refuseOperation(unit, allowed, {
      ...(self ? { subject: actor.id } : {}),
      purpose: 'access_audit',
    });
  const entry = vault.journal.open(row);
  // A proof shows what the entry says of somebody: whoever takes it away, that person's log has it.
  const about = entry.subject.subject === undefined ? {} : { subject: entry.subject.subject };
  const published = vault.store.log.checkpointCovering(seq);
  const officer = actor.role === 'privacy_officer';
  // A checkpoint of the moment is for the officer alone: its size would tell others how the log grows.
  if (published === undefined && !officer) {
    append(unit, {
      action: 'log.prove',
      decision: 'refused',
      subject: { ...about, purpose: 'access_audit', reason: 'not_published_yet' },
    });
    return failed('not_published_yet', { retryAfter: publicationInterval / 1000 });
  }
  const size = published?.size ?? vault.journal.size;
  const proof = formatProof({
    index: seq,
    hashes: inclusionProof(seq, size, vault.journal.readHash),
    checkpoint: published?.note ?? checkpointAt(vault, size),
    extra: {
      leaf: entry.leafBytes,
      // Who it was by identifier is the officer's to follow; a resident reads the masked name.
      ...(officer ? { actor: { part: entry.actor, salt: entry.actorSalt } } : {}),
      subject: { part: entry.subject, salt: entry.subjectSalt },
    },
  });
  append(unit, {
    action: 'log.prove',
    decision: 'granted',
    subject: { ...about, purpose: 'access_audit', rule: allowed.rule },
  });
  return done({ proof, vkey: vault.signer.vkey });
}

/** A checkpoint of this moment, for the officer alone: the published ones come every ten minutes. */
export function checkpointNow(unit: Unit): Outcome<{ checkpoint: string; vkey: string }> {
  const operation: Operation = 'log.checkpoint_now';
  const allowed = permitted(unit, operation);
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose: 'access_audit' });
  append(unit, {
    action: operation,
    decision: 'granted',
    subject: { purpose: 'access_audit', rule: allowed.rule },
  });
  const { vault } = unit;
  return done({ checkpoint: checkpointAt(vault, vault.journal.size), vkey: vault.signer.vkey });
}

/** That the tree of `to` leaves begins with the tree of `from` leaves; both within what the log has. */
export function proveConsistency(
  unit: Unit,
  request: { from: number; to: number },
): Outcome<{ hashes: string[] }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'log.prove');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose: 'access_audit' });
  const { from, to } = request;
  if (from > to || to > vault.journal.size) {
    const words = { zh: '日志没有这么长', en: 'the log is not that long' };
    return failed('invalid', { errors: [{ field: 'to', code: 'beyond_the_log', ...words }] });
  }
  const hashes = consistencyProof(from, to, vault.journal.readHash).map((hash) => toBase64(hash));
  append(unit, {
    action: 'log.prove',
    decision: 'granted',
    subject: { purpose: 'access_audit', rule: allowed.rule },
  });
  return done({ hashes });
}

/** Signs the tree of the first `size` leaves. */
export function checkpointAt(vault: Vault, size: number): string {
  const root = rootOf(size, vault.journal.readHash);
  return signCheckpoint({ origin: vault.signer.name, size, root }, vault.signer);
}

function collect(
  unit: Unit,
  of: { actor?: string | undefined; subject?: string | undefined },
  page: { cursor?: string | undefined; limit: number },
  wants: (entry: OpenedEntry) => boolean,
): LogPage<OpenedEntry> {
  const { journal, store } = unit.vault;
  const narrow = {
    ...(of.actor === undefined ? {} : { actor: of.actor }),
    ...(of.subject === undefined ? {} : { subject: of.subject }),
  };
  const items: OpenedEntry[] = [];
  const tampered: number[] = [];
  let before = page.cursor === undefined ? journal.size : Number(page.cursor);
  let scanned = 0;
  while (items.length < page.limit && scanned < mostScanned) {
    const rows = store.log.newestFirst(narrow, before, Math.min(100, mostScanned - scanned));
    for (const row of rows) {
      scanned += 1;
      before = row.seq;
      const entry = unlessTampered(() => journal.open(row));
      if (entry === undefined) tampered.push(row.seq);
      else if (wants(entry)) items.push(entry);
      if (items.length >= page.limit) break;
    }
    if (rows.length === 0) return { items, cursor: null, tampered };
  }
  return { items, cursor: before > 0 ? String(before) : null, tampered };
}

/** What is told of an entry. @param tampered where the entry is named when its ticket's row is not as it was written */
function told(unit: Unit, { seq, leaf, subject }: OpenedEntry, tampered: number[]): Told {
  const { time, action, decision, role, policy } = leaf.public;
  const { case: id } = subject;
  const ticket = unlessTampered(() => ({
    row: id === undefined ? undefined : unit.vault.rows.get('case', id),
  }));
  if (ticket === undefined) mark(tampered, seq);
  return {
    seq,
    time,
    action,
    decision,
    role,
    policy,
    fields: { ...subject.fields },
    level: subject.level ?? null,
    purpose: subject.purpose ?? null,
    basis: subject.basis ?? null,
    rule: subject.rule ?? null,
    reason: subject.reason ?? null,
    words: subject.words ?? null,
    case: subject.case ?? null,
    notice: subject.notice ?? null,
    ticket: ticket?.row?.content.number ?? null,
    records: [...(subject.records ?? [])],
    recipient: recipientOf(unit.vault, subject.recipient),
    replaced: [...(subject.replaced ?? [])],
  };
}

/** An organisation of the register by its name, which is no secret; null where no entry names one. */
function recipientOf({ rows }: Vault, id: string | undefined): Told['recipient'] {
  if (id === undefined) return null;
  const row = unlessTampered(() => rows.get('recipient', id));
  return { id, name: row?.content.name ?? '' };
}

function wanted({ leaf, actor, subject }: OpenedEntry, request: LogSearch): boolean {
  const { decision, action, time } = leaf.public;
  return (
    (request.actor === undefined || actor.actor === request.actor) &&
    (request.decision === undefined || decision === request.decision) &&
    (request.action === undefined || action === request.action) &&
    (request.case === undefined || subject.case === request.case) &&
    (request.request === undefined || actor.request.startsWith(request.request)) &&
    (request.from === undefined || time >= request.from) &&
    (request.to === undefined || time < request.to)
  );
}

function mark(tampered: number[], seq: number): void {
  if (!tampered.includes(seq)) tampered.push(seq);
}

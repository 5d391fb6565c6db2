import type { PurposeId } from '../../policy/purposes.ts';
import type { LogAction } from '../../policy/words.ts';
import { takeFromBudget } from '../access/budget.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import {
  decideOn,
  type Judged,
  refuse,
  refuseMissing,
  release,
  type ReleasedRecord,
  whyOf,
} from '../read.ts';
import { rowsWith } from '../search/by-value.ts';
import { wantedOf } from '../search/values.ts';
import { addSubject } from '../subject.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { isCanary } from '../watch/canary.ts';
import { resealed, storeRecord, type StoredRecord } from '../write.ts';

const purpose = 'mediation' satisfies PurposeId;
const type = 'mediation_note';

/** A matter as its mediator has it in a list: when, how many, and whether it is over; nobody's name. */
export interface MatterState {
  id: string;
  state: 'handling' | 'closed';
  opened: number;
  closed: number | null;
  parties: number;
  notes: number;
}

/** Who a party is, as they say it themselves in the mediators' room; both have to be right. */
export interface Party {
  name: string;
  address: string;
}

/** So many parties a mediator may name in a day: whoever has the whole of a name and a door must not find the rest by trying. */
const named = { limit: 40, window: 24 * 3_600_000 };

/**
 * Opens a mediation between residents who have come to it. The mediator reads no list: whoever is a party says name and
 * address, and the vault says whether there is one such resident. Each has an entry, and neither is in the other's.
 */
export function openMatter(unit: Unit, request: { parties: readonly Party[] }): Outcome<MatterState> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'mediation.open');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  for (const _ of request.parties) {
    const taken = takeFromBudget(unit, `mediation/${actor.id}`, named);
    if (taken.ok) continue;
    const subject = { purpose, rule: allowed.rule, reason: 'over_budget' } as const;
    append(unit, { action: 'mediation.open', decision: 'refused', subject });
    return failed('too_many_requests', { retryAfter: taken.retryAfter });
  }
  const found = request.parties.map((party, at) => partyOf(unit, party, `parties.${at}`));
  const errors = found.flatMap((one) => (one.ok ? [] : one.errors));
  const parties = [...new Set(found.flatMap((one) => (one.ok ? [one.id] : [])))];
  if (errors.length > 0 || parties.length < 2) {
    noteUnopened(unit, parties, allowed.rule);
    return failed('invalid', { errors: errors.length > 0 ? errors : [onePerson] });
  }
  const id = newId(vault.random);
  const content: ControlContents['matter'] = {
    mediator: actor.id,
    state: 'handling',
    parties,
    opened: now,
    closed: null,
  };
  const rows = [
    addSubject(vault, id, { kind: 'matter', grid: null }),
    vault.rows.add('matter', id, content, vault.journal.size),
  ];
  append(unit, {
    action: 'mediation.open',
    decision: 'done',
    subject: { subject: id, case: id, purpose, rule: allowed.rule },
    rows,
  });
  for (const subject of parties)
    append(unit, {
      action: 'mediation.named',
      decision: 'done',
      subject: { subject, case: id, purpose, rule: allowed.rule },
    });
  return done(stateOf(unit, { key: id, content }));
}

/** Whoever was found has an entry, also where no mediation comes of it: the mediator has learnt that they live there. */
function noteUnopened(unit: Unit, parties: readonly string[], rule: string): void {
  const said = { purpose, rule, reason: 'nothing_found' } as const;
  for (const subject of parties)
    append(unit, { action: 'mediation.named', decision: 'done', subject: { ...said, subject } });
  append(unit, { action: 'mediation.open', decision: 'done', subject: said });
}

/** The one resident with this name and address. A made-up one is nobody's neighbour. */
function partyOf(
  unit: Unit,
  party: Party,
  at: string,
): { ok: true; id: string } | { ok: false; errors: FieldError[] } {
  const values: [string, string][] = [
    ['name', party.name],
    ['address', party.address],
  ];
  const looked = wantedOf(unit.vault, 'resident', values, unit.now, (name) => `${at}.${name}`);
  if (!looked.ok) return looked;
  const rows = rowsWith(unit, 'resident', looked.wanted).filter(
    ({ subject }) => !isCanary(unit.vault, subject),
  );
  const [row] = rows;
  return row !== undefined && rows.length === 1
    ? { ok: true, id: row.subject }
    : { ok: false, errors: [{ field: at, code: 'no_such_party', ...noSuchParty }] };
}

/** A mediator's own matters, newest first. */
export function listMatters(unit: Unit): Outcome<{ items: MatterState[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'mediation.list');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const items = vault.store.control
    .withMember('matter', 'mediator', actor.id)
    .map((row) => vault.rows.checked(row, 'matter'))
    .sort((a, b) => b.content.opened - a.content.opened)
    .slice(0, 100)
    .map((found) => stateOf(unit, found));
  append(unit, { action: 'mediation.list', decision: 'granted', subject: { purpose, rule: allowed.rule } });
  return done({ items });
}

export interface MatterRead extends MatterState {
  /** The parties, masked: how to address them. */
  people: ReleasedRecord[];
  /** Newest first. */
  items: Omit<ReleasedRecord, 'type'>[];
}

/** A matter with its notes: for who has it, and nobody else. */
export function readMatter(unit: Unit, request: { matter: string }): Outcome<MatterRead> {
  const { vault } = unit;
  const found = vault.rows.get('matter', request.matter);
  if (found === undefined) return refuseMissing(unit, 'mediation.read', { purpose });
  const grounds = { purpose, case: found.key } as const;
  const whole = { id: '', type, subject: found.key, version: 0 };
  const decision = decideOn(unit, whole, grounds, 'list');
  if (!decision.granted) return refuse(unit, 'mediation.read', whole, grounds, decision);
  const notes = notesOf(unit, found.key).map((row) =>
    release(unit, 'mediation.read', row, grounds, decision),
  );
  const people = found.content.parties.flatMap((id) => {
    const row = vault.store.records.byId('resident', id);
    if (row === undefined) return [];
    const seen = decideOn(unit, row, { ...grounds, fields: ['name'] }, 'list');
    return seen.granted ? [release(unit, 'record.list', row, grounds, seen)] : [];
  });
  if (notes.length === 0 && people.length === 0) note(unit, 'mediation.read', found.key, grounds, decision);
  return done({
    ...stateOf(unit, found),
    people,
    items: notes.toReversed().map(({ id, version, fields }) => ({ id, version, fields })),
  });
}

/** Writes a note. */
export function writeNote(
  unit: Unit,
  request: { matter: string; fields: Readonly<Record<string, string>> },
): Outcome<{ id: string; version: number }> {
  const { vault, now } = unit;
  const grounds = { purpose, case: request.matter } as const;
  const found = vault.rows.get('matter', request.matter);
  if (found === undefined) return refuseMissing(unit, 'mediation.note', grounds);
  const id = newId(vault.random);
  const row = { id, type, subject: found.key, version: 1 };
  const decision = decideOn(unit, row, { ...grounds, fields: Object.keys(request.fields) }, 'create');
  if (!decision.granted) return refuse(unit, 'mediation.note', { ...row, version: 0 }, grounds, decision);
  const checked = normalise(type, request.fields, now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  note(unit, 'mediation.note', found.key, grounds, decision, storeRecord(vault, row, checked.draft));
  return done({ id, version: 1 });
}

/** Corrects a note of one's own. */
export function changeNote(
  unit: Unit,
  request: { note: string; version: number; fields: Readonly<Record<string, string>> },
): Outcome<{ id: string; version: number }> {
  const row = unit.vault.store.records.byId(type, request.note);
  if (row === undefined) return refuseMissing(unit, 'mediation.note', { purpose });
  const grounds = { purpose, case: row.subject } as const;
  const decision = decideOn(unit, row, { ...grounds, fields: Object.keys(request.fields) }, 'update');
  if (!decision.granted) return refuse(unit, 'mediation.note', row, grounds, decision);
  const checked = normalise(type, request.fields, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  if (row.version !== request.version) return failed('version_changed');
  note(unit, 'mediation.note', row.subject, grounds, decision, resealed(unit.vault, row, checked.draft));
  return done({ id: row.id, version: row.version + 1 });
}

/** The mediation is over: its notes are kept for their time, and none is added. */
export function closeMatter(unit: Unit, request: { matter: string }): Outcome<MatterState> {
  const { vault, actor, now } = unit;
  const found = vault.rows.get('matter', request.matter);
  if (found === undefined) return refuseMissing(unit, 'mediation.close', { purpose });
  const allowed = permitted(unit, 'mediation.close', { self: found.content.mediator === actor.id });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose, case: found.key });
  if (found.content.state === 'closed') return failed('conflict');
  const content = { ...found.content, state: 'closed' as const, closed: now };
  const row = vault.rows.put('matter', found.key, content, vault.journal.size);
  append(unit, {
    action: 'mediation.close',
    decision: 'done',
    subject: { subject: found.key, case: found.key, purpose, rule: allowed.rule },
    rows: [row],
  });
  return done(stateOf(unit, { key: found.key, content }));
}

function note(
  unit: Unit,
  action: LogAction,
  subject: string,
  grounds: { purpose: typeof purpose; case: string },
  decision: Judged,
  stored?: StoredRecord,
): void {
  append(unit, {
    action,
    decision: stored === undefined ? 'granted' : 'done',
    subject: { subject, fields: decision.fields, level: decision.level, ...whyOf(grounds, decision) },
    ...(stored === undefined
      ? {}
      : { records: [stored.record], rows: stored.rows satisfies WrittenRow[], digests: stored.digests }),
  });
}

/** No mediation has more. */
const mostNotes = 200;

const notesOf = ({ vault }: Unit, matter: string) =>
  vault.store.records.bySubject(matter, type, '', mostNotes).rows;

function stateOf(unit: Unit, { key, content }: Pick<Control<'matter'>, 'key' | 'content'>): MatterState {
  const { state, opened, closed, parties } = content;
  return { id: key, state, opened, closed, parties: parties.length, notes: notesOf(unit, key).length };
}

const noSuchParty = {
  zh: '没有这样一位居民:姓名和住址要和档案里的一致',
  en: 'there is no such resident: name and address have to be those on record',
};
const onePerson: FieldError = {
  field: 'parties',
  code: 'one_person',
  zh: '调解至少要有两方',
  en: 'a mediation has two parties at least',
};

export const mediations = {
  openMatter,
  listMatters,
  readMatter,
  writeNote,
  changeNote,
  closeMatter,
} as const;

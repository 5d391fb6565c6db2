import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { belongsToResident, fieldsOf, fieldSpec, isKept, type RecordType } from '../policy/fields.ts';
import type { PurposeId } from '../policy/purposes.ts';
import type { LogAction } from '../policy/words.ts';
import { changesNumber, numberTaken, ownNumberChanged, tellOfNumber } from './consent/number.ts';
import type { ControlContents, WrittenRow } from './control.ts';
import { sealRecord } from './crypto/record.ts';
import { HeldBack, heldBack } from './erasure/held-back.ts';
import { factsFor } from './facts.ts';
import { newId } from './keys/keychain.ts';
import { checkTags, type Tag, tagsAgain, tagsFor } from './keys/tags.ts';
import type { Digest } from './log/entry.ts';
import { equalBytes } from './log/tree.ts';
import { done, failed, type FieldError, type Outcome, Tampered } from './outcome.ts';
import { decideOn, judge, type Judged, refuse, refuseMissing, whyOf } from './read.ts';
import type { RecordRow } from './storage/schema.ts';
import { addSubject, dataKey, openRecord, recordContext } from './subject.ts';
import { type Draft, normalise } from './validate.ts';
import { append, type Unit, type Vault } from './vault.ts';

/** A sealed and stored record, as the log entry of its write has to name it. */
export interface StoredRecord {
  record: { type: RecordType; id: string; version: number; digest: string };
  rows: WrittenRow[];
  digests: Digest[];
}

/** What a write answers: never a value, only where it went. */
export interface Written {
  type: RecordType;
  id: string;
  version: number;
}

export interface CreateRequest {
  type: RecordType;
  purpose: PurposeId;
  /** Chosen by the caller where others refer to it before it exists (an import); random when left out. */
  id?: string | undefined;
  /** Where the new subject lives. For what a resident has, their grid counts. */
  grid?: number | undefined;
  /** The resident whose dog, vehicle or errand it is. */
  keeper?: string | undefined;
  fields: Readonly<Record<string, string>>;
}

/**
 * Creates a record, and its subject where the record is a subject's own: decide, check, seal, append.
 * @param batch of an import: its values, which have been checked already, and the grids there are, looked up once
 */
export function createRecord(
  unit: Unit,
  request: CreateRequest,
  batch?: { draft: Draft; grids: ReadonlySet<number> },
): Outcome<Written> {
  const { vault } = unit;
  const { type } = request;
  const id = request.id ?? newId(vault.random);
  const isKeepers = belongsToResident(type);
  const keeper = isKeepers ? vault.rows.get('subject', request.keeper ?? '') : undefined;
  const subject = isKeepers ? (keeper?.key ?? '') : id;
  const row = { id, type, subject, version: 0 };
  const grounds = { purpose: request.purpose };
  const fields = Object.keys(request.fields).filter((name) => fieldSpec(type, name) !== undefined);
  const question = {
    action: 'create' as const,
    role: unit.actor.role,
    purpose: request.purpose,
    type,
    fields,
  };
  const facts = factsFor(unit, row, grounds);
  const ownGrid = isKeepers ? facts.ownGrid : unit.actor.grids.includes(request.grid ?? -1);
  const decision = judge(unit, question, { ...facts, ownGrid });
  // Before anything about the request is looked at more closely: an error would tell what is there.
  if (!decision.granted) {
    return refuse(unit, 'record.create', { ...row, subject: keeper?.key }, grounds, decision);
  }
  const wrong = misplaced(unit, request, id, keeper?.content.kind, batch?.grids);
  if (wrong !== undefined) return failed('invalid', { errors: [wrong] });
  const checked =
    batch === undefined
      ? normalise(type, request.fields, unit.now)
      : { ok: true as const, draft: batch.draft };
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  const hold = batch === undefined ? new HeldBack(unit).number(type, checked.draft) : undefined;
  if (hold !== undefined) return heldBack(unit, hold, 'create');

  const { grid = null } = request;
  const kind = type as ControlContents['subject']['kind'];
  const rows = isKeepers ? [] : [addSubject(vault, id, { kind, grid })];
  const newSubject = rows.length > 0;
  const stored = storeRecord(vault, { ...row, version: 1 }, checked.draft, { newSubject });
  logWrite(unit, 'record.create', subject, decision, grounds, { ...stored, rows: [...rows, ...stored.rows] });
  if (type === 'resident' && checked.draft.has('mobile')) numberTaken(unit, id);
  return done({ type, id, version: 1 });
}

export interface UpdateRequest {
  type: RecordType;
  id: string;
  purpose: PurposeId;
  /** The version the caller saw. */
  version: number;
  fields: Readonly<Record<string, string>>;
}

/** Changes the named fields of a record and reseals the whole of it. An empty text empties a field. */
export function updateRecord(unit: Unit, request: UpdateRequest): Outcome<Written> {
  const row = unit.vault.store.records.byId(request.type, request.id);
  // A ticket's words change with its state, by its moves and supplements, and in no other way.
  if (row === undefined || request.type === 'ticket') return refuseMissing(unit, 'record.update', request);
  const grounds = { purpose: request.purpose };
  const fields = Object.keys(request.fields).filter((name) => fieldSpec(request.type, name) !== undefined);
  const decision = decideOn(unit, row, { ...grounds, fields }, 'update');
  if (!decision.granted) return refuse(unit, 'record.update', row, grounds, decision);
  const checked = normalise(request.type, request.fields, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  if (row.version !== request.version) return failed('version_changed');
  const hold = new HeldBack(unit).number(request.type, checked.draft, row.id);
  if (hold !== undefined) return heldBack(unit, hold, 'update');

  const another = changesNumber(unit, row, checked.draft);
  const stored = resealed(unit.vault, row, checked.draft);
  const old = another ? ownNumberChanged(unit, row.subject) : { rows: [], ended: [] };
  const rows = [...stored.rows, ...old.rows];
  logWrite(unit, 'record.update', row.subject, decision, grounds, { ...stored, rows });
  if (another) {
    tellOfNumber(unit, row.subject, old.ended);
    numberTaken(unit, row.id);
  }
  return done({ type: request.type, id: row.id, version: row.version + 1 });
}

/** Opens a record, lays the changed fields over it, and stores its next version. */
export function resealed(vault: Vault, row: RecordRow, changed: Draft): StoredRecord {
  const before = openRecord(vault, row, Object.keys(fieldsOf(row.type as RecordType)));
  checkTags(vault, row, vault.store.tags.of(row.id));
  const kept = new Map([...before].filter(([name]) => !changed.has(name)));
  return storeRecord(vault, { ...row, version: row.version + 1 }, new Map([...kept, ...changed]), {
    kept: new Set(kept.keys()),
  });
}

/**
 * Seals a record whole, under a fresh nonce, stores it and its index tags, and gives what its log entry must say. The
 * entry must be the next one that is appended: the row has its seq.
 * @param options.kept fields whose value is the one stored before: a field kept as a hash keeps its tag
 * @param options.newSubject the owner was added just now, so there is no key to look for
 */
export function storeRecord(
  vault: Vault,
  row: { id: string; type: string; subject: string; version: number },
  values: Draft,
  options: { kept?: ReadonlySet<string>; newSubject?: boolean } = {},
): StoredRecord {
  const type = row.type as RecordType;
  const { key, digests } = dataKey(vault, row.subject, options.newSubject);
  const sealed = { ...row, key_id: key.id };
  const numbered = new Map<number, string>();
  for (const [name, spec] of Object.entries(fieldsOf(type))) {
    const value = values.get(name) ?? '';
    // Of a value that is kept as a hash the record only says that there is one. A sensitive field is there also
    // when it is empty: its absence would tell something.
    if (spec.keep === 'hash') numbered.set(spec.number, value === '' ? '' : held);
    else if (value !== '' || spec.class === 'sensitive') numbered.set(spec.number, value);
  }
  const blob = sealRecord(numbered, recordContext(vault, sealed), key.key, vault.aead);
  const stored = { ...sealed, blob, seq: vault.journal.size };
  if (row.version === 1) vault.store.records.add(stored);
  else if (!vault.store.records.replace(stored)) throw new Tampered(`${type} ${row.id}`);
  const tags = putTags(vault, { ...row, type }, values, options.kept ?? new Set());
  const record = { type, id: row.id, version: row.version, digest: bytesToHex(sha256(blob)) };
  return { record, rows: tags === undefined ? [] : [tags], digests };
}

/** What a record says in the place of a value that is kept as a hash only. */
const held = 'held';

function putTags(
  vault: Vault,
  row: { id: string; type: RecordType; version: number },
  values: Draft,
  kept: ReadonlySet<string>,
): WrittenRow | undefined {
  const isNew = row.version === 1;
  const before = isNew ? [] : vault.store.tags.of(row.id);
  const tags: Tag[] = [];
  for (const [name, spec] of Object.entries(fieldsOf(row.type))) {
    const value = values.get(name) ?? '';
    if (spec.indexed === undefined || value === '') continue;
    const field = `${row.type}.${name}`;
    if (spec.keep === 'hash' && kept.has(name)) tags.push(...tagsAgain(vault, field, before));
    else tags.push(...tagsFor(vault, field, value));
  }
  if (tags.length === 0 && before.length === 0) return undefined;
  const seq = vault.journal.size;
  const after = tags.map((tag) => ({ ...tag, mac: vault.rows.tagMac(tag.field, tag.tag, row.id), seq }));
  // Most updates change no indexed field: what is there already, MAC and all, is not written again.
  const isThere = ({ field, tag, generation, mac }: (typeof after)[number]): boolean =>
    before.some(
      (old) =>
        old.field === field && old.tag === tag && old.generation === generation && equalBytes(old.mac, mac),
    );
  if (isNew) vault.store.tags.add(row.id, after);
  else if (after.length !== before.length || !after.every(isThere)) vault.store.tags.put(row.id, after);
  return vault.rows.tagsRow(row.id, row.version, tags);
}

/** What is wrong with where a new record is to be: its grid, its keeper, its id. */
function misplaced(
  unit: Unit,
  { type, grid }: CreateRequest,
  id: string,
  keeper: ControlContents['subject']['kind'] | undefined,
  grids?: ReadonlySet<number>,
): FieldError | undefined {
  if (!isKept(type)) return { field: 'type', code: 'not_created_here', ...notCreatedHere };
  if (belongsToResident(type)) {
    if (keeper !== 'resident') return { field: 'keeper', code: 'no_such_resident', ...noSuchKeeper };
  } else if (grid === undefined || !(grids ?? gridIds(unit)).has(grid)) {
    return { field: 'grid', code: 'no_such_grid', ...noSuchGrid };
  }
  return isTaken(unit.vault, id) ? idTaken : undefined;
}

/** The numbers of the community's grids. */
export const gridIds = (unit: Unit): ReadonlySet<number> =>
  new Set(unit.vault.rows.get('community', 'self')?.content.grids.map(({ id }) => id));

/** One space of ids for everything: a record under somebody else's id would stand in their place. */
export const isTaken = ({ store }: Vault, id: string): boolean => store.records.isTaken(id);

export const idTaken: FieldError = {
  field: 'id',
  code: 'id_taken',
  zh: '这个编号已经有了',
  en: 'this id is taken',
};

const noSuchGrid = { zh: '没有这个网格', en: 'there is no such grid' };
const noSuchKeeper = { zh: '没有这位居民的档案', en: 'there is no resident record of this keeper' };
const notCreatedHere = { zh: '这类档案不在这里建立', en: 'records of this type are not created here' };

function logWrite(
  unit: Unit,
  action: LogAction,
  subject: string,
  decision: Judged,
  grounds: { purpose: PurposeId },
  stored: StoredRecord,
): void {
  append(unit, {
    action,
    decision: 'done',
    subject: { subject, fields: decision.fields, level: decision.level, ...whyOf(grounds, decision) },
    records: [stored.record],
    rows: stored.rows,
    digests: stored.digests,
  });
}

import { isRecordType } from '../../policy/fields.ts';
import type { LogAction } from '../../policy/words.ts';
import { contactIndex } from '../access/contact.ts';
import type { ControlContents, WrittenRow } from '../control.ts';
import { advanceTag, type IndexTag } from '../crypto/index-tag.ts';
import { unlessTampered } from '../outcome.ts';
import { appendAsSystem, type Vault } from '../vault.ts';
import { moveBindings } from './contact-turn.ts';
import { checkTags, newestTags } from './tags.ts';
import type { Walks } from './work.ts';

/**
 * An index gets another key (design §4): Tag_n = HMAC(K_n, Tag_(n−1)), so it needs no value, also not of a field that is
 * kept as a hash only. While it goes on the index is searched as ever:
 *
 * 1. `asked`: the ring makes K_n. Nobody uses it yet.
 * 2. `adding`: each record gets a tag of generation n beside the one it has; what is written meanwhile gets both. Searches
 *    look under n − 1, where everything is.
 * 3. `clearing`: in one transaction n is the generation in use. Searches look under n, where everything is; the tags of
 *    n − 1 are taken away.
 * 4. `done`.
 *
 * Each step is a transaction of a few milliseconds that finds out from what is stored what is left to do.
 */
type Row = ControlContents['index_state'];

/** As many records a transaction are given a tag, or looked at, and as many tags are taken away. */
const atOnce = { given: 8, looked: 100, cleared: 30 };

/** A year: so often each index gets another key without anybody asking. */
const yearly = 365 * 86_400_000;

/** The indexes that wait for the ring to make their next key. */
export function askedIndexes(vault: Vault): { name: string; generation: number }[] {
  return statesOf(vault).flatMap(({ name, row }) =>
    row.phase === 'asked' ? [{ name, generation: row.generation + 1 }] : [],
  );
}

/** All that the rows say; one that is not as it was written is left to `lindun verify`. */
function statesOf(vault: Vault): { name: string; row: Row }[] {
  return vault.store.control.ofKind('index_state').flatMap((stored) => {
    const row = unlessTampered(() => vault.rows.checked(stored, 'index_state'));
    return row === undefined ? [] : [{ name: row.key, row: row.content }];
  });
}

/** Has an index get another key. @returns the row, for the entry that has to be the next one; undefined while one is on its way */
export function askForKey(vault: Vault, name: string, by: string, now: number): WrittenRow | undefined {
  const row = vault.rows.get('index_state', name)?.content;
  if (row !== undefined && row.phase !== 'done') return undefined;
  return put(vault, name, {
    generation: row?.generation ?? 1,
    phase: 'asked',
    by,
    began: now,
    ended: null,
  });
}

/** Once a year each index gets another key, one index at a time. For the alarm. */
export function askYearly(vault: Vault, now: number): void {
  const states = new Map(statesOf(vault).map(({ name, row }) => [name, row]));
  if ([...states.values()].some(({ phase }) => phase !== 'done')) return;
  const age = (name: string, made: number): number => now - (states.get(name)?.ended ?? made);
  const old = [...vault.keys.indexes].find(([name, { made }]) => age(name, made) >= yearly);
  const written = old && askForKey(vault, old[0], 'system', now);
  if (written !== undefined) note(vault, 'index.rotate', [written], now);
}

/** One step of whatever index is on its way. @returns whether there may be more */
export function turnIndexes(vault: Vault, walks: Pick<Walks, 'index'>, now: number): boolean {
  const found = statesOf(vault).find(({ row }) => row.phase !== 'done');
  if (found === undefined) return false;
  const { name, row } = found;
  // Of another phase than the one it began in, a walk has seen nothing.
  const at = `${name}/${row.generation}/${row.phase}`;
  if (walks.index.of !== at) walks.index = { of: at, after: '' };
  switch (row.phase) {
    case 'asked':
      return begin(vault, name, row, now);
    case 'adding':
      // A ring put back to before it had made the key: an index in use of which nobody has the key would find nobody, ever.
      if (vault.keys.generations(name).length <= row.generation) {
        walks.index.after = '';
        return false;
      }
      return name === contactIndex ? moveAll(vault, walks, row, now) : add(vault, walks, name, row, now);
    case 'clearing':
      return clear(vault, walks, name, row, now);
    case 'done':
      return false;
  }
}

/** @returns false while the ring has not made the key */
function begin(vault: Vault, name: string, row: Row, now: number): boolean {
  if (vault.keys.generations(name).length <= row.generation) return false;
  note(vault, 'index.add', [put(vault, name, { ...row, phase: 'adding' })], now);
  return true;
}

/**
 * The bindings of chat contacts are not found by a tag of theirs: the tag is the row's key. Each is moved in one step, and
 * looked for under both meanwhile (`access/contact.ts`).
 */
function moveAll(vault: Vault, walks: Pick<Walks, 'index'>, row: Row, now: number): boolean {
  const step = moveBindings(vault, row.generation + 1, walks.index.after);
  if (step === undefined) {
    const content: Row = { ...row, generation: row.generation + 1, phase: 'done', ended: now };
    note(vault, 'index.done', [put(vault, contactIndex, content)], now);
    return true;
  }
  walks.index.after = step.after;
  if (step.rows.length > 0) note(vault, 'index.add', step.rows, now);
  return true;
}

/** Gives some records their tag of the next generation; when a whole walk has gone by, that generation is in use. */
function add(vault: Vault, walks: Pick<Walks, 'index'>, name: string, row: Row, now: number): boolean {
  const [type = ''] = name.split('.');
  const ids = isRecordType(type) ? vault.store.records.idsOf(type, walks.index.after, atOnce.looked) : [];
  if (ids.length === 0) {
    note(
      vault,
      'index.use',
      [put(vault, name, { ...row, generation: row.generation + 1, phase: 'clearing' })],
      now,
    );
    return true;
  }
  const written: WrittenRow[] = [];
  for (const id of ids) {
    if (written.length === atOnce.given) break;
    // One that is not as it was written gets no tag that would pass for the vault's own.
    const set = unlessTampered(() => given(vault, name, row.generation, type, id));
    if (set !== undefined) written.push(set);
    walks.index.after = id;
  }
  if (written.length > 0) note(vault, 'index.add', written, now);
  return true;
}

/** Gives one record its tag of the generation after `generation`. @returns what the log has to say of its tags now */
function given(
  vault: Vault,
  field: string,
  generation: number,
  type: string,
  id: string,
): WrittenRow | undefined {
  const { store, rows, journal } = vault;
  const tags = store.tags.of(id);
  const old = tags.find((tag) => tag.field === field && tag.generation === generation);
  const key = vault.keys.generations(field)[generation];
  const record = store.records.byId(type, id);
  if (old === undefined || key === undefined || record === undefined) return undefined;
  if (newestTags(tags).some((tag) => tag.field === field && tag.generation > generation)) return undefined;
  checkTags(vault, record, tags);
  rows.checkTag(field, old.tag, id, old.mac);
  const tag = advanceTag(key, old.tag as IndexTag);
  const added = {
    field,
    tag,
    generation: generation + 1,
    mac: rows.tagMac(field, tag, id),
    seq: journal.size,
  };
  store.tags.add(id, [added]);
  return rows.tagsRow(id, record.version, [...tags, { ...added, record: id }]);
}

/** Takes away some tags of the generation before; the index is done when a whole walk has gone by. */
function clear(vault: Vault, walks: Pick<Walks, 'index'>, name: string, row: Row, now: number): boolean {
  const { tags } = vault.store;
  const [tag = '', record = ''] = walks.index.after.split(' ');
  const found = tags.ofField(name, tag, record, atOnce.looked);
  const last = found.at(-1);
  if (last === undefined) {
    note(vault, 'index.done', [put(vault, name, { ...row, phase: 'done', ended: now })], now);
    return true;
  }
  const old = found
    .filter((one) => one.generation < row.generation && hasNewer(vault, name, one.record, row.generation))
    .slice(0, atOnce.cleared);
  for (const one of old) tags.dropOne(name, one.tag, one.record);
  const upTo = old.length < atOnce.cleared ? last : (old.at(-1) ?? last);
  walks.index.after = `${upTo.tag} ${upTo.record}`;
  return true;
}

const hasNewer = (vault: Vault, field: string, record: string, generation: number): boolean =>
  vault.store.tags.of(record).some((tag) => tag.field === field && tag.generation === generation);

function put(vault: Vault, name: string, content: Row): WrittenRow {
  const written = vault.rows.put('index_state', name, content, vault.journal.size);
  vault.indexes.forget();
  return written;
}

function note(vault: Vault, action: LogAction, rows: WrittenRow[], now: number): void {
  appendAsSystem(vault, { action, decision: 'done', rows }, now);
}

import { fieldsOf, type RecordType, recordTypes } from '../../policy/fields.ts';
import { unlessTampered } from '../outcome.ts';
import type { RecordRow } from '../storage/schema.ts';
import { appendAsSystem, type Vault } from '../vault.ts';
import { resealed } from '../write.ts';
import type { Walks } from './work.ts';

/** In one transaction: some milliseconds of work. */
const inOnePiece = 8;

/**
 * Gives records their tags of a field that was made searchable after they were written. Each is sealed anew as its next
 * version, because a record's tags are in the log with the version they belong to (docs/format.md). What is done is found
 * done, so it goes on where it was ended; that nothing is left is remembered until the program is started again, because
 * only another program has another field to find by.
 *
 * Only a required field is looked at: of another one without a tag nobody knows whether it has a value.
 * @returns whether there may be more
 */
export function reindex(vault: Vault, walks: Pick<Walks, 'records'>, now: number): boolean {
  const types = Object.keys(recordTypes) as RecordType[];
  while (walks.records.type !== 'done') {
    const { type = types[0], after } = walks.records;
    const found = type === undefined ? [] : withoutTags(vault, type, after);
    // One that is not as it was written is left as it is, and `lindun verify` names it.
    for (const row of found) unlessTampered(() => sealAnew(vault, row, now));
    const last = found.at(-1)?.id;
    if (type !== undefined && last !== undefined) {
      walks.records = { type, after: last };
      return true;
    }
    walks.records = { type: (type && types[types.indexOf(type) + 1]) ?? 'done', after: '' };
  }
  return false;
}

/** The next records of a type that lack a tag they should have, each once. */
function withoutTags(vault: Vault, type: RecordType, after: string): RecordRow[] {
  const found = new Map<string, RecordRow>();
  for (const [name, spec] of Object.entries(fieldsOf(type))) {
    if (spec.indexed !== true || spec.required !== true) continue;
    for (const row of vault.store.records.withoutTag(type, `${type}.${name}`, after, inOnePiece))
      found.set(row.id, row);
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, inOnePiece);
}

function sealAnew(vault: Vault, row: RecordRow, now: number): void {
  const { record, rows, digests } = resealed(vault, row, new Map());
  const subject = { subject: row.subject, purpose: 'record_keeping' };
  appendAsSystem(
    vault,
    { action: 'record.reindex', decision: 'done', subject, records: [record], rows, digests },
    now,
  );
}

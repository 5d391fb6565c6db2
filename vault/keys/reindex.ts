import { fieldsOf, type RecordType, recordTypes } from '../../policy/fields.ts';
import { appendAsSystem, type Vault } from '../vault.ts';
import { resealed } from '../write.ts';

/** In one transaction: about a second of work. */
const inOnePiece = 300;

/**
 * Gives records their tags of a field that was made searchable after they were written. Each is sealed anew as its next
 * version, because a record's tags are in the log with the version they belong to (docs/format.md). It has no memory: what
 * has its tag is done, so it goes on where it was ended.
 *
 * Only a required field is looked at: of another one without a tag nobody knows whether it has a value.
 * @returns whether there is more
 */
export function reindex(vault: Vault, now: number): boolean {
  for (const type of Object.keys(recordTypes) as RecordType[]) {
    for (const [name, spec] of Object.entries(fieldsOf(type))) {
      if (spec.indexed !== true || spec.required !== true) continue;
      const found = vault.store.records.withoutTag(type, `${type}.${name}`, inOnePiece);
      for (const row of found) {
        const { record, rows, digests } = resealed(vault, row, new Map());
        appendAsSystem(
          vault,
          {
            action: 'record.reindex',
            decision: 'done',
            subject: { subject: row.subject, purpose: 'record_keeping' },
            records: [record],
            rows,
            digests,
          },
          now,
        );
      }
      if (found.length > 0) return true;
    }
  }
  return false;
}

import { fieldSpec } from '../policy/fields.ts';
import { keyCommitment } from './crypto/commitment.ts';
import type { DataKey } from './crypto/keys.ts';
import { openFields, type RecordContext } from './crypto/record.ts';
import type { ControlContents, WrittenRow } from './control.ts';
import type { Digest } from './log/entry.ts';
import type { Held } from './keys/keychain.ts';
import { Tampered } from './outcome.ts';
import type { KeyedRecord } from './storage/records.ts';
import type { RecordRow } from './storage/schema.ts';
import type { Vault } from './vault.ts';

/** The key that a subject's records are sealed with, and what the log has to say when it is new. */
export interface SubjectKey {
  key: Held<DataKey>;
  digests: Digest[];
}

/** Adds a data subject. @returns the row, for the log entry that this happens in */
export function addSubject(vault: Vault, id: string, content: ControlContents['subject']): WrittenRow {
  return vault.rows.add('subject', id, content, vault.journal.size);
}

/**
 * A subject's data key, made at its first record. Its commitment is in the log entry of that write: ChaCha20-Poly1305
 * does not commit to its key, so without it another key could be shown later.
 * @param isNew the subject was added just now, by whoever found its id free: there is nothing to look for
 */
export function dataKey(vault: Vault, subject: string, isNew = false): SubjectKey {
  const found = isNew ? undefined : vault.keys.find(vault.store.keys, subject, 'data');
  if (found !== undefined) return { key: found, digests: [] };
  // A subject that has records has had a key: a second one beside the lost first would hide that it is gone.
  if (!isNew && vault.store.records.hasAny(subject)) throw new Tampered(`data key of ${subject}`);
  const key = vault.keys.make(vault.store.keys, subject, 'data', vault.random);
  return { key, digests: [{ kind: 'key', sha256: keyCommitment(key.key) }] };
}

/** What a sealed record is bound to. */
export function recordContext(vault: Vault, row: Omit<RecordRow, 'blob' | 'seq'>): RecordContext {
  return {
    community: vault.community,
    subject: row.subject,
    type: row.type,
    id: row.id,
    keyId: row.key_id,
    version: row.version,
  };
}

/**
 * Opens the named fields of a record and no others.
 * @returns values by field name; a field that was never set is an empty string
 * @throws Tampered when the row is not as it was written, or its key is gone
 */
export function openRecord(
  vault: Vault,
  row: RecordRow | KeyedRecord,
  names: readonly string[],
): Map<string, string> {
  const wanted = names.flatMap((name) => {
    const spec = fieldSpec(row.type, name);
    return spec === undefined ? [] : [{ name, number: spec.number }];
  });
  const held = keyOf(vault, row);
  const numbers = wanted.map(({ number }) => number);
  const opened =
    held && held.id === row.key_id
      ? openFields(row.blob, recordContext(vault, row), held.key, numbers, vault.aead)
      : undefined;
  if (opened?.ok !== true) throw new Tampered(`${row.type} ${row.id}`);
  return new Map(wanted.map(({ name, number }) => [name, opened.fields.get(number) ?? '']));
}

/** A record's data key: the one that was read with it, or what is stored now. */
function keyOf(vault: Vault, row: RecordRow | KeyedRecord): Held<DataKey> | undefined {
  const { subject: owner, key_id } = row;
  if (!('wrapped' in row)) return vault.keys.find(vault.store.keys, owner, 'data');
  const { epoch, wrapped } = row;
  return epoch === null || wrapped === null
    ? undefined
    : vault.keys.opened({ owner, key_id, epoch, wrapped }, 'data');
}

import { contactAddress, contactIndex } from '../access/contact.ts';
import type { WrittenRow } from '../control.ts';
import { advanceTag, type IndexTag } from '../crypto/index-tag.ts';
import { unlessTampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';

/** As many bindings a transaction. */
const moved = 8;

/**
 * Moves some bindings to their key's next generation: the row under the old tag goes, and the log says so, and it stands
 * under the new one from the same moment on. A contact that speaks meanwhile is looked for under both.
 * @returns what the entry has to say, and behind which tag the walk goes on; undefined when it has come to its end
 */
export function moveBindings(
  vault: Vault,
  generation: number,
  after: string,
): { rows: WrittenRow[]; after: string } | undefined {
  const found = vault.store.control.after('binding', after, moved * 4);
  const last = found.at(-1)?.key;
  if (last === undefined) return undefined;
  const rows: WrittenRow[] = [];
  for (const { key } of found) {
    if (rows.length >= moved * 2) return { rows, after: rows.at(-2)?.key ?? after };
    rows.push(...(unlessTampered(() => move(vault, key, generation)) ?? []));
  }
  return { rows, after: last };
}

/** @returns the old row, gone, and the new one; nothing where it stands under the newest tag already */
function move(vault: Vault, key: string, generation: number): WrittenRow[] {
  const { rows, store, journal } = vault;
  const row = rows.get('binding', key);
  const next = vault.keys.generations(contactIndex)[generation - 1];
  const seq = store.control.get('binding', key)?.seq;
  if (row === undefined || next === undefined || seq === undefined) return [];
  const { content } = row;
  if ((content.generation ?? 1) >= generation) return [];
  const address = contactAddress(vault, key);
  const since = content.since ?? seq;
  const gone = rows.remove('binding', key);
  const tag = advanceTag(next, key as IndexTag);
  return [gone, rows.add('binding', tag, { ...content, address, since, generation }, journal.size)];
}

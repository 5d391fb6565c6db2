import { indexTag } from '../crypto/index-tag.ts';
import type { Vault } from '../vault.ts';

/** Nobody's household has more; a shelter or a dormitory is none. */
const mostMembers = 50;

/** The ids of the residents whose records say that they belong to a household. */
export function membersOf(vault: Vault, household: string): string[] {
  const field = 'resident.household';
  const tag = indexTag(vault.keys.index(field), household);
  return vault.store.tags.find(field, tag, mostMembers).map(({ record, mac }) => {
    vault.rows.checkTag(field, tag, record, mac);
    return record;
  });
}

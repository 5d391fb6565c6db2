import { advanceTag, type IndexTag, indexTag } from '../crypto/index-tag.ts';
import { codeTag } from '../crypto/token.ts';
import type { ControlContents } from '../control.ts';
import { Tampered, unlessTampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';

/** The index that chat contacts are looked up by. Its tags are the keys of the `binding` rows. */
export const contactIndex = 'binding.contact';

/** The generation that is written: while the rows are moved to the next one, that. */
function newest(vault: Vault): number {
  const { generation, next } = vault.indexes.of(contactIndex);
  return next ?? generation;
}

/**
 * The keyed hash under which a chat contact is known. Neither transport nor contact id is stored. While the rows are moved to
 * another key it is the one under which this contact's row stands.
 */
export function contactTag(vault: Vault, transport: string, contact: string): string {
  const keys = vault.keys.generations(contactIndex);
  const { generation, next } = vault.indexes.of(contactIndex);
  const of = (n: number): IndexTag => indexTag(keys.slice(0, n), `${transport}:${contact}`);
  if (keys.length < (next ?? generation))
    throw new Tampered(`index key ${contactIndex}/${next ?? generation}`);
  const now = of(next ?? generation);
  if (next === null || isThere(vault, now)) return now;
  const before = of(generation);
  return isThere(vault, before) ? before : now;
}

const isThere = (vault: Vault, tag: string): boolean => vault.store.control.get('binding', tag) !== undefined;

/** The tag under which a contact is known now that was noted under `tag`, in a token or a code, when it was. */
export function contactNow(vault: Vault, tag: string): string {
  return isThere(vault, tag) ? tag : (laterTags(vault, tag).find((later) => isThere(vault, later)) ?? tag);
}

/** Whether a tag that was noted is this contact's. */
export const isContact = (vault: Vault, noted: string | undefined, contact: string): boolean =>
  noted !== undefined && (noted === contact || laterTags(vault, noted).includes(contact));

/** What a tag may have become: of which generation it is, it does not say. */
function laterTags(vault: Vault, tag: string): string[] {
  const last = newest(vault);
  const keys = vault.keys.generations(contactIndex).slice(0, last);
  const all: string[] = [];
  for (let from = 1; from < last; from += 1) {
    let later = tag as IndexTag;
    for (const key of keys.slice(from)) all.push((later = advanceTag(key, later)));
  }
  return all;
}

/**
 * What the bot knows a contact by when it is told to remind somebody: it cannot be led back to the contact, nor to the
 * hash under which the contact is looked up, without the row key. It stays when the row is moved.
 * @returns 32 hex digits
 */
export function contactAddress(vault: Vault, contact: string): string {
  // A row that is not as it was written is refused where it is used, and not here.
  const kept = unlessTampered(() => vault.rows.get('binding', contact))?.content.address;
  return kept ?? codeTag(vault.keys.row, `address ${contact}`).slice(0, 32);
}

type Binding = ControlContents['binding'];

/** A binding's next content: what belongs to the contact, and not to whom it is bound, stays. */
export function bound(
  vault: Vault,
  contact: string,
  content: Pick<Binding, 'subject' | 'as' | 'by' | 'was'>,
): Binding {
  const before = vault.rows.get('binding', contact)?.content;
  const generation = before === undefined ? newest(vault) : (before.generation ?? 1);
  return {
    ...content,
    ...(before?.address === undefined ? {} : { address: before.address }),
    ...(generation === 1 ? {} : { generation }),
  };
}

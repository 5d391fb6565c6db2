import type { Looked, Suspicion } from '../../policy/duties/breach.ts';
import type { OpenedEntry } from '../journal.ts';
import { decodeLeaf } from '../log/leaf.ts';
import { unlessTampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';

/** Entries that are opened for one question: opening one costs two decryptions. */
const mostOpened = 20_000;

/** What was looked at in a period, newest first. */
export interface Looks {
  items: Looked[];
  /** False where there was more than is opened at once. */
  complete: boolean;
  tampered: number[];
}

/**
 * Opens the log's entries of a period; of one actor alone where one is suspected. The log's time never goes back, so the
 * walk ends at the first entry from before.
 */
export function looksIn({ store, journal }: Vault, { from, to, actor }: Suspicion): Looks {
  const narrow = actor === undefined ? {} : { actor };
  const looks: Looks = { items: [], complete: true, tampered: [] };
  let before = journal.size;
  for (;;) {
    const rows = store.log.newestFirst(narrow, before, 500);
    for (const row of rows) {
      before = row.seq;
      const leaf = decodeLeaf(row.leaf);
      if (leaf.ok && leaf.value.public.time >= to) continue;
      if (leaf.ok && leaf.value.public.time < from) return looks;
      if (looks.items.length >= mostOpened) return { ...looks, complete: false };
      const entry = unlessTampered(() => journal.open(row));
      if (entry === undefined) looks.tampered.push(row.seq);
      else looks.items.push(lookOf(entry));
    }
    if (rows.length === 0) return looks;
  }
}

function lookOf({ leaf, actor, subject }: OpenedEntry): Looked {
  const { time, role, decision } = leaf.public;
  const type = subject.records?.[0]?.type ?? 'resident';
  const named = (field: string): string =>
    field.includes('.') ? field.replace(/^reporter\./, 'resident.') : `${type}.${field}`;
  return {
    time,
    role,
    decision,
    actor: actor.actor,
    via: actor.via,
    // A paper of the controller's is about nobody.
    subject: type === 'pia' || type === 'breach' ? undefined : subject.subject,
    fields: Object.fromEntries(
      Object.entries(subject.fields ?? {}).map(([field, level]) => [named(field), level]),
    ),
  };
}

import { recordTypes } from '../policy/fields.ts';
import { indexTag } from '../vault/crypto/index-tag.ts';
import { openRecord } from '../vault/subject.ts';
import { transact, type Vault } from '../vault/vault.ts';
import { storeRecord } from '../vault/write.ts';
import { batch, type BenchData } from './engine.ts';
import { type Wide, wideFields } from './data.ts';

/** The fields of a wide record, by name: `f1` is the one that is indexed. */
export const wideNames = Array.from({ length: wideFields }, (_, at) => `f${at + 1}`);
const indexed = 'wide.f1';

/**
 * Declares a record type of twenty fields, which the product has not, in this process alone: so records of it are sealed,
 * stored, indexed and opened by the product's own code.
 */
export function declareWide(): void {
  const fields = wideNames.map((name, at) => [
    name,
    {
      number: at + 1,
      class: 'personal',
      title: { zh: name, en: name },
      check: 'text',
      mask: 'nothing',
      keep: 'sealed',
      retain: { years: 3 },
      ...(at === 0 ? { indexed: true } : {}),
    },
  ]);
  const wide = { title: { zh: '宽', en: 'Wide' }, fields: Object.fromEntries(fields) as object };
  Object.assign(recordTypes, { wide });
}

/** Stores wide records, each under a key of its own. @returns what opens them */
export function storeWide(vault: Vault, data: BenchData) {
  for (let from = 0; from < data.wide.length; from += batch) {
    transact(vault, () => data.wide.slice(from, from + batch).forEach((record) => add(vault, record)));
  }
  const open = (id: string, names: readonly string[]): string[] => {
    const row = vault.store.records.byId('wide', id);
    if (row === undefined) throw new Error('a wide record is missing');
    const opened = openRecord(vault, row, names);
    return names.map((name) => opened.get(name) ?? '');
  };
  const find = (value: string): string[][] => {
    const tag = indexTag(vault.keys.index(indexed), value);
    return vault.store.tags.find(indexed, tag, 20).map((hit) => {
      vault.rows.checkTag(indexed, tag, hit.record, hit.mac);
      return open(hit.record, wideNames);
    });
  };
  return { open, find };
}

function add(vault: Vault, { id, values }: Wide): void {
  const draft = new Map(wideNames.map((name, at) => [name, values[at] ?? '']));
  storeRecord(vault, { id, type: 'wide', subject: id, version: 1 }, draft, { newSubject: true });
}

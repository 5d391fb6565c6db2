import { fieldsOf, type RecordType } from '../policy/fields.ts';
import { sealRecord } from '../vault/crypto/record.ts';
import { rewrapKeys } from '../vault/keys/rotation.ts';
import { noWalks } from '../vault/keys/work.ts';
import { dataKey, openRecord, recordContext } from '../vault/subject.ts';
import { transact, type Vault } from '../vault/vault.ts';
import type { BenchData, WideEngine } from './engine.ts';
import { type DeskParts, month, now, openDesk } from './desk.ts';
import { storeWide, wideNames } from './wide.ts';

/** So many records a transaction, as the vault rewraps keys. */
const batch = 2_000;

/**
 * The turn of a month over wide records, each under a key of its own: every key is wrapped by the new epoch's. Against
 * what the turn would be if records were sealed under the key that turns: each opened, sealed anew and stored.
 */
export async function openRotation(parts: DeskParts, data: BenchData): Promise<WideEngine> {
  const desk = await openDesk(parts);
  storeWide(desk.vault, data);
  let { vault } = desk;
  let months = 0;
  return {
    name: 'rotation',
    tasks: {
      rewrap: () => {
        vault = desk.withEpoch(monthAfter((months += 1)));
        const walks = noWalks();
        while (transact(vault, () => rewrapKeys(vault, walks, now)));
      },
      reencrypt: () => {
        for (let from = 0; from < data.wide.length; from += batch) {
          transact(vault, () => {
            for (const { id } of data.wide.slice(from, from + batch)) reseal(vault, id);
          });
        }
      },
    },
    records: data.wide.length,
    wideOf: (id) => {
      const row = vault.store.records.byId('wide', id);
      const opened = row && openRecord(vault, row, wideNames);
      return wideNames.map((name) => opened?.get(name) ?? '');
    },
    refusesMoved: undefined,
    bytes: { all: 0, withoutLog: 0, wide: 0 },
  };
}

function reseal(vault: Vault, id: string): void {
  const row = vault.store.records.byId('wide', id);
  if (row === undefined) throw new Error('a wide record is missing');
  const opened = openRecord(vault, row, wideNames);
  const specs = Object.entries(fieldsOf(row.type as RecordType));
  const fields = new Map(specs.map(([name, { number }]) => [number, opened.get(name) ?? '']));
  const next = { ...row, version: row.version + 1 };
  const { key } = dataKey(vault, row.subject);
  const blob = sealRecord(fields, recordContext(vault, next), key.key, vault.aead);
  vault.store.records.replace({ ...next, blob });
}

/** The name of the epoch so many months after {@link month}. */
function monthAfter(months: number): string {
  const [year = 0, first = 0] = month.split('-').map(Number);
  const at = first - 1 + months;
  return `${year + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

import type { Aead } from '../vault/crypto/aead.ts';
import type { EpochKey, IndexKey, RingWrappingKey, RowKey } from '../vault/crypto/keys.ts';
import { unwrapRingKey, type RingUse } from '../vault/crypto/wrap.ts';
import type { Row, Snapshot } from './open.ts';

/** What may wrap a community's ring keys; while the root is exchanged, of two roots. */
export type Wrappings = readonly { readonly root: string; readonly key: RingWrappingKey }[];

/** A community's ring keys, as many as the root secret opens. */
export interface Ring {
  readonly rows: readonly { readonly row: Row<'ring_key'>; readonly opens: boolean }[];
  readonly row: RowKey | undefined;
  readonly epochs: ReadonlyMap<string, EpochKey>;
  /** By index, oldest generation first. */
  readonly indexes: ReadonlyMap<string, readonly IndexKey[]>;
}

/** Opens what of a key ring the root secret opens. */
export function openRing(snapshot: Snapshot, roots: Wrappings, community: string, aead: Aead): Ring {
  const rows: { row: Row<'ring_key'>; opens: boolean }[] = [];
  const epochs = new Map<string, EpochKey>();
  const indexes = new Map<string, IndexKey[]>();
  let rowKey: RowKey | undefined;
  const stored = [...snapshot.rows('ring_key')].sort((a, b) => a.generation - b.generation);
  for (const row of stored) {
    const { name, generation, wrapped } = row;
    const open = <Use extends RingUse>(use: Use) =>
      roots
        .filter(({ root }) => row.root === '' || row.root === root)
        .map(({ key }) => unwrapRingKey(wrapped, key, { community, use, name, generation }, aead))
        .find((key) => key !== undefined);
    let opens = false;
    if (row.use === 'epoch') {
      const key = open('epoch');
      if (key !== undefined) epochs.set(name, key);
      opens = key !== undefined;
    } else if (row.use === 'index') {
      const key = open('index');
      if (key !== undefined) indexes.set(name, [...(indexes.get(name) ?? []), key]);
      opens = key !== undefined;
    } else if (row.use === 'row') {
      const key = open('row');
      rowKey = key ?? rowKey;
      opens = key !== undefined;
    }
    rows.push({ row, opens });
  }
  return { rows, row: rowKey, epochs, indexes };
}

import type { SqlValue } from '../vault/storage/sql.ts';
import { type BenchData, pickFor, type WideEngine } from './engine.ts';
import type { Peer, Sealer } from './peers/peer.ts';
import type { Room } from './sql.ts';

/** One who is compared with, over a table of its own in the same kind of file as everybody. */
export async function openPeer(room: Room, data: BenchData, peer: Peer): Promise<WideEngine> {
  const sealer = await peer.open();
  const kept = data.wide.slice(0, peer.most);
  const columns = Array.from({ length: sealer.columns }, (_, at) => `c${at + 1}`);
  room.all(`CREATE TABLE sealed (id TEXT PRIMARY KEY, ${columns.join(', ')})`, []);
  const empty = room.stored('log').all;
  // Sealed first, then stored in one transaction: no peer is made to wait inside one.
  const rows: SqlValue[][] = [];
  for (const { id, values } of kept) rows.push([id, ...(await sealer.sealRow(id, values))]);
  const insert = `INSERT INTO sealed VALUES (${['?', ...columns.map(() => '?')].join(', ')})`;
  room.atomically(() => rows.splice(0).forEach((row) => room.all(insert, row)));
  const wide = room.stored('log').all - empty;

  const one = sealer.columns === 1 ? 'c1' : 'c7';
  const stored = (id: string): SqlValue[] =>
    Object.values(room.all('SELECT * FROM sealed WHERE id = ?', [id])[0] ?? {}).slice(1);
  return {
    name: peer.title,
    tasks: {
      readWide: (turn) => {
        const { id } = pickFor(kept, turn);
        return nothing(sealer.openRow(id, stored(id)));
      },
      readWideOne: (turn) => {
        const { id } = pickFor(kept, turn);
        const row = room.all(`SELECT ${one} FROM sealed WHERE id = ?`, [id])[0];
        return nothing(sealer.openOne(id, 6, row?.[one] ?? ''));
      },
    },
    records: kept.length,
    wideOf: (id) => sealer.openRow(id, stored(id)),
    refusesMoved: () => refuses(sealer, pickFor(kept, 1).id, stored(pickFor(kept, 0).id)),
    bytes: { all: wide, withoutLog: wide, wide },
  };
}

/** Waits only where there is something to wait for. */
const nothing = (result: unknown): void | Promise<void> =>
  result instanceof Promise ? result.then(() => undefined) : undefined;

async function refuses(sealer: Sealer, id: string, moved: readonly SqlValue[]): Promise<boolean> {
  try {
    await sealer.openRow(id, moved);
    return false;
  } catch {
    return true;
  }
}

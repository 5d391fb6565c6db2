import { join } from 'node:path';
import { keyFrom, sealerOf } from '../../bot/store/seal.ts';
import { openSqlite } from '../../bot/store/sqlite.ts';
import { History } from './history.ts';
import { migrations, type Tables } from './schema.ts';
import { Signal } from './signal.ts';
import { World } from './world.ts';

/** Everything the endpoints work with. */
export interface Chat {
  readonly world: World;
  readonly history: History;
  /** Something was kept: whoever listens looks again. */
  readonly news: Signal;
  now(): number;
  close(): void;
}

/**
 * Opens what is kept in a folder, made at the first start; its key lies in a folder of its own below.
 * @throws Error when another process has it, or the key is not the one it was sealed with
 */
export async function openChat(
  dir: string,
  { now, newId }: { now: () => number; newId: () => string },
): Promise<Chat> {
  const sqlite = await openSqlite<Tables>(join(dir, 'chat.sqlite'), migrations);
  try {
    const sealer = sealerOf(keyFrom(join(dir, 'key', 'chat.key')));
    const world = new World(sqlite, sealer);
    const history = new History(sqlite, sealer, world, newId);
    return { world, history, news: new Signal(), now, close: () => sqlite.close() };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

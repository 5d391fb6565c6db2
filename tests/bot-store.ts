import type { Compilable } from 'kysely';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '../migrations/bot/0001_core.ts';
import { BotStore } from '../bot/store/open.ts';
import type { BotTables } from '../bot/store/schema.ts';
import { sealerOf } from '../bot/store/seal.ts';
import { openSqlite, type Sqlite } from '../bot/store/sqlite.ts';

/** A process that dies: from then on nothing it does has an effect. */
export class Death extends Error {
  override readonly name = 'Death';
}

/** In memory where there is such a place: what is tried here are hundreds of deaths of the process, not of the machine. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A bot's store for a test, in a folder that goes away with it, whose statements can be counted and cut off. */
export class TestStore implements Sqlite<BotTables> {
  readonly dir = mkdtempSync(join(place, 'lindun-bot-'));
  readonly sealer = sealerOf(new Uint8Array(32).fill(3));
  store!: BotStore;
  /** Statements and transactions until everything fails. */
  left = Infinity;
  #sqlite!: Sqlite<BotTables>;

  async open(): Promise<this> {
    this.#sqlite = await openSqlite<BotTables>(join(this.dir, 'bot.sqlite'), { '0001_core': core });
    return this.again();
  }

  /** As a new process would find it. */
  again(): this {
    this.left = Infinity;
    this.store = new BotStore(this, this.sealer, 'fake');
    return this;
  }

  end(): void {
    this.#sqlite.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** @throws Death when its time has come, and ever after */
  step(): void {
    if (this.left <= 0) throw new Death();
    this.left -= 1;
  }

  get db() {
    return this.#sqlite.db;
  }

  all<Row>(query: Compilable<Row>): Row[] {
    this.step();
    return this.#sqlite.all(query);
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    this.step();
    return this.#sqlite.first(query);
  }

  run(query: Compilable): number {
    this.step();
    return this.#sqlite.run(query);
  }

  atomically<T>(work: () => T): T {
    const result = this.#sqlite.atomically(() => {
      this.step();
      const done = work();
      this.step(); // the last moment at which nothing of it is kept
      return done;
    });
    this.step();
    return result;
  }

  scrub(): void {
    this.step();
    this.#sqlite.scrub();
  }

  close(): void {
    this.#sqlite.close();
  }
}

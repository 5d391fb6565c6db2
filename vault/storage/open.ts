import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as core from '../../migrations/vault/0001_core.ts';
import * as ring from '../../migrations/keyring/0001_ring.ts';
import { ControlStore } from './control.ts';
import { kyselyOver } from './dialect.ts';
import { RingKeyStore, WrappedKeyStore } from './keys.ts';
import { LogStore } from './log.ts';
import { RecordStore } from './records.ts';
import type { RingTables, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';
import { TransientStore } from './transient.ts';

/** Append-only: a step that has run anywhere is never edited, only followed by another. */
const vaultMigrations: Record<string, Migration> = { '0001_core': core };
const ringMigrations: Record<string, Migration> = { '0001_ring': ring };

/** Everything one community's database holds. */
export interface Store {
  readonly records: RecordStore;
  readonly control: ControlStore;
  readonly transient: TransientStore;
  readonly keys: WrappedKeyStore;
  readonly log: LogStore;
  /** See {@link Sql.atomically}. */
  atomically<T>(work: () => T): T;
}

/** Brings a community's database up to date and opens it. */
export async function openStore(sql: Sql): Promise<Store> {
  const db = kyselyOver<VaultTables>(sql);
  await migrate(db, vaultMigrations);
  return {
    records: new RecordStore(sql, db),
    control: new ControlStore(sql, db),
    transient: new TransientStore(sql, db),
    keys: new WrappedKeyStore(sql, db),
    log: new LogStore(sql, db),
    atomically: (work) => sql.atomically(work),
  };
}

/** Brings a key ring's database up to date and opens it. */
export async function openRing(sql: Sql): Promise<RingKeyStore> {
  const db = kyselyOver<RingTables>(sql);
  await migrate(db, ringMigrations);
  return new RingKeyStore(sql, db);
}

async function migrate<Tables>(db: Kysely<Tables>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error });
}

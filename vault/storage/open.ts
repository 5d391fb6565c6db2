import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as core from '../../migrations/vault/0001_core.ts';
import * as generation from '../../migrations/vault/0002_generation.ts';
import * as attachments from '../../migrations/vault/0003_attachments.ts';
import * as ring from '../../migrations/keyring/0001_ring.ts';
import * as ringRoot from '../../migrations/keyring/0002_root.ts';
import * as replay from '../../migrations/keyring/0003_replay.ts';
import {
  keyringSchema,
  schemaDifferences,
  schemaQuery,
  type SchemaRow,
  vaultSchema,
} from '../../migrations/schema.ts';
import { ChunkStore } from './chunks.ts';
import { ControlStore } from './control.ts';
import { kyselyOver } from './dialect.ts';
import { RingKeyStore, WrappedKeyStore } from './keys.ts';
import { LedgerStore } from './ledger.ts';
import { LogStore } from './log.ts';
import { RecordStore } from './records.ts';
import type { RingTables, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';
import { TagStore } from './tags.ts';
import { TransientStore } from './transient.ts';

/** Append-only: a step that has run anywhere is never edited, only followed by another. */
const ringMigrations: Record<string, Migration> = {
  '0001_ring': ring,
  '0002_root': ringRoot,
  '0003_replay': replay,
};
const vaultMigrations: Record<string, Migration> = {
  '0001_core': core,
  '0002_generation': generation,
  '0003_attachments': attachments,
};

/** Everything one community's database holds. */
export interface Store {
  readonly records: RecordStore;
  readonly tags: TagStore;
  readonly control: ControlStore;
  readonly transient: TransientStore;
  readonly keys: WrappedKeyStore;
  readonly log: LogStore;
  readonly chunks: ChunkStore;
  /** See {@link Sql.atomically}. */
  atomically<T>(work: () => T): T;
}

/**
 * Brings a community's database up to date and opens it.
 * @throws Error when it then is not what the migrations make
 */
export async function openStore(sql: Sql): Promise<Store> {
  const db = kyselyOver<VaultTables>(sql);
  await migrate(db, vaultMigrations);
  demandSchema(sql, vaultSchema);
  return {
    records: new RecordStore(sql, db),
    tags: new TagStore(sql, db),
    control: new ControlStore(sql, db),
    transient: new TransientStore(sql, db),
    keys: new WrappedKeyStore(sql, db),
    log: new LogStore(sql, db),
    chunks: new ChunkStore(sql, db),
    atomically: (work) => sql.atomically(work),
  };
}

/** Brings a key ring's database up to date and opens it. @throws Error as {@link openStore} does */
export async function openRing(sql: Sql): Promise<RingKeyStore> {
  const db = kyselyOver<RingTables>(sql);
  await migrate(db, ringMigrations);
  demandSchema(sql, keyringSchema);
  return new RingKeyStore(sql, db);
}

/** The replay ledger of a ring that {@link openRing} has opened. */
export const openLedger = (sql: Sql): LedgerStore => new LedgerStore(sql, kyselyOver<RingTables>(sql));

/**
 * A vault on a schema that is not its own would take requests whose writes the schema then swallows: it does not open.
 * `lindun verify` names what is different.
 */
function demandSchema(sql: Sql, expected: readonly string[]): void {
  const found = sql.all(schemaQuery, []) as unknown as SchemaRow[];
  const [first] = schemaDifferences(expected, found);
  if (first === undefined) return;
  const name = /^\w{1,64}$/.test(first.name) ? first.name : '?';
  throw new Error(`the schema is not the one that the migrations make: ${first.kind}, ${first.type} ${name}`);
}

async function migrate<Tables>(db: Kysely<Tables>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error });
}

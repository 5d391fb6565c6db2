import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { nodeSql } from '../tests/node-sql.ts';
import { indexNames } from '../tests/node-vault.ts';
import { Community, type VaultEnv } from './community.ts';
import { importKey, RootSecret } from './crypto/keys.ts';
import { nobleAead } from './crypto/noble.ts';
import { openKeys } from './keyring/ring.ts';
import { wrappingsOf } from './keyring/roots.ts';
import type { LedgerStore } from './storage/ledger.ts';
import { openLedger, openRing } from './storage/open.ts';
import type { LedgerRow } from './storage/schema.ts';

/** The object itself, over `node:sqlite` and an alarm that the test reads and moves. */
vi.mock('cloudflare:workers', () => ({
  DurableObject: class {
    readonly ctx: unknown;
    readonly env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));
vi.mock('./crypto/sodium-module.ts', () => ({ sodiumModule: undefined }));
vi.mock('./notices.ts', () => ({ notices: [] }));
vi.mock('./storage/durable.ts', () => ({ durableSql: (storage: { node: unknown }) => storage.node }));

const interval = 10 * 60_000;
let sql: ReturnType<typeof nodeSql>;
let alarm: number | null;
let env: VaultEnv;
let ledger: LedgerStore;
beforeEach(async () => {
  sql = nodeSql();
  alarm = null;
  const ringSql = nodeSql();
  const ring = await openRing(ringSql);
  ledger = openLedger(ringSql);
  const root = importKey(RootSecret, randomBytes(32));
  const open = (asked: { community: string; month: string }) =>
    openKeys(
      ring,
      wrappingsOf([root], 'hengda'),
      { ...asked, indexes: indexNames },
      Date.now(),
      randomBytes,
      nobleAead,
    );
  env = {
    KEYRING: {
      getByName: () => ({
        open,
        ledger: () => Promise.resolve(ledger.all()),
        remember: (rows: LedgerRow[]) => Promise.resolve(rows.forEach((row) => ledger.put(row))),
      }),
    },
    LOG_SECRET: 'ab'.repeat(32),
    ADMIN_TOKEN_SHA256: '00'.repeat(32),
    BUNDLE_SHA256: '00'.repeat(32),
  } as unknown as VaultEnv;
});

async function start(): Promise<Community> {
  let opened: Promise<void> | undefined;
  const state = {
    id: { name: 'hengda' },
    blockConcurrencyWhile: (work: () => Promise<void>) => (opened = work()),
    storage: {
      node: sql,
      getAlarm: () => Promise.resolve(alarm),
      setAlarm: (at: number) => Promise.resolve(void (alarm = at)),
    },
  };
  const community = new Community(state, env);
  await opened;
  return community;
}
const minutesAhead = (): number => ((alarm ?? Infinity) - Date.now()) / 60_000;

test.each([
  ['there is none', null],
  ['it was moved years ahead', Date.now() + 50 * 365 * 86_400_000],
  ['it was moved a second behind its time', Date.now() + interval + 1000],
])('a start sets the alarm within the interval when %s', async (_, planted) => {
  alarm = planted;
  await start();
  expect(minutesAhead()).toBeLessThanOrEqual(10);
  expect(minutesAhead()).toBeGreaterThan(9.9);
});

test.each([-60_000, 60_000])('a start puts no alarm off that is %i ms ahead', async (ahead) => {
  const due = Date.now() + ahead;
  alarm = due;
  await start();
  expect(alarm).toBeLessThan(due);
  expect(alarm).toBeGreaterThan(due - 1000);
});

test('an alarm that fails is followed by the next, which publishes', async () => {
  const community = await start();
  sql.database.exec('ALTER TABLE checkpoint RENAME TO elsewhere');
  alarm = null;
  await expect(community.alarm()).rejects.toThrow();
  expect(minutesAhead()).toBeGreaterThan(9.9);
  sql.database.exec('ALTER TABLE elsewhere RENAME TO checkpoint');
  await community.alarm();
  expect(community.published().checkpoint).toMatch(/^lindun\/hengda\/1\n1\n/);
});

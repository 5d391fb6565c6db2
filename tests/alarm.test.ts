import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { reportText } from '../cli/verify-text.ts';
import { startVault } from '../cli/workerd.ts';
import { copyOf, databaseOf, live, type Lived, tamper } from './tampered.ts';

/** That nobody with the disk ends publication by moving the alarm, in either of the files where workerd keeps it. */
let lived: Lived;
beforeAll(async () => {
  lived = await live();
});
afterAll(() => lived.remove());

const day = 86_400_000;
const inObject = ['_cf_METADATA', 'value'] as const;
const beside = ['_cf_ALARM', 'scheduled_time'] as const;

/** Nanoseconds since 1970, as workerd has them. */
function edit<T>(
  dir: string,
  where: typeof inObject | typeof beside,
  work: (database: DatabaseSync) => T,
): T {
  const file = where === inObject ? databaseOf(dir) : join(databaseOf(dir), '..', 'metadata.sqlite');
  const database = new DatabaseSync(file, { readBigInts: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
const dueIn = (dir: string, where: typeof inObject | typeof beside): number =>
  edit(dir, where, (database) => {
    const row = database.prepare(`SELECT ${where[1]} AS at FROM ${where[0]}`).get();
    return Number((row?.['at'] as bigint) / 1_000_000n) - Date.now();
  });

test.each([
  ['in both', [inObject, beside]],
  ['beside the database', [beside]],
])('an alarm moved years ahead %s is set anew at the next start', async (_, places) => {
  const { dir, remove } = copyOf(lived.now);
  onTestFinished(remove);
  const far = BigInt(Date.now() + 50 * 365 * day) * 1_000_000n;
  for (const where of places)
    edit(dir, where, (database) => database.prepare(`UPDATE ${where[0]} SET ${where[1]} = ?`).run(far));
  await (await startVault({ dir, port: 0, log: () => undefined })).stop();
  for (const where of [inObject, beside]) expect(dueIn(dir, where)).toBeLessThanOrEqual(10 * 60_000);
});

test('verify notes how long entries have been under no signature, and says so only when it is long', () => {
  const { dir, remove } = copyOf(lived.now);
  onTestFinished(remove);
  const published = verifyDirectory({ dir });
  const [before] = published.communities;
  expect(reportText(published, 'both')).not.toMatch(/注意/);
  tamper(dir, (database) => database.exec('DELETE FROM checkpoint'));
  const [unsigned] = verifyDirectory({ dir }).communities;
  expect(unsigned?.counts.unsignedFor).toBeGreaterThan(before?.counts.unsignedFor ?? Infinity);
  expect(verifyDirectory({ dir, keys: false }).communities[0]?.counts.unsignedFor).toBe(
    unsigned?.counts.unsignedFor,
  );
  if (before === undefined) throw new Error('no community');
  const late = { ...before, counts: { ...before.counts, unsignedFor: 20 * 60_000 + 1 } };
  const said = reportText({ ...published, communities: [late] }, 'both');
  expect(said).toMatch(
    /注意:尚未签名的日志已跨 20 分钟.*note: the entries under no signature span 20 minutes/s,
  );
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { type People, residentFields, settle } from './people.ts';
import { copyOf, databaseOf } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/** A resident has themselves erased, over HTTP against workerd; then everything is looked at from outside. */

let vault: TestVault;
let people: People;
const post = (path: string, token: string, body: unknown = {}) => vault.send('POST', path, { token, body });

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(() => vault.close());

test('an erasure leaves nothing that reads, and a log that verifies with the gap it gives the reason of', async () => {
  const { resident, worker, officer } = people;
  const path = `/records/resident/${resident.id}:read`;
  const neighbour = await people.addResident({ name: '赵德柱' });
  const report = { category: 'dog', description: '3号楼下有狗没拴绳' };
  expect((await post('/tickets', await people.chat(resident.contact), report)).status).toBe(201);
  const page = await people.page(resident.id);
  await post(path, worker.token, { purpose: 'grid_overview' });
  // Somebody who was looked at by the erased resident, and refused: their own log stays theirs to read.
  await post(`/records/resident/${neighbour}:read`, page, { purpose: 'own_record' });
  await post('/rights', page, { right: 'explain', words: '为什么' });

  const weak = await post('/rights', await people.chat(resident.contact), { right: 'delete' });
  expect(weak.status).toBe(403);
  const erased = await post('/rights', page, { right: 'delete' });
  expect(erased.status).toBe(201);
  const { at, until } = (erased.json as { erased: { at: number; until: number } }).erased;
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  expect(until - at).toBeGreaterThan(35 * 86_400_000);
  expect(until - at).toBeLessThan(69 * 86_400_000);

  expect((await post(path, page, { purpose: 'own_record' })).status).toBe(401);
  for (const purpose of ['grid_overview', 'record_keeping', 'identity_binding'])
    expect((await post(path, worker.token, { purpose })).status).toBe(403);
  expect((await post('/tickets/1:read', worker.token, { purpose: 'handle_ticket' })).status).toBe(403);
  const found = await post('/records/resident:search', worker.token, {
    purpose: 'grid_overview',
    where: { field: 'mobile', value: residentFields.mobile },
  });
  expect((found.json as { items: unknown[] }).items).toEqual([]);

  const log = await post('/log:search', officer.token, { limit: 50 });
  const { items, tampered } = log.json as {
    items: { action: string; subject: string | null }[];
    tampered: number[];
  };
  expect(tampered).toEqual([]);
  expect(items.find(({ action }) => action === 'erase')).toMatchObject({
    decision: 'done',
    reason: 'asked_to_erase',
    subject: null,
  });
  const theirs = await post('/log:own', await people.page(neighbour), { limit: 20 });
  expect((theirs.json as { tampered: number[] }).tampered).toEqual([]);

  const report1 = verifyDirectory({ dir: vault.dir });
  expect(report1.communities.flatMap(({ findings }) => findings)).toEqual([]);
  expect(report1.ok).toBe(true);
});

test('it is not enough to say so: a key that is still there, or an erasure that the log does not have, is found', () => {
  const { dir, remove } = copyOf(vault.dir);
  try {
    const database = new DatabaseSync(databaseOf(dir));
    const row = database.prepare(`SELECT key FROM control WHERE kind = 'erasure'`).get() as { key: string };
    database.exec(
      `UPDATE control SET key = '${people.worker.id}' WHERE kind = 'erasure' AND key = '${row.key}'`,
    );
    database.close();
    const codes = verifyDirectory({ dir }).communities.flatMap(({ findings }) =>
      findings.map(({ code }) => code),
    );
    expect(codes).toContain('not_erased');
    expect(codes).toContain('key_missing');
  } finally {
    remove();
  }
});

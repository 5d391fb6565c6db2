import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { noticeOf } from './node-vault.ts';
import { type People, residentFields, settle } from './people.ts';
import { databaseOf } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * The community's database is put back to a copy of before an erasure and a withdrawal, as an operator would after a
 * broken disk, or a platform to a point in time. The key ring, which has the ledger, is another database and stays.
 */

let vault: TestVault;
let people: People;
const parent = mkdtempSync(join(tmpdir(), 'lindun-older-'));
const post = (path: string, token: string, body: unknown = {}) => vault.send('POST', path, { token, body });
const verified = () => verifyDirectory({ dir: vault.dir }).communities.flatMap(({ findings }) => findings);

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(async () => {
  await vault.close();
  rmSync(parent, { recursive: true, force: true });
});

/** Runs a change of the stopped vault's files. */
async function atRest(change: (folder: string) => void): Promise<void> {
  await vault.vault.stop();
  change(dirname(databaseOf(vault.dir)));
  await vault.restart();
}

test(
  'nobody comes back with an older copy of the database, nor does a consent',
  { timeout: 60_000 },
  async () => {
    const { resident, worker } = people;
    const neighbour = await people.addResident({ name: '赵德柱', mobile: '13700137000' });
    const page = await people.page(neighbour);
    const { id, version, lang, sha256 } = noticeOf('phone_contact');
    const consent = { purpose: 'phone_contact', notice: { id, version, lang, sha256 } };
    expect((await post('/consents', page, { ...consent, event: 'given' })).status).toBe(200);
    const older = join(parent, 'older');
    await atRest((folder) => execFileSync('cp', ['-a', folder, older]));

    const erased = await post('/rights', await people.page(resident.id), { right: 'delete', suppress: true });
    expect(erased.status).toBe(201);
    expect(
      (await post('/consents', await people.page(neighbour), { ...consent, event: 'withdrawn' })).status,
    ).toBe(200);

    await vault.vault.stop();
    const folder = dirname(databaseOf(vault.dir));
    rmSync(folder, { recursive: true });
    execFileSync('cp', ['-a', older, folder]);
    // Whoever looks before it was started is told.
    const back = verified();
    expect(new Set(back.map(({ code }) => code))).toEqual(new Set(['brought_back']));
    // And as whom she wrote before she was bound.
    expect(back).toHaveLength(2);
    expect(back.map((one) => one.id)).toContain(resident.id);
    await vault.restart();

    const read = { purpose: 'grid_overview' };
    expect((await post(`/records/resident/${resident.id}:read`, worker.token, read)).status).toBe(403);
    const found = await post('/records/resident:search', worker.token, {
      purpose: 'grid_overview',
      where: { field: 'mobile', value: residentFields.mobile },
    });
    expect((found.json as { items: unknown[] }).items).toEqual([]);
    const consents = await post('/consents:search', await people.page(neighbour), {});
    expect((consents.json as { items: { purpose: string; state: string }[] }).items).toContainEqual(
      expect.objectContaining({ purpose: 'phone_contact', state: 'withdrawn' }),
    );
    const log = await post('/log:search', people.officer.token, { limit: 50, action: 'erase' });
    expect((log.json as { items: unknown[] }).items[0]).toMatchObject({ reason: 'replayed', role: 'system' });
    expect(verified()).toEqual([]);
    // And once more is not once again.
    await atRest(() => undefined);
    expect(verified()).toEqual([]);
  },
);

test('an old list with the same ids is held back, line by line', async () => {
  const old = {
    kind: 'record',
    type: 'resident',
    id: people.resident.id,
    grid: 3,
    fields: { name: '王秀英' },
  };
  const other = { kind: 'record', type: 'resident', grid: 3, fields: { name: '李四' } };
  const sent = await vault.send('POST', '/imports', {
    token: people.administrator,
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify(old)}\n${JSON.stringify(other)}\n`,
  });
  expect([sent.status, sent.json]).toEqual([200, { imported: 1, heldBack: [1] }]);
});

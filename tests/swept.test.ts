import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { type People, settle } from './people.ts';
import { alarmNow, copyOf, databaseOf, tamper } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/** On workerd, three years later: an alarm takes a ticket away whose time is over; then everything is looked at from outside. */

let vault: TestVault;
let people: People;
const day = 86_400_000;
const post = (path: string, token: string, body: unknown, headers: Record<string, string> = {}) =>
  vault.send('POST', path, { token, body, headers });
const tickets = (dir: string) => {
  const database = new DatabaseSync(databaseOf(dir), { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(`SELECT id FROM record WHERE type = 'ticket'`).all().length;
  } finally {
    database.close();
  }
};
const codes = (dir: string) =>
  verifyDirectory({ dir }).communities.flatMap(({ findings }) => findings.map(({ code }) => code));

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(() => vault.close());

test(
  'a ticket goes three years after it was closed, and the log verifies with that',
  { timeout: 60_000 },
  async () => {
    const { worker, resident } = people;
    const report = { category: 'dog', description: '3号楼下有狗没拴绳' };
    expect((await post('/tickets', await people.chat(resident.contact), report)).status).toBe(201);
    const move = async (token: string, action: string, version: number) =>
      expect((await post('/tickets/1:move', token, { action }, { 'if-match': `"${version}"` })).status).toBe(
        200,
      );
    await move(worker.token, 'take', 1);
    await move(worker.token, 'handle', 2);
    await move(await people.chat(resident.contact), 'close', 3);
    await vault.vault.stop();
    alarmNow(vault.dir);
    await vault.restart(1_097 * day);
    for (let tries = 0; tries < 400 && tickets(vault.dir) > 0; tries += 1) await sleep(50);
    expect(tickets(vault.dir)).toBe(0);
    await vault.vault.stop();
    expect(codes(vault.dir)).toEqual([]);
  },
);

test('a record that is gone without a sweep, or that a sweep is only said to have taken, is found', () => {
  const said = copyOf(vault.dir);
  onTestFinished(said.remove);
  tamper(said.dir, (database) =>
    database.prepare(`UPDATE control SET key = ? WHERE kind = 'swept'`).run(people.resident.id),
  );
  expect(codes(said.dir)).toEqual(expect.arrayContaining(['not_swept', 'missing']));
  const gone = copyOf(vault.dir);
  onTestFinished(gone.remove);
  tamper(gone.dir, (database) => database.exec(`DELETE FROM record WHERE type = 'dog'`));
  expect(codes(gone.dir)).toContain('missing');
});

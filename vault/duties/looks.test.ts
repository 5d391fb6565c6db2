import { expect, test } from 'vitest';
import { nodeCommunity, value } from '../../tests/node-community.ts';
import { looksIn } from './looks.ts';

test('what was looked at in a period is found by the log’s own time, of one actor or of all', async () => {
  const c = await nodeCommunity();
  const { vault } = c.vault;
  const read = (fields: string[]) =>
    value(
      c.vault.ask(c.worker.token, 'readRecord', {
        type: 'resident',
        id: c.resident,
        purpose: 'grid_overview',
        fields,
      }),
    );
  c.vault.now += 60_000;
  const from = c.vault.now;
  read(['name']);
  c.vault.now += 60_000;
  const to = c.vault.now;
  read(['mobile']);

  const all = looksIn(vault, { from, to });
  expect(all).toMatchObject({ complete: true, tampered: [] });
  expect(all.items).toMatchObject([
    { actor: c.worker.id, subject: c.resident, fields: { 'resident.name': 'masked' } },
  ]);
  expect(looksIn(vault, { from, to: to + 1, actor: c.worker.id }).items).toHaveLength(2);
  expect(looksIn(vault, { from, to: to + 1, actor: c.otherWorker.id }).items).toEqual([]);
  expect(looksIn(vault, { from: to + 1, to: to + 2 }).items).toEqual([]);
});

test('an entry that is not as it was written is told, and not counted', async () => {
  const c = await nodeCommunity();
  const { vault } = c.vault;
  const last = vault.journal.size - 1;
  const { now } = c.vault;
  c.vault.sql.all('UPDATE log_entry SET subject_sealed = ? WHERE seq = ?', [new Uint8Array(40), last]);
  const looks = looksIn(vault, { from: now, to: now + 1 });
  expect(looks.tampered).toEqual([last]);
  expect(looks.items).toHaveLength(last + 1 - 1);
});

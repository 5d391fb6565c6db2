import { expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { nodeConsole } from '../../tests/node-console.ts';

test('the officer sees when the keys were copied, sealed and tried, and what is due; a worker does not', async () => {
  const c = await nodeConsole();
  const note = (what: 'copy' | 'officers' | 'drill', root: string) =>
    value(c.vault.ask(c.administrator, 'noteCustody', { what, root, count: 4 }));
  note('copy', 'a'.repeat(16));
  const first = await (await c.staff(c.officer.id)).get('/keys');
  expect(first.status).toBe(200);
  expect(first.html).toContain('密钥的保管');
  expect(first.html.match(/该做了/g)).toHaveLength(2);
  expect(first.html).toContain('npx lindun keys drill');
  note('drill', 'a'.repeat(16));
  note('officers', 'a'.repeat(16));
  expect((await (await c.staff(c.officer.id)).get('/keys')).html).not.toContain('该做了');
  c.vault.now += 40 * 86_400_000;
  const later = await (await c.staff(c.officer.id)).get('/keys');
  expect(later.html.match(/该做了\(太久了\)/g)).toHaveLength(1);
  expect((await (await c.staff(c.worker.id)).get('/keys')).status).toBe(403);
});

test('whoever is not the administrator notes nothing, and the refusal is in the log', async () => {
  const c = await nodeConsole();
  const asked = { what: 'drill', root: 'a'.repeat(16), count: 1 } as const;
  for (const token of [c.officer.token, c.worker.token])
    expect(c.vault.ask(token, 'noteCustody', asked)).toMatchObject({
      ok: false,
      problem: { code: 'denied' },
    });
  const { items } = value(c.vault.ask(c.officer.token, 'searchLog', { action: 'keys.note', limit: 5 }));
  expect(items.map(({ decision }) => decision)).toEqual(['refused', 'refused']);
  const turned = await c.vault.wait(c.officer.token, 'rotateRoot', undefined);
  expect(turned).toMatchObject({ ok: false, problem: { code: 'denied' } });
  expect(value(c.vault.ask(c.officer.token, 'readCustody', undefined)).items).toEqual([]);
});

import { expect, test } from 'vitest';
import { laws } from '../../policy/laws.ts';
import { policy } from '../../policy/rules.ts';
import { value } from '../../tests/node-community.ts';
import { nodeConsole } from '../../tests/node-console.ts';

test('the officer and an auditor from outside read who gets what, and the log says that they did', async () => {
  const c = await nodeConsole();
  const auditor = c.vault.ask(c.administrator, 'appoint', {
    role: 'outside_auditor',
    grids: [],
    fields: { name: '钱审' },
  });
  for (const id of [c.officer.id, value(auditor).id]) {
    const browser = await c.staff(id);
    const page = await browser.get('/policy');
    expect(page.status).toBe(200);
    for (const { id: rule } of policy.grants) expect(page.html).toContain(`<code>${rule}</code>`);
    for (const { words } of Object.values(laws)) expect(page.html).toContain(words.zh);
    expect(page.html).not.toContain('&lt;span');
    expect(page.html).not.toContain('<script');
    const [newest] = value(
      c.vault.ask(c.officer.token, 'searchLog', { action: 'policy.read', limit: 1 }),
    ).items;
    expect(newest).toMatchObject({ actor: id, decision: 'granted', rule: 'policy-read' });
  }
});

test('a worker does not, and the pipeline refuses without the page too', async () => {
  const c = await nodeConsole();
  const browser = await c.staff(c.worker.id);
  expect((await browser.get('/policy')).status).toBe(403);
  const refused = c.vault.ask(c.worker.token, 'readPolicy', undefined);
  expect(refused).toMatchObject({ ok: false, problem: { code: 'denied' } });
  const [newest] = value(
    c.vault.ask(c.officer.token, 'searchLog', { action: 'policy.read', limit: 1 }),
  ).items;
  expect(newest).toMatchObject({ actor: c.worker.id, decision: 'refused', reason: 'no_rule' });
});

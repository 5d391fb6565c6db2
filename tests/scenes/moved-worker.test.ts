import { beforeEach, expect, test } from 'vitest';
import { openScene, type Scene, ticketInHand } from './scene.ts';

/**
 * A worker is moved to another grid in the middle of a case. The case stays where it is: they lose what they saw of it in
 * the same moment, and it waits for whoever works there now.
 */
let s: Scene;
let ticket: string;
let worker: string;
let phone: (token: string, fields?: string[]) => ReturnType<Scene['post']>;
let move: (token: string, action: string) => ReturnType<Scene['post']>;

const readTicket = (token: string) => s.post(token, `/tickets/${ticket}:read`, { purpose: 'handle_ticket' });

/** What she reads of herself, but for the token that the scene asks for to read it. */
const ownLog = async () => (await s.ownLog(s.resident)).filter(({ action }) => action !== 'token.mint');

beforeEach(async () => {
  s = await openScene();
  ({ ticket, worker, phone, move } = await ticketInHand(s));
  expect((await phone(worker)).status).toBe(200);
});

test('the open page shows nothing any more, and finishes nothing', async () => {
  const colleague = s.appoint('grid_worker', [3], '孙丽');
  const page = await s.staff(s.worker.id);
  expect((await page.get(`/tickets/${ticket}`)).text).toContain('没拴绳');
  expect((await s.change(s.worker.id, 1, 'grid_worker', { grids: [5] })).status).toBe(200);

  expect((await phone(worker)).status).toBe(403);
  expect((await s.log({ action: 'record.read', limit: 1 }))[0]).toMatchObject({
    decision: 'refused',
    actor: s.worker.id,
    subject: s.resident,
    reason: 'case_not_yours',
  });
  expect((await readTicket(worker)).status).toBe(403);
  expect((await page.post(`/tickets/${ticket}/phone`, { reporter: s.resident })).status).toBe(403);
  expect((await page.get(`/tickets/${ticket}`)).text).not.toContain('没拴绳');
  expect((await move(worker, 'handle')).status).toBe(403);

  // It waits in its grid; whoever takes it there has what the case gives, and the number on the same consent.
  const [requeued] = await s.log({ action: 'ticket.requeue', limit: 1 });
  expect(requeued).toMatchObject({ actor: 'system', subject: s.resident, case: ticket });
  expect((await phone(colleague.token)).status).toBe(403);
  expect((await move(colleague.token, 'take')).json).toMatchObject({ state: 'handling', mine: true });
  expect((await phone(colleague.token)).status).toBe(200);
});

test('where nobody else works it is with the dispatcher, who sends it on', async () => {
  await s.change(s.worker.id, 1, 'grid_worker', { grids: [5] });
  const dispatcher = s.token(s.dispatcher.id);
  const back = { purpose: 'dispatch', where: { state: 'returned' } };
  expect((await s.post(dispatcher, '/tickets:search', back)).json.items).toMatchObject([
    { id: ticket, grid: 3 },
  ]);
});

test('the resident sees that it waits again, and that nobody has looked since', async () => {
  await s.change(s.worker.id, 1, 'grid_worker', { grids: [5] });
  await phone(worker);
  const [refused, requeued] = await ownLog();
  expect(refused).toMatchObject({ action: 'record.read', decision: 'refused', reason: 'case_not_yours' });
  expect(requeued).toMatchObject({ action: 'ticket.requeue', case: ticket });
});

test('a grid more changes nothing of what is in hand', async () => {
  await s.change(s.worker.id, 1, 'grid_worker', { grids: [3, 5] });
  expect((await phone(worker)).status).toBe(200);
  expect((await move(worker, 'handle')).json).toMatchObject({ state: 'handled' });
});

import { beforeEach, expect, test } from 'vitest';
import { day, openScene, type Scene, ticketInHand } from './scene.ts';

/** A ticket is closed while its worker has the page open: what the page could do a moment ago it cannot do now. */
let s: Scene;
let ticket: string;
let worker: string;
let phone: (token: string, fields?: string[]) => ReturnType<Scene['post']>;
let move: (token: string, action: string) => ReturnType<Scene['post']>;

const newestRead = async () => (await s.log({ action: 'record.read', limit: 1 }))[0];

beforeEach(async () => {
  s = await openScene();
  ({ ticket, worker, phone, move } = await ticketInHand(s));
});

test('handled, the number is gone; closed, the words are too, from the page that stands open', async () => {
  const page = await s.staff(s.worker.id);
  const open = await page.get(`/tickets/${ticket}`);
  expect(open.text).toContain('没拴绳');
  expect((await page.post(`/tickets/${ticket}/phone`, { reporter: s.resident })).text).toContain(
    '138 0013 8000',
  );

  await move(worker, 'handle');
  expect((await page.post(`/tickets/${ticket}/phone`, { reporter: s.resident })).status).toBe(403);
  expect(await newestRead()).toMatchObject({ decision: 'refused', reason: 'case_wrong_state', case: ticket });
  // Who is still to be confirmed may read what they wrote down; the resident closes it.
  expect((await page.get(`/tickets/${ticket}`)).text).toContain('没拴绳');
  expect((await move(s.chat('wx-wang'), 'close')).json).toMatchObject({ state: 'closed' });

  const after = await page.get(`/tickets/${ticket}`);
  expect(after.status).toBe(403);
  expect(after.text).not.toContain('没拴绳');
  expect((await page.post(`/tickets/${ticket}/phone`, { reporter: s.resident })).status).toBe(403);
  expect((await phone(worker)).status).toBe(403);
  expect(await newestRead()).toMatchObject({
    decision: 'refused',
    actor: s.worker.id,
    reason: 'case_closed',
  });
  expect((await s.log({ action: 'ticket.read', limit: 1 }))[0]).toMatchObject({
    decision: 'refused',
    reason: 'case_closed',
    case: ticket,
  });
});

test('a button that the page still has moves nothing', async () => {
  const page = await s.staff(s.worker.id);
  await move(worker, 'handle');
  await move(s.chat('wx-wang'), 'close');
  const version = '2';
  expect((await page.post(`/tickets/${ticket}/handle`, { version, result: '好了' })).status).toBe(403);
  expect((await page.post(`/tickets/${ticket}/return`, { version })).status).toBe(403);
  expect(s.vault.vault.rows.get('case', ticket)?.content.state).toBe('closed');
  expect((await s.log({ action: 'ticket.move', limit: 2 })).map(({ reason }) => reason)).toEqual([
    'move_not_from_here',
    'move_not_from_here',
  ]);
});

test('nor does a ticket that nobody closes keep a number open for ever: its time is over by itself', async () => {
  expect((await phone(worker)).status).toBe(200);
  s.pass(60 * day);
  expect((await phone(s.token(s.worker.id))).status).toBe(403);
  expect((await newestRead())?.decision).toBe('refused');
});

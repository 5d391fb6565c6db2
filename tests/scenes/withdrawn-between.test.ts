import { beforeEach, expect, test } from 'vitest';
import { openScene, type Scene, ticketInHand } from './scene.ts';

/** Consent is withdrawn between the list and the click: the very next read of the number is refused. */
let s: Scene;
let ticket: string;
let worker: string;
let phone: (token: string, fields?: string[]) => ReturnType<Scene['post']>;

const say = (event: string, token: string, more: object = {}) =>
  s.post(token, '/consents', { purpose: 'phone_contact', event, ...more });

/** What she reads of herself, but for the token that the scene asks for to read it. */
const ownLog = async () => (await s.ownLog(s.resident)).filter(({ action }) => action !== 'token.mint');

beforeEach(async () => {
  s = await openScene();
  ({ ticket, worker, phone } = await ticketInHand(s));
});

test('one word in the chat, in the same second, and the button on the open page shows nothing', async () => {
  const page = await s.staff(s.worker.id);
  expect((await page.get('/tickets')).text).toContain('0001');
  expect((await page.get(`/tickets/${ticket}`)).status).toBe(200);
  expect((await say('withdrawn', s.chat('wx-wang'))).status).toBe(200);

  const clicked = await page.post(`/tickets/${ticket}/phone`, { reporter: s.resident });
  expect(clicked.status).toBe(403);
  expect(clicked.html).not.toMatch(/138 ?0013 ?8000/);
  expect((await phone(worker)).json).toMatchObject({ code: 'denied' });
  const [api, click] = await s.log({ action: 'record.read', limit: 2 });
  for (const entry of [api, click])
    expect(entry).toMatchObject({
      decision: 'refused',
      actor: s.worker.id,
      subject: s.resident,
      reason: 'consent_withdrawn',
      case: ticket,
      purpose: 'phone_contact',
    });
});

test('what does not rest on consent goes on: the ticket is handled, without the number', async () => {
  await say('withdrawn', s.chat('wx-wang'));
  expect((await s.post(worker, `/tickets/${ticket}:read`, { purpose: 'handle_ticket' })).status).toBe(200);
  const handled = { action: 'handle', result: '已劝导' };
  const version = { 'if-match': '"2"' };
  expect((await s.http(worker, 'POST', `/tickets/${ticket}:move`, handled, version)).json).toMatchObject({
    state: 'handled',
  });
});

test('the order in the log is the order in which it happened, and she reads both', async () => {
  expect((await phone(worker)).status).toBe(200);
  await say('withdrawn', s.chat('wx-wang'));
  await phone(worker);
  const steps = (await ownLog()).map(({ action, decision }) => `${action} ${decision}`);
  expect(steps.slice(0, 3)).toEqual(['record.read refused', 'consent.withdraw done', 'record.read granted']);
});

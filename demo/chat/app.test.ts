import { afterEach, beforeEach, expect, test } from 'vitest';
import { picture, startTrial, type Trial, voice } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.end());

test('nobody reads or speaks as the bot, or as somebody there is not', async () => {
  for (const path of [
    '/messages?as=bot',
    '/rooms?as=bot',
    '/chats?as=bot',
    '/events?as=bot',
    '/files/x?as=bot',
  ]) {
    expect((await trial.ask('GET', path)).json).toMatchObject({ code: 'not_a_person' });
  }
  expect((await trial.say({ from: 'bot', room: 'r-dogs', text: '我' })).status).toBe(403);
  expect((await trial.say({ from: 'p-nobody', room: 'r-dogs', text: '我' })).json).toMatchObject({
    code: 'no_such_person',
    field: 'from',
  });
  expect((await trial.ask('GET', '/messages?as=p-nobody')).status).toBe(404);
  expect((await trial.ask('GET', '/messages')).status).toBe(422);
});

test('what is no message is refused in two languages, with a code and the member', async () => {
  const to = { from: 'p-wang', room: 'r-dogs' };
  const wrong: [unknown, string, string | undefined][] = [
    ['{', 'bad_json', undefined],
    [[], 'invalid', 'body'],
    [to, 'empty', undefined],
    [{ ...to, text: ' \n' }, 'empty', 'text'],
    [{ ...to, text: '字'.repeat(2001) }, 'too_long', 'text'],
    [{ ...to, text: 5 }, 'invalid', 'text'],
    [{ ...to, text: 'a\u0000b' }, 'invalid', 'text'],
    ['{"from":"p-wang","room":"r-dogs","text":"\\ud800"}', 'invalid', 'text'],
    [{ ...to, image: voice }, 'not_a_picture', 'image'],
    [{ ...to, voice: picture }, 'not_a_voice', 'voice'],
    [{ ...to, image: '???' }, 'invalid', 'image'],
    [{ ...to, image: 'A'.repeat(3_000_000) }, 'too_large', 'image'],
    [{ ...to, text: 'x', quote: 'id-none' }, 'no_such_message', 'quote'],
    [{ ...to, room: 7, text: 'x' }, 'invalid', 'room'],
    [{ ...to, text: 'x'.repeat(9_000_000) }, 'too_large', undefined],
  ];
  for (const [body, code, field] of wrong) {
    const { status, json } = await trial.say(body);
    expect(json).toEqual({ code, zh: expect.any(String), en: expect.any(String), ...(field && { field }) });
    expect(status).toBeGreaterThanOrEqual(400);
  }
  expect((await trial.say({ ...to, text: '字'.repeat(2000) })).status).toBe(200);
  expect((await trial.ask('GET', '/messages?as=p-wang&after=x')).json).toMatchObject({
    code: 'invalid',
    field: 'after',
  });
  expect((await trial.ask('GET', '/nothing')).json).toMatchObject({ code: 'not_found' });
  expect(await trial.seen('p-wang')).toHaveLength(1);
});

test('another site can neither send here nor give this address its own name', async () => {
  const body = { from: 'p-wang', room: 'r-dogs', text: '我' };
  for (const origin of ['https://elsewhere.example', 'http://localhost:1', 'null']) {
    expect((await trial.ask('POST', '/messages', body, { origin })).json).toMatchObject({
      code: 'other_site',
    });
  }
  const renamed = await trial.app.request('http://elsewhere.example:8788/people');
  expect(renamed.status).toBe(403);
  expect((await trial.ask('POST', '/messages', body, { origin: 'http://localhost:8788' })).status).toBe(200);
});

test('the page and every answer carry a policy that lets nothing from elsewhere in', async () => {
  for (const path of ['/', '/people', '/nothing']) {
    const { headers } = await trial.ask('GET', path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|http|data:|\*/);
  }
  expect((await trial.ask('GET', '/../main.ts')).status).toBe(404);
  expect((await trial.ask('GET', '/..%2fmain.ts')).status).toBe(404);
});

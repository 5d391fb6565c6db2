import { describe, expect, test } from 'vitest';
import { answerKeys, askForKeys, isAsked, openKeysAnswer, type KeyQuestion } from '../crypto/key-service.ts';
import { exportKey, importKey, RootSecret, ServiceCredential } from '../crypto/keys.ts';
import { nobleAead } from '../crypto/noble.ts';
import { rootId } from '../crypto/wrap.ts';
import { providerOf } from './provider.ts';
import { wrappingsOf } from './roots.ts';
import { serviceProvider } from './service.ts';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const credential = importKey(ServiceCredential, bytes(1));
const root = importKey(RootSecret, bytes(2));
const { current } = wrappingsOf([root], 'hengda');

describe('question and answer', () => {
  const question = askForKeys(credential, 'hengda', new Uint8Array(16));
  const box = answerKeys(credential, question, [current], nobleAead);

  test('an answer opens for its own question alone, with the same credential', () => {
    const [opened] = openKeysAnswer(credential, question, box, nobleAead) ?? [];
    expect(opened?.root).toBe(rootId(root));
    expect(opened && exportKey(opened.key)).toEqual(exportKey(current.key));
    const other = askForKeys(credential, 'hengda', new Uint8Array(16).fill(9));
    const elsewhere = { ...question, community: 'west' };
    for (const asked of [other, elsewhere])
      expect(openKeysAnswer(credential, asked, box, nobleAead)).toBeUndefined();
    const stranger = importKey(ServiceCredential, bytes(3));
    expect(openKeysAnswer(stranger, question, box, nobleAead)).toBeUndefined();
    for (let at = 0; at < box.length; at += 1) {
      const changed = box.map((byte, n) => (n === at ? byte ^ 1 : byte));
      expect(openKeysAnswer(credential, question, changed, nobleAead)).toBeUndefined();
    }
  });

  test('a question is from who holds the credential, for this community and nonce', () => {
    expect(isAsked(credential, question)).toBe(true);
    expect(isAsked(importKey(ServiceCredential, bytes(3)), question)).toBe(false);
    expect(isAsked(credential, { ...question, community: 'west' })).toBe(false);
    expect(isAsked(credential, { ...question, nonce: 'f'.repeat(32) })).toBe(false);
  });
});

/** A provider over a service that answers as it is told to, with a clock that the pauses move. */
function over(answers: (asked: number, question: KeyQuestion) => Response | Error) {
  let now = 0;
  let asked = 0;
  const pauses: number[] = [];
  const provider = serviceProvider({
    reach: {
      fetch: (_, init) => {
        const answer = answers(asked, JSON.parse(init?.body as string) as KeyQuestion);
        asked += 1;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
    credential,
    clock: () => now,
    sleep: (milliseconds) => (pauses.push(milliseconds), (now += milliseconds), Promise.resolve()),
    random: (n) => new Uint8Array(n).fill(asked),
    aead: () => nobleAead,
  });
  return {
    ask: () => provider.wrappings('hengda'),
    pauses,
    asked: () => asked,
    pass: (milliseconds: number) => void (now += milliseconds),
  };
}
const right = (question: KeyQuestion) =>
  Response.json({
    box: Buffer.from(answerKeys(credential, question, [current], nobleAead)).toString('hex'),
  });
const gone = new Error('connect ECONNREFUSED');

describe('a key service', () => {
  test('that stumbles is asked again after a pause, and its answer taken', async () => {
    const it = over((asked, question) =>
      asked === 0 ? gone : asked === 1 ? new Response('', { status: 503 }) : right(question),
    );
    expect(await it.ask()).toMatchObject({ ok: true, wrappings: { current: { root: rootId(root) } } });
    expect(it.pauses).toEqual([150, 450]);
  });

  test('that is gone costs the first who asks three tries, and those after it none until the pause is over', async () => {
    const it = over(() => gone);
    expect(await it.ask()).toEqual({ ok: false, error: 'keys_unavailable', retryAfter: 1_000 });
    expect(it.asked()).toBe(3);
    it.pass(400);
    expect(await it.ask()).toEqual({ ok: false, error: 'keys_unavailable', retryAfter: 600 });
    expect(it.asked()).toBe(3);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      it.pass(30_000);
      const answer = await it.ask();
      waits.push(!answer.ok && answer.error === 'keys_unavailable' ? answer.retryAfter : -1);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('that is there again is taken at once, and the pauses begin anew', async () => {
    let well = false;
    const it = over((_, question) => (well ? right(question) : gone));
    await it.ask();
    well = true;
    it.pass(1_000);
    expect(await it.ask()).toMatchObject({ ok: true });
    well = false;
    expect(await it.ask()).toMatchObject({ retryAfter: 1_000 });
  });

  test.each([
    ['401', () => new Response('{}', { status: 401 })],
    ['a redirect', () => new Response('', { status: 302 })],
    ['no JSON', () => new Response('<html>')],
    [
      'an empty list',
      (question: KeyQuestion) =>
        Response.json({ box: Buffer.from(answerKeys(credential, question, [], nobleAead)).toString('hex') }),
    ],
  ])('that answers %s is not asked again: it is refused', async (_, answer) => {
    const it = over((__, question) => answer(question));
    expect(await it.ask()).toEqual({ ok: false, error: 'root_refused' });
    expect(it.asked()).toBe(1);
  });
});

describe('what is bound says where the root is', () => {
  const aead = () => nobleAead;
  const hex = (fill: string) => fill.repeat(32);

  test('a Worker’s secret, and the next one beside it', async () => {
    const now = { ROOT_SECRET: `${hex('02')}\n` };
    expect(await providerOf(now, aead).wrappings('hengda')).toMatchObject({
      wrappings: { current: { root: rootId(root) }, others: [] },
    });
    const turning = { ROOT_SECRET: hex('02'), ROOT_SECRET_NEXT: hex('03') };
    expect(await providerOf(turning, aead).wrappings('hengda')).toMatchObject({
      wrappings: { others: [{ root: rootId(root) }] },
    });
  });

  test('a folder, whose files are read at each asking', async () => {
    const files: Record<string, string> = { 'my root': hex('02') };
    const folder = {
      fetch: (url: string) => {
        const text = files[decodeURIComponent(new URL(url).pathname.slice(1))];
        return Promise.resolve(new Response(text ?? 'none', { status: text === undefined ? 404 : 200 }));
      },
    };
    const provider = providerOf({ ROOT_FOLDER: folder, ROOT_FILE: 'my root' }, aead);
    expect(await provider.wrappings('hengda')).toMatchObject({ wrappings: { others: [] } });
    files['my root.next'] = hex('03');
    expect(await provider.wrappings('hengda')).toMatchObject({
      wrappings: { others: [{ root: rootId(root) }] },
    });
    delete files['my root'];
    expect(await provider.wrappings('hengda')).toEqual({ ok: false, error: 'root_refused' });
  });

  test.each([
    ['nothing', {}],
    ['a credential without an address', { KEY_SERVICE_CREDENTIAL: hex('01') }],
    ['a credential cut short', { KEY_SERVICE_CREDENTIAL: 'ab', KEY_SERVICE_URL: 'http://x' }],
  ])('%s does not come up', (_, env) => {
    expect(() => providerOf(env, aead)).toThrow();
  });
});

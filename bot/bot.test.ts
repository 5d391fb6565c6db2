import { afterEach, expect, test, vi } from 'vitest';
import { notificationKinds } from '../policy/notifications.ts';
import { nodeTalk } from '../tests/node-talk.ts';
import { notificationText } from './bot.ts';
import { offered } from './handlers/offers.ts';
import { loadTexts } from './texts.ts';

afterEach(() => void vi.unstubAllGlobals());

test('every reminder of the vault has words, with the ticket’s number and nothing about a person', () => {
  const texts = loadTexts('zh-CN');
  // What is for the bot alone: it forgets the contact, and says nothing.
  expect(notificationText(texts, { kind: 'erased', ticket: null, grid: null })).toBeUndefined();
  for (const kind of notificationKinds.filter((kind) => kind !== 'erased')) {
    const said = notificationText(texts, { kind, ticket: 318, grid: 3 });
    const ofTicket = kind.startsWith('ticket_') || kind === 'consent_withdrawn';
    expect([kind, said]).toEqual([kind, expect.stringMatching(ofTicket ? /0318/ : /^[^{}]{8,}$/)]);
    expect([kind, Array.from(said ?? '').length <= 120]).toEqual([kind, true]);
    expect(notificationText(texts, { kind, ticket: null, grid: null })).not.toContain('null');
  }
  expect(notificationText(texts, { kind: 'horoscope' })).toBeUndefined();
});

test('a code that was given is answered with two digits, and so is one that was guessed', async () => {
  const { community, dm } = await nodeTalk();
  const made = community.ask(community.worker.token, 'openBinding', { resident: community.resident });
  if (!made.ok) throw new Error(made.problem.code);
  const shape = /^请把这两位数字 \d\d 念给网格员听,他那边对得上才算绑好。$/;
  expect(await dm('p-guess', '绑定 000000')).toMatch(shape);
  const said = await dm('p-wang', `绑定${made.value.code}`);
  expect(said).toMatch(shape);
  const read = community.ask(community.worker.token, 'readBinding', made.value.id);
  expect(read).toMatchObject({ value: { check: /\d\d/.exec(said)?.[0] } });
  expect(await dm('p-wang', '我的档案')).toContain('要先认识一下您');
  community.ask(community.worker.token, 'confirmBinding', made.value.id);
  expect(await dm('p-wang', '我的档案')).toContain('王**');
  expect(await dm('p-wang', '绑定 123456')).toContain('已经绑好了');
});

test('guessing codes ends soon', async () => {
  const { dm } = await nodeTalk();
  for (let tries = 0; tries < 5; tries += 1) await dm('p-guess', `绑定 00000${tries}`);
  expect(await dm('p-guess', '绑定 000009')).toMatch(/过\d分钟再试/);
});

test('a binding is ended only after asking', async () => {
  const { community, dm } = await nodeTalk();
  community.bind('p-wang', community.resident);
  await dm('p-wang', '解除绑定');
  expect(await dm('p-wang', '不')).toBe('好,不动。');
  expect(await dm('p-wang', '我的档案')).toContain('王**');
  await dm('p-wang', '解除绑定');
  expect(await dm('p-wang', '1')).toContain('解除了');
  expect(await dm('p-wang', '我的档案')).toContain('要先认识一下您');
  await dm('p-new', '解绑');
  expect(await dm('p-new', '1')).toContain('不用解除');
});

test('what there is no way for yet becomes a real ticket, when the person wants it', async () => {
  const { community, dm } = await nodeTalk();
  expect(await dm('p-new', '帮我办个居住证明')).toContain('1 转 2 不用');
  expect(await dm('p-new', '1')).toContain('编号0001');
  expect(await dm('p-new', '找隐私官')).toContain('隐私官');
  await dm('p-new', '1');
  expect(await dm('p-new', '想问问谁管数据')).toContain('编号0002');
  expect(await dm('p-new', '我家狗丢了')).toContain('不会发到群里');
  expect(await dm('p-new', '不用')).toBe('好,不转。有事随时说。');
  const mine = community.ask(community.chat('p-new'), 'listTickets', {
    purpose: 'own_record',
    where: { mine: true },
    limit: 9,
  });
  if (!mine.ok) throw new Error(mine.problem.code);
  expect(mine.value.items.map(({ fields }) => [fields['category'], fields['description']])).toEqual([
    [
      { level: 'clear', value: 'other' },
      { level: 'clear', value: '想请隐私官联系:想问问谁管数据' },
    ],
    [
      { level: 'clear', value: 'other' },
      { level: 'clear', value: '想请人代办:帮我办个居住证明' },
    ],
  ]);
});

test('every intent that is offered to be passed on has its question and its note', () => {
  const texts = loadTexts('zh-CN');
  for (const kind of [...offered, 'officer'])
    expect([kind, texts.has(`offer.${kind}`), texts.has(`note.${kind}`)]).toEqual([kind, true, true]);
});

test('help fits one screen, and a worker has one of their own', async () => {
  const { dm } = await nodeTalk();
  expect((await dm('p', '帮助')).split('\n').length).toBeLessThanOrEqual(12);
  expect(await dm('p', '网格员帮助')).toContain('办结');
});

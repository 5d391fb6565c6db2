import { beforeEach, expect, test } from 'vitest';
import { ChatSpeaker, type Seen } from '../chat-speaker.ts';
import type { Act, Moment } from './plan.ts';
import { type Day, playDay } from './play.ts';

/** A chat with an assistant that says what `replies` says, at once; the play is the same against the real ones. */
type Reply = (said: {
  from: string;
  room: string | null;
  text: string;
}) => readonly [string | null, string][];
let messages: (Seen & { to: string })[];
let replies: Reply;

beforeEach(() => {
  messages = [];
});

class Echo extends ChatSpeaker {
  override say(from: string, room: string | null, text: string): Promise<{ seq: number }> {
    const put = (who: string, where: string | null, words: string): number => {
      const seq = messages.length + 1;
      messages.push({ seq, id: String(seq), room: where, from: who, to: from, text: words });
      return seq;
    };
    const seq = put(from, room, text);
    for (const [where, words] of replies({ from, room, text })) put('bot', where, words);
    return Promise.resolve({ seq });
  }
  override seen(as: string, after: number): Promise<readonly Seen[]> {
    return Promise.resolve(messages.filter(({ seq, to }) => seq > after && to === as));
  }
}

const stop = new AbortController();
function play(
  acts: readonly Act[],
  told: (moment: Moment, answered: boolean) => void = () => undefined,
): Promise<Day> {
  const moments = acts.map((act, at) => ({ at, act }));
  const atOnce = () => Promise.resolve();
  return playDay(moments, {
    chat: new Echo('http://localhost:0'),
    until: atOnce,
    pause: atOnce,
    told,
    stop: stop.signal,
  });
}
const said = (who: string) => messages.filter(({ from }) => from === who).map(({ text }) => text);

const report: Act = { kind: 'report', who: 'p-a', room: 'r', text: '@楼管家 灯不亮', scene: 0 };

test('a report goes its way: number, details, taken, handled, rated', async () => {
  replies = ({ text }) => {
    if (text.startsWith('@'))
      return [
        ['r', '收到,编号0318,细节我私聊问您。'],
        [null, '在哪儿?'],
      ];
    if (text === '没有') return [[null, '好,都记到0318里了。']];
    if (text === '满意 318') return [[null, '给这次打几分?']];
    return [[null, '好']];
  };
  const day = await play([
    report,
    { kind: 'take', who: 'w-a', scene: 0 },
    { kind: 'handle', who: 'w-a', scene: 0, result: '修好了' },
    { kind: 'rate', who: 'p-a', scene: 0, score: 4 },
  ]);
  expect(day).toMatchObject({ reported: 1, ended: 1, unanswered: 0 });
  expect(said('w-a')).toEqual(['接单 318', '办结 318 修好了']);
  expect(said('p-a')).toEqual(['@楼管家 灯不亮', '没有', '满意 318', '4']);
});

test('what the assistant was not sure of is told in private, and numbered there', async () => {
  replies = ({ text }) => {
    if (text.startsWith('@'))
      return [
        ['r', '收到,答案私聊发您。'],
        [null, '没太明白,您是想:1 报修 2 查进度 3 别的'],
      ];
    return text === '1' ? [[null, '收到,编号0007。']] : [[null, '好']];
  };
  const day = await play([report, { kind: 'take', who: 'w-a', scene: 0 }]);
  expect([day.reported, said('w-a')]).toEqual([1, ['接单 7']]);
});

test('an assistant that says nothing is noticed, and nothing is done with a ticket that is none', async () => {
  replies = () => [];
  const heard: boolean[] = [];
  const day = await play([report, { kind: 'take', who: 'w-a', scene: 0 }], (_, answered) =>
    heard.push(answered),
  );
  expect(day).toMatchObject({ reported: 0, unanswered: 1 });
  expect([heard, said('w-a')]).toEqual([[false], []]);
});

test('an assistant that never stops asking is left at some time', async () => {
  replies = () => [[null, '在哪儿?']];
  await play([{ ...report, room: 'r' }]);
  expect(said('p-a').length).toBeLessThan(10);
});

test('neighbours talk among themselves and wait for nobody', async () => {
  replies = () => [];
  const day = await play([{ kind: 'chat', who: 'p-a', room: 'r', text: '早' }]);
  expect(day).toMatchObject({ said: 1, unanswered: 0 });
});

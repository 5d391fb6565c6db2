/**
 * `npm run demo:day`: a day in the community that `npm start` runs. People write by themselves, in groups and to the
 * assistant, as scripts do: through the chat's own `POST /messages`, knowing nothing but `.lindun/demo.json`.
 */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { asFault, Fault } from '../cli/fault.ts';
import { ChatSpeaker } from './chat-speaker.ts';
import { makeDay, type Moment, type Town } from './day/plan.ts';
import { playDay } from './day/play.ts';
import { type Facts, readFacts } from './facts.ts';

const root = resolve(import.meta.dirname, '..');
const known = {
  fast: { type: 'boolean' },
  minutes: { type: 'string' },
  seed: { type: 'string' },
} as const;
/** The day is played from seven to half past ten. */
const [dawn, night] = [7 * 60, 22.5 * 60];

/** @returns whether everything was answered that should have been */
async function main(args: readonly string[]): Promise<boolean> {
  const { fast = false, minutes, seed } = optionsIn(args);
  const facts = factsIn(resolve(root, process.env['LINDUN_DIR'] ?? '.lindun'));
  const chat = new ChatSpeaker(facts.chat);
  const town = await townOf(facts, chat);
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => asked.abort());
  const began = Date.now();
  const perMinute = fast ? 0 : (minutes * 60_000) / (night - dawn);
  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal: asked.signal }).catch(() => undefined);
  const day = await playDay(makeDay(seed, town), {
    chat,
    stop: asked.signal,
    pause,
    told: (moment, answered) => console.log(lineOf(moment, answered, town)),
    until: async (minute) => {
      const left = began + (minute - dawn) * perMinute - Date.now();
      if (left > 0) await pause(left);
    },
  });
  const { said, reported, ended, unanswered } = day;
  console.log(
    `说了 ${said} 句,报了 ${reported} 件,评了 ${ended} 件,没等到回音 ${unanswered} 次 / ` +
      `${said} messages, ${reported} reports, ${ended} rated, ${unanswered} unanswered`,
  );
  return unanswered === 0;
}

/** @throws Fault 'argument' */
function optionsIn(args: readonly string[]): { fast?: boolean; minutes: number; seed: number } {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    const [minutes, seed] = [Number(values.minutes ?? '10'), Number(values.seed ?? '1')];
    if (!(minutes > 0 && minutes <= 1_440) || !Number.isSafeInteger(seed)) throw new RangeError();
    return { ...(values.fast === undefined ? {} : { fast: values.fast }), minutes, seed };
  } catch {
    const said = args.join(' ');
    throw new Fault(
      'argument',
      `不认识 ${said};可用的是 --fast、--minutes 10、--seed 1`,
      `${said} is not understood; there are --fast, --minutes 10 and --seed 1`,
    );
  }
}

/** @throws Fault 'data' when nothing runs here */
function factsIn(dir: string): Facts {
  try {
    return readFacts(dir);
  } catch {
    throw new Fault('data', '还没有开:先 npm start', 'nothing runs here: npm start first');
  }
}

async function townOf({ people, rooms }: Facts, chat: ChatSpeaker): Promise<Town> {
  const friends = new Set((await chat.people()).filter(({ friend }) => friend).map(({ id }) => id));
  const members = await Promise.all(
    people.map(async ({ id }) => (await chat.rooms(id)).map((room) => ({ room: room.id, id }))),
  );
  return {
    people: people.map((person) => ({ ...person, friend: friends.has(person.id) })),
    rooms: rooms.map((room) => ({
      ...room,
      members: members.flat().flatMap((each) => (each.room === room.id ? [each.id] : [])),
    })),
  };
}

const kinds = {
  report: '报事 reports',
  take: '接单 takes',
  handle: '办结 handles',
  rate: '评价 rates',
  complain: '不满意 is not content',
  ask: '问 asks',
  chat: '聊 talks',
} as const;

/** What somebody did, and nothing of what they said. */
function lineOf({ at, act }: Moment, answered: boolean, { people, rooms }: Town): string {
  const clock = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  const who = people.find(({ id }) => id === act.who)?.name ?? '';
  const room = 'room' in act ? rooms.find(({ id }) => id === act.room)?.topic : undefined;
  return `${clock}  ${who} · ${room ?? '私聊 private'} · ${kinds[act.kind]}${answered ? '' : ' · 没有回音 no answer'}`;
}

try {
  if (!(await main(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  const fault = asFault(error);
  if (fault === undefined && !isGone(error)) throw error;
  console.error(
    fault === undefined ? '聊天连不上:npm start 还开着吗 / the chat is not there' : fault.message,
  );
  process.exitCode = 1;
}

/** As `fetch` says it of a program that has ended. */
function isGone(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

import type { ChatSpeaker, Seen } from '../chat-speaker.ts';
import type { Act, Moment } from './plan.ts';

/** What came of a day. */
export interface Day {
  /** What people said. */
  said: number;
  /** Scenes that got a number, and those whose reporter closed them or had them opened again. */
  reported: number;
  ended: number;
  /** What the assistant should have answered and did not. */
  unanswered: number;
}

export interface Stage {
  readonly chat: ChatSpeaker;
  /** Waits for a moment of the day; at once when it is past, or the day is played fast. */
  readonly until: (minute: number) => Promise<void>;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Hears of each act when it is over. */
  readonly told: (moment: Moment, answered: boolean) => void;
  readonly stop: AbortSignal;
}

/** The assistant's id in the chat. */
const assistant = 'bot';
/** How long an answer may take, milliseconds: the assistant speaks at a person's pace, to one after another. */
const patience = 60_000;
const look = 250;
/** Who has said nothing for so long has nothing more to ask, milliseconds. */
const quiet = 5_000;
/** No conversation is longer. */
const mostAnswers = 6;

/** What people answer to the assistant's questions; to anything else they say nothing. */
const answers: readonly (readonly [question: RegExp, answer: (act: Act) => string])[] = [
  [/几分/, (act) => String(act.kind === 'rate' ? act.score : 5)],
  [/哪里没办好|为什么/, (act) => (act.kind === 'complain' ? act.why : '没有')],
  // It was not sure what was meant: it was a report.
  [/1 报修|1 转|1 报|1 问|1 是/, () => '1'],
  [/什么事/, (act) => ('text' in act ? act.text.replace(/^@楼管家 /, '') : '没有')],
  [/在哪儿|哪里|知道些什么/, () => '没有'],
  [/什么时候开始|补充|要说的/, () => '今天早上开始的'],
  [/照片/, () => '没有'],
];

/** Plays the moments one after another. */
export async function playDay(moments: readonly Moment[], stage: Stage): Promise<Day> {
  const day: Day = { said: 0, reported: 0, ended: 0, unanswered: 0 };
  const numbers = new Map<number, string>();
  for (const moment of moments) {
    await stage.until(moment.at);
    if (stage.stop.aborted) break;
    const heard = await play(moment.act, stage, day, numbers);
    if (heard === undefined) continue;
    if (!heard) day.unanswered += 1;
    stage.told(moment, heard);
  }
  return day;
}

/** @returns whether the assistant answered as it should; undefined where there was nothing to do */
async function play(
  act: Act,
  stage: Stage,
  day: Day,
  numbers: Map<number, string>,
): Promise<boolean | undefined> {
  const { who } = act;
  const speak = (room: string | null, text: string) => {
    day.said += 1;
    return stage.chat.say(who, room, text);
  };
  switch (act.kind) {
    case 'chat':
      await speak(act.room, act.text);
      return true;
    case 'ask':
      return (await answered(stage, who, act.room, (await speak(act.room, act.text)).seq)) !== undefined;
    case 'report': {
      const { seq } = await speak(act.room, act.text);
      const receipt = await answered(stage, who, act.room, seq);
      // Not understood in the group it is asked about in private, and numbered there.
      const told = [receipt?.text ?? '', ...(await converse(act, stage, speak, seq))];
      const number = /编号0*(\d+)/.exec(told.join('\n'))?.[1];
      if (number !== undefined) {
        day.reported += 1;
        numbers.set(act.scene, number);
      }
      return receipt !== undefined;
    }
    default: {
      const number = numbers.get(act.scene);
      if (number === undefined) return undefined;
      const { seq } = await speak(null, saidOf(act, number));
      const first = await answered(stage, who, null, seq);
      if (first === undefined) return false;
      if (act.kind === 'rate' || act.kind === 'complain') {
        day.ended += 1;
        await converse(act, stage, speak, seq);
      }
      return true;
    }
  }
}

function saidOf(act: Exclude<Act, { kind: 'chat' | 'ask' | 'report' }>, number: string): string {
  switch (act.kind) {
    case 'take':
      return `接单 ${number}`;
    case 'handle':
      return `办结 ${number} ${act.result}`;
    case 'rate':
      return `满意 ${number}`;
    case 'complain':
      return `不满意 ${number}`;
  }
}

type Speak = (room: string | null, text: string) => Promise<{ seq: number }>;

/**
 * Answers in private for as long as there is something to answer. Who has not added the assistant is not asked.
 * @returns what the assistant said
 */
async function converse(act: Act, stage: Stage, speak: Speak, after: number): Promise<readonly string[]> {
  const told: string[] = [];
  for (let from = after, turn = 0; turn < mostAnswers; turn += 1) {
    const asked = await question(stage, act.who, from);
    told.push(...asked.told);
    if (asked.answer === undefined) break;
    from = (await speak(null, asked.answer(act))).seq;
  }
  return told;
}

/** What the assistant says next, up to a question that somebody has an answer to, if it asks one. */
async function question(stage: Stage, as: string, after: number) {
  const told: string[] = [];
  for (let from = after, waited = 0; waited < quiet && !stage.stop.aborted; waited += look) {
    for (const { text, seq } of await fromAssistant(stage, as, null, from)) {
      from = seq;
      waited = 0;
      told.push(text ?? '');
      const found = answers.find(([pattern]) => pattern.test(text ?? ''));
      if (found !== undefined) return { told, answer: found[1] };
    }
    await stage.pause(look);
  }
  return { told, answer: undefined };
}

/** The assistant's first word in a chat behind `after`. */
async function answered(
  stage: Stage,
  as: string,
  room: string | null,
  after: number,
): Promise<Seen | undefined> {
  for (let waited = 0; waited < patience && !stage.stop.aborted; waited += look) {
    const [first] = await fromAssistant(stage, as, room, after);
    if (first !== undefined) return first;
    await stage.pause(look);
  }
  return undefined;
}

async function fromAssistant(
  { chat }: Stage,
  as: string,
  room: string | null,
  after: number,
): Promise<readonly Seen[]> {
  const seen = await chat.seen(as, after);
  return seen.filter((message) => message.from === assistant && message.room === room);
}

import { resolve } from 'node:path';
import { asFault } from '../cli/fault.ts';
import { VaultClient } from '../vault/client.ts';
import { botToken } from './bot-token.ts';
import { batchesIn, bringIn, type Brought, type Past, pastOf } from './bring.ts';
import { ChatSpeaker } from './chat-speaker.ts';
import { curlLines } from './curl.ts';
import { writeFacts } from './facts.ts';
import { bindAll, world } from './meet.ts';
import { playMorning } from './past.ts';
import { progress, say, type Screen, story, welcome } from './print.ts';
import type { Log, RunningProgram } from './program.ts';
import { type Place, type Programs, startBot, startPrograms, together } from './programs.ts';
import { lead, people } from './seed/cast.ts';
import { residentOf } from './seed/community.ts';
import type { Settings } from './settings.ts';
import { communityId, settle, type Stage } from './settle.ts';
import { seatsOf } from './sign-in.ts';
import { setStations, stations } from './stations.ts';
import { type DemoState, saveState, steps } from './state.ts';
import type { Kept, Running, Watch } from './supervisor.ts';

export interface Run {
  readonly settings: Settings;
  readonly state: DemoState;
  readonly log: Log;
  readonly screen: Screen;
  /** It is to end. */
  readonly asked: AbortSignal;
}

const root = resolve(import.meta.dirname, '..');
const hour = 3_600_000;
/** Between two batches of those who are not in the story the vault is left to whoever tries it out, milliseconds. */
const gently = 30;

/** What is to be ended, in the order in which it began. What begins too late is ended at once. */
type Begun = (stop: () => Promise<unknown>) => void;

/** Brings everything up, tells about it, keeps it up until it is to end, and ends all of it. @throws Fault */
export async function run(whole: Run): Promise<void> {
  const { asked } = whole;
  const stops: (() => Promise<unknown>)[] = [];
  const begun: Begun = (stop) => {
    stops.push(stop);
    if (asked.aborted) void stop();
  };
  const over = new Promise<undefined>((resolve) => {
    if (asked.aborted) resolve(undefined);
    asked.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const work = live(whole, begun, over).catch((error: unknown) => ({ error }));
  const failed = await Promise.race([work, over]);
  const end = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop();
  };
  await end();
  await work;
  await end(); // what had only just begun; who is ended already takes no harm
  if (failed !== undefined && !asked.aborted) throw failed.error;
}

async function live(whole: Run, begun: Begun, over: Promise<undefined>): Promise<undefined> {
  const { settings, state, asked } = whole;
  const { dir } = settings;
  const place: Place = { ...settings, log: whole.log, watch: watching(whole) };
  const programs = await startPrograms(place, (kept: Kept<Running>) => begun(() => kept.stop()));
  const { url, adminToken } = programs.vault.now;
  const admin = new VaultClient({ url, community: communityId, token: adminToken, timeout: 120_000 });
  const stage: Stage = { admin, state, save: () => saveState(dir, state), stop: asked };
  await settle(stage);
  const past = pastWhenNeeded(state);
  const { bot } = await botToken(stage, dir, Date.now());
  const starting = startBot(place, programs);
  void starting.then((each) => begun(() => each.stop())).catch(() => undefined); // told of below
  const [kept] = await together([starting, open(whole, { stage, past, bot, programs })]);
  renewing(stage, dir, kept, asked);
  await withStations(whole, stage, past);
  await theRest(whole, stage, past).catch((error: unknown) => broken(whole, error));
  return over;
}

interface Opening {
  readonly stage: Stage;
  readonly past: () => Past;
  readonly bot: VaultClient;
  readonly programs: Programs;
}

/** From the people of the story to the words on the screen. The assistant comes up meanwhile. */
async function open(whole: Run, { stage, past, bot, programs }: Opening): Promise<void> {
  const { settings, state, screen, asked } = whole;
  const { dir } = settings;
  for (const step of ['story', 'tickets'] as const) await bring(whole, stage, past, step);
  const chat = new ChatSpeaker(programs.chatUrl);
  await chat.build(world, programs.chatToken);
  if (people.some((person) => person.bound && !state.bound.includes(person.id))) {
    await bindAll(stage, past().community, bot, chat);
  }
  if (asked.aborted) return;
  const { url } = programs.vault.now;
  state.resident ??= residentOf(past().community, lead.resident).id;
  const signIn = await seatsOf(stage, url, communityId, state.resident);
  writeFacts(dir, { vault: url, chat: programs.chatUrl, community: communityId, signIn });
  screen.write(welcome({ chat: programs.chatUrl, vault: url, signIn }));
  if (settings.curl) await tellLines(whole, stage, past, url);
}

/** The made-up community is drawn once, and only by a start that has something to do with it. */
function pastWhenNeeded(state: DemoState): () => Past {
  let drawn: Past | undefined;
  return () => (drawn ??= pastOf(state));
}

async function bring({ screen }: Run, stage: Stage, past: () => Past, step: Brought): Promise<void> {
  if (stage.state.complete.includes(step)) return;
  const batches = batchesIn(past(), step, stage);
  const total = batches.reduce((sum, { lines }) => sum + lines.length, 0);
  const shown = progress(screen, titles[step], total);
  await bringIn(stage, step, batches, { shown, gently: step === 'rest' ? gently : 0 });
}

const titles = {
  story: { zh: '导入故事里的人', en: 'importing the people of the story' },
  tickets: { zh: '导入半年的工单', en: 'importing half a year of tickets' },
  rest: { zh: '可以开始了,其余住户陆续导入', en: 'you can begin; the other households are coming in' },
} as const;

/** What waits for somebody, a moment after the words on the screen: half of it needs people who are in by then. */
async function withStations(whole: Run, stage: Stage, past: () => Past): Promise<void> {
  const { state, stop } = stage;
  if (stop.aborted || Object.keys(stations).every((name) => state.stations?.includes(name))) return;
  const failed = await setStations(stage, past(), whole.settings.dir);
  for (const line of stop.aborted ? [] : failed) whole.log.write(`start: ${line}\n`);
}

/** Everybody else, while somebody tries it out. */
async function theRest(whole: Run, stage: Stage, past: () => Past): Promise<void> {
  if (steps.every((step) => stage.state.complete.includes(step))) return;
  await bring(whole, stage, past, 'rest');
  if (!stage.stop.aborted) await playMorning(stage, past());
  if (!stage.stop.aborted) say(whole.screen, { zh: '全部到齐', en: 'everybody is in' });
}

/** The demonstration goes on with what is there; the next start tries the rest again. */
function broken({ screen, log, asked }: Run, error: unknown): void {
  if (asked.aborted) return;
  const fault = asFault(error);
  if (fault === undefined) throw error;
  log.write(`start: ${fault.message}\n`);
  const { zh, en } = fault.words;
  say(screen, { zh: `${zh}。下次启动会接着导入`, en: `${en}: the next start goes on with the import` });
}

async function tellLines(
  { settings, screen }: Run,
  stage: Stage,
  past: () => Past,
  url: string,
): Promise<void> {
  const base = `${url}/v1/communities/${communityId}`;
  const { bot } = await botToken(stage, settings.dir, Date.now());
  const resident = residentOf(past().community, lead.resident).id;
  const { lines, tokens } = await curlLines(stage, bot, { resident, base, dir: settings.dir, root });
  screen.write(`${story(lines, tokens)}\n`);
}

/** A bot that runs for weeks gets another token before its own ends, and is started again with it. */
function renewing(stage: Stage, dir: string, bot: Kept<RunningProgram>, asked: AbortSignal): void {
  const look = async (): Promise<void> => {
    const { renewed } = await botToken(stage, dir, Date.now());
    if (renewed) await bot.restart();
  };
  const timer = setInterval(() => void look().catch(() => undefined), 6 * hour);
  timer.unref(); // the programs keep this process, and nothing else does
  asked.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** What happens to the programs goes into the log; who cannot live at all is told of on the screen, once. */
function watching({ log, screen }: Pick<Run, 'log' | 'screen'>): Watch {
  const told = new Set<string>();
  return {
    ended: (name, { code, signal }, shortLives, pause) => {
      log.write(`start: ${name} has ended (${signal ?? code}); again in ${pause} ms\n`);
      if (shortLives < 5 || told.has(name)) return;
      told.add(name);
      const { file } = log;
      say(screen, { zh: `${name} 起不来,原因在 ${file}`, en: `${name} cannot stay up; ${file} says why` });
    },
    failed: (name, error) => log.write(`start: ${name}: ${error instanceof Error ? error.message : ''}\n`),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from './node-vault.ts';
import { scaled } from './scale.ts';
import { bindAll, cast, dogs, openWorld, type Part, type Person, type World } from './world.ts';

/**
 * `kill -9` of the bot, of workerd and of the chat stand-in in the middle of what people say. Whatever was acknowledged
 * to them is answered, once, and in the order in which they said it.
 */
let world: World;
const kills = scaled(50);
const messages = scaled(200);
const seed = Number(process.env['LINDUN_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const upTo = (n: number): number => {
  const [a = 0, b = 0] = random(2);
  return ((a * 256 + b) * n) >>> 16;
};

beforeAll(async () => {
  world = await openWorld();
  await bindAll(world);
});
afterAll(() => world.close());

/** Who asks what in private; each question names a number of its own, and so does its answer. */
const askers: readonly Person[] = [cast.owner, cast.neighbour, cast.unbound];
/** Every fifth message is a report in the group, by somebody whom no private answer reaches. */
const isReport = (n: number): boolean => n % 5 === 4;
/** Numbers that no ticket has yet: what is answered depends on the question alone. */
const asked = (n: number): string => String(5_000 + n);

test(
  `${messages} messages, ${kills} times kill -9: all answered once, in order (seed ${seed})`,
  { timeout: 3_600_000 },
  async () => {
    const before = await Promise.all(askers.map(async (person) => (await heardByBot(person)).length));
    const script = speak();
    for (let kill = 0; kill < kills; kill += 1) {
      const part = (['bot', 'vault', 'chat'] as const satisfies readonly Part[])[kill % 3] ?? 'bot';
      await sleep(50 + upTo(1_200));
      await world.kill(part);
      await world.start(part);
    }
    await script;
    await everythingAnswered(before);

    for (const [at, person] of askers.entries()) {
      const answers = (await heardByBot(person)).slice(before[at]);
      expect(answers.map(numberIn), `${person}, seed ${seed}`).toEqual(questionsOf(person));
    }
    const receipts = (await world.heard(cast.stranger)).filter(
      ({ from, room }) => from === 'bot' && room === dogs,
    );
    const reports = Array.from({ length: messages }, (_, n) => n).filter(isReport).length;
    expect(receipts.map(({ text }) => Number(/\d{4}/.exec(text)?.[0]))).toEqual(
      Array.from({ length: reports }, (_, n) => n + 1),
    );
    expect(await ticketsIn()).toBe(reports);
  },
);

/** Says everything, each thing until it is acknowledged: the same key makes it the same message. */
async function speak(): Promise<void> {
  for (let n = 0; n < messages; n += 1) {
    const person = isReport(n) ? cast.stranger : askers[n % askers.length];
    const room = isReport(n) ? dogs : null;
    const text = isReport(n) ? `@楼管家 3号楼第${n}盏灯坏了` : `进度 ${asked(n)}`;
    for (;;) {
      try {
        await world.say(person ?? cast.owner, room, text, { key: `said-${n}` });
        break;
      } catch {
        await sleep(50);
      }
    }
    await sleep(upTo(250));
  }
}

const questionsOf = (person: Person): string[] =>
  Array.from({ length: messages }, (_, n) => n)
    .filter((n) => !isReport(n) && askers[n % askers.length] === person)
    .map(asked);

const numberIn = ({ text }: { text: string }): string => /\d{4}/.exec(text)?.[0] ?? text;

/** Said beside an answer, never in its place, and in private alone: that the vault is away and the answer will come. */
const patience = '我这边没存上,您刚才说的我记着,稍后自动再试。';

/** The bot's answers to somebody. */
const heardByBot = async (person: Person) =>
  (await world.heard(person)).filter(
    ({ from, room, text }) => from === 'bot' && room === null && text !== patience,
  );

/** Waits until nothing more is owed, and a little longer: something said twice would come now. */
async function everythingAnswered(before: readonly number[]): Promise<void> {
  const owed = messages - Array.from({ length: messages }, (_, n) => n).filter(isReport).length;
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(200)) {
    const heard = await Promise.all(askers.map(async (person) => (await heardByBot(person)).length));
    const answered = heard.reduce((sum, count, at) => sum + count - (before[at] ?? 0), 0);
    const receipts = (await world.heard(cast.stranger)).filter(({ from }) => from === 'bot').length;
    if (answered >= owed && receipts >= messages - owed) break;
  }
  await sleep(3_000);
}

async function ticketsIn(): Promise<number> {
  const { people, vault } = world;
  const wire = await vault.send('POST', '/tickets:search', {
    token: people.worker.token,
    body: { purpose: 'handle_ticket', where: { grid: 3 }, limit: 50 },
  });
  const { items, remaining } = wire.json as { items: unknown[]; remaining: number };
  return items.length + remaining;
}

import type { VaultClient } from '../vault/client.ts';
import { Arrivals } from './arrivals.ts';
import { Bell, drive } from './drive.ts';
import { Greeter } from './greeter.ts';
import { type Handle, Loop } from './loop.ts';
import { type Notification, type NotificationSource, Notifier } from './notify.ts';
import { type Pace, Pacer } from './pacing.ts';
import { Sender } from './sender.ts';
import type { BotStore } from './store/open.ts';
import type { Transport } from './transport.ts';

export interface BotParts {
  readonly store: BotStore;
  readonly transport: Transport;
  readonly vault: VaultClient;
  readonly handle: Handle;
  /** `friend`: what a new contact is told; nothing when left out. */
  readonly words: { readonly waiting: string; readonly failed: string; readonly friend?: string };
  /** Left out where the vault's reminders go another way. */
  readonly reminders?: {
    readonly source: NotificationSource;
    readonly text: (notification: Notification) => string | undefined;
    readonly every: number;
  };
  readonly pace: Pace;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** As `Math.random`. */
  readonly random: () => number;
  /** A line for whoever runs the bot; never anything of a message or about a person. */
  readonly log: (line: string) => void;
}

/** How it ended: `stopped` as asked, `lost` when the transport is gone, or it is not known whether something was said. */
export type Ending = 'stopped' | 'lost';

const sweepEvery = 60_000;
/** Milliseconds that what is in hand may take when the bot is to stop. What does not end in time is done again later. */
const lastMoment = 10_000;

/**
 * Runs the bot until `stop` says so or the transport is gone. The store is left open: whoever opened it closes it.
 * @throws Error when it cannot sign in
 */
export async function runBot(parts: BotParts, stop: AbortSignal): Promise<Ending> {
  const { store, transport, now, log } = parts;
  const over = new AbortController();
  let ending: Ending = 'stopped';
  const end = (how: Ending, why?: string): void => {
    if (over.signal.aborted) return;
    if (why !== undefined) log(why);
    ending = how;
    over.abort();
  };
  if (stop.aborted) return ending;
  stop.addEventListener('abort', () => end('stopped'), { once: true });
  const bells = { inbox: new Bell(), outbox: new Bell(), requests: new Bell(), other: new Bell() };
  const caughtUp = Promise.withResolvers<void>();
  over.signal.addEventListener('abort', () => caughtUp.resolve());
  const arrivals = new Arrivals(store, transport.can.recalls, now, {
    inbox: () => bells.inbox.ring(),
    outbox: () => bells.outbox.ring(),
    requests: () => bells.requests.ring(),
    caughtUp: () => caughtUp.resolve(),
    lost: (why) => end('lost', why),
  });
  // Signing in may take as long as somebody needs to find their phone; being told to stop does not wait for that.
  await Promise.race([transport.start(arrivals, arrivals.from), aborted(over.signal)]);
  if (!over.signal.aborted) log('ready');
  // Whatever throws (a full disk, a send in doubt) ends this run; the next one settles what it left.
  const broken = (error: unknown): void => {
    end('lost', `a step failed: ${error instanceof Error ? error.name : 'unknown'}`);
  };
  const work = begin(parts, bells, caughtUp.promise, over.signal, broken);
  const whole = Promise.all(work.steps).catch(broken);
  await aborted(over.signal);
  await within(lastMoment, Promise.all([whole, work.loop.idle()]));
  await within(lastMoment, transport.stop()).catch(() => undefined);
  return ending;
}

type Bells = Readonly<Record<'inbox' | 'outbox' | 'requests' | 'other', Bell>>;

function begin(
  parts: BotParts,
  bells: Bells,
  caughtUp: Promise<void>,
  over: AbortSignal,
  broken: (error: unknown) => void,
) {
  const { store, transport, vault, handle, words, reminders, pace, now, random, log } = parts;
  const ring = (...which: (keyof Bells)[]) => {
    return () => {
      for (const name of which) bells[name].ring();
    };
  };
  const wake = ring('inbox', 'outbox');
  const loop = new Loop({ store, vault, transport: transport.name, handle, words, now, wake, broken, log });
  const sender = new Sender(store, transport, new Pacer(pace, random), now);
  const greeter = new Greeter(store, transport, pace, now, ring('outbox'), words.friend);
  const sweep = () => {
    const dropped = store.sweep(now());
    if (dropped > 0) log(`messages that could not be said in time: ${dropped}`);
    bells.outbox.ring();
    return sweepEvery;
  };
  const steps = [
    drive(() => loop.step(), bells.inbox, over),
    // Before it is known what was said, nothing is said: it could be the same.
    caughtUp.then(() => drive(() => sender.step(), bells.outbox, over)),
    drive(() => greeter.step(), bells.requests, over),
    drive(sweep, bells.other, over),
  ];
  if (reminders !== undefined) {
    const notifier = new Notifier({ store, ...reminders, now, wake: ring('outbox'), log });
    steps.push(drive(() => notifier.step(), new Bell(), over));
  }
  return { loop, steps };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

import { setTimeout as sleep } from 'node:timers/promises';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Something that runs until it ends, by itself or because it was asked to. */
export interface Running {
  readonly exited: Promise<Ended>;
  /** Resolves once it is gone. */
  stop(): Promise<unknown>;
}

/** How to start it, again and again. */
export interface Part<Run extends Running> {
  readonly name: string;
  start(): Promise<Run>;
}

/** "Start me again": what a program ends with that wants nothing else (EX_TEMPFAIL of sysexits.h). */
const again = 75;
/** Milliseconds. Who lived longer than `short` was well. */
const short = 5_000;
const first = 100;
const longest = 5_000;
/** So many short lives may ask to be started at once before they wait like all others. */
const patience = 3;

/**
 * How long to wait before it is started again: not at all for who asks for it, and twice as long each time for who
 * cannot live. Nothing is started in a tight loop, whatever it ends with.
 * @param shortLives how many in a row, this one included, were over at once
 */
export function pauseBefore(ended: Ended, shortLives: number): number {
  if (ended.code === again && shortLives <= patience) return 0;
  return Math.min(longest, first * 2 ** Math.max(0, shortLives - 1));
}

/** It ended before it was up. */
export interface EndedEarly {
  readonly ended: Ended;
}

export interface Kept<Run extends Running> {
  /** The one that runs now; while it is being started again, the one before. */
  readonly now: Run;
  /** Ends it and starts it again. */
  restart(): Promise<void>;
  /** Ends it for good. Harmless when said twice. */
  stop(): Promise<void>;
}

export interface Watch {
  /** It ended by itself: how, how often in a row, and after how long it is started again. */
  ended(name: string, ended: Ended, shortLives: number, pause: number): void;
  /** It could not be started again; that is tried again. */
  failed(name: string, error: unknown): void;
}

/**
 * Starts a part and keeps it running until it is stopped.
 * @throws what the first start throws, but for who only asks to be started again
 */
export async function keep<Run extends Running>(part: Part<Run>, watch: Watch): Promise<Kept<Run>> {
  const stopped = new AbortController();
  let now = await firstStart(part, watch);
  let asked = false;

  const life = async (): Promise<void> => {
    for (let shortLives = 0; !stopped.signal.aborted;) {
      const born = performance.now();
      const ended = await now.exited;
      if (stopped.signal.aborted) return;
      if (!asked) {
        shortLives = performance.now() - born < short ? shortLives + 1 : 0;
        const pause = pauseBefore(ended, shortLives);
        watch.ended(part.name, ended, shortLives, pause);
        await rest(pause, stopped.signal);
      }
      await begin(shortLives);
    }
  };

  /** Until it is up, or nobody wants it any more. */
  const begin = async (shortLives: number): Promise<void> => {
    for (let failures = shortLives; !stopped.signal.aborted; failures += 1) {
      try {
        const next = await part.start();
        now = next;
        asked = false;
        if (stopped.signal.aborted) await next.stop();
        return;
      } catch (error) {
        watch.failed(part.name, error);
        await rest(pauseBefore({ code: null, signal: null }, failures + 1), stopped.signal);
      }
    }
  };

  const living = life();
  return {
    get now() {
      return now;
    },
    restart: async () => {
      asked = true;
      await now.stop();
    },
    stop: async () => {
      stopped.abort();
      await now.stop();
      await living;
    },
  };
}

async function firstStart<Run extends Running>(part: Part<Run>, watch: Watch): Promise<Run> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await part.start();
    } catch (error) {
      const { ended } = error as Partial<EndedEarly>;
      if (ended?.code !== again || tries > patience) throw error;
      watch.failed(part.name, error);
    }
  }
}

async function rest(milliseconds: number, stopped: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: stopped }).catch(() => undefined);
}

/** What an entry point reads the time from. */
export interface ClockEnv {
  /**
   * Milliseconds that this vault is ahead of its machine. Nothing that runs for people sets it: tests do, which have to see
   * a month's turn on workerd (`cli/workerd.ts`).
   */
  CLOCK_AHEAD_MS?: string;
}

/**
 * The time of an entry point, UTC milliseconds. It says which month it is, what is over and what an entry's time is;
 * alarms are set by the machine's own clock, because the machine keeps them.
 */
export function clockOf(env: ClockEnv): () => number {
  const ahead = Number(env.CLOCK_AHEAD_MS ?? 0);
  return () => Date.now() + ahead;
}

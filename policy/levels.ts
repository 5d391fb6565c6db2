/**
 * How much of a value leaves the vault. The order is the meaning: each level tells everything the one
 * before it tells, and more.
 *
 *   none    nothing
 *   fact    that there is a value, or that there is not
 *   masked  the form `masks.ts` makes of it
 *   clear   the value
 */
export const levels = ['none', 'fact', 'masked', 'clear'] as const;

export type Level = (typeof levels)[number];

const rank: Readonly<Record<Level, number>> = { none: 0, fact: 1, masked: 2, clear: 3 };

/** The lower of two levels. */
export const lower = (a: Level, b: Level): Level => (rank[a] <= rank[b] ? a : b);

/** The higher of two levels. */
export const higher = (a: Level, b: Level): Level => (rank[a] >= rank[b] ? a : b);

/** Whether one level tells no more than another. */
export const atMost = (level: Level, limit: Level): boolean => rank[level] <= rank[limit];

/** The highest of any number of levels; `none` when there are none. */
export const highest = (all: Iterable<Level>): Level => {
  let found: Level = 'none';
  for (const level of all) found = higher(found, level);
  return found;
};

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

/** The lower of two levels. */
export const lower = (a: Level, b: Level): Level => (levels.indexOf(a) <= levels.indexOf(b) ? a : b);

/** The higher of two levels. */
export const higher = (a: Level, b: Level): Level => (levels.indexOf(a) >= levels.indexOf(b) ? a : b);

/** The highest of any number of levels; `none` when there are none. */
export const highest = (all: Iterable<Level>): Level => {
  let found: Level = 'none';
  for (const level of all) found = higher(found, level);
  return found;
};

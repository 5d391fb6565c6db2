import type { Unit } from './vault.ts';

/** So many uses in so many milliseconds. */
export interface Budget {
  limit: number;
  window: number;
}

/**
 * Uses one of a budget, if one is left. Windows stand still (every hour, not the last sixty minutes): two windows'
 * worth can come together at their border, and nothing has to be remembered but a count.
 */
export function takeFromBudget(
  unit: Unit,
  name: string,
  { limit, window }: Budget,
): { ok: true } | { ok: false; retryAfter: number } {
  const { rows } = unit.vault;
  const ends = (Math.floor(unit.now / window) + 1) * window;
  const key = `${name}/${ends}`;
  const used = rows.getTransient('budget', key, unit.now)?.used ?? 0;
  if (used >= limit) return { ok: false, retryAfter: Math.ceil((ends - unit.now) / 1000) };
  rows.putTransient('budget', key, { used: used + 1 }, ends);
  return { ok: true };
}

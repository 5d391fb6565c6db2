import type { SubjectPart } from '../log/entry.ts';
import { failed } from '../outcome.ts';
import { append, type Unit } from '../vault.ts';

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
  unit: Pick<Unit, 'vault' | 'now'>,
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

/** @returns in how many seconds there is some again, where nothing of a budget is left */
export function spent(
  { vault, now }: Pick<Unit, 'vault' | 'now'>,
  name: string,
  { limit, window }: Budget,
): number | undefined {
  const ends = (Math.floor(now / window) + 1) * window;
  const used = vault.rows.getTransient('budget', `${name}/${ends}`, now)?.used ?? 0;
  return used < limit ? undefined : Math.ceil((ends - now) / 1000);
}

const day = 24 * 3_600_000;

/**
 * What one person brings in each day. The same for everybody: what a group reads when it is used up tells nothing of who
 * is bound.
 */
export const perDay = {
  'ticket.create': 50,
  'ticket.supplement': 60,
  'attachment.add': 30,
  'right.open': 60,
  'statement.reply': 10,
} as const;

/**
 * Uses one of what the actor may bring in today.
 * @returns the refusal, which the log has, where nothing is left
 */
export function takeFromDay(
  unit: Unit,
  action: keyof typeof perDay,
  about: Pick<SubjectPart, 'subject' | 'case'>,
): ReturnType<typeof failed> | undefined {
  const taken = takeFromBudget(unit, `${action}/${unit.actor.id}`, { limit: perDay[action], window: day });
  if (taken.ok) return undefined;
  const subject = { ...about, purpose: 'handle_ticket', reason: 'over_budget' } as const;
  append(unit, { action, decision: 'refused', subject });
  return failed('too_many_requests', { retryAfter: taken.retryAfter });
}

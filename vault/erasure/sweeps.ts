import { permitted, refuseOperation } from '../access/permit.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { today } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { previewSweep } from './sweep.ts';

export interface Sweeps {
  /** What would go if the next sweep were now, by type, or type and field. */
  next: Record<string, number>;
  /** The last days on which something went, newest first. */
  last: { day: string; counts: Record<string, number>; done: boolean }[];
}

/** How many days stand in the list. */
const mostDays = 60;
const dayLength = 86_400_000;

/** What would go with the next sweep, and what went with the last ones: numbers alone. One entry. */
export function listSweeps(unit: Unit): Outcome<Sweeps> {
  const { vault, now } = unit;
  const allowed = permitted(unit, 'sweep.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const last = vault.store.control
    .ofKind('sweep')
    .map((row) => vault.rows.checked(row, 'sweep'))
    .sort((a, b) => (a.key < b.key ? 1 : -1))
    .slice(0, mostDays)
    .map(({ key, content: { counts, done: isDone } }) => ({ day: key, counts, done: isDone }));
  append(unit, { action: 'sweep.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ next: previewSweep(vault, now + dayLength), last });
}

/**
 * Notes that somebody has moved away, or a shop has closed, and since when; or that it was not so. From that day on what is
 * theirs is needed no more, and goes when its years are over.
 */
export function noteLeft(
  unit: Unit,
  request: { subject: string; on: number | null },
): Outcome<{ subject: string; left: number | null }> {
  const { vault, actor, now } = unit;
  const { subject, on } = request;
  const found = vault.rows.get('subject', subject);
  const { kind, grid } = found?.content ?? {};
  const ownGrid = typeof grid === 'number' && actor.grids.includes(grid);
  const allowed = permitted(unit, 'subject.left', { ownGrid });
  const about = found === undefined ? {} : { subject };
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed, about);
  if (kind !== 'resident' && kind !== 'business')
    return failed('invalid', { errors: [{ field: 'subject', code: 'not_who_leaves', ...onlyThese }] });
  if (on !== null && today(on) > today(now))
    return failed('invalid', { errors: [{ field: 'on', code: 'in_the_future', ...notYet }] });
  const { left: _, ...rest } = found.content;
  const content = on === null ? rest : { ...rest, left: on };
  const row = vault.rows.put('subject', subject, content, vault.journal.size);
  append(unit, {
    action: 'subject.left',
    decision: 'done',
    subject: { subject, purpose: 'record_keeping', rule: allowed.rule },
    rows: [row],
  });
  return done({ subject, left: on });
}

const onlyThese = { zh: '只登记居民和商户', en: 'only of residents and shops' };
const notYet = { zh: '这一天还没有到', en: 'this day has not come yet' };

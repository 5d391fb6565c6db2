import type { Role } from '../../policy/roles.ts';
import type { Shown } from '../../policy/masks.ts';
import type { AlertKind } from '../../policy/watch.ts';
import { maskedName } from '../masked-name.ts';
import type { Control } from '../control.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';

export interface Alert {
  id: string;
  kind: AlertKind;
  /** Of whom: their id, which the log is narrowed by, and their name as the log has it. */
  of: string;
  who: Shown | null;
  role: Role | null;
  /** Whether they are stopped now. */
  frozen: boolean;
  at: number;
  from: number;
  /** The numbers that the kind's words name. */
  counts: Readonly<Record<string, number>>;
  state: 'open' | 'seen' | 'closed';
}

/** No more are told at once: an officer with more before her needs help, not a second page. */
const mostTold = 100;

/** What waits for the officer, and what was closed lately; newest first. An entry, as each of her looks is. */
export function listAlerts(unit: Unit): Outcome<{ items: Alert[] }> {
  const { rows, store } = unit.vault;
  const allowed = permitted(unit, 'watch.list');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose: 'access_audit' });
  append(unit, {
    action: 'watch.list',
    decision: 'granted',
    subject: { purpose: 'access_audit', rule: allowed.rule },
  });
  const all = store.control
    .ofKind('alert')
    .flatMap((row) => unlessTampered(() => rows.checked(row, 'alert')) ?? [])
    .reverse();
  const waiting = all.filter(({ content }) => content.state !== 'closed');
  const closed = all.filter(({ content }) => content.state === 'closed');
  return done({ items: [...waiting, ...closed].slice(0, mostTold).map((found) => told(unit, found)) });
}

/**
 * The officer has looked at it, or is done with it: what came of it she says in words, which are sealed in the entry about
 * that member of staff and are nowhere else.
 */
export function closeAlert(
  unit: Unit,
  request: { alert: string; state: 'seen' | 'closed'; words?: string | undefined },
): Outcome<Alert> {
  const { rows, journal } = unit.vault;
  const allowed = permitted(unit, 'watch.close');
  const found = rows.get('alert', request.alert);
  if (!allowed.granted || found === undefined)
    return refuseOperation(unit, allowed, { purpose: 'access_audit' });
  if (found.content.state === 'closed') return failed('conflict');
  const words = saidWords(request.words);
  if (request.state === 'closed' && words === '') {
    const missing = { zh: '写一句怎么处理的', en: 'say in a sentence what came of it' };
    return failed('invalid', { errors: [{ field: 'words', code: 'required', ...missing }] });
  }
  const content = { ...found.content, state: request.state, by: unit.actor.id };
  const row = rows.put('alert', found.key, content, journal.size);
  const { of } = content;
  append(unit, {
    action: 'watch.close',
    decision: 'done',
    subject: {
      ...(of === 'administrator' ? {} : { subject: of }),
      purpose: 'access_audit',
      rule: allowed.rule,
      ...(words === '' ? {} : { words }),
    },
    rows: [row],
  });
  return done(told(unit, { ...found, content }));
}

function told(unit: Unit, { key, content }: Control<'alert'>): Alert {
  const { kind, of, at, from, counts, state } = content;
  const role = unlessTampered(() => unit.vault.rows.get('role', of))?.content;
  return {
    id: key,
    kind,
    of,
    who: maskedName(unit.vault, of).who,
    role: role?.role ?? null,
    frozen: role?.frozen === true,
    at,
    from,
    counts,
    state,
  };
}

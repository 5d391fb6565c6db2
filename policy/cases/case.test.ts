import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  caseActions,
  caseStates,
  clearAccess,
  isOpen,
  isWaiting,
  leftBehind,
  pastStates,
  step,
  transitions,
  type Mover,
} from './case.ts';
import { roles } from '../roles.ts';

const nobody: Mover = { role: 'bot', reporter: false, assignee: false, ownGrid: false };
const worker: Mover = { role: 'grid_worker', reporter: false, assignee: true, ownGrid: true };
const dispatcher: Mover = { ...nobody, role: 'dispatcher' };
const reporter: Mover = { ...nobody, role: 'reporter', reporter: true };

/** Walks a story and returns where it ends, or the reason it stops. */
function walk(...moves: readonly (readonly [action: string, who: Mover])[]): string {
  let state: string = 'submitted';
  for (const [action, who] of moves) {
    const moved = step(state, action, who);
    if (!moved.ok) return moved.reason;
    state = moved.to;
  }
  return state;
}

test('the short story: a worker of the grid takes it, handles it, the reporter closes and rates it', () => {
  expect(walk(['take', worker], ['handle', worker], ['close', reporter], ['rate', reporter])).toBe('rated');
});

test('the long story: accepted, dispatched, more time, not good enough, once more', () => {
  expect(
    walk(
      ['accept', dispatcher],
      ['dispatch', dispatcher],
      ['take', worker],
      ['request_extension', worker],
      ['grant_extension', dispatcher],
      ['handle', worker],
      ['reopen', reporter],
      ['take', worker],
      ['handle', worker],
      ['close', reporter],
    ),
  ).toBe('closed');
});

test('the worker neither closes nor rates, also when they reported it; what another handled a worker who reported does', () => {
  expect(walk(['take', worker], ['handle', worker], ['close', worker])).toBe('case_not_reported_by_you');
  expect(walk(['take', worker], ['handle', worker], ['close', { ...worker, reporter: true }])).toBe(
    'own_work',
  );
  expect(step('closed', 'rate', { ...worker, reporter: true })).toEqual({ ok: false, reason: 'own_work' });
  const other = { ...worker, assignee: false, reporter: true };
  expect(walk(['take', worker], ['handle', worker], ['close', other], ['rate', other])).toBe('rated');
});

test.each<[string, Mover, string]>([
  ['take', { ...worker, ownGrid: false }, 'not_your_grid'],
  ['take', dispatcher, 'role_may_not_move'],
  ['handle', worker, 'move_not_from_here'],
  ['fly', worker, 'move_unknown'],
  ['rate', reporter, 'move_not_from_here'],
])('from submitted, %s is refused: %o', (action, who, reason) => {
  expect(step('submitted', action, who)).toEqual({ ok: false, reason });
});

test('only the assignee handles, and only the reporter closes', () => {
  expect(step('handling', 'handle', { ...worker, assignee: false })).toEqual({
    ok: false,
    reason: 'case_not_yours',
  });
  expect(step('handled', 'close', { ...reporter, reporter: false })).toEqual({
    ok: false,
    reason: 'case_not_reported_by_you',
  });
});

test('a state and an action lead to one place at most', () => {
  const seen = transitions.flatMap(({ action, from }) => from.map((state) => `${state} ${action}`));
  expect(new Set(seen).size).toBe(seen.length);
});

test('every action is in the table, and every state but mediation can be reached', () => {
  expect(new Set(transitions.map(({ action }) => action))).toEqual(new Set(caseActions));
  const reached = new Set<string>(['submitted', ...transitions.map(({ to }) => to)]);
  expect(caseStates.filter((state) => !reached.has(state))).toEqual(['mediation']);
});

test('access to the words lasts from handling until closed', () => {
  expect(caseStates.filter(clearAccess)).toEqual(['handling', 'extension_requested', 'handled']);
  expect(caseStates.filter(isWaiting)).toEqual(['submitted', 'accepted', 'dispatched', 'reopened']);
  expect(caseStates.filter((state) => !isOpen(state))).toEqual(['closed', 'rated', 'duplicate']);
});

test('is total, and what is unknown is neither open nor readable', () => {
  const who = fc.record({
    role: fc.oneof(fc.constantFrom<string>(...roles), fc.string()),
    reporter: fc.boolean(),
    assignee: fc.boolean(),
    ownGrid: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.string(), fc.string(), who, (state, action, mover) => {
      fc.pre(!(caseStates as readonly string[]).includes(state));
      expect(step(state, action, mover).ok).toBe(false);
      expect([isOpen(state), clearAccess(state), isWaiting(state)]).toEqual([false, false, false]);
    }),
  );
});

test('nobody whose case it is in no way moves it, but for the dispatcher', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...caseStates),
      fc.constantFrom(...caseActions),
      fc.constantFrom(...roles),
      (s, a, role) => {
        const moved = step(s, a, { ...nobody, role });
        if (moved.ok) expect(role).toBe('dispatcher');
      },
    ),
  );
});

test('what is brought in from before is what the moves could have made', () => {
  const made = new Set(['submitted -']);
  for (let before = 0; before < made.size;) {
    before = made.size;
    for (const { action, from, to } of transitions) {
      for (const state of from) {
        for (const has of ['-', 'worker']) {
          if (!made.has(`${state} ${has}`)) continue;
          const leaves = ['dispatch', 'return', 'reopen'].includes(action);
          made.add(`${to} ${action === 'take' ? 'worker' : leaves ? '-' : has}`);
        }
      }
    }
  }
  expect(caseStates.filter((state) => !(pastStates as readonly string[]).includes(state))).toEqual([
    'mediation',
  ]);
  for (const state of pastStates) {
    const { worker: taken, result, rating } = leftBehind(state);
    expect(made).toContain(`${state} ${taken ? 'worker' : '-'}`);
    expect(rating && !result).toBe(false);
  }
  expect(pastStates.filter((state) => leftBehind(state).worker)).toEqual([
    'handling',
    'extension_requested',
    'handled',
    'closed',
    'rated',
  ]);
  expect(pastStates.filter((state) => leftBehind(state).result)).toEqual([
    'handled',
    'closed',
    'rated',
    'reopened',
  ]);
});

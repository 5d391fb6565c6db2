import { expect, test } from 'vitest';
import { caseActions } from './cases/case.ts';
import { operations } from './operations.ts';
import { purposeIds } from './purposes.ts';
import { reasonCodes, usefulness } from './reasons.ts';
import {
  byWords,
  caseActionWords,
  caseStateWords,
  consentWords,
  decisionWords,
  factWords,
  levelWords,
  logActionWords,
  purposeWords,
  reasonWords,
  roleWords,
  vaultReasonWords,
  wayWords,
} from './words.ts';

test('everything has a Chinese and an English word, and no two things of one kind the same', () => {
  const kinds = [
    roleWords,
    levelWords,
    logActionWords,
    factWords,
    decisionWords,
    consentWords,
    caseStateWords,
    caseActionWords,
    wayWords,
    byWords,
  ];
  const all = [
    ...kinds.map((kind) => Object.values(kind)),
    Object.values(logActionWords),
    [...reasonCodes.map(reasonWords), ...Object.values(vaultReasonWords)],
    purposeIds.map(purposeWords),
  ];
  for (const words of all) {
    for (const { zh, en } of words) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[\p{L}\d' ,:.()’-]+$/u);
    }
    expect(new Set(words.map(({ en }) => en)).size).toBe(words.length);
    expect(new Set(words.map(({ zh }) => zh)).size).toBe(words.length);
  }
});

test('every operation and every move of a ticket has words in the log', () => {
  for (const action of [...operations, ...caseActions.map((move) => `ticket.${move}`)]) {
    expect(Object.keys(logActionWords)).toContain(action);
  }
});

test('a purpose that is no more is shown by its id', () => {
  expect(purposeWords('gone')).toEqual({ zh: 'gone', en: 'gone' });
  expect(purposeWords('constructor')).toEqual({ zh: 'constructor', en: 'constructor' });
});

test('of several reasons the one somebody can act on is told', () => {
  expect(usefulness('consent_withdrawn')).toBeLessThan(usefulness('purpose_does_not_cover'));
  expect(usefulness('purpose_does_not_cover')).toBeLessThan(usefulness('no_rule'));
  expect(usefulness('case_closed')).toBeLessThan(usefulness('no_rule'));
});

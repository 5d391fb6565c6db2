import { describe, expect, test } from 'vitest';
import { articleWords } from '../articles.ts';
import { isPending, rightAfter, rightIds, rights, rightSpec, rightStates, rightSteps } from './rights.ts';

describe('the nine rights', () => {
  test('are those of the law, each with its article in Chinese', () => {
    expect(rightIds).toEqual([
      'know',
      'see',
      'copy',
      'move',
      'correct',
      'restrict',
      'delete',
      'withdraw',
      'explain',
    ]);
    for (const id of rightIds)
      expect(articleWords(rights[id].article).zh).toMatch(/^《个人信息保护法》第[^a-zA-Z()]+条$/);
  });

  test('what takes data away or changes it needs more than a chat account', () => {
    const strongly = rightIds.filter((id) => rights[id].strongly);
    expect(strongly).toEqual(['copy', 'move', 'correct', 'restrict', 'delete']);
  });

  test('an unknown name is none, not even a name that every object has', () => {
    expect(rightSpec('constructor')).toBeUndefined();
    expect(rightSpec('know')).toBe(rights.know);
  });

  test('whoever asks for another has to show something; a consent is taken back by the person alone', () => {
    for (const id of rightIds) expect(rights[id].forOther === null).toBe(id === 'withdraw');
  });
});

describe('a request', () => {
  test('that is over makes no step any more', () => {
    for (const state of rightStates.filter((one) => !isPending(one)))
      for (const step of rightSteps) expect(rightAfter(state, step)).toBeUndefined();
  });

  test('for another is not worked on before a second person has agreed', () => {
    expect(rightAfter('waiting', 'take')).toBeUndefined();
    expect(rightAfter('waiting', 'answer')).toBeUndefined();
    expect(rightAfter('waiting', 'approve')).toBe('open');
    expect(rightAfter('open', 'approve')).toBeUndefined();
  });

  test('can be refused and taken back as long as it is pending', () => {
    for (const state of rightStates.filter(isPending)) {
      expect(rightAfter(state, 'refuse')).toBe('refused');
      expect(rightAfter(state, 'withdraw')).toBe('withdrawn');
    }
  });
});

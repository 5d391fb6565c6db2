import { expect, test } from 'vitest';
import type { IncomingMessage } from '../transport.ts';
import { readAnswer } from './answer.ts';
import { type Form, forms, type Step, stepOf } from './forms.ts';

const message = (text: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id: 'm',
  room: null,
  from: 'p',
  text,
  mentionsUs: false,
  quotesUs: false,
  at: 0,
  kind: 'text',
  ...more,
});
const form: Form = { meanwhile: 'ends', steps: {} };
const read = (takes: Step['takes'], text: string, more: Partial<Step> = {}) =>
  readAnswer(form, { ask: 'form.choose', takes, ...more }, message(text));

test('a choice is a number however it is written, or yes and no where there are two', () => {
  for (const said of ['1', '1', '一', '选1', '1.', '第一个'])
    expect([said, read('choice', said, { choices: 3 })]).toEqual([said, { kind: 'choice', number: 1 }]);
  for (const said of ['是', '好的', '转吧', '2']) {
    const number = said === '2' ? 2 : 1;
    expect([said, read('choice', said, { choices: 2 })]).toEqual([said, { kind: 'choice', number }]);
  }
  expect(read('choice', '不是', { choices: 2 })).toEqual({ kind: 'choice', number: 2 });
  for (const said of ['4', '0', '是', '十', '12'])
    expect([said, read('choice', said, { choices: 3 }).kind]).toEqual([said, 'unfit']);
});

test('取消 leaves from anywhere, and 没有 is an answer only where nothing is one', () => {
  for (const takes of ['words', 'score', 'ticket', 'photo'] as const)
    expect(read(takes, '取消').kind).toBe('leave');
  expect(read('choice', '取消', { choices: 3 }).kind).toBe('leave');
  expect(read('words', '没有', { skips: true }).kind).toBe('skip');
  expect(read('words', '没有')).toEqual({ kind: 'words', text: '没有' });
});

test('a score is 1 to 5, a ticket a number with or without zeros', () => {
  expect(['5', '5分', '五星', '给4'].map((said) => read('score', said))).toEqual(
    ['5', '5', '5', '4'].map((score) => ({ kind: 'score', score })),
  );
  expect(['6', '0', '很好', '55'].map((said) => read('score', said).kind)).toEqual(Array(4).fill('unfit'));
  expect(read('ticket', '#0318')).toEqual({ kind: 'ticket', ticket: '318' });
  expect(read('ticket', '那个').kind).toBe('unfit');
});

test('words are kept as they were said, without the name in front', () => {
  expect(read('words', '@楼管家 3號樓 B座, VIP')).toEqual({ kind: 'words', text: '3號樓 B座, VIP' });
});

test('a picture, a voice message and a file answer only a form that takes them, and only when they have come', () => {
  const file = new Uint8Array(3);
  const { step } = stepOf('report', 'place') ?? {};
  if (step === undefined) throw new Error('there is such a step');
  for (const kind of ['image', 'voice', 'file'] as const) {
    const sent = message('', { kind, file, name: 'a' });
    expect(readAnswer(forms.report, step, sent)).toEqual({ kind: 'attached', what: kind, file, name: 'a' });
    expect(readAnswer(form, step, sent).kind).toBe('unfit');
    expect(readAnswer(forms.report, step, message('', { kind })).kind).toBe('unfit');
  }
});

test('a step that this version of the bot does not have is none', () => {
  expect(stepOf('report', 'gone')).toBeUndefined();
  expect(stepOf('toString', 'place')).toBeUndefined();
  expect(stepOf('report', 'place')?.id).toBe('report.place');
});

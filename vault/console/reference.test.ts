import { expect, test } from 'vitest';
import { shortReference, soughtIn } from './reference.ts';

test.each([
  ['0318', { kind: 'ticket', ticket: '0318' }],
  ['318', { kind: 'ticket', ticket: '318', orEntry: 318 }],
  ['工单 318', { kind: 'ticket', ticket: '318' }],
  ['2025-0318', { kind: 'ticket', ticket: '2025-0318' }],
  ['40256', { kind: 'ticket', ticket: '40256', orEntry: 40256 }],
  ['第 40256 条', { kind: 'entry', seq: 40256 }],
  ['#40256', { kind: 'entry', seq: 40256 }],
  ['vtmr-3hwa', { kind: 'request', request: 'vtmr3hwa' }],
  [' VTMR 3HWA ', { kind: 'request', request: 'vtmr3hwa' }],
  ['vtmr-3h0l', { kind: 'request', request: 'vtmr3h01' }],
  ['vtmr3hwa0123456789abcdefgh', { kind: 'request', request: 'vtmr3hwa0123456789abcdefgh' }],
])('%s is understood', (said, sought) => {
  expect(soughtIn(said)).toEqual(sought);
});

test.each(['', 'vtmr', '王秀英', '#', '第条', 'vtmr-3hwu', '-----', '1'.repeat(40)])(
  '%s is no number of ours',
  (said) => {
    expect(soughtIn(said)).toBeUndefined();
  },
);

test('a reference as it is shown is one that is understood', () => {
  const request = 'vtmr3hwa0123456789abcdefgh';
  expect(soughtIn(shortReference(request))).toEqual({ kind: 'request', request: request.slice(0, 8) });
});

import { expect, test } from 'vitest';
import type { Context } from '../composer.ts';
import { loadTexts } from '../texts.ts';
import { problemText } from './asking.ts';

const said = (retryAfter: number): string =>
  problemText(
    { texts: loadTexts('zh-CN') } as Context,
    { code: 'too_many_requests', title: '', detail: '', reference: '', errors: [], retryAfter },
    '',
  );

test('who asks too often is told when to come back: in minutes, or tomorrow', () => {
  expect(said(90)).toContain('过2分钟');
  expect(said(12 * 3600)).toContain('明天');
});

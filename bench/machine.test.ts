import { expect, test } from 'vitest';
import { describeMachine } from './machine.ts';

test('of the kernel its major and minor version are told, and no build of somebody’s', () => {
  expect(describeMachine().system).toMatch(/^Linux \d+\.\d+ (?:x64|arm64)$/);
});

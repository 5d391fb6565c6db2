import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderMatrix } from './matrix.ts';

const golden = new URL('../docs/policy-matrix.md', import.meta.url);

test('who can get what is what docs/policy-matrix.md says', () => {
  const rendered = renderMatrix();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, rendered);
  expect(
    rendered,
    'The policy releases something else than docs/policy-matrix.md says. If that is meant, write the page ' +
      'anew with `UPDATE_GOLDEN=1 npx vitest run policy/matrix.test.ts`, raise policyVersion, and let ' +
      'somebody read the difference.',
  ).toBe(readFileSync(golden, 'utf8'));
});

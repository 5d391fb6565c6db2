import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cedarPolicies, cedarSchema } from './cedar.ts';
import { renderMatrix } from './matrix.ts';
import { policy } from '../rules.ts';

const goldens = [
  ['policy-matrix.md', () => renderMatrix()],
  ['policy.cedar', () => cedarPolicies(policy)],
  ['policy.cedarschema', cedarSchema],
] as const;

test.each(goldens)('who can get what is what docs/%s says', (name, render) => {
  const golden = new URL(`../../docs/${name}`, import.meta.url);
  const rendered = render();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, rendered);
  expect(
    rendered,
    `The policy releases something else than docs/${name} says. If that is meant, write the page ` +
      'anew with `UPDATE_GOLDEN=1 npx vitest run policy/show/matrix.test.ts`, raise policyVersion, and let ' +
      'somebody read the difference.',
  ).toBe(readFileSync(golden, 'utf8'));
});

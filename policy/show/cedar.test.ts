import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cedarOfRecord, cedarQuestions, disagreements, ours } from '../../tests/cedar.ts';
import { asked } from '../../tests/policy-samples.ts';
import { policy } from '../rules.ts';

const many = 20_000;

test('Cedar over docs/policy.cedar decides 20,000 questions as decide does, by the same rules', () => {
  const questions = fc
    .sample(asked(policy), { seed: 7, numRuns: many / 4 })
    .flatMap(({ question, facts }) => cedarQuestions(question, facts))
    .slice(0, many);
  expect(questions.length).toBe(many);
  expect(disagreements(policy, cedarOfRecord(), questions)).toEqual([]);
  // Neither always yes nor always no: agreeing would mean nothing then.
  const granted = questions.filter((question) => ours(question, policy).granted).length;
  expect(granted).toBeGreaterThan(many / 4);
  expect(granted).toBeLessThan((many * 3) / 4);
}, 180_000);

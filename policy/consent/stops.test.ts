import { describe, expect, test } from 'vitest';
import type { Policy } from '../grant.ts';
import { purposeIds, restsOnConsent } from '../purposes.ts';
import { policy } from '../rules.ts';
import { whatStops } from './stops.ts';

const all = (lines: readonly { zh: string }[]): string => lines.map(({ zh }) => zh).join('\n');
const byConsent = purposeIds.filter(restsOnConsent);

describe('taking back a consent', () => {
  test.each(byConsent.map((purpose) => [purpose]))(
    '%s: something stops where anything was granted',
    (purpose) => {
      const granted = policy.grants.some(
        (grant) => grant.purpose === purpose && grant.actions.includes('read'),
      );
      expect(whatStops(purpose).stops.length > 0).toBe(granted);
    },
  );

  test('names who, which fields, how much, and when', () => {
    const [first] = whatStops('phone_contact').stops;
    expect(first?.zh).toBe(
      '网格员、专属网格员不能再看您的手机号(完整显示)、姓名(部分遮住)(以前是事项由其承办、工单正在办理时可以看)',
    );
    expect(first?.en).toMatch(
      /^grid worker, .* can no longer see mobile number \(in clear\), name \(masked\)/,
    );
  });

  test('says of care visits that the care needs are shown no more', () => {
    expect(all(whatStops('care_visit').stops)).toContain('照护需要(完整显示)');
  });
});

describe('what goes on', () => {
  test('is the same fields on another ground, each under its purpose, and no purpose by consent', () => {
    const { goesOn } = whatStops('phone_contact');
    expect(all(goesOn)).toMatch(/为「网格日常」仍能看您的.*手机号\(部分遮住\)/);
    expect(all(goesOn)).not.toContain('独居老人关怀');
    expect(all(goesOn)).not.toContain('住址');
  });

  test('follows the policy: a grant that is gone is told no more', () => {
    const less: Policy = {
      ...policy,
      grants: policy.grants.filter(({ purpose }) => purpose !== 'grid_overview'),
    };
    expect(all(whatStops('phone_contact', less).goesOn)).not.toContain('网格日常');
  });
});

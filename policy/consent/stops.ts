import type { Bilingual } from '../bilingual.ts';
import { conditions, type ConditionName } from '../conditions.ts';
import { fieldSpec } from '../fields.ts';
import type { Grant, Policy } from '../grant.ts';
import { type Level, levels } from '../levels.ts';
import { type PurposeId, purposes, restsOnConsent } from '../purposes.ts';
import { policy as inForce } from '../rules.ts';
import { isStaff } from '../roles.ts';
import { levelWords, roleWords } from '../words.ts';

/** What a consent makes possible, and what goes on without it: derived from the grants, so that neither is ever written twice. */
export interface Stops {
  readonly stops: readonly Bilingual[];
  readonly goesOn: readonly Bilingual[];
}

/**
 * What ends when somebody takes back their consent to a purpose: who can then no longer see which fields, and when they
 * could. And what of the same fields is still seen, on another ground: nobody is to think that a withdrawal hid what the law
 * has the committee go on with.
 */
export function whatStops(purpose: PurposeId, policy: Policy = inForce): Stops {
  const looks = policy.grants.filter((grant) => isLook(grant) && grant.roles.some((role) => isStaff(role)));
  const own = looks.filter((grant) => grant.purpose === purpose);
  const fields = new Set(own.flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`)));
  const others = looks.filter((grant) => grant.purpose !== purpose && !restsOnConsent(grant.purpose));
  return {
    stops: seen(own).map(({ who, what, when }) => ({
      zh: `${who.zh}不能再看您的${what.zh}(以前是${when.zh}时可以看)`,
      en: `${who.en} can no longer see ${what.en} (until now: ${when.en})`,
    })),
    goesOn: seen(others, fields).map(({ who, what, when, purpose: { title } }) => ({
      zh: `${who.zh}为「${title.zh}」仍能看您的${what.zh}:${when.zh}`,
      en: `${who.en} can still see ${what.en} for “${title.en}”: ${when.en}`,
    })),
  };
}

const isLook = ({ actions }: Grant): boolean => actions.includes('read') || actions.includes('list');

interface Seen {
  readonly who: Bilingual;
  readonly what: Bilingual;
  readonly when: Bilingual;
  readonly purpose: { readonly title: Bilingual };
}

/** Grants as sentences' parts: those for the same roles, purpose and conditions are one. */
function seen(grants: readonly Grant[], only?: ReadonlySet<string>): readonly Seen[] {
  const together = Map.groupBy(grants, ({ roles, purpose, when }) =>
    JSON.stringify([[...roles].sort(), purpose, [...told(when)].sort()]),
  );
  return [...together.values()].flatMap((alike) => {
    const [first] = alike;
    const shown = fieldsShown(alike, only);
    if (first === undefined || shown.length === 0) return [];
    return [
      {
        who: joined(first.roles.filter(isStaff).map((role) => roleWords[role])),
        what: joined(shown),
        when: joined(told(first.when).map((name) => conditions[name].words)),
        purpose: purposes[first.purpose],
      },
    ];
  });
}

/** Conditions that a resident need not be told: where somebody sits, what somebody else's duties are, and what goes without saying. */
const untold: ReadonlySet<ConditionName> = new Set<ConditionName>([
  'at_desk',
  'reviews_done',
  'case_about',
  'case_in_time',
]);
const told = (when: readonly ConditionName[]): readonly ConditionName[] =>
  when.filter((name) => !untold.has(name));

function fieldsShown(grants: readonly Grant[], only: ReadonlySet<string> | undefined): readonly Bilingual[] {
  const shown = new Map<string, { title: Bilingual; level: Level }>();
  for (const { type, fields, level } of grants) {
    for (const field of fields) {
      const name = `${type}.${field}`;
      const before = shown.get(name);
      const isHigher = before === undefined || levels.indexOf(level) > levels.indexOf(before.level);
      if (only?.has(name) === false || !isHigher) continue;
      shown.set(name, { title: fieldSpec(type, field)?.title ?? { zh: field, en: field }, level });
    }
  }
  return [...shown.values()].map(({ title, level }) => ({
    zh: `${title.zh}(${levelWords[level].zh})`,
    en: `${title.en.toLowerCase()} (${levelWords[level].en})`,
  }));
}

const joined = (words: readonly Bilingual[]): Bilingual => ({
  zh: words.map(({ zh }) => zh).join('、'),
  en: words.map(({ en }) => en).join(', '),
});

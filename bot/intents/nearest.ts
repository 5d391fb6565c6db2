import type { IntentName } from './intent.ts';
import type { Found } from './patterns.ts';

/**
 * What no rule knows is compared with sentences whose meaning is known, by the characters, pairs of characters and
 * concepts they share. It only ever gives a guess that is asked about; and never one of what would change something that
 * is hard to take back.
 */
export const neverGuessed: ReadonlySet<IntentName> = new Set([
  'bind',
  'consent_give',
  'consent_withdraw',
  'end_delegation',
  'confirm_record',
  'deny_record',
  'rate_good',
  'rate_bad',
  'privacy_leak',
  'w_accept',
  'w_extend',
  'w_done',
  'w_transfer',
  'w_query',
  'w_todo',
  'w_broadcast',
  'w_collect',
  'w_bindcode',
]);

/** How much a shared concept counts beside a shared pair of characters, and a single character. */
const weightOfConcept = 2;
const weightOfOne = 0.15;
/** How like a sentence has to be to be a guess at all. */
const least = 0.3;
/** A guess is below what counts as sure. */
const most = 0.59;
/** How many of the likest sentences are heard. */
const heard = 5;

/** Features that are in so many sentences tell little: weighted as inverse document frequency has it. */
export function nearestOf(
  examples: readonly { intent: IntentName; flat: string }[],
  concepts: ReadonlyMap<string, RegExp>,
) {
  const featuresOf = (flat: string): ReadonlySet<string> => {
    const characters = Array.from(`^${flat.replace(/[\p{P}\p{S}]/gu, '').replace(/\d+/gu, '0')}$`);
    const named = [...concepts].flatMap(([name, words]) => (words.test(flat) ? [`<${name}>`] : []));
    return new Set([
      ...characters.slice(1).map((one, at) => `${characters[at]}${one}`),
      ...characters,
      ...named,
    ]);
  };
  const known = examples.map(({ intent, flat }) => ({ intent, features: featuresOf(flat) }));
  const seen = new Map<string, number>();
  for (const { features } of known) for (const one of features) seen.set(one, (seen.get(one) ?? 0) + 1);
  const weight = (feature: string): number => {
    const kind =
      feature.startsWith('<') && feature.length > 2
        ? weightOfConcept
        : Array.from(feature).length === 1
          ? weightOfOne
          : 1;
    return kind * Math.log(1 + known.length / (seen.get(feature) ?? 1)) ** 2;
  };
  const sum = (features: Iterable<string>): number =>
    [...features].reduce((total, one) => total + weight(one), 0);
  const lengths = known.map(({ features }) => Math.sqrt(sum(features)));

  return (flat: string): Found | undefined => {
    const features = featuresOf(flat);
    const length = Math.sqrt(sum(features));
    const likest = known
      .map(({ intent, features: other }, at) => {
        const shared = sum([...features].filter((one) => other.has(one)));
        return { intent, likeness: shared / (length * (lengths[at] ?? 1)) };
      })
      .filter(({ likeness }) => likeness >= least)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, heard);
    const votes = new Map<IntentName, number>();
    for (const { intent, likeness } of likest) votes.set(intent, (votes.get(intent) ?? 0) + likeness ** 3);
    const [winner] = [...votes].sort(([, a], [, b]) => b - a)[0] ?? [];
    const top = likest.find(({ intent }) => intent === winner);
    if (top === undefined || neverGuessed.has(top.intent)) return undefined;
    return { intent: top.intent, confidence: Math.min(most, top.likeness) };
  };
}

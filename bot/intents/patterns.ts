import type { IntentName } from './intent.ts';
import type { Normal } from './normalise.ts';
import { expressionOf, type Words } from './words.ts';

interface Pattern {
  intent: IntentName;
  confidence: number;
  topic: string | undefined;
  has: readonly RegExp[];
  hasNot: readonly RegExp[];
}

export interface Found {
  intent: IntentName;
  confidence: number;
  /** A narrower wish within the intent. */
  topic?: string | undefined;
}

const byTerms = [0, 0.7, 0.8, 0.9] as const;

/** Compiles the patterns of intents.yaml. @throws Error that names the pattern that cannot be read */
export function compile({ patterns, concepts }: Words): readonly Pattern[] {
  return patterns.map(({ intent, written }) => {
    const [, said = written, sureness, topic] = /^(.*?)(?:\s@(0\.\d+))?(?:\s~(\w+))?$/u.exec(written) ?? [];
    const terms = termsOf(said);
    const expression = (term: string): RegExp => {
      const concept = /^<(.+)>$/u.exec(term)?.[1];
      if (concept !== undefined && !concepts.has(concept))
        throw new Error(`bot/words/intents.yaml: ${intent}: there is no <${concept}> in concepts.yaml`);
      return (concept === undefined ? undefined : concepts.get(concept)) ?? literal(term);
    };
    const positive = terms.filter((term) => !term.startsWith('!'));
    const exact = positive.length === 1 && positive[0]?.startsWith('=') === true;
    return {
      intent,
      topic,
      confidence:
        sureness === undefined ? (exact ? 0.95 : (byTerms[positive.length] ?? 0.9)) : Number(sureness),
      has: positive.map(expression),
      hasNot: terms.filter((term) => term.startsWith('!')).map((term) => expression(term.slice(1))),
    };
  });
}

/** The surest intent that a pattern finds, or undefined. */
export function patternIn({ text, flat }: Normal, patterns: readonly Pattern[]): Found | undefined {
  let best: Found | undefined;
  for (const { intent, confidence, topic, has, hasNot } of patterns) {
    if (best !== undefined && confidence <= best.confidence) continue;
    const isIn = (one: RegExp) => one.test(text) || one.test(flat);
    if (has.every(isIn) && !hasNot.some(isIn)) best = { intent, confidence, topic };
  }
  return best;
}

/** Splits at spaces, but not within /…/. */
const termsOf = (said: string): string[] => said.match(/!?\/(?:[^/\\]|\\.)+\/(?=\s|$)|\S+/gu) ?? [];

function literal(term: string): RegExp {
  if (term.startsWith('=')) return new RegExp(`^${expressionOf(term.slice(1))}[??]?$`, 'u');
  return new RegExp(expressionOf(term), 'u');
}

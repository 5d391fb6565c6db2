import type { Bilingual } from '../bilingual.ts';
import type { RecordType } from '../fields.ts';

/**
 * What a law has kept although the person asks for its erasure. Then it is stored, guarded, and used for nothing else
 * (PIPL Art 47, second paragraph). Which law it is, the officer says when she orders it, with the number of the paper; the
 * list is closed so that the person can be told in words.
 */
export const holdLaws = {
  proceedings: {
    zh: '法院、检察、公安、监察或仲裁机构书面要求保全的证据',
    en: 'evidence that a court, a prosecutor, the police, a supervisory body or an arbitration asks in writing to be preserved',
  },
  archives: {
    zh: '依法律、行政法规规定的期限归档保存的材料',
    en: 'papers that a law or an administrative regulation has kept for a term',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type HoldLaw = keyof typeof holdLaws;

export const holdLawNames = Object.keys(holdLaws) as readonly HoldLaw[];

/**
 * Papers about a matter. Never who somebody is, where they live or what they need: no law has a community keep its own
 * register of somebody who wants to be out of it.
 */
export const holdable = ['ticket', 'request', 'statement'] as const satisfies readonly RecordType[];

export type Holdable = (typeof holdable)[number];

/** No order to keep stands longer; it can be given again. */
export const longestHold = 3;

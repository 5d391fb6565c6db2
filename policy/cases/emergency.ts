import type { Bilingual } from '../bilingual.ts';

/**
 * Break-glass (紧急查看): somebody's life or home is in danger, and whoever can help needs to know now who is behind the
 * door. It opens at once and loudly, but little: a few named people, four fields, two hours, one person. The people
 * concerned and the officer are told, and within a day it is reviewed.
 */
export const emergencyKinds = {
  gas_leak: { zh: '燃气泄漏', en: 'gas leak' },
  fire: { zh: '火情', en: 'fire' },
  flooding: { zh: '跑水漏电', en: 'burst pipe, or live water' },
  missing_person: { zh: '老人或孩子失联', en: 'an old person or a child is missing' },
  illness: { zh: '突发疾病', en: 'sudden illness' },
  trapped: { zh: '有人被困', en: 'somebody is trapped' },
  violence: { zh: '正在发生的人身伤害', en: 'somebody is being hurt' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type EmergencyKind = keyof typeof emergencyKinds;
export const emergencyKindNames = Object.keys(emergencyKinds) as readonly EmergencyKind[];

/** What is released of each person. */
export const emergencyFields = ['name', 'mobile', 'address', 'care'] as const;
/** One stairwell at most: more people than this are looked for by the fire brigade, not by us. */
export const mostPeople = 12;

const hour = 3_600_000;
/** How long it stays open, and how long the officer has to review it, in milliseconds. */
export const viewLife = 2 * hour;
export const reviewLife = 24 * hour;

export const verdicts = ['unreviewed', 'justified', 'not_justified'] as const;
export type Verdict = (typeof verdicts)[number];

/** One of somebody's break-glasses, as far as what follows from it. Times are UTC milliseconds. */
export interface View {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly verdict: Verdict;
}

/** Whether it was not reviewed in time. Its opener then has no routine look; the next emergency opens all the same. */
export const isOverdue = ({ at, verdict }: View, now: number): boolean =>
  verdict === 'unreviewed' && now >= at + reviewLife;

/** How long a review that found it wrong is remembered, and how many of them are a pattern. */
const memory = 90 * 24 * hour;
const pattern = 2;

/** Whether the officer is to be asked if they should be stopped: it was wrong twice within ninety days. A question only. */
export const isPattern = (views: readonly View[], now: number): boolean =>
  views.filter(({ verdict, at }) => verdict === 'not_justified' && at > now - memory).length >= pattern;

/** The views that anything still follows from; the others need not be kept at hand. */
export const stillMatters = (views: readonly View[], now: number): readonly View[] =>
  views.filter(({ verdict, at, until }) => verdict === 'unreviewed' || until > now || at > now - memory);

import type { Bilingual } from '../bilingual.ts';

/**
 * Whom residents' data may be handed to (PIPL Art 20–23, 25): organisations in a register, and nobody else. Each is there
 * on one of two grounds, may get the fields that it is registered with, and gets them as a package that only it can
 * open.
 */

export const recipientKinds = {
  police: { zh: '公安', en: 'Police' },
  street: { zh: '街道', en: 'Street office' },
  property: { zh: '物业公司', en: 'Property company' },
  hospital: { zh: '医院', en: 'Hospital' },
  other: { zh: '其他单位', en: 'Another organisation' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type RecipientKind = keyof typeof recipientKinds;

/** On which ground, as the purposes have it: a duty that a law names, or each person's own consent (Art 23). */
export const providingPurposes = ['provide_by_law', 'provide_by_consent'] as const;

export type ProvidingPurpose = (typeof providingPurposes)[number];

export const isProviding = (purpose: string): purpose is ProvidingPurpose =>
  (providingPurposes as readonly string[]).includes(purpose);

/** More people at once would be a copy of the archive, not a hand-over. */
export const mostHandedOver = 50;

/** Why somebody was left out of a package. The recipient is told how many, never who or why. */
export const leftOutReasons = [
  'no_consent',
  'consent_withdrawn',
  'consent_before_recipient',
  'not_there',
] as const;

/**
 * Whether a consent reaches this recipient: who agreed was told the register as it was then, by name (Art 23). Whoever was
 * entered later is somebody new, and is asked for anew.
 * @param given when the consent that stands was given; @param entered when the recipient was; both UTC milliseconds
 */
export const consentReaches = (given: number, entered: number): boolean => given >= entered;

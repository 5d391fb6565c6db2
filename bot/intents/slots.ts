import type { ConsentPurpose, Emergency } from './intent.ts';
import { hanNumber, type Normal } from './normalise.ts';
import type { Words } from './words.ts';

/** What is named in a sentence beside what is wanted. */

/** A ticket's number as the vault reads it, from `0318`, `#318`, `2026-0318`, `三百一十八`; undefined for anything else. */
export function ticketNumber(said: string): string | undefined {
  const text = said
    .trim()
    .replace(/^(?:编号|单号|工单|#|第)\s?/u, '')
    .replace(/\s?(?:号单|号工单|号|单)$/u, '');
  const [, year, number] = /^(?:(\d{4})-)?0*(\d{1,9})$/u.exec(text) ?? [];
  if (number !== undefined)
    return Number(number) === 0 ? undefined : (year === undefined ? '' : `${year}-`) + number;
  return /^[一二两三四五六七八九十百千]+$/u.test(text) ? hanNumber(text) : undefined;
}

/** A ticket that a sentence names: a number with a zero in front, or one that is called a ticket. */
export function ticketIn({ text }: Normal): string | undefined {
  const found =
    /(?:编号|单号|工单|#)\s?((?:\d{4}-)?\d{1,9})(?!\d)/u.exec(text) ??
    /(?<![\d-])((?:\d{4}-)?0\d{3,8})(?![\d-])/u.exec(text) ??
    /(?<![\d-])(\d{1,9})\s?(?:号单|号工单|单子)/u.exec(text) ??
    /^(\d{1,6})(?!\d)(?!\s?号?\s?[楼栋幢单层室月日点个网只条分])/u.exec(text);
  return found?.[1] === undefined ? undefined : ticketNumber(found[1]);
}

/** What a consent is for. */
export const purposeIn = (flat: string): ConsentPurpose | undefined =>
  purposes.find(({ words }) => words.test(flat))?.purpose;

const purposes: readonly { purpose: ConsentPurpose; words: RegExp }[] = [
  { purpose: 'phone_contact', words: /电话|打给我|手机/u },
  { purpose: 'care_visit', words: /走访|关怀|上门看/u },
  { purpose: 'provide_by_consent', words: /(?:对外|经同意)提供|(?:给|提供).{0,2}(?:别的|外面|其他)单位/u },
];

/** Six digits, also in two threes. */
export const codeIn = (text: string): string | undefined => {
  const [, a = '', b = ''] = /(?<!\d)(\d{3})[\s-]?(\d{3})(?!\d)/u.exec(text) ?? [];
  return a === '' ? undefined : a + b;
};

/** 1 to 5: `5`, `5分`, `五星`, `给4`. */
export const scoreIn = (flat: string): string | undefined => {
  const [, said] = /^(?:我?打|给)?([1-5一二三四五])(?:分|星|颗星)?(?:吧|好评)?$/u.exec(flat) ?? [];
  if (said === undefined) return undefined;
  return /\d/.test(said) ? said : hanNumber(said);
};

/** What a report is about. */
export const categoryIn = ({ flat }: Normal, words: Words): string =>
  words.categories.find((one) => one.words.test(flat))?.category ?? 'other';

/** What somebody needs help with at once; undefined when nobody does, or not any more. */
export function emergencyIn({ flat }: Normal, { emergencies }: Words): Emergency | undefined {
  if (emergencies.none.test(flat) && !emergencies.again.test(flat)) return undefined;
  return emergencies.kinds.find(({ words }) => words.test(flat))?.kind;
}

/** Where it is, as it was said. */
export const placeIn = ({ text }: Normal, words: Words): string | undefined =>
  words.places.exec(text)?.[0]?.trim();

import type { Bilingual } from '../bilingual.ts';
import type { Outcome } from '../checks/outcome.ts';

/**
 * An emergency order (应急令: 防疫, 防汛). While it is in force, the workers of the grids it names read exactly the fields it
 * names, for the people there, and write down short notes of what somebody needs. When it ends, what was collected under
 * it is destroyed. It collects no health code, no track, and makes no list that could be posted: a test holds it to that.
 */
export const orderKinds = {
  epidemic: { zh: '防疫', en: 'Epidemic' },
  flood: { zh: '防汛', en: 'Flood' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type OrderKind = keyof typeof orderKinds;
export const orderKindNames = Object.keys(orderKinds) as readonly OrderKind[];

/** What an order may name, and no more. It names the fewest of these that its work needs. */
export const orderable = ['resident.name', 'resident.mobile', 'resident.address', 'resident.care'] as const;
export type Orderable = (typeof orderable)[number];

/** An order that has to last longer is made anew, by two people again. */
export const mostDays = 30;

/**
 * The number of the paper it rests on: 济防指〔2026〕3号. Whoever orders without a paper does not order, and in this form
 * there is no room for a person's name.
 */
export function orderNumber(said: string): Outcome {
  const text = said.normalize('NFKC').replaceAll(/\s/g, '');
  const [, office, year, number] =
    /^(\p{Script=Han}{2,12})[[(〔【](20\d\d)[\])〕】](\d{1,4})号$/u.exec(text) ?? [];
  if (office === undefined)
    return {
      ok: false,
      code: 'not_an_order_number',
      zh: '写上文件的字号,例如 济防指〔2026〕3号',
      en: 'give the number of the paper, such as 济防指〔2026〕3号',
    };
  return { ok: true, value: `${office}〔${year}〕${Number(number)}号` };
}

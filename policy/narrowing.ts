import { buildingIn } from './checks/building.ts';
import { fieldsOf, type FieldSpec, type RecordType } from './fields.ts';
import type { Shown } from './masks.ts';

/**
 * How a list of a grid is narrowed by what no index has: the building somebody lives in, the month a date runs out. An
 * index over so few values would tell most of them to whoever counts its tags (docs/indexes.md).
 *
 * What is compared is the value as it is shown, behind its mask. So a narrowed list tells nothing that the whole list
 * does not, however often it is asked for.
 */
const ways = {
  // Of a shop, what people write of where it is.
  building: (name: string, { check }: FieldSpec) => check === 'address' || name === 'place',
  due: (_: string, { mask }: FieldSpec) => mask === 'expiryMonth',
} as const satisfies Readonly<Record<string, (name: string, spec: FieldSpec) => boolean>>;

export type Narrowing = keyof typeof ways;

/** The field by which a type is narrowed in this way; undefined where it has none. Of several the first. */
export const narrowedBy = (type: RecordType, way: Narrowing): string | undefined =>
  Object.entries(fieldsOf(type)).find(([name, spec]) => ways[way](name, spec))?.[0];

/** Of a date that runs out, by its month: before this one, in this one or the next, or there is no date. */
export const dues = ['over', 'soon', 'missing'] as const;
export type Due = (typeof dues)[number];

/** Whether what is shown of an address names this building. */
export const isInBuilding = (shown: Shown, building: number): boolean =>
  (shown.level === 'masked' || shown.level === 'clear') && buildingIn(shown.value) === building;

/** @param today as `YYYY-MM-DD`; null for a date that is further away, and where the month is not shown */
export function dueOf(shown: Shown, today: string): Due | null {
  if (shown.level === 'none') return null;
  if (shown.value === '' || shown.value === 'no') return 'missing';
  const [, year, month] =
    /^(\d{4})-(\d{2})-\d{2}$/.exec(shown.value) ?? /(\d{4})年(\d{1,2})月$/.exec(shown.value) ?? [];
  if (year === undefined || month === undefined) return null;
  const monthsLeft = monthNumber(year, month) - monthNumber(today.slice(0, 4), today.slice(5, 7));
  return monthsLeft < 0 ? 'over' : monthsLeft <= 1 ? 'soon' : null;
}

const monthNumber = (year: string, month: string): number => Number(year) * 12 + Number(month);

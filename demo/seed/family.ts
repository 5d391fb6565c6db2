import type { Draw } from './draw.ts';
import type { Sex } from './names.ts';

export interface Relative {
  readonly sex: Sex;
  /** Years. */
  readonly age: number;
  /** Has the family's surname; in-laws have one of their own. */
  readonly surname: 'family' | 'own';
}

/** How many live in one flat; 3.03 on average, so that 6,771 households are over 20,000 residents. */
export const householdSizes: readonly (readonly [number, number])[] = [
  [1, 12],
  [2, 24],
  [3, 31],
  [4, 19],
  [5, 10],
  [6, 4],
];

/** A family of `size`, whose head comes first and is of age. */
export function drawFamily(draw: Draw, size: number): readonly Relative[] {
  if (size === 1) return [{ sex: drawSex(draw), age: draw.between(23, 86), surname: 'family' }];
  if (size === 2 && draw.chance(20)) return singleParent(draw);
  const age = size === 2 ? draw.between(25, 82) : draw.between(28, 58);
  const wife = Math.max(22, age + draw.between(-6, 3));
  const elders = Array.from({ length: Math.min(size - 2, eldersIn(draw, size)) }, (_, at) =>
    elder(draw, age, at),
  );
  const children = Array.from({ length: size - 2 - elders.length }, () => child(draw, wife));
  return [
    { sex: 'male', age, surname: 'family' },
    { sex: 'female', age: wife, surname: 'own' },
    ...children,
    ...elders,
  ];
}

function singleParent(draw: Draw): readonly Relative[] {
  const age = draw.between(28, 60);
  return [{ sex: 'female', age, surname: 'family' }, child(draw, age)];
}

function eldersIn(draw: Draw, size: number): number {
  if (size >= 5) return 2;
  return draw.chance(size === 4 ? 40 : 12) ? 1 : 0;
}

/** The mother is at least 21 at the birth. */
function child(draw: Draw, mother: number): Relative {
  return { sex: drawSex(draw), age: draw.between(Math.max(0, mother - 36), mother - 21), surname: 'family' };
}

/** The husband's mother first: of the old, more women live. */
function elder(draw: Draw, son: number, at: number): Relative {
  const age = son + draw.between(22, 30);
  return at === 0 ? { sex: 'female', age, surname: 'own' } : { sex: 'male', age, surname: 'family' };
}

const drawSex = (draw: Draw): Sex => draw.pick(['male', 'female']);

/** What a reader of the database can count about the indexes, without any key. Nothing here opens anything. */

/** What of a row of `index_tag` counts: which index, which tag, whose record. */
export interface Tagged {
  readonly field: string;
  /** Of which key of the index it is. */
  readonly generation: number;
  readonly tag: string;
  readonly record: string;
}

/** Of a record its type, and the grid that its subject's row places it in; null where none does. */
export interface Placed {
  readonly id: string;
  readonly type: string;
  readonly grid: number | null;
}

export interface IndexFigures {
  /** `type.field`. */
  readonly index: string;
  /** Records of the type, and of these how many have a tag. */
  readonly records: number;
  readonly tagged: number;
  readonly distinct: number;
  /** Tags that stand for exactly one record. */
  readonly single: number;
  /** Tags that stand for several, and the records under them. */
  readonly shared: number;
  readonly sharedRecords: number;
  /** How many records the largest tags have, largest first: at most {@link mostLargest}. */
  readonly largest: readonly number[];
  /** Of a hundred tagged records, how many are under the ten largest tags. */
  readonly underTen: number;
  /** Bits that a record's tag tells somebody who does not know whose it is: Shannon's entropy of the tags. */
  readonly entropy: number;
}

/**
 * How far a record stands out by the shape of its tags alone: its grid, which indexes it has a tag of, and how many share
 * each. Who knows somebody from outside (a family of seven, two people of one name behind one door) looks for that shape.
 */
export interface ShapeFigures {
  readonly type: string;
  readonly records: number;
  /** Records whose shape no other of their type has, and those whose shape fewer than five have. */
  readonly alone: number;
  readonly fewerThanFive: number;
}

export const mostLargest = 5;

/** @param records of all types, by id */
export function figuresOf(
  tags: Iterable<Tagged>,
  records: ReadonlyMap<string, Placed>,
): { indexes: IndexFigures[]; shapes: ShapeFigures[] } {
  const byIndex = new Map<string, Map<string, string[]>>();
  for (const { field, tag, record } of inUse(tags)) {
    const index = byIndex.get(field) ?? new Map<string, string[]>();
    const sharing = index.get(tag);
    if (sharing === undefined) index.set(tag, [record]);
    else sharing.push(record);
    byIndex.set(field, index);
  }
  const ofType = new Map<string, number>();
  for (const { type } of records.values()) ofType.set(type, (ofType.get(type) ?? 0) + 1);
  const indexes = [...byIndex]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([index, sizes]) =>
      indexFigures(
        index,
        ofType.get(typeOf(index)) ?? 0,
        [...sizes.values()].map(({ length }) => length),
      ),
    );
  return { indexes, shapes: shapesOf(byIndex, records) };
}

/**
 * While an index is given another key its records have a tag of each: counted are those of which there are most, and of as
 * many the newer.
 */
function inUse(tags: Iterable<Tagged>): Tagged[] {
  const all = [...tags];
  const counts = new Map<string, Map<number, number>>();
  for (const { field, generation } of all) {
    const of = counts.get(field) ?? new Map<number, number>();
    counts.set(field, of.set(generation, (of.get(generation) ?? 0) + 1));
  }
  const used = new Map(
    [...counts].map(([field, of]) => [field, [...of].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0]]),
  );
  return all.filter(({ field, generation }) => used.get(field) === generation);
}

const typeOf = (index: string): string => index.slice(0, index.indexOf('.'));

/** @param sizes how many records each tag has */
export function indexFigures(index: string, records: number, sizes: readonly number[]): IndexFigures {
  const sorted = sizes.toSorted((a, b) => b - a);
  const tagged = sum(sorted);
  const several = sorted.filter((size) => size > 1);
  return {
    index,
    records,
    tagged,
    distinct: sorted.length,
    single: sorted.length - several.length,
    shared: several.length,
    sharedRecords: sum(several),
    largest: sorted.slice(0, mostLargest),
    underTen: tagged === 0 ? 0 : round((100 * sum(sorted.slice(0, 10))) / tagged),
    entropy: round(sorted.reduce((bits, size) => bits + (size / tagged) * Math.log2(tagged / size), 0)),
  };
}

function shapesOf(
  byIndex: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
  records: ReadonlyMap<string, Placed>,
): ShapeFigures[] {
  const shapes = new Map<string, string[]>();
  for (const [index, tags] of byIndex)
    for (const sharing of tags.values())
      for (const record of sharing)
        shapes.set(record, [...(shapes.get(record) ?? []), `${index}:${sharing.length}`]);
  const alike = new Map<string, Map<string, number>>();
  for (const [record, shape] of shapes) {
    const placed = records.get(record);
    if (placed === undefined) continue;
    const of = alike.get(placed.type) ?? new Map<string, number>();
    const key = `${placed.grid} ${shape.toSorted().join(' ')}`;
    alike.set(placed.type, of.set(key, (of.get(key) ?? 0) + 1));
  }
  return [...alike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, of]) => {
      const sizes = [...of.values()];
      return {
        type,
        records: sum(sizes),
        alone: sizes.filter((size) => size === 1).length,
        fewerThanFive: sum(sizes.filter((size) => size < 5)),
      };
    });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
/** Two places: what a table shows. */
const round = (value: number): number => Math.round(value * 100) / 100;

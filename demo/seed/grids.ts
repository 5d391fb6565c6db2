export interface Grid {
  readonly id: number;
  readonly kind: 'basic' | 'dedicated';
  readonly buildings: readonly number[];
}

/** 基础网格 and 专属网格 of the community that this one is modelled on. */
const basic = 19;
const dedicated = 11;

/**
 * The 30 grids. The buildings stand in two rows numbered from west to east, 1 to 19 and 20 to 38, and a
 * basic grid is one of each; a dedicated grid is one block of shops, a school or a market, with some flats
 * above it: buildings 39 to 49.
 */
export const grids: readonly Grid[] = Array.from({ length: basic + dedicated }, (_, at) => {
  const id = at + 1;
  return id <= basic
    ? { id, kind: 'basic', buildings: [id, id + basic] }
    : { id, kind: 'dedicated', buildings: [id + basic] };
});

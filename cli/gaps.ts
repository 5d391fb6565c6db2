/**
 * Numbers that are missing from an ascending list, kept as ranges: one row with a number that somebody made up leaves a
 * gap of nine quadrillion, which is one range and no more.
 */
export class Gaps {
  /** First and last of each, ascending; none touches the next. */
  readonly #ranges: { readonly first: number; last: number }[] = [];

  /** Adds `first` to `last`, both included; none is lower than what was added before. */
  add(first: number, last: number): void {
    if (last < first) return;
    const before = this.#ranges.at(-1);
    if (before !== undefined && before.last + 1 >= first) before.last = Math.max(before.last, last);
    else this.#ranges.push({ first, last });
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  has(n: number): boolean {
    let from = 0;
    let to = this.#ranges.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#ranges[middle]?.last ?? 0) < n) from = middle + 1;
      else to = middle;
    }
    const found = this.#ranges[from];
    return found !== undefined && found.first <= n;
  }
}

/** Rows of cells as lines of text, each column as wide as its widest cell. */
export function padded(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => width(row[at] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Columns on a terminal: a Han character takes two. */
const width = (cell: string): number => cell.length + (cell.match(/[\u2e80-\uffef]/g)?.length ?? 0);

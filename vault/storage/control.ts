import { type Kysely, sql as raw } from 'kysely';
import { bytes, int, prepare, text } from './prepare.ts';
import type { Page } from './records.ts';
import type { ControlRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** What a list of cases is narrowed to. */
export type CaseFilter =
  | { by: 'grid'; grid: number; state: string | undefined }
  | { by: 'state'; state: string }
  | { by: 'reporter'; reporter: string };

/** Raw control rows. Their MACs are made and checked in `vault/control.ts`, nowhere else. */
export class ControlStore {
  readonly #get;
  readonly #put;
  readonly #byNumber;
  readonly #lastNumber;
  readonly #cases;
  readonly #mentioning;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('control').selectAll();
    this.#get = prepare(sql, all.where('kind', '=', text).where('key', '=', text));
    this.#put = prepare(
      sql,
      db
        .insertInto('control')
        .values({ kind: text, key: text, version: int, content: text, mac: bytes, seq: int })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'key']).doUpdateSet((eb) => ({
            version: eb.ref('excluded.version'),
            content: eb.ref('excluded.content'),
            mac: eb.ref('excluded.mac'),
            seq: eb.ref('excluded.seq'),
          })),
        ),
    );
    // Written out as in the partial indexes of migrations/vault/0001: with a placeholder SQLite would not use them.
    const cases = db.selectFrom('control').where(raw<boolean>`kind = 'case'`);
    const grid = raw<number>`json_extract(content, '$.grid')`;
    const state = raw<string>`json_extract(content, '$.state')`;
    const reporter = raw<string>`json_extract(content, '$.reporter')`;
    const year = raw<number>`json_extract(content, '$.year')`;
    const number = raw<number>`json_extract(content, '$.number')`;
    // The plus keeps SQLite from taking the primary key's range over the index that has the case's grid or reporter.
    const after = raw<string>`+key`;
    this.#byNumber = prepare(sql, cases.selectAll().where(year, '=', int).where(number, '=', int));
    this.#lastNumber = prepare(
      sql,
      cases
        .select(raw<number | null>`max(json_extract(content, '$.number'))`.as('last'))
        .where(year, '=', int),
    );
    // Not json_extract: one row that is no JSON any more would end the whole query. Content is RFC 8785, so each has one
    // spelling, and a subject's id holds nothing that LIKE would read.
    this.#mentioning = prepare(sql, all.where('kind', '=', text).where('content', 'like', text));
    const narrowed = {
      grid: cases.where(grid, '=', int).where(after, '>', text),
      gridAndState: cases.where(grid, '=', int).where(state, '=', text).where(after, '>', text),
      state: cases.where(state, '=', text).where('key', '>', text),
      reporter: cases.where(reporter, '=', text).where(after, '>', text),
    };
    const both = (query: typeof narrowed.grid) => ({
      rows: prepare(sql, query.selectAll().orderBy(after).limit(int)),
      count: prepare(
        sql,
        query.select((eb) => eb.fn.countAll<number>().as('count')),
      ),
    });
    this.#cases = {
      grid: both(narrowed.grid),
      gridAndState: both(narrowed.gridAndState),
      state: both(narrowed.state),
      reporter: both(narrowed.reporter),
    };
  }

  get(kind: string, key: string): ControlRow | undefined {
    return this.#get(kind, key)[0];
  }

  put(row: ControlRow): void {
    this.#put(row.kind, row.key, row.version, row.content, row.mac, row.seq);
  }

  /** The chat contacts that are bound to a subject. */
  bindingsOf(subject: string): ControlRow[] {
    return this.#mentioning('binding', `%"subject":"${subject}"%`);
  }

  /** The roles that are, or were, of this name. */
  rolesNamed(role: string): ControlRow[] {
    return this.#mentioning('role', `%"role":"${role}"%`);
  }

  caseByNumber(year: number, number: number): ControlRow | undefined {
    return this.#byNumber(year, number)[0];
  }

  /** The highest ticket number given out in a year; 0 when there is none. */
  lastCaseNumber(year: number): number {
    return this.#lastNumber(year)[0]?.last ?? 0;
  }

  cases(filter: CaseFilter, after: string, limit: number): Page<ControlRow> {
    const [query, values] = this.#narrowed(filter);
    const rows = query.rows(...values, after, limit);
    const count = query.count(...values, after)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  #narrowed(filter: CaseFilter) {
    if (filter.by === 'reporter') return [this.#cases.reporter, [filter.reporter]] as const;
    if (filter.by === 'state') return [this.#cases.state, [filter.state]] as const;
    if (filter.state === undefined) return [this.#cases.grid, [filter.grid]] as const;
    return [this.#cases.gridAndState, [filter.grid, filter.state]] as const;
  }
}

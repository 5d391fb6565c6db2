import { type Kysely, sql as raw } from 'kysely';
import { added, bytes, int, most, prepare, text } from './prepare.ts';
import type { Page } from './records.ts';
import type { ControlRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** What a list of cases is narrowed to. */
export type CaseFilter =
  { by: 'grid'; grid: number; state: string | undefined } | { by: 'state'; state: string };

/** A case's number, which never changes; numbers are counted within a year. */
export interface CaseNumber {
  year: number;
  number: number;
}

/**
 * Written out as in the partial indexes of migrations/vault/0001: with a placeholder SQLite would not use them. Without
 * `likely` it would not either, but walk all cases by the primary key, whose first column this is.
 */
const isCase = raw<boolean>`likely(kind = 'case')`;

/**
 * A kind where there is no key beside it. With a bare placeholder SQLite looks at each run whether one of the partial
 * indexes fits its value, and plans the statement anew for that.
 */
const anyKind = raw<string>`${text} || ''`;

/** Where in a column a text begins, counted from 1; 0 where it is not in it. */
const holds = (column: 'key' | 'content') => raw<number>`instr(${raw.ref(column)}, ${text})`;
const nowhere = raw.lit(0);
const atItsStart = raw.lit(1);

/** Raw control rows. Their MACs are made and checked in `vault/control-rows.ts`, nowhere else. */
export class ControlStore {
  readonly #get;
  readonly #put;
  readonly #add;
  readonly #byNumber;
  readonly #lastNumber;
  readonly #cases;
  readonly #numbered;
  readonly #mentioning;
  readonly #reported;
  readonly #drop;
  readonly #naming;
  readonly #ofKind;
  readonly #after;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('control').selectAll();
    this.#get = prepare(sql, all.where('kind', '=', text).where('key', '=', text));
    const row = { kind: text, key: text, version: int, content: text, mac: bytes, seq: int };
    const insert = db.insertInto('control').values(row);
    this.#add = prepare(sql, insert);
    this.#put = prepare(
      sql,
      insert.onConflict((conflict) =>
        conflict.columns(['kind', 'key']).doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          content: eb.ref('excluded.content'),
          mac: eb.ref('excluded.mac'),
          seq: eb.ref('excluded.seq'),
        })),
      ),
    );
    ({ drop: this.#drop, ofKind: this.#ofKind, naming: this.#naming, after: this.#after } = whole(sql, db));
    const cases = db.selectFrom('control').where(isCase);
    const grid = raw<number>`json_extract(content, '$.grid')`;
    const state = raw<string>`json_extract(content, '$.state')`;
    const year = raw<number>`json_extract(content, '$.year')`;
    const number = raw<number>`json_extract(content, '$.number')`;
    // The plus keeps SQLite from taking the primary key's range over the index that has the case's grid.
    const after = raw<string>`+key`;
    this.#byNumber = prepare(sql, cases.selectAll().where(year, '=', int).where(number, '=', int));
    this.#lastNumber = prepare(
      sql,
      cases
        .select(raw<number | null>`max(json_extract(content, '$.number'))`.as('last'))
        .where(year, '=', int),
    );
    // Not json_extract: one row that is no JSON any more would end the whole query. Content is RFC 8785, so each has one
    // spelling. Not LIKE: with a placeholder SQLite plans the statement anew each time it is run.
    this.#mentioning = prepare(sql, all.where('kind', '=', anyKind).where(holds('content'), '>', nowhere));
    const narrowed = {
      grid: cases.where(grid, '=', int).where(after, '>', text),
      gridAndState: cases.where(grid, '=', int).where(state, '=', text).where(after, '>', text),
      state: cases.where(state, '=', text).where('key', '>', text),
    };
    this.#reported = reported(sql, db);
    this.#numbered = numbered(sql, db);
    const both = (query: typeof narrowed.grid) => ({
      rows: prepare(sql, query.selectAll().orderBy(after).limit(most)),
      count: prepare(
        sql,
        query.select((eb) => eb.fn.countAll<number>().as('count')),
      ),
    });
    this.#cases = {
      grid: both(narrowed.grid),
      gridAndState: both(narrowed.gridAndState),
      state: both(narrowed.state),
    };
  }

  get(kind: string, key: string): ControlRow | undefined {
    return this.#get(kind, key)[0];
  }

  /** Stores the first version of a row. @returns false when there is one already, which stays as it is */
  add({ kind, key, version, content, mac, seq }: ControlRow): boolean {
    return added(
      () => this.#add(kind, key, version, content, mac, seq),
      () => this.get(kind, key),
    );
  }

  put(row: ControlRow): void {
    this.#put(row.kind, row.key, row.version, row.content, row.mac, row.seq);
  }

  drop(kind: string, key: string): void {
    this.#drop(kind, key);
  }

  /** The rows of a kind behind a key, in the order of their keys. */
  after(kind: string, after: string, limit: number): ControlRow[] {
    return this.#after(kind, after, limit);
  }

  /** All rows of a kind there are few of. */
  ofKind(kind: string): ControlRow[] {
    return this.#ofKind(kind);
  }

  /** The rows of a kind whose key begins so. */
  under(kind: string, prefix: string): ControlRow[] {
    return this.naming(prefix).filter((row) => row.kind === kind && row.key.startsWith(prefix));
  }

  /** The rows of a kind that name a subject as theirs. */
  ofSubject(kind: string, subject: string): ControlRow[] {
    return this.#mentioning(kind, `"subject":"${subject}"`);
  }

  /** The cases that a worker said are about somebody. */
  accusing(subject: string): ControlRow[] {
    return this.#mentioning('case', `"accused":"${subject}"`);
  }

  /** All rows, of whatever kind, whose key begins with an id or whose content names it. A walk over the whole table. */
  naming(id: string): ControlRow[] {
    return this.#naming(id, `"${id}"`);
  }

  /** The chat contacts that are bound to a subject. */
  bindingsOf(subject: string): ControlRow[] {
    return this.#mentioning('binding', `"subject":"${subject}"`);
  }

  /** The roles that are, or were, of this name. */
  rolesNamed(role: string): ControlRow[] {
    return this.#mentioning('role', `"role":"${role}"`);
  }

  /** The rows of a kind whose content has this text as this member, wherever it stands in it. */
  withMember(kind: string, member: string, value: string): ControlRow[] {
    return this.#mentioning(kind, `"${member}":"${value}"`);
  }

  /** The rounds of visits in a grid: `grid` is never the last member, so that 1 does not find 12. */
  visitsIn(grid: number): ControlRow[] {
    return this.#mentioning('visit', `"grid":${grid},`);
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

  /** The same in the order of their numbers, which is the order in which they came; from the one after `after` on. */
  numberedCases(filter: CaseFilter, { year, number }: CaseNumber, limit: number): Page<ControlRow> {
    const [query, values] =
      filter.by === 'state'
        ? ([this.#numbered.state, [filter.state]] as const)
        : filter.state === undefined
          ? ([this.#numbered.grid, [filter.grid]] as const)
          : ([this.#numbered.gridAndState, [filter.grid, filter.state]] as const);
    const rows = query.rows(...values, year, number, limit);
    const count = query.count(...values, year, number)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  /** The cases that somebody reported, newest first, from the one before `before` on. */
  reportedBy(reporter: string, before: CaseNumber, limit: number): Page<ControlRow> {
    const { year, number } = before;
    const rows = this.#reported.rows(reporter, year, number, limit);
    const count = this.#reported.count(reporter, year, number)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  #narrowed(filter: CaseFilter) {
    if (filter.by === 'state') return [this.#cases.state, [filter.state]] as const;
    if (filter.state === undefined) return [this.#cases.grid, [filter.grid]] as const;
    return [this.#cases.gridAndState, [filter.grid, filter.state]] as const;
  }
}

/** The cases of a grid, of a state, or of both, after a number, oldest first, and how many they are. */
function numbered(sql: Sql, db: Kysely<VaultTables>) {
  const member = (name: string) => raw<number>`json_extract(content, ${raw.lit(`$.${name}`)})`;
  const [grid, year, number] = [member('grid'), member('year'), member('number')];
  const state = raw<string>`json_extract(content, '$.state')`;
  const cases = db.selectFrom('control').where(isCase);
  const after = raw<boolean>`(+${year}, +${number}) > (${int}, ${int})`;
  const both = (query: typeof cases) => ({
    rows: prepare(sql, query.where(after).selectAll().orderBy(year).orderBy(number).limit(int)),
    count: prepare(
      sql,
      query.where(after).select((eb) => eb.fn.countAll<number>().as('count')),
    ),
  });
  return {
    grid: both(cases.where(grid, '=', int)),
    gridAndState: both(cases.where(grid, '=', int).where(state, '=', text)),
    state: both(cases.where(state, '=', text)),
  };
}

/** The cases of one reporter before a number, newest first, and how many they are. */
function reported(sql: Sql, db: Kysely<VaultTables>) {
  const [year, number] = [
    raw<number>`json_extract(content, '$.year')`,
    raw<number>`json_extract(content, '$.number')`,
  ];
  const before = db
    .selectFrom('control')
    .where(isCase)
    .where(raw<string>`json_extract(content, '$.reporter')`, '=', text)
    // The pluses keep it from walking all numbers of the community for the few that one person has.
    .where(raw<boolean>`(+${year}, +${number}) < (${int}, ${int})`);
  return {
    rows: prepare(sql, before.selectAll().orderBy(year, 'desc').orderBy(number, 'desc').limit(most)),
    count: prepare(
      sql,
      before.select((eb) => eb.fn.countAll<number>().as('count')),
    ),
  };
}

/** Walks over whole kinds, or over the whole table: for what there are few of, and for what is done seldom. */
function whole(sql: Sql, db: Kysely<VaultTables>) {
  const all = db.selectFrom('control').selectAll();
  return {
    drop: prepare(sql, db.deleteFrom('control').where('kind', '=', text).where('key', '=', text)),
    after: prepare(sql, all.where('kind', '=', text).where('key', '>', text).orderBy('key').limit(int)),
    ofKind: prepare(sql, all.where('kind', '=', anyKind).orderBy('key')),
    naming: prepare(
      sql,
      all
        .where((eb) => eb.or([eb(holds('key'), '=', atItsStart), eb(holds('content'), '>', nowhere)]))
        .orderBy('kind'),
    ),
  };
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SqlValue } from '../../vault/storage/sql.ts';

/** A value, or a promise of one: waiting for what is there already would cost the fast ones their speed. */
export type Soon<T> = T | Promise<T>;

/** Where the packages lie that are compared: installed by the bench alone, beside a lock file of their own. */
export const peersFolder = import.meta.dirname;

/** Something that residents' fields can be encrypted with, used as its own page says. */
export interface Peer {
  /** What the table calls it. */
  readonly title: string;
  /** The package whose version the table names; none for what comes with Node. */
  readonly package?: string;
  /** Where it is said that it is to be used so. */
  readonly page: string;
  /** What is done, in a few words. */
  readonly way: string;
  /** At most so many records: sealing 20,000 of them would take longer than everything else together. */
  readonly most: number;
  open(): Soon<Sealer>;
}

/** One peer with a key of its own, over a row of a table. */
export interface Sealer {
  /** The columns a record takes: one a field, or one for all of it. */
  readonly columns: number;
  sealRow(id: string, values: readonly string[]): Soon<SqlValue[]>;
  openRow(id: string, columns: readonly SqlValue[]): Soon<string[]>;
  /** The field at `at`, from the column it is in: its own, or the only one. */
  openOne(id: string, at: number, column: SqlValue): Soon<string>;
}

/** Loads a package from {@link peersFolder}. Its types are not there where it is not installed, so `T` says them. */
export function load<T>(name: string): T {
  return createRequire(join(peersFolder, 'package.json'))(name) as T;
}

/** A sealer that treats each field alone and does not wait. */
export function byField(
  seal: (id: string, at: number, text: string) => SqlValue,
  open: (id: string, at: number, sealed: SqlValue) => string,
): Sealer {
  return {
    columns: 20,
    sealRow: (id, values) => values.map((text, at) => seal(id, at, text)),
    openRow: (id, columns) => columns.map((sealed, at) => open(id, at, sealed)),
    openOne: open,
  };
}

/** The same for one that has to be waited for: the fields of a record go at once. */
export function byFieldLater(
  seal: (id: string, at: number, text: string) => Promise<SqlValue>,
  open: (id: string, at: number, sealed: SqlValue) => Promise<string>,
): Sealer {
  return {
    columns: 20,
    sealRow: (id, values) => Promise.all(values.map((text, at) => seal(id, at, text))),
    openRow: (id, columns) => Promise.all(columns.map((sealed, at) => open(id, at, sealed))),
    openOne: open,
  };
}

/** What a row and a column are called where a peer can bind a ciphertext to its place. */
export const place = (id: string, at: number): string => `${id}/${at + 1}`;

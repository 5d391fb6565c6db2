import canonicalize from 'canonicalize';
import type {
  Control,
  ControlContents,
  ControlKind,
  HeadContent,
  Transient,
  TransientContents,
  TransientKind,
  WrittenRow,
} from './control.ts';
import {
  checkRow,
  goneDigest,
  rowDigest,
  rowMac,
  tagRow,
  tagSetDigest,
  type ControlRow as MacInput,
} from './crypto/row.ts';
import type { RowKey } from './crypto/keys.ts';
import { newestTags, type Tag } from './keys/tags.ts';
import { Tampered } from './outcome.ts';
import type { ControlStore } from './storage/control.ts';
import type { TransientStore } from './storage/transient.ts';
import type { ControlRow, TransientRow } from './storage/schema.ts';

/** Reads and writes control rows; nothing gets past it without its MAC. */
export class ControlRows {
  readonly #store: ControlStore;
  readonly #transient: TransientStore;
  readonly #community: string;
  readonly #key: RowKey;

  constructor(store: { control: ControlStore; transient: TransientStore }, community: string, key: RowKey) {
    this.#store = store.control;
    this.#transient = store.transient;
    this.#community = community;
    this.#key = key;
  }

  /** @throws Tampered when the row's MAC is not its own */
  get<Kind extends ControlKind>(kind: Kind, key: string): Control<Kind> | undefined {
    const row = this.#store.get(kind, key);
    return row && this.#checked<Kind>(row);
  }

  /** Checks rows that were found some other way than by kind and key. */
  checked<Kind extends ControlKind>(row: ControlRow, kind: Kind): Control<Kind> {
    if (row.kind !== kind) throw new Tampered(`row ${row.kind}/${row.key}`);
    return this.#checked<Kind>(row);
  }

  /** Deletes a row that an erasure takes with it. The log does not miss it: the entry that wrote it opens no more. */
  drop(kind: ControlKind, key: string): void {
    this.#store.drop(kind, key);
  }

  /**
   * Takes a row away, and gives what the log has to say of that: `lindun verify` then misses nothing, and finds one that was
   * put back. @throws Tampered when there is none
   */
  remove(kind: ControlKind, key: string): WrittenRow {
    const version = (this.#store.get(kind, key)?.version ?? 0) + 1;
    if (version === 1) throw new Tampered(`row ${kind}/${key}`);
    this.#store.drop(kind, key);
    return { kind, key, version, digest: goneDigest(this.#community, { kind, key, version }) };
  }

  /** The digest the log must have of the stored row. */
  digest(kind: ControlKind, key: string): string {
    const row = this.#store.get(kind, key);
    if (row === undefined) throw new Tampered(`row ${kind}/${key}`);
    return rowDigest(this.#input('control', row.kind, row.key, row.version, row.content), row.mac);
  }

  /**
   * Writes the next version of a row.
   * @param seq the log entry that this write goes into
   */
  put<Kind extends ControlKind>(
    kind: Kind,
    key: string,
    content: ControlContents[Kind],
    seq: number,
  ): WrittenRow {
    return this.#put(kind, key, content, seq);
  }

  /**
   * Writes the first version of a row that is new. Without looking for one before it, as {@link put} does: an import
   * writes thousands.
   * @throws Tampered when there is one already, which nothing of ours has written
   */
  add<Kind extends ControlKind>(
    kind: Kind,
    key: string,
    content: ControlContents[Kind],
    seq: number,
  ): WrittenRow {
    const { row, written } = this.#made(kind, key, 1, content, seq);
    if (!this.#store.add(row)) throw new Tampered(`row ${kind}/${key}`);
    return written;
  }

  /** The log's head, as it is stored now. */
  head(): { content: HeadContent; version: number } | undefined {
    const row = this.#store.get('log', 'head');
    return row && this.#checked<'log'>(row);
  }

  /** Writes the log's next head. Every request does, so its version is the caller's to know; and no entry has its digest. */
  putHead(content: HeadContent, version: number): void {
    const json = canonical(content);
    const mac = rowMac(this.#key, this.#input('control', 'log', 'head', version, json));
    this.#store.put({ kind: 'log', key: 'head', version, content: json, mac, seq: content.size - 1 });
  }

  /** @returns undefined also when it has expired at `now` */
  getTransient<Kind extends TransientKind>(
    kind: Kind,
    key: string,
    now: number,
  ): TransientContents[Kind] | undefined {
    const row = this.#transient.get(kind, key);
    if (row === undefined || row.expires_at <= now) return undefined;
    return this.#checkedTransient<Kind>(row);
  }

  putTransient<Kind extends TransientKind>(
    kind: Kind,
    key: string,
    content: TransientContents[Kind],
    expiresAt: number,
  ): void {
    const json = canonical(content);
    const mac = rowMac(this.#key, this.#input('transient', kind, key, expiresAt, json));
    this.#transient.put({ kind, key, content: json, mac, expires_at: expiresAt });
  }

  dropTransient(kind: TransientKind, key: string): void {
    this.#transient.drop(kind, key);
  }

  /**
   * The unexpired rows of a kind, at most `limit`. What is not as it was written on the way to them is dropped: it is
   * nothing the vault gave out, and must not stand in the way of what is.
   */
  transients<Kind extends TransientKind>(
    kind: Kind,
    now: number,
    limit: number,
  ): { found: Transient<Kind>[]; damaged: number } {
    const found: Transient<Kind>[] = [];
    let damaged = 0;
    for (let after: string | undefined = ''; after !== undefined && found.length < limit;) {
      const rows = this.#transient.ofKind(kind, now, after, limit - found.length);
      for (const row of rows) {
        if (this.#isAsWritten(row)) {
          const content = JSON.parse(row.content) as TransientContents[Kind];
          found.push({ key: row.key, expiresAt: row.expires_at, content });
          continue;
        }
        this.#transient.drop(kind, row.key);
        damaged += 1;
      }
      after = rows.at(-1)?.key;
    }
    return { found, damaged };
  }

  /**
   * Drops the unexpired rows of a kind that `which` picks, and with them every one that is not as it was written.
   */
  dropTransients<Kind extends TransientKind>(
    kind: Kind,
    now: number,
    which: (content: TransientContents[Kind]) => boolean,
  ): { dropped: number; damaged: number } {
    const counts = { dropped: 0, damaged: 0 };
    for (let after: string | undefined = ''; after !== undefined;) {
      const rows = this.#transient.ofKind(kind, now, after, 500);
      for (const row of rows) {
        const written = this.#isAsWritten(row);
        if (written && !which(JSON.parse(row.content) as TransientContents[Kind])) continue;
        this.#transient.drop(kind, row.key);
        counts[written ? 'dropped' : 'damaged'] += 1;
      }
      after = rows.at(-1)?.key;
    }
    return counts;
  }

  /** Ties an index tag to its record, so that nobody can point a number at somebody else. */
  tagMac(field: string, tag: string, record: string): Uint8Array<ArrayBuffer> {
    return rowMac(this.#key, tagRow(this.#community, { field, tag }, record));
  }

  /** @throws Tampered when the tag does not belong to this record */
  checkTag(field: string, tag: string, record: string, mac: Uint8Array): void {
    if (!checkRow(this.#key, tagRow(this.#community, { field, tag }, record), mac)) {
      throw new Tampered(`index tag of ${record}`);
    }
  }

  /**
   * All tags of one version of a record as one digest for the log: a tag that is gone is found too. Of a field that has
   * tags of two generations the newer counts.
   */
  tagsRow(record: string, version: number, tags: readonly Tag[]): WrittenRow {
    return {
      kind: 'index',
      key: record,
      version,
      digest: tagSetDigest(this.#community, record, version, newestTags(tags)),
    };
  }

  #put(kind: string, key: string, content: unknown, seq: number): WrittenRow {
    const version = (this.#store.get(kind, key)?.version ?? 0) + 1;
    const { row, written } = this.#made(kind, key, version, content, seq);
    this.#store.put(row);
    return written;
  }

  #made(kind: string, key: string, version: number, content: unknown, seq: number) {
    const json = canonical(content);
    const input = this.#input('control', kind, key, version, json);
    const mac = rowMac(this.#key, input);
    const row: ControlRow = { kind, key, version, content: json, mac, seq };
    return { row, written: { kind, key, version, digest: rowDigest(input, mac) } };
  }

  #checked<Kind extends ControlKind | 'log'>(
    row: ControlRow,
  ): { kind: Kind; key: string; version: number; content: (ControlContents & { log: HeadContent })[Kind] } {
    const input = this.#input('control', row.kind, row.key, row.version, row.content);
    if (!checkRow(this.#key, input, row.mac)) throw new Tampered(`row ${row.kind}/${row.key}`);
    return {
      kind: row.kind as Kind,
      key: row.key,
      version: row.version,
      content: JSON.parse(row.content) as (ControlContents & { log: HeadContent })[Kind],
    };
  }

  #checkedTransient<Kind extends TransientKind>(row: TransientRow): TransientContents[Kind] {
    if (!this.#isAsWritten(row)) throw new Tampered(`row ${row.kind}/${row.key}`);
    return JSON.parse(row.content) as TransientContents[Kind];
  }

  #isAsWritten(row: TransientRow): boolean {
    const input = this.#input('transient', row.kind, row.key, row.expires_at, row.content);
    return checkRow(this.#key, input, row.mac);
  }

  #input(table: string, kind: string, key: string, version: number, content: string): MacInput {
    return { community: this.#community, table, kind, key, version, content };
  }
}

/** RFC 8785: one JSON text for one value, so that its MAC and digest are its own. */
function canonical(content: unknown): string {
  const json = canonicalize(content);
  if (json === undefined) throw new TypeError('not a JSON value');
  return json;
}

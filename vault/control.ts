import canonicalize from 'canonicalize';
import {
  checkRow,
  rowDigest,
  rowMac,
  tagRow,
  tagSetDigest,
  type ControlRow as MacInput,
} from './crypto/row.ts';
import type { RowKey } from './crypto/keys.ts';
import type { Grant } from '../policy/grant.ts';
import type { ActName, ApprovalState } from '../policy/approvals.ts';
import type { Role } from '../policy/roles.ts';
import type { CaseState } from '../policy/case.ts';
import type { ConsentEvent } from '../policy/consent.ts';
import type { NotificationKind } from '../policy/notifications.ts';
import type { Ending, GuardianPaper, RelationKind, RelationState, Scope } from '../policy/relations.ts';
import { Tampered } from './outcome.ts';
import type { ControlStore } from './storage/control.ts';
import type { TransientStore } from './storage/transient.ts';
import type { RightsRows } from './rights/rows.ts';
import type { ControlRow, TransientRow } from './storage/schema.ts';

/**
 * Everything that decides access without being a person's data: plain JSON about random identifiers, under a MAC
 * whose key is not in the database. docs/format.md, "Control row", lists the kinds.
 */
export interface ControlContents extends RightsRows {
  /** The community itself; key `self`. */
  community: { name: string; grids: { id: number; kind: 'basic' | 'dedicated'; buildings: number[] }[] };
  /** A data subject; key is the subject's id. */
  subject: { kind: 'resident' | 'household' | 'reporter' | 'staff'; grid: number | null };
  /**
   * What a member of staff or the bot may act as; key is the subject's id. An ended role stays, as `ended`; one that was
   * stopped until somebody has looked into it is `frozen`.
   */
  role: { role: Role; grids: number[]; ended: boolean; frozen?: true };
  /** A chat contact; key is the keyed hash of transport and contact id. One that was ended has no subject. */
  binding: { subject: string | null; as: 'reporter' | 'resident' | 'staff'; by: string | null };
  /** A ticket's state; key is the ticket record's id. */
  case: {
    kind: 'ticket';
    year: number;
    number: number;
    state: CaseState;
    grid: number;
    reporter: string;
    assignee: string | null;
    opened: number;
    /** When the time of who has it is over, UTC milliseconds; not there while nobody has taken it. */
    until?: number;
    /** The ids of its photos' records, in the order they came; not there where there is none. */
    photos?: string[];
  };
  /** A round of visits (走访); key is its id. `submitted` until a grid leader approved it, then `accepted`. */
  visit: {
    state: CaseState;
    purpose: 'visit' | 'care_visit';
    grid: number;
    assignee: string;
    subjects: string[];
    opened: number;
    until: number;
    by: string | null;
  };
  /** The head of one resident's consent events for one purpose; key is `subject/purpose`. */
  consent: { events: number; last: string };
  /** One consent event; key is `subject/purpose/n`. `previous` is the digest of the one before, `contact` who said it. */
  consent_event: { event: ConsentEvent; previous: string; contact?: string };
  /** What a version of the policy grants; key is its name. `maker` is null for the first one, the program's own. */
  policy: { grants: Grant[]; pia: string | null; maker: string | null; at: number };
  /** Which version of the policy decides; key `self`. */
  policy_in_force: { version: string };
  /** Who acts for whom; key is `actor/subject`. Whether it stands is `policy/relations.ts`'s to say. */
  relation: {
    kind: RelationKind;
    actor: string;
    subject: string;
    /** What a delegate may do; empty for a guardian. */
    scope: Scope[];
    state: RelationState;
    /** Whose yes it waits for. */
    waits: 'subject' | 'actor' | null;
    /** Who made it, how they knew, and for a guardian the second person who approved. */
    by: string;
    checked: GuardianPaper | 'in_person' | 'own_page';
    second: string | null;
    /** UTC milliseconds: when it was asked for, from and until when it stands; a guardian's ends with a birthday. */
    asked: number;
    from: number | null;
    until: number | null;
    ended: { why: Ending; by: string | null; at: number } | null;
  };
  /** Something that takes two people; key is random. `of` are the act's arguments, `role` is the maker's then. */
  approval: {
    act: ActName;
    subject: string | null;
    /** The ticket it belongs to. */
    case?: string;
    of: Readonly<Record<string, Plain>>;
    maker: string;
    role: Role;
    state: ApprovalState;
    second: string | null;
    at: number;
    until: number;
  };
  /** One look at who reported a ticket, that two people decided on; key is the approval's. `read`: when it was taken. */
  unmasking: { ticket: string; reporter: string; to: string; until: number; read: number | null };
  /** A switch; key is its name. `exchange` stops all token exchanges. */
  switch: { open: boolean };
}

/** What a control row may hold: ids, codes, numbers, times. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

export type ControlKind = keyof ControlContents;

/** The log's head: key `head`. The one control row without a digest in the log: it is about the log. */
export interface HeadContent {
  size: number;
  /** SHA-256 of the joined roots of the complete subtrees, largest first. */
  edge: string;
  /** How many checkpoints are stored, and the size of the newest (0 before the first): a lost one is found. */
  checkpoints: number;
  signed: number;
}

/** What expires. Under the same MAC, without a place in the log. */
export interface TransientContents {
  /** An access token; key is its SHA-256. */
  token:
    | { of: 'page'; actor: string }
    | { of: 'staff'; actor: string }
    | { of: 'contact'; contact: string; context: 'private' | 'group'; bot: string }
    /** A resident's page, opened by a link from their chat: no more than the chat, for more than one request. */
    | { of: 'chat_page'; contact: string; bot: string }
    /** The page of the one ticket `only`, opened by a link from a worker's chat: ends with whatever ends that chat. */
    | { of: 'ticket_page'; actor: string; contact: string; bot: string; only: string };
  /** A one-time link; key is the SHA-256 of its secret. */
  link: { to: Exclude<TransientContents['token'], { of: 'page' | 'contact' }> };
  /** What somebody is to be reminded of in the chat; key begins with the seq of the log entry that caused it. */
  notification: {
    to: string;
    kind: NotificationKind;
    ticket: number | null;
    grid: number | null;
    at: number;
  };
  /** A binding code; key is the binding request's id. */
  code: {
    resident: string;
    maker: string;
    code: string;
    state: 'open' | 'answered';
    /** Keyed hash of the contact that answered. */
    contact: string | null;
    check: string;
  };
  /** An answered request; key is a keyed hash of actor and Idempotency-Key. */
  answered: { request: string; response: string };
  /** How much of a budget is used; key names budget, owner and window. */
  budget: { used: number };
}

export type TransientKind = keyof TransientContents;

/** An unexpired transient row that was read and found as it was written. */
export interface Transient<Kind extends TransientKind> {
  key: string;
  expiresAt: number;
  content: TransientContents[Kind];
}

/** A control row that was read and found as it was written. */
export interface Control<Kind extends ControlKind> {
  kind: Kind;
  key: string;
  version: number;
  content: ControlContents[Kind];
}

/** A written row, as the log entry of its write names it. */
export interface WrittenRow {
  kind: string;
  key: string;
  version: number;
  digest: string;
}

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

  head(): HeadContent | undefined {
    const row = this.#store.get('log', 'head');
    return row && this.#checked<'log'>(row).content;
  }

  putHead(content: HeadContent): void {
    this.#put('log', 'head', content, content.size - 1);
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

  /** All tags of one version of a record as one digest for the log: a tag that is gone is found too. */
  tagsRow(record: string, version: number, tags: readonly { field: string; tag: string }[]): WrittenRow {
    return {
      kind: 'index',
      key: record,
      version,
      digest: tagSetDigest(this.#community, record, version, tags),
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

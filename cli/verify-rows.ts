import { checkRow, goneDigest } from '../vault/crypto/row.ts';
import type { Digest } from '../vault/log/entry.ts';
import { found, type Code, type Found, type Place } from './finding.ts';
import type { Row, Snapshot } from './open.ts';
import type { Keys } from './verify-keys.ts';
import { contentOf, controlDigest, rowName, type Logged, type Write } from './verify-log.ts';

/** The entry digests that a row's own `seq` leads to; see `digestsOf`. */
export type DigestsAt = (seq: number) => readonly Digest[];

/** A finding about a stored row compared with the last write that the log has of it, or undefined. */
export function compare(
  stored: Write,
  write: Write | undefined,
  { gaps }: Logged,
  place: Place,
): Found | undefined {
  const differs = (code: Code, more: Partial<Place> = {}): Found =>
    found(code, { ...place, ...(write === undefined ? {} : { seq: write.seq }), ...more });
  if (write === undefined) return gaps.has(stored.seq) ? undefined : differs('extra');
  const versions = { stored: stored.version, logged: write.version };
  if (stored.version < write.version) return differs('older', versions);
  if (stored.version > write.version) return gaps.has(stored.seq) ? undefined : differs('ahead', versions);
  if (stored.sha256 !== write.sha256) return differs('differs');
  return stored.seq === write.seq ? undefined : differs('column_differs', { column: 'seq' });
}

/** Whether an entry's leaf has this digest. */
export const isLogged = (digests: readonly Digest[], kind: Digest['kind'], sha256: string): boolean =>
  digests.some((digest) => digest.kind === kind && digest.sha256 === sha256);

/** What the checks of the control rows come to. */
export interface CheckedRows {
  readonly count: number;
  /** The log's head, which is a control row that no entry is about. */
  readonly head: Row<'control'> | undefined;
}

/**
 * Checks every control row. Without keys: that the entry its `seq` names has its digest. With them: its MAC, and that
 * it is what the log says was written last; and that none is gone.
 */
export function* checkControl(
  snapshot: Snapshot,
  community: string,
  digestsAt: DigestsAt,
  opened: { readonly keys: Keys; readonly logged: Logged } | undefined,
): Generator<Found, CheckedRows> {
  const seen = new Set<string>();
  const consents = new Consents();
  let head: Row<'control'> | undefined;
  let count = 0;
  for (const row of snapshot.rows('control')) {
    count += 1;
    const { kind, key, version, seq } = row;
    const place = { table: 'control', kind, id: key } as const;
    const forged = opened?.keys.row !== undefined && !hasMac(opened.keys, row);
    if (forged) yield found('mac', place);
    if (kind === 'log' && key === 'head') {
      head = row;
      continue;
    }
    const sha256 = controlDigest(community, row);
    seen.add(rowName(kind, key));
    if (opened === undefined) {
      const logged = isLogged(digestsAt(seq), 'row', sha256);
      if (!logged) yield found('not_logged', { ...place, seq });
      consents.add(row, sha256, logged);
      continue;
    }
    consents.add(row, sha256, !forged);
    const write = opened.logged.rows.get(rowName(kind, key));
    const finding = compare({ version, sha256, seq }, write, opened.logged, place);
    if (finding !== undefined) yield finding;
  }
  for (const [name, { kind, key, seq, version, sha256 }] of opened?.logged.rows ?? []) {
    // Taken away by the vault itself, with the log's word for it.
    if (sha256 === goneDigest(community, { kind, key, version })) continue;
    if (!seen.has(name)) yield found('missing', { table: 'control', kind, id: key, seq });
  }
  yield* consents.check();
  return { count, head };
}

/** How many entries the log's head counts; undefined when there is none, or not one that the vault wrote. */
export function sizeByHead(snapshot: Snapshot, keys: Keys): number | undefined {
  for (const row of snapshot.rows('control')) {
    if (row.kind !== 'log' || row.key !== 'head') continue;
    const { size } = contentOf(row.content);
    return hasMac(keys, row) && typeof size === 'number' ? size : undefined;
  }
  return undefined;
}

export function hasMac({ row: key, community }: Keys, row: Row<'control'>): boolean {
  const { kind, key: name, version, content, mac } = row;
  return (
    key !== undefined &&
    checkRow(key, { community, table: 'control', kind, key: name, version, content }, mac)
  );
}

/** One resident's consent to one purpose, as far as its rows are there. */
interface Chain {
  head?: { readonly events: unknown; readonly last: unknown };
  readonly events: Map<string, { readonly previous: unknown; readonly sha256: string }>;
  /** A row of it is named already as one that was not written so: nothing more is to be learnt from the chain. */
  broken: boolean;
}

/**
 * The chains of consent events, each under a head that counts them and has the digest of the last. What a row says is
 * believed of none: the walk goes along the events that are there, however many the head counts.
 */
class Consents {
  readonly #chains = new Map<string, Chain>();

  /** @param asWritten whether the row is what somebody with the row key wrote, as far as that can be told */
  add(row: Row<'control'>, sha256: string, asWritten: boolean): void {
    if (row.kind !== 'consent' && row.kind !== 'consent_event') return;
    const slash = row.key.lastIndexOf('/');
    const [head, n] =
      row.kind === 'consent' ? [row.key] : [row.key.slice(0, Math.max(slash, 0)), row.key.slice(slash + 1)];
    const chain: Chain = this.#chains.get(head) ?? { events: new Map(), broken: false };
    this.#chains.set(head, chain);
    const { events, last, previous } = contentOf(row.content);
    if (n === undefined) chain.head = { events, last };
    else chain.events.set(n, { previous, sha256 });
    chain.broken ||= !asWritten;
  }

  *check(): Generator<Found, void> {
    for (const [head, chain] of this.#chains) {
      if (!chain.broken) yield* checkChain(head, chain);
    }
  }
}

function* checkChain(id: string, { head, events }: Chain): Generator<Found, void> {
  const counted = typeof head?.events === 'number' ? head.events : 0;
  const wrong = new Set(events.keys());
  let previous = '';
  let n = 1;
  for (; n <= counted; n += 1) {
    const event = events.get(String(n));
    if (event?.previous !== previous) break;
    previous = event.sha256;
    wrong.delete(String(n));
  }
  if (n <= counted) wrong.add(String(n));
  for (const each of wrong)
    yield found('chain', { table: 'control', kind: 'consent_event', id: `${id}/${each}` });
  if (head !== undefined && head.last !== previous)
    yield found('chain', { table: 'control', kind: 'consent', id });
}

/** Checks the MACs of what expires; no entry is about these rows, so a lost one is not missed. */
export function* checkTransient(snapshot: Snapshot, keys: Keys): Generator<Found, number> {
  let count = 0;
  for (const { kind, key, content, mac, expires_at: version } of snapshot.rows('transient')) {
    count += 1;
    const input = { community: keys.community, table: 'transient', kind, key, version, content };
    if (keys.row !== undefined && !checkRow(keys.row, input, mac))
      yield found('mac', { table: 'transient', kind, id: key });
  }
  return count;
}

import { checkRow } from '../vault/crypto/row.ts';
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
    if (opened?.keys.row !== undefined && !hasMac(opened.keys, row)) yield found('mac', place);
    if (kind === 'log' && key === 'head') {
      head = row;
      continue;
    }
    const sha256 = controlDigest(community, row);
    seen.add(rowName(kind, key));
    consents.add(row, sha256);
    if (opened === undefined) {
      if (!isLogged(digestsAt(seq), 'row', sha256)) yield found('not_logged', { ...place, seq });
      continue;
    }
    const write = opened.logged.rows.get(rowName(kind, key));
    const finding = compare({ version, sha256, seq }, write, opened.logged, place);
    if (finding !== undefined) yield finding;
  }
  for (const [name, { kind, key, seq }] of opened?.logged.rows ?? []) {
    if (!seen.has(name)) yield found('missing', { table: 'control', kind, id: key, seq });
  }
  yield* consents.check();
  return { count, head };
}

function hasMac({ row: key, community }: Keys, row: Row<'control'>): boolean {
  const { kind, key: name, version, content, mac } = row;
  return (
    key !== undefined &&
    checkRow(key, { community, table: 'control', kind, key: name, version, content }, mac)
  );
}

/** The chains of consent events, each under a head that counts them and has the digest of the last. */
class Consents {
  readonly #heads = new Map<string, { events: unknown; last: unknown }>();
  readonly #events = new Map<string, { previous: unknown; sha256: string }>();

  add(row: Row<'control'>, sha256: string): void {
    const content = contentOf(row.content);
    if (row.kind === 'consent')
      this.#heads.set(row.key, { events: content['events'], last: content['last'] });
    if (row.kind === 'consent_event') this.#events.set(row.key, { previous: content['previous'], sha256 });
  }

  *check(): Generator<Found, void> {
    const events = new Map(this.#events);
    for (const [head, { events: count, last }] of this.#heads) {
      let previous = '';
      for (let n = 1; typeof count === 'number' && n <= count; n += 1) {
        const key = `${head}/${n}`;
        const event = events.get(key);
        events.delete(key);
        if (event?.previous === previous) previous = event.sha256;
        else {
          yield found('chain', { table: 'control', kind: 'consent_event', id: key });
          break;
        }
      }
      for (let n = 1; typeof count === 'number' && n <= count; n += 1) events.delete(`${head}/${n}`);
      if (last !== previous) yield found('chain', { table: 'control', kind: 'consent', id: head });
    }
    for (const key of events.keys())
      yield found('chain', { table: 'control', kind: 'consent_event', id: key });
  }
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

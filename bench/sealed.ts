import { readFileSync } from 'node:fs';
import { recordTypes } from '../policy/fields.ts';
import { contactIndex } from '../vault/access/actor.ts';
import { answer, type AnswerOf, type AtOnceName, type RequestOf } from '../vault/answer.ts';
import type { Aead } from '../vault/crypto/aead.ts';
import { indexTag } from '../vault/crypto/index-tag.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { openFields, type RecordContext, sealRecord } from '../vault/crypto/record.ts';
import { receiptSigner } from '../vault/crypto/receipt-key.ts';
import { newToken } from '../vault/crypto/token.ts';
import { packageSigner } from '../vault/duties/openpgp.ts';
import { openKeys } from '../vault/keyring/ring.ts';
import { wrappingsOf } from '../vault/keyring/roots.ts';
import { canonical } from '../vault/log/entry.ts';
import { enter } from '../vault/access/links.ts';
import { noteSigner } from '../vault/log/note.ts';
import { appendToEdge, emptyEdge, leafHash } from '../vault/log/tree.ts';
import { offeredNotice } from '../vault/consent/notice.ts';
import { Tampered } from '../vault/outcome.ts';
import { openRing, openStore } from '../vault/storage/open.ts';
import { dataKey, openRecord } from '../vault/subject.ts';
import { openVault, recordStart, transact, type Vault } from '../vault/vault.ts';
import { type BenchData, batch, type Engine, pickFor } from './engine.ts';
import { freshResident, gridCount, type Resident, residentFields, wideFields } from './data.ts';
import { decideAny, decideOne } from './decisions.ts';
import { type BenchSql, openSql, storedBytes } from './sql.ts';

const month = '2026-11';
const now = Date.UTC(2026, 10, 23, 6);
const community = 'hengda';
const notice = new URL('../policy/notices/phone_contact.zh-CN.md', import.meta.url);
const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));
/** What a grid worker may see of a resident for this purpose: everything but the care needs. */
const shown = residentFields.filter((name) => name !== 'care');

/** An open vault and one who may ask, over the product's own pipelines. */
interface Desk {
  readonly vault: Vault;
  readonly sql: BenchSql;
  readonly administrator: string;
  readonly worker: string;
  readonly ask: <Name extends AtOnceName>(
    token: string,
    name: Name,
    request: RequestOf<Name>,
  ) => AnswerOf<Name>;
}

/** The product as it stands, over its own schema in a file; nothing of it is replaced but where the clock is. */
export async function openSealed(path: string, data: BenchData, aead: Aead): Promise<Engine> {
  const desk = await openDesk(path, aead);
  const { vault, sql } = desk;
  for (let from = 0; from < data.residents.length; from += batch) {
    demand(desk.ask(desk.administrator, 'importBatch', data.residents.slice(from, from + batch).map(asLine)));
  }
  const bytes = storedBytes(sql, 'log_entry');
  const wide = wideRecords(vault, data);
  const row = (id: string) => {
    const found = vault.store.records.byId('resident', id);
    if (found === undefined) throw new Error('a resident is missing');
    return found;
  };
  return {
    name: 'sealed',
    tasks: { ...readTasks(desk, data, wide.open), ...writeTasks(desk, data), ...logTasks(desk, data) },
    fieldsOf: (id) => {
      const fields = openRecord(vault, row(id), residentFields);
      // Kept as a hash alone: that it comes back as its own index tag is all there is to see of it.
      const number = data.residents.find((resident) => resident.id === id)?.fields.idNumber ?? '';
      const tag = indexTag(vault.keys.index('resident.idNumber'), number);
      const kept = vault.store.tags.of(id).some((each) => each.tag === tag);
      return { ...Object.fromEntries(fields), idNumber: kept ? number : '' };
    },
    wideOf: (id) => wide.open(id, wide.numbers),
    refusesMoved: () => refusesMoved(sql, data, (id) => openRecord(vault, row(id), ['name']), wide),
    bytes: () => bytes,
  };
}

async function openDesk(path: string, aead: Aead): Promise<Desk> {
  const sql = openSql(path);
  const indexes = [
    contactIndex,
    ...Object.entries(recordTypes).flatMap(([type, { fields }]) =>
      Object.entries(fields).flatMap(([name, spec]) => ('indexed' in spec ? [`${type}.${name}`] : [])),
    ),
  ];
  const root = importKey(RootSecret, random(32));
  const ring = openKeys(
    await openRing(openSql(':memory:')),
    wrappingsOf([root], community),
    { community, month, indexes },
    now,
    random,
    aead,
  );
  if (!ring.ok) throw new Error('a new ring opens');
  const administrator = newToken(random);
  const vault = openVault({
    community,
    store: await openStore(sql),
    ring: ring.keys,
    receipts: receiptSigner(community, new Uint8Array(32).fill(7)),
    signer: noteSigner(`lindun/${community}/1`, random(32)),
    packages: packageSigner(community, new Uint8Array(32).fill(5)),
    archives: noteSigner(`lindun/${community}/archives`, random(32)),
    recovery: 0,
    notices: [offeredNotice(readFileSync(notice, 'utf8'))],
    aead,
    random,
    administrator: administrator.hash,
  });
  transact(vault, () => recordStart(vault, now, '00'.repeat(32)));
  let requests = 0;
  const ask: Desk['ask'] = (token, name, request) => {
    requests += 1;
    const id = `request-${requests}`;
    const call = { token, request: id, via: 'api', idempotencyKey: id };
    return answer(vault, call, name, request, now) as AnswerOf<typeof name>;
  };
  const grids = Array.from({ length: gridCount }, (_, at) => ({
    id: at + 1,
    kind: 'basic' as const,
    buildings: [at + 1],
  }));
  demand(ask(administrator.token, 'setUpCommunity', { name: '恒大城社区', grids }));
  const appointed = demand(
    ask(administrator.token, 'appoint', {
      role: 'grid_worker',
      grids: grids.map(({ id }) => id),
      fields: { name: '李建国' },
    }),
  );
  const link = demand(ask(administrator.token, 'openLink', { for: appointed.id }));
  const [, secret = ''] = link.path.split('#');
  const entered = demand(transact(vault, () => enter(vault, { secret, request: 'enrolment' }, now)));
  const enrolled = demand(ask(entered.token, 'setPin', { pin: '280519' }));
  const worker = enrolled.session?.token ?? '';
  return { vault, sql, administrator: administrator.token, worker, ask };
}

type WideOpen = (id: string, numbers: readonly number[]) => string[];

function readTasks({ vault, sql, worker, ask }: Desk, data: BenchData, openWide: WideOpen): Engine['tasks'] {
  const resident = (turn: number): Resident => pickFor(data.residents, turn);
  let searches = 0;
  const numbers = Array.from({ length: wideFields }, (_, at) => at + 1);
  const opened = (id: string, names: readonly string[]) => {
    const row = vault.store.records.byId('resident', id);
    if (row === undefined) throw new Error('a resident is missing');
    return openRecord(vault, row, names);
  };
  const read = (turn: number, fields: readonly string[]): void => {
    const { id } = resident(turn);
    demand(ask(worker, 'readRecord', { type: 'resident', id, purpose: 'record_keeping', fields }));
  };
  return {
    readWide: (turn) => void openWide(pickFor(data.wide, turn).id, numbers),
    readWideOne: (turn) => void openWide(pickFor(data.wide, turn).id, [7]),
    read: (turn) => void opened(resident(turn).id, residentFields),
    readOne: (turn) => void opened(resident(turn).id, ['mobile']),
    find: (turn) => {
      const tag = indexTag(vault.keys.index('resident.mobile'), resident(turn).fields.mobile);
      for (const hit of vault.store.tags.find('resident.mobile', tag, 20)) {
        vault.rows.checkTag('resident.mobile', tag, hit.record, hit.mac);
        opened(hit.record, residentFields);
      }
    },
    auditedRead: (turn) => read(turn, shown),
    auditedReadOne: (turn) => read(turn, ['mobile']),
    auditedFind: (turn) => {
      // Thirty searches an hour are allowed, and the bench's clock stands still: the budget begins anew in time.
      if ((searches += 1) % 30 === 0) sql.all(`DELETE FROM "transient" WHERE kind = 'budget'`, []);
      const where = { field: 'mobile', value: resident(turn).fields.mobile };
      const found = ask(worker, 'searchRecords', {
        type: 'resident',
        purpose: 'record_keeping',
        fields: shown,
        where,
        limit: 20,
      });
      if (demand(found).items.length === 0) throw new Error('a search found nobody');
    },
    decide: decideOne,
    decideAny,
  };
}

function writeTasks({ vault, worker, administrator, ask }: Desk, data: BenchData): Engine['tasks'] {
  let fresh = 0;
  const newcomer = (turn: number): Resident => freshResident(pickFor(data.residents, turn), (fresh += 1));
  const purpose = 'record_keeping';
  return {
    auditedCreate: (turn) => {
      const { id, grid, fields } = newcomer(turn);
      demand(ask(worker, 'createRecord', { type: 'resident', purpose, id, grid, fields }));
    },
    auditedUpdate: (turn) => {
      const { id } = pickFor(data.residents, turn);
      const version = vault.store.records.byId('resident', id)?.version ?? 0;
      const fields = { care: `第${turn}次探望` };
      demand(ask(worker, 'updateRecord', { type: 'resident', id, purpose, version, fields }));
    },
    import: (turn) => {
      const lines = Array.from({ length: batch }, (_, at) => asLine(newcomer(turn + at)));
      demand(ask(administrator, 'importBatch', lines));
    },
  };
}

const noNodes = new Uint8Array();

/** The log alone: a whole entry, and what the tree adds to a row that is there anyway. */
function logTasks({ vault, sql }: Desk, data: BenchData): Engine['tasks'] {
  sql.database.exec(`CREATE TABLE bench_row (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, nodes BLOB NOT NULL,
      actor TEXT NOT NULL, subject TEXT NOT NULL) STRICT;
    CREATE INDEX bench_row_actor ON bench_row (actor, seq);
    CREATE INDEX bench_row_subject ON bench_row (subject, seq);`);
  let edge = emptyEdge;
  let bare = 0;
  const fields = Object.fromEntries(residentFields.map((name) => [name, 'masked']));
  const leafOf = (subject: string, turn: number): Uint8Array => {
    const part = { actor: 'worker', via: 'api', request: `request-${turn}` };
    return canonical({ ...part, subject, fields, purpose: 'record_keeping' });
  };
  const add = (seq: number, leaf: Uint8Array, nodes: Uint8Array, subject: string) =>
    sql.all('INSERT INTO bench_row VALUES (?, ?, ?, ?, ?)', [seq, leaf, nodes, 'worker', subject]);
  const inOne = (turn: number, work: (subject: string) => void) =>
    sql.atomically(() => {
      for (let at = 0; at < batch; at += 1) work(pickFor(data.residents, turn + at).id);
    });
  return {
    treeRows: (turn) =>
      inOne(turn, (subject) => {
        const leaf = leafOf(subject, turn);
        const appended = appendToEdge(edge, leafHash(leaf));
        add(2 * edge.size, leaf, appended.nodes, subject);
        edge = appended.edge;
      }),
    // Odd and even numbers, so that both kinds of row go to the same end of the same table.
    bareRows: (turn) =>
      inOne(turn, (subject) => add(2 * (bare += 1) + 1, leafOf(subject, turn), noNodes, subject)),
    logRow: (turn) => {
      const subject = { subject: pickFor(data.residents, turn).id, fields, purpose: 'record_keeping' };
      const entry = {
        action: 'record.read' as const,
        decision: 'granted' as const,
        actor: 'worker',
        role: 'grid_worker',
      };
      transact(vault, () =>
        vault.journal.append({ ...entry, via: 'api', request: `request-${turn}`, subject }, now),
      );
    },
  };
}

/** Records of twenty fields, which no record type has, sealed and stored as records are. */
function wideRecords(vault: Vault, data: BenchData) {
  const numbers = Array.from({ length: wideFields }, (_, at) => at + 1);
  const context = (id: string, keyId: string): RecordContext => ({
    community,
    subject: id,
    type: 'wide',
    id,
    keyId,
    version: 1,
  });
  transact(vault, () => {
    for (const { id, values } of data.wide) {
      const { key } = dataKey(vault, id);
      const fields = new Map(numbers.map((number) => [number, values[number - 1] ?? '']));
      const blob = sealRecord(fields, context(id, key.id), key.key, vault.aead);
      vault.store.records.add({ id, type: 'wide', subject: id, version: 1, key_id: key.id, blob, seq: 0 });
    }
  });
  const open: WideOpen = (id, wanted) => {
    const row = vault.store.records.byId('wide', id);
    const held = vault.keys.find(vault.store.keys, id, 'data');
    if (row === undefined || held === undefined) throw new Error('a wide record is missing');
    const opened = openFields(row.blob, context(id, row.key_id), held.key, wanted, vault.aead);
    if (!opened.ok) throw new Tampered(`wide ${id}`);
    return wanted.map((number) => opened.fields.get(number) ?? '');
  };
  return { open, numbers };
}

function refusesMoved(
  sql: BenchSql,
  data: BenchData,
  openResident: (id: string) => unknown,
  wide: ReturnType<typeof wideRecords>,
): boolean {
  const refused = (list: readonly { readonly id: string }[], open: (id: string) => unknown): boolean => {
    const [from, to] = [pickFor(list, 0).id, pickFor(list, 1).id];
    const blobOf = (id: string) => sql.all('SELECT blob FROM record WHERE id = ?', [id])[0]?.['blob'] ?? null;
    const [moved, own] = [blobOf(from), blobOf(to)];
    const put = (blob: typeof own) => sql.all('UPDATE record SET blob = ? WHERE id = ?', [blob, to]);
    put(moved);
    try {
      open(to);
      return false;
    } catch (error) {
      return error instanceof Tampered;
    } finally {
      put(own);
    }
  };
  return refused(data.residents, openResident) && refused(data.wide, (id) => wide.open(id, wide.numbers));
}

const asLine = ({ id, grid, fields }: Resident) => ({
  kind: 'record' as const,
  type: 'resident' as const,
  id,
  grid,
  fields,
});

function demand<T>(outcome: { ok: true; value: T } | { ok: false; problem: { code: string } }): T {
  if (!outcome.ok) throw new Error(`the vault answered ${outcome.problem.code}`);
  return outcome.value;
}

import { indexTag } from '../vault/crypto/index-tag.ts';
import { canonical } from '../vault/log/entry.ts';
import { appendToEdge, emptyEdge, inclusionProof, leafHash } from '../vault/log/tree.ts';
import { Tampered } from '../vault/outcome.ts';
import { openRecord } from '../vault/subject.ts';
import { transact } from '../vault/vault.ts';
import { type BenchData, batch, type Engine, pickFor } from './engine.ts';
import { freshResident, gridCount, type Resident, residentFields } from './data.ts';
import { decideAny, decideOne } from './decisions.ts';
import { demand, type Desk, type DeskParts, now, openDesk } from './desk.ts';
import type { Room } from './sql.ts';
import { storeWide, wideNames } from './wide.ts';

/** What a grid worker may see of a resident for this purpose: everything but the care needs. */
const shown = residentFields.filter((name) => name !== 'care');

/** The product as it stands: see {@link openDesk}. */
export async function openSealed(parts: DeskParts, data: BenchData): Promise<Engine> {
  const desk = await openDesk(parts);
  const { vault, room } = desk;
  const empty = room.stored('log_entry').all;
  const wide = storeWide(vault, data);
  const withWide = room.stored('log_entry');
  for (let from = 0; from < data.residents.length; from += batch) {
    const lines = data.residents.slice(from, from + batch).map(asLine);
    const { imported } = demand(desk.ask(desk.administrator, 'importBatch', lines));
    if (imported !== lines.length) throw new Error('not every resident was brought in');
  }
  const stored = room.stored('log_entry');
  const added = withWide.all - empty;
  const numbers = new Map(data.residents.map(({ id, fields }) => [id, fields.idNumber]));
  const row = (id: string) => {
    const found = vault.store.records.byId('resident', id);
    if (found === undefined) throw new Error('a resident is missing');
    return found;
  };
  return {
    name: 'sealed',
    tasks: {
      ...wideTasks(data, wide),
      ...readTasks(desk, data),
      ...askTasks(desk, data),
      ...writeTasks(desk, data),
      ...logTasks(desk, data),
    },
    records: data.wide.length,
    fieldsOf: (id) => {
      const fields = openRecord(vault, row(id), residentFields);
      // Kept as a hash alone: that it comes back as its own index tag is all there is to see of it.
      const number = numbers.get(id) ?? '';
      const tag = indexTag(vault.keys.index('resident.idNumber'), number);
      const kept = vault.store.tags.of(id).some((each) => each.tag === tag);
      return { ...Object.fromEntries(fields), idNumber: kept ? number : '' };
    },
    wideOf: (id) => wide.open(id, wideNames),
    refusesMoved: () =>
      refusesMoved(room, data.residents, (id) => openRecord(vault, row(id), ['name'])) &&
      refusesMoved(room, data.wide, (id) => wide.open(id, ['f1'])),
    bytes: { all: stored.all - added, withoutLog: stored.withoutLog - added, wide: added },
  };
}

function wideTasks(data: BenchData, wide: ReturnType<typeof storeWide>): Engine['tasks'] {
  if (data.wide.length === 0) return {};
  return {
    readWide: (turn) => void wide.open(pickFor(data.wide, turn).id, wideNames),
    readWideOne: (turn) => void wide.open(pickFor(data.wide, turn).id, ['f7']),
    findWide: (turn) => {
      if (wide.find(pickFor(data.wide, turn).values[0] ?? '').length === 0) throw new Error('nothing found');
    },
  };
}

function readTasks({ vault }: Desk, data: BenchData): Engine['tasks'] {
  const resident = (turn: number): Resident => pickFor(data.residents, turn);
  const opened = (id: string, names: readonly string[]): void => {
    const row = vault.store.records.byId('resident', id);
    if (row === undefined) throw new Error('a resident is missing');
    openRecord(vault, row, names);
  };
  return {
    read: (turn) => opened(resident(turn).id, residentFields),
    readOne: (turn) => opened(resident(turn).id, ['mobile']),
    find: (turn) => {
      const tag = indexTag(vault.keys.index('resident.mobile'), resident(turn).fields.mobile);
      for (const hit of vault.store.tags.find('resident.mobile', tag, 20)) {
        vault.rows.checkTag('resident.mobile', tag, hit.record, hit.mac);
        opened(hit.record, residentFields);
      }
    },
    decide: decideOne,
    decideAny,
  };
}

/** What somebody asks for over the pipelines. */
function askTasks({ room, workerOf, ask }: Desk, data: BenchData): Engine['tasks'] {
  const resident = (turn: number): Resident => pickFor(data.residents, turn);
  // Thirty searches an hour are allowed, and whoever sees eighty residents without a case is looked at more closely, which
  // costs more. The bench's clock stands still: both begin anew in time, so that every worker stays an ordinary one.
  let asked = 0;
  const anew = (): void => {
    if ((asked += 1) % 30 === 0) room.all(`DELETE FROM "transient" WHERE kind = 'budget'`, []);
    if (asked % (40 * gridCount) === 0) room.all(`DELETE FROM "transient" WHERE kind = 'watch'`, []);
  };
  const read = (turn: number, fields: readonly string[]): void => {
    anew();
    const { id, grid } = resident(turn);
    demand(ask(workerOf(grid), 'readRecord', { type: 'resident', id, purpose: 'record_keeping', fields }));
  };
  const list = (turn: number, limit: number): void => {
    anew();
    const grid = 1 + (turn % gridCount);
    const where = { grid };
    const request = {
      type: 'resident' as const,
      purpose: 'record_keeping' as const,
      fields: shown,
      where,
      limit,
    };
    demand(ask(workerOf(grid), 'searchRecords', request));
  };
  return {
    auditedRead: (turn) => read(turn, shown),
    auditedReadOne: (turn) => read(turn, ['mobile']),
    auditedFind: (turn) => {
      anew();
      const { grid, fields } = resident(turn);
      const found = ask(workerOf(grid), 'searchRecords', {
        type: 'resident',
        purpose: 'record_keeping',
        fields: shown,
        where: { field: 'mobile', value: fields.mobile },
        limit: 20,
      });
      if (demand(found).items.length === 0) throw new Error('a search found nobody');
    },
    list1: (turn) => list(turn, 1),
    list10: (turn) => list(turn, 10),
    list50: (turn) => list(turn, 50),
  };
}

function writeTasks({ vault, workerOf, administrator, ask }: Desk, data: BenchData): Engine['tasks'] {
  let fresh = 0;
  const newcomer = (turn: number): Resident => freshResident(pickFor(data.residents, turn), (fresh += 1));
  const purpose = 'record_keeping';
  return {
    auditedCreate: (turn) => {
      const { id, grid, fields } = newcomer(turn);
      demand(ask(workerOf(grid), 'createRecord', { type: 'resident', purpose, id, grid, fields }));
    },
    auditedUpdate: (turn) => {
      const { id, grid } = pickFor(data.residents, turn);
      const version = vault.store.records.byId('resident', id)?.version ?? 0;
      const fields = { care: `第${turn}次探望` };
      demand(ask(workerOf(grid), 'updateRecord', { type: 'resident', id, purpose, version, fields }));
    },
    import: (turn) => {
      const lines = Array.from({ length: batch }, (_, at) => asLine(newcomer(turn + at)));
      demand(ask(administrator, 'importBatch', lines));
    },
  };
}

const noNodes = new Uint8Array();

/** The log alone: a whole entry, a proof, and what the tree adds to a row that is there anyway. */
function logTasks({ vault, room }: Desk, data: BenchData): Engine['tasks'] {
  for (const statement of benchRow) room.all(statement, []);
  let edge = emptyEdge;
  let bare = 0;
  const fields = Object.fromEntries(residentFields.map((name) => [name, 'masked']));
  const leafOf = (subject: string, turn: number): Uint8Array => {
    const part = { actor: 'worker', via: 'api', request: `request-${turn}` };
    return canonical({ ...part, subject, fields, purpose: 'record_keeping' });
  };
  const add = (seq: number, leaf: Uint8Array, nodes: Uint8Array, subject: string) =>
    room.all('INSERT INTO bench_row VALUES (?, ?, ?, ?, ?)', [seq, leaf, nodes, 'worker', subject]);
  const inOne = (turn: number, work: (subject: string) => void) =>
    room.atomically(() => {
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
      inOne(turn, (subject) => void add(2 * (bare += 1) + 1, leafOf(subject, turn), noNodes, subject)),
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
    proof: (turn) => {
      const { size } = vault.journal;
      inclusionProof((turn * 7919) % size, size, vault.journal.readHash);
    },
  };
}

const benchRow = [
  `CREATE TABLE bench_row (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, nodes BLOB NOT NULL,
    actor TEXT NOT NULL, subject TEXT NOT NULL) STRICT`,
  'CREATE INDEX bench_row_actor ON bench_row (actor, seq)',
  'CREATE INDEX bench_row_subject ON bench_row (subject, seq)',
];

/** Whether one record's blob is refused in another's row. True where there are not two of them. */
function refusesMoved(
  room: Room,
  list: readonly { readonly id: string }[],
  open: (id: string) => unknown,
): boolean {
  if (list.length < 2) return true;
  const [from, to] = [pickFor(list, 0).id, pickFor(list, 1).id];
  const blobOf = (id: string) => room.all('SELECT blob FROM record WHERE id = ?', [id])[0]?.['blob'] ?? null;
  const [moved, own] = [blobOf(from), blobOf(to)];
  const put = (blob: typeof own) => room.all('UPDATE record SET blob = ? WHERE id = ?', [blob, to]);
  put(moved);
  try {
    open(to);
    return false;
  } catch (error) {
    return error instanceof Tampered;
  } finally {
    put(own);
  }
}

const asLine = ({ id, grid, fields }: Resident) => ({
  kind: 'record' as const,
  type: 'resident' as const,
  id,
  grid,
  fields,
});

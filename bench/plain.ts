import { type BenchData, batch, type Engine, pickFor } from './engine.ts';
import { freshResident, type Resident, residentFields, wideFields } from './data.ts';
import type { Room } from './sql.ts';

const wideColumns = Array.from({ length: wideFields }, (_, at) => `f${at + 1}`);
const columns = ['id', 'grid', ...residentFields, 'version'];
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const schema = [
  `CREATE TABLE resident (id TEXT PRIMARY KEY, grid INTEGER NOT NULL,
    ${residentFields.map((name) => `${name} TEXT NOT NULL`).join(', ')}, version INTEGER NOT NULL) STRICT`,
  'CREATE INDEX resident_mobile ON resident (mobile)',
  'CREATE INDEX resident_idNumber ON resident (idNumber)',
  'CREATE INDEX resident_address ON resident (address)',
  'CREATE INDEX resident_grid ON resident (grid, id)',
  `CREATE TABLE wide (id TEXT PRIMARY KEY, ${wideColumns.map((name) => `${name} TEXT NOT NULL`).join(', ')}) STRICT`,
  'CREATE INDEX wide_f1 ON wide (f1)',
  `CREATE TABLE log (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
    subject TEXT NOT NULL, fields TEXT NOT NULL, purpose TEXT NOT NULL, request TEXT NOT NULL) STRICT`,
  'CREATE INDEX log_actor ON log (actor, seq)',
  'CREATE INDEX log_subject ON log (subject, seq)',
];

const insertResident = `INSERT INTO resident (${columns.join(', ')}) VALUES (${marks(columns.length)})`;
const insertLog = `INSERT INTO log (time, action, actor, subject, fields, purpose, request) VALUES (${marks(7)})`;

/** What one would write without this project: columns in clear, SQLite's own indexes, and for the audited tasks one
 * plain log row in the same transaction. No token, no policy, no mask. */
export function openPlain(sql: Room, data: BenchData): Engine {
  for (const statement of schema) sql.all(statement, []);
  const actor = 'worker';
  let fresh = 0;
  const add = ({ id, grid, fields }: Resident): void => {
    sql.all(insertResident, [id, grid, ...residentFields.map((name) => fields[name]), 1]);
  };
  const note = (action: string, subject: string, fields: readonly string[], turn: number): void => {
    sql.all(insertLog, [
      1_793_000_000_000 + turn,
      action,
      actor,
      subject,
      JSON.stringify(fields),
      'record_keeping',
      `request-${turn}`,
    ]);
  };
  const byId = (id: string) => sql.all('SELECT * FROM resident WHERE id = ?', [id]);
  const mobileOf = (id: string) => sql.all('SELECT mobile FROM resident WHERE id = ?', [id]);
  const byMobile = (mobile: string) => sql.all('SELECT * FROM resident WHERE mobile = ?', [mobile]);
  const update = (id: string, care: string) =>
    sql.all('UPDATE resident SET care = ?, version = version + 1 WHERE id = ?', [care, id]);
  const newcomer = (turn: number): Resident => freshResident(resident(turn), (fresh += 1));

  const resident = (turn: number): Resident => pickFor(data.residents, turn);

  const empty = sql.stored('log').all;
  sql.atomically(() => {
    const insert = `INSERT INTO wide VALUES (${marks(wideFields + 1)})`;
    for (const { id, values } of data.wide) sql.all(insert, [id, ...values]);
  });
  const added = sql.stored('log').all - empty;
  sql.atomically(() => {
    for (const [at, made] of data.residents.entries()) {
      add(made);
      note('create', made.id, residentFields, at);
    }
  });
  const stored = sql.stored('log');

  return {
    name: 'plain',
    tasks: {
      findWide: (turn) =>
        void sql.all('SELECT * FROM wide WHERE f1 = ?', [pickFor(data.wide, turn).values[0] ?? '']),
      readWide: (turn) => void sql.all('SELECT * FROM wide WHERE id = ?', [pickFor(data.wide, turn).id]),
      readWideOne: (turn) => void sql.all('SELECT f7 FROM wide WHERE id = ?', [pickFor(data.wide, turn).id]),
      read: (turn) => void byId(resident(turn).id),
      readOne: (turn) => void mobileOf(resident(turn).id),
      find: (turn) => void byMobile(resident(turn).fields.mobile),
      auditedRead: (turn) =>
        sql.atomically(() => {
          byId(resident(turn).id);
          note('read', resident(turn).id, residentFields, turn);
        }),
      auditedReadOne: (turn) =>
        sql.atomically(() => {
          mobileOf(resident(turn).id);
          note('read', resident(turn).id, ['mobile'], turn);
        }),
      auditedFind: (turn) =>
        sql.atomically(() => {
          for (const row of byMobile(resident(turn).fields.mobile)) {
            note('search', String(row['id']), residentFields, turn);
          }
        }),
      create: (turn) => add(newcomer(turn)),
      auditedCreate: (turn) =>
        sql.atomically(() => {
          const made = newcomer(turn);
          add(made);
          note('create', made.id, residentFields, turn);
        }),
      update: (turn) => void update(resident(turn).id, `第${turn}次探望`),
      auditedUpdate: (turn) =>
        sql.atomically(() => {
          update(resident(turn).id, `第${turn}次探望`);
          note('update', resident(turn).id, ['care'], turn);
        }),
      import: (turn) =>
        sql.atomically(() => {
          for (let at = 0; at < batch; at += 1) add(newcomer(turn + at));
        }),
      logRow: (turn) => sql.atomically(() => note('read', resident(turn).id, residentFields, turn)),
    },
    fieldsOf: (id) => (byId(id)[0] ?? {}) as Record<string, string>,
    wideOf: (id) =>
      Object.values(sql.all('SELECT * FROM wide WHERE id = ?', [id])[0] ?? {}).slice(1) as string[],
    refusesMoved: undefined,
    records: data.wide.length,
    bytes: { all: stored.all - added, withoutLog: stored.withoutLog - added, wide: added },
  };
}

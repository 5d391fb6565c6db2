import type { DatabaseSync } from 'node:sqlite';
import type { Found } from '../cli/finding.ts';
import { vaultSchema } from '../migrations/schema.ts';

/** What a running vault is asked: see tests/tamper.test.ts. */
export type Probe = 'resident' | 'mobile' | 'ticket' | 'photo' | 'consents' | 'log' | 'proof';

/** What is changed; `finds` is what `verify` must name; the vault's part is one of four. */
export interface Kind {
  change: (database: DatabaseSync, ids: Ids) => unknown;
  finds: (ids: Ids) => Partial<Found> & Pick<Found, 'table'>;
  /**
   * `tampered`: refused, with this code. `listed`: the officer's search names the entry and shows nothing of it.
   * `down`: the vault does not open. A status: the request does not read what was changed, and is answered so.
   */
  vault: readonly [Probe, 'tampered' | 'listed' | 'down' | number];
}

/** The ids of this run, in SQL's named parameters. */
export interface Ids {
  $resident: string;
  $neighbour: string;
  $worker: string;
  $ticket: string;
  $photo: string;
  $consent: string;
}

const run = (sql: string) => (database: DatabaseSync, ids: Ids) => {
  for (const statement of sql.split(/;\n/)) {
    const named = Object.entries(ids).filter(([name]) => statement.includes(name));
    const { changes } = database.prepare(statement).run(Object.fromEntries(named));
    if (changes === 0 && !statement.includes('CREATE'))
      throw new Error(`nothing was changed by ${statement}`);
  }
};

/** A table made anew with another definition, its rows and indexes kept. */
const rebuilt = (table: string, from: string, to: string) => (database: DatabaseSync) => {
  const create = vaultSchema.find((text) => text.startsWith(`CREATE TABLE ${table} `)) ?? '';
  const indexes = vaultSchema.filter((text) => text.includes(` ON ${table} (`));
  if (!create.includes(from)) throw new Error(`${table} has no ${from}`);
  database.exec(`ALTER TABLE ${table} RENAME TO old; ${create.replace(from, to)};
    INSERT INTO ${table} SELECT * FROM old; DROP TABLE old; ${indexes.join(';')}`);
};

/** SQL for a blob with one bit changed: its byte at an offset (from 1) becomes another. */
const flipped = (column: string, at: number) =>
  `CAST(substr(${column}, 1, ${at - 1}) || CASE WHEN substr(${column}, ${at}, 1) = x'00' THEN x'01' ELSE x'00' END
   || substr(${column}, ${at + 1}) AS BLOB)`;

const record = ({ $resident }: Ids) => ({ table: 'record', id: $resident, kind: 'resident' }) as const;
const photo = ({ $photo }: Ids) => ({ table: 'record', id: $photo, kind: 'attachment' }) as const;
const chunk = ({ $photo }: Ids) => ({ table: 'attachment_chunk', id: $photo }) as const;
const ticketCase = ({ $ticket }: Ids) => ({ table: 'control', id: $ticket, kind: 'case' }) as const;
const key = (kind: 'data' | 'log') => (ids: Ids) =>
  ({ table: 'wrapped_key', kind, id: ids.$resident }) as const;
const tag = ({ $resident }: Ids) => ({ table: 'index_tag', kind: 'resident.mobile', id: $resident }) as const;
const entry = (seq: number) => () => ({ table: 'log_entry', seq }) as const;
const head = () => ({ table: 'control', kind: 'log', id: 'head' }) as const;
const missing = (code: string, at: (ids: Ids) => Pick<Found, 'table'>) => (ids: Ids) =>
  ({ code, ...at(ids) }) as Partial<Found> & Pick<Found, 'table'>;

const own = 'WHERE id = $resident';
const ofCase = "WHERE kind = 'case' AND key = $ticket";
export const kinds: Record<string, Kind> = {
  'a byte of a record’s nonce': {
    change: run(`UPDATE record SET blob = ${flipped('blob', 5)} ${own}`),
    finds: record,
    vault: ['resident', 'tampered'],
  },
  'a record’s version': {
    change: run(`UPDATE record SET version = version + 1 ${own}`),
    finds: missing('ahead', record),
    vault: ['resident', 'tampered'],
  },
  'a record’s key id': {
    change: run(`UPDATE record SET key_id = (SELECT key_id FROM record WHERE id = $neighbour) ${own}`),
    finds: record,
    vault: ['resident', 'tampered'],
  },
  'a record’s subject': {
    change: run(`UPDATE record SET subject = $neighbour ${own}`),
    finds: record,
    vault: ['resident', 'tampered'],
  },
  'a record’s type': {
    change: run(`UPDATE record SET type = 'household' ${own}`),
    finds: ({ $resident }) => ({ table: 'record', id: $resident, kind: 'household' }),
    vault: ['resident', 403],
  },
  'a record’s seq': {
    change: run(`UPDATE record SET seq = seq - 1 ${own}`),
    finds: (ids) => ({ ...record(ids), column: 'seq' }),
    vault: ['resident', 200],
  },
  'a record’s blob put back': {
    change: run(`UPDATE record SET blob = (SELECT blob FROM before.record ${own}) ${own}`),
    finds: missing('differs', record),
    vault: ['resident', 'tampered'],
  },
  'a record put back whole, with its tags': {
    change: run(`INSERT OR REPLACE INTO record SELECT * FROM before.record ${own};
      DELETE FROM index_tag WHERE record = $resident;
      INSERT INTO index_tag SELECT * FROM before.index_tag WHERE record = $resident`),
    finds: missing('older', record),
    vault: ['resident', 200],
  },
  'two records’ blobs exchanged': {
    change: run(`CREATE TEMP TABLE kept AS SELECT blob FROM record ${own};
      UPDATE record SET blob = (SELECT blob FROM record WHERE id = $neighbour) ${own};
      UPDATE record SET blob = (SELECT blob FROM kept) WHERE id = $neighbour`),
    finds: record,
    vault: ['resident', 'tampered'],
  },
  'a byte of a photo': {
    change: run(`UPDATE record SET blob = ${flipped('blob', 300)} WHERE id = $photo`),
    finds: missing('differs', photo),
    vault: ['photo', 'tampered'],
  },
  'a photo deleted': {
    change: run(`DELETE FROM record WHERE id = $photo`),
    finds: missing('missing', photo),
    vault: ['photo', 'tampered'],
  },
  'a byte of a photo’s chunk': {
    change: run(`UPDATE attachment_chunk SET box = ${flipped('box', 300)} WHERE record = $photo`),
    finds: missing('chunk_unopened', chunk),
    vault: ['photo', 'tampered'],
  },
  'a photo’s chunks exchanged': {
    change: run(`CREATE TEMP TABLE kept AS SELECT stream, box FROM attachment_chunk WHERE record = $photo;
      UPDATE attachment_chunk SET box = (SELECT box FROM kept WHERE kept.stream != attachment_chunk.stream)
        WHERE record = $photo`),
    finds: missing('chunk_unopened', chunk),
    vault: ['photo', 'tampered'],
  },
  'a photo’s chunks deleted': {
    change: run(`DELETE FROM attachment_chunk WHERE record = $photo`),
    finds: missing('chunk_missing', chunk),
    vault: ['photo', 'tampered'],
  },
  'a chunk that belongs to nothing': {
    change:
      run(`INSERT INTO attachment_chunk SELECT 'planted', n, record, subject, 0, box FROM attachment_chunk
      WHERE record = $photo LIMIT 1`),
    finds: missing('chunk_extra', chunk),
    vault: ['photo', 200],
  },
  'a record deleted': {
    change: run(`DELETE FROM record ${own}`),
    finds: missing('missing', record),
    vault: ['resident', 403],
  },
  'a record deleted that a tag leads to': {
    change: run(`DELETE FROM record ${own}`),
    finds: missing('tag_orphan', tag),
    vault: ['mobile', 'tampered'],
  },
  'a tag pointed at somebody else': {
    change: run(
      `UPDATE index_tag SET record = $neighbour WHERE record = $resident AND field = 'resident.mobile'`,
    ),
    finds: ({ $neighbour }) => ({ table: 'index_tag', kind: 'resident.mobile', id: $neighbour, code: 'mac' }),
    vault: ['mobile', 'tampered'],
  },
  'a tag’s MAC': {
    change: run(`UPDATE index_tag SET mac = ${flipped('mac', 3)} WHERE record = $resident`),
    finds: missing('mac', tag),
    vault: ['mobile', 'tampered'],
  },
  'a tag deleted': {
    change: run(`DELETE FROM index_tag WHERE record = $resident AND field = 'resident.mobile'`),
    finds: missing('tag_missing', tag),
    vault: ['mobile', 200],
  },
  'a control row’s content': {
    change: run(`UPDATE control SET content = replace(content, '"grid":3', '"grid":5') ${ofCase}`),
    finds: missing('mac', ticketCase),
    vault: ['ticket', 'tampered'],
  },
  'a control row’s MAC': {
    change: run(`UPDATE control SET mac = ${flipped('mac', 9)} ${ofCase}`),
    finds: missing('mac', ticketCase),
    vault: ['ticket', 'tampered'],
  },
  'a control row’s version': {
    change: run(`UPDATE control SET version = version + 1 ${ofCase}`),
    finds: missing('ahead', ticketCase),
    vault: ['ticket', 'tampered'],
  },
  'a control row’s seq': {
    change: run(`UPDATE control SET seq = seq - 1 ${ofCase}`),
    finds: (ids) => ({ ...ticketCase(ids), column: 'seq' }),
    vault: ['ticket', 200],
  },
  'a control row’s content put back': {
    change: run(`UPDATE control SET content = (SELECT content FROM before.control ${ofCase}) ${ofCase}`),
    finds: ticketCase,
    vault: ['ticket', 'tampered'],
  },
  'a control row put back whole': {
    change: run(`INSERT OR REPLACE INTO control SELECT * FROM before.control ${ofCase}`),
    finds: missing('older', ticketCase),
    vault: ['ticket', 200],
  },
  'a control row deleted': {
    change: run(`DELETE FROM control ${ofCase}`),
    finds: missing('missing', ticketCase),
    vault: ['ticket', 403],
  },
  'two control rows’ contents exchanged': {
    change:
      run(`UPDATE control SET content = (SELECT content FROM control WHERE kind = 'subject' AND key = $worker)
      WHERE kind = 'subject' AND key = $resident`),
    finds: ({ $resident }) => ({ table: 'control', kind: 'subject', id: $resident, code: 'mac' }),
    vault: ['resident', 'tampered'],
  },
  'the role of whoever asks': {
    change: run(
      `UPDATE control SET content = replace(content, '[3]', '[5]') WHERE kind = 'role' AND key = $worker`,
    ),
    finds: ({ $worker }) => ({ table: 'control', kind: 'role', id: $worker, code: 'mac' }),
    vault: ['resident', 'tampered'],
  },
  'a withdrawal turned into a consent': {
    change: run(`UPDATE control SET content = replace(content, '"event":"withdrawn"', '"event":"given"')
      WHERE key = $consent || '/3'`),
    finds: ({ $consent }) => ({ table: 'control', kind: 'consent_event', id: `${$consent}/3` }),
    vault: ['consents', 'tampered'],
  },
  'the latest consent event deleted': {
    change: run(`DELETE FROM control WHERE key = $consent || '/3'`),
    finds: ({ $consent }) => ({ table: 'control', id: `${$consent}/3`, code: 'missing' }),
    vault: ['consents', 'tampered'],
  },
  'the latest consent event deleted, its head put back': {
    change: run(`DELETE FROM control WHERE key = $consent || '/3';
      INSERT OR REPLACE INTO control SELECT * FROM before.control WHERE key = $consent`),
    finds: ({ $consent }) => ({ table: 'control', id: `${$consent}/3`, code: 'missing' }),
    vault: ['consents', 200],
  },
  'a wrapped data key': {
    change: run(
      `UPDATE wrapped_key SET wrapped = ${flipped('wrapped', 40)} WHERE use = 'data' AND owner = $resident`,
    ),
    finds: key('data'),
    vault: ['resident', 'tampered'],
  },
  'a wrapped key’s epoch': {
    change: run(`UPDATE wrapped_key SET epoch = '1999-01' WHERE use = 'data' AND owner = $resident`),
    finds: key('data'),
    vault: ['resident', 'tampered'],
  },
  'a consent head that counts more events than there will ever be': {
    change: run(`UPDATE control SET content = replace(content, '"events":3', '"events":9007199254740991')
      WHERE key = $consent`),
    finds: ({ $consent }) => ({ table: 'control', kind: 'consent', id: $consent, code: 'mac' }),
    vault: ['consents', 'tampered'],
  },
  'a data key deleted': {
    change: run(`DELETE FROM wrapped_key WHERE use = 'data' AND owner = $resident`),
    finds: missing('key_missing', key('data')),
    vault: ['resident', 'tampered'],
  },
  'a log key deleted': {
    change: run(`DELETE FROM wrapped_key WHERE use = 'log' AND owner = $resident`),
    finds: missing('key_missing', key('log')),
    // A read has to be logged under it.
    vault: ['resident', 'tampered'],
  },
  'a token’s row': {
    change: run(
      `UPDATE "transient" SET expires_at = expires_at + 1 WHERE content LIKE '%' || $worker || '%'`,
    ),
    finds: () => ({ table: 'transient', kind: 'token', code: 'mac' }),
    vault: ['resident', 'tampered'],
  },
  'a log entry’s leaf': {
    change: run(`UPDATE log_entry SET leaf = ${flipped('leaf', 30)} WHERE seq = 20`),
    finds: entry(20),
    vault: ['log', 'listed'],
  },
  'a log entry’s hashes': {
    change: run(`UPDATE log_entry SET nodes = ${flipped('nodes', 3)} WHERE seq = 20`),
    finds: entry(20),
    vault: ['proof', 'tampered'],
  },
  'a log entry’s actor part': {
    change: run(`UPDATE log_entry SET actor_sealed = ${flipped('actor_sealed', 50)} WHERE seq = 20`),
    finds: entry(20),
    vault: ['log', 'listed'],
  },
  'a log entry’s subject part': {
    change: run(`UPDATE log_entry SET subject_sealed = ${flipped('subject_sealed', 50)} WHERE seq = 20`),
    finds: entry(20),
    vault: ['proof', 'tampered'],
  },
  'the actor a log entry is found by': {
    change: run(`UPDATE log_entry SET actor = 'administrator' WHERE seq = 20`),
    finds: entry(20),
    vault: ['log', 'listed'],
  },
  'the subject a log entry is found by': {
    change: run(`UPDATE log_entry SET subject = $neighbour WHERE seq = 20`),
    finds: entry(20),
    vault: ['log', 'listed'],
  },
  'two log entries exchanged': {
    change: run(`UPDATE log_entry SET seq = 1000 WHERE seq = 20;
      UPDATE log_entry SET seq = 20 WHERE seq = 21;
      UPDATE log_entry SET seq = 21 WHERE seq = 1000`),
    finds: entry(20),
    vault: ['log', 'listed'],
  },
  'a log entry deleted': {
    change: run(`DELETE FROM log_entry WHERE seq = 20`),
    finds: missing('rows_missing', entry(20)),
    vault: ['log', 200],
  },
  'the last log entry deleted': {
    change: run(`DELETE FROM log_entry WHERE seq = (SELECT max(seq) FROM log_entry)`),
    finds: missing('head_differs', head),
    vault: ['log', 'down'],
  },
  'an entry added': {
    change:
      run(`INSERT INTO log_entry SELECT seq + 1, leaf, nodes, actor_sealed, subject_sealed, actor, subject
      FROM log_entry ORDER BY seq DESC LIMIT 1`),
    finds: missing('head_differs', head),
    vault: ['log', 'down'],
  },
  'an entry added far behind the last': {
    change:
      run(`INSERT INTO log_entry SELECT 9007199254740990, leaf, nodes, actor_sealed, subject_sealed, actor, subject
      FROM log_entry ORDER BY seq DESC LIMIT 1`),
    finds: missing('head_differs', head),
    vault: ['log', 200],
  },
  'the log’s head': {
    change: run(`UPDATE control SET content = replace(content, '"checkpoints":', '"checkpoints":1')
      WHERE kind = 'log'`),
    finds: missing('mac', head),
    vault: ['log', 'down'],
  },
  'the log’s head deleted': {
    change: run(`DELETE FROM control WHERE kind = 'log'`),
    finds: missing('head_missing', head),
    vault: ['log', 'down'],
  },
  'a checkpoint’s note': {
    change: run(`UPDATE checkpoint SET note = replace(note, '/hengda/1' || char(10), '/hengda/2' || char(10))
      WHERE size = (SELECT max(size) FROM checkpoint)`),
    finds: () => ({ table: 'checkpoint', code: 'checkpoint_invalid' }),
    vault: ['log', 200],
  },
  'a checkpoint deleted': {
    change: run(`DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)`),
    finds: () => ({ table: 'checkpoint', code: 'checkpoint_missing' }),
    vault: ['log', 200],
  },
  'a role forged': {
    change: run(`INSERT INTO control SELECT kind, $resident, version, content, mac, seq FROM control
      WHERE kind = 'role' AND key = $worker`),
    finds: ({ $resident }) => ({ table: 'control', kind: 'role', id: $resident, code: 'extra' }),
    vault: ['consents', 200],
  },
  'a trigger planted': {
    change: run(`UPDATE record SET seq = seq ${own};
      CREATE TRIGGER night AFTER INSERT ON log_entry BEGIN DELETE FROM log_entry WHERE seq < 5; END`),
    finds: () => ({ table: 'database', code: 'database_program' }),
    vault: ['resident', 'down'],
  },
  'a table rebuilt that lets no withdrawal in': {
    change: rebuilt(
      'control',
      'content TEXT NOT NULL',
      `content TEXT NOT NULL CHECK (content NOT LIKE '%"new":%')`,
    ),
    finds: () => ({ table: 'database', code: 'schema_changed', id: 'table control' }),
    vault: ['consents', 'down'],
  },
  'a table rebuilt that ignores what it conflicts with': {
    change: rebuilt('transient', 'PRIMARY KEY', 'UNIQUE (kind, expires_at) ON CONFLICT IGNORE, PRIMARY KEY'),
    finds: () => ({ table: 'database', code: 'schema_changed', id: 'table transient' }),
    vault: ['resident', 'down'],
  },
  'an index planted': {
    change: run(`UPDATE record SET seq = seq ${own};
      CREATE UNIQUE INDEX one ON log_entry (actor, subject, seq)`),
    finds: () => ({ table: 'database', code: 'schema_extra', id: 'index one' }),
    vault: ['resident', 'down'],
  },
};

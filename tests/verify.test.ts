import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Found, printable } from '../cli/finding.ts';
import { type Report, verifyDirectory, type VerifyOptions } from '../cli/verify-directory.ts';
import { startVault } from '../cli/workerd.ts';
import { seededRandom } from './node-vault.ts';
import { residentFields } from './people.ts';
import { scaled } from './scale.ts';
import { copyOf, databaseOf, live, type Lived, tamper } from './tampered.ts';
import { send } from './wire.ts';

/** What `lindun verify` and `lindun keys` say of whole directories; tests/tamper.test.ts has each kind of tampering. */
let lived: Lived;
beforeAll(async () => {
  lived = await live();
});
afterAll(() => lived.remove());

const root = dirname(import.meta.dirname);
const lindun = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'lindun.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
function copy(from = lived.now): string {
  const { dir, remove } = copyOf(from);
  onTestFinished(remove);
  return dir;
}
const findings = (report: Report): readonly Found[] => report.communities.flatMap((each) => each.findings);
const run = (dir: string, sql: string) => tamper(dir, (database) => database.exec(sql));

describe('one byte of any column of any table', () => {
  const columns: Record<string, { id: string[]; columns: string[]; where?: string }> = {
    log_entry: {
      id: ['seq'],
      columns: ['seq', 'leaf', 'nodes', 'actor_sealed', 'subject_sealed', 'actor', 'subject'],
    },
    checkpoint: { id: ['size'], columns: ['size', 'note'] },
    record: { id: ['id'], columns: ['id', 'type', 'subject', 'version', 'key_id', 'blob', 'seq'] },
    index_tag: { id: ['record'], columns: ['field', 'tag', 'record', 'mac'] },
    control: { id: ['key'], columns: ['kind', 'key', 'version', 'content', 'mac', 'seq'] },
    transient: { id: ['key'], columns: ['kind', 'key', 'content', 'mac', 'expires_at'] },
    wrapped_key: { id: ['owner'], columns: ['owner', 'use', 'key_id', 'epoch', 'wrapped'] },
  };
  const each = Object.entries(columns).flatMap(([table, { id, columns: names }]) =>
    names.map((column) => ({ table, column, id: id[0] ?? '' })),
  );

  test.each(each)('$table $column is found, and its row is named', ({ table, column, id }) => {
    const dir = copy();
    const untouched = readFileSync(databaseOf(dir));
    const random = seededRandom(table.length * 1000 + column.length);
    const pick = (below: number): number => (((random(1)[0] ?? 0) << 8) | (random(1)[0] ?? 0)) % below;
    for (let round = 0; round < scaled(20); round += 1) {
      writeFileSync(databaseOf(dir), untouched);
      const named = tamper(dir, (database) => changeOne(database, table, column, id, pick));
      const found = findings(verifyDirectory({ dir })).filter((finding) => finding.table === table);
      const places = found.map((finding) => String(finding.seq ?? finding.size ?? finding.id));
      const ids = found.map((finding) => finding.id ?? '');
      expect([...places, ...ids].some((place) => named.map(printable).includes(place))).toBe(true);
    }
  });

  /** Changes one byte of one cell of a row; gives the row's id as it was and as it is. */
  function changeOne(
    database: DatabaseSync,
    table: string,
    column: string,
    id: string,
    pick: (below: number) => number,
  ): string[] {
    const { count } = database.prepare(`SELECT count(*) AS count FROM "${table}"`).get() as { count: number };
    for (let tries = 0; tries < 100; tries += 1) {
      const at = pick(count);
      const select = `SELECT "${id}" AS id, "${column}" AS cell FROM "${table}" LIMIT 1 OFFSET ?`;
      const row = database.prepare(select).get(at) as { id: string | number; cell: SQLOutputValue };
      const cell = otherByte(row.cell, pick);
      const same = `"${id}" = ? AND "${column}" = ?`;
      try {
        database
          .prepare(`UPDATE OR REPLACE "${table}" SET "${column}" = ? WHERE ${same}`)
          .run(cell, row.id, row.cell);
        return [String(row.id), column === id ? String(cell) : String(row.id)];
      } catch {
        // Content that an index reads as JSON has to stay JSON: SQLite refuses anything else. Another byte, then.
      }
    }
    throw new Error(`no byte of ${table}.${column} could be changed`);
  }

  function otherByte(cell: SQLOutputValue, pick: (below: number) => number): string | number | Uint8Array {
    if (typeof cell === 'number') return cell ^ 1;
    if (cell === 'data' || cell === 'log') return cell === 'data' ? 'log' : 'data';
    if (typeof cell === 'string') {
      const at = pick(cell.length);
      return cell.slice(0, at) + String.fromCharCode(cell.charCodeAt(at) ^ 1) + cell.slice(at + 1);
    }
    const bytes = Uint8Array.from(cell as Uint8Array);
    const at = pick(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8));
    return bytes;
  }
});

describe('without keys', () => {
  const bare = (dir: string, more: Partial<VerifyOptions> = {}) =>
    verifyDirectory({ dir, keys: false, ...more });

  test.each([
    ['log_entry', 'UPDATE log_entry SET leaf = zeroblob(200) WHERE seq = 9'],
    ['log_entry', 'DELETE FROM log_entry WHERE seq = 9'],
    ['record', 'UPDATE record SET blob = zeroblob(200)'],
    ['record', 'UPDATE record SET seq = seq + 1'],
    [
      'control',
      `UPDATE control SET content = replace(content, 'withdrawn', 'given') WHERE kind = 'consent_event'`,
    ],
    ['control', `UPDATE control SET version = 9 WHERE kind = 'role'`],
    ['control', 'DELETE FROM log_entry WHERE seq = (SELECT max(seq) FROM log_entry)'],
    ['index_tag', `DELETE FROM index_tag WHERE field = 'resident.mobile'`],
    ['checkpoint', `UPDATE checkpoint SET note = replace(note, 'hengda', 'hengdb')`],
  ])('a change of %s that signatures, tree or digests show is found: %s', (table, sql) => {
    const dir = copy();
    run(dir, sql);
    expect(findings(bare(dir)).map((finding) => finding.table)).toContain(table);
  });

  test('a row put back whole is not found, and the report says that this takes keys', () => {
    const dir = copy();
    tamper(dir, (database) => {
      database.prepare('ATTACH ? AS before').run(databaseOf(lived.before));
      database.exec(`INSERT OR REPLACE INTO control SELECT * FROM before.control WHERE kind = 'case'`);
    });
    expect(bare(dir).ok).toBe(true);
    expect(verifyDirectory({ dir }).ok).toBe(false);
    const said = lindun('verify', '--dir', dir, '--no-keys');
    expect(said.status).toBe(0);
    expect(said.stdout).toMatch(/换回旧版本的行.*须有密钥.*put back to an older state.*with the keys only/s);
  });

  test('it is what a backup of the data alone gets; signatures then take a verifier key', () => {
    const dir = copy();
    const { vkey } = verifyDirectory({ dir }).communities[0] ?? {};
    rmSync(join(dir, 'keys'), { recursive: true });
    rmSync(join(dir, 'log'), { recursive: true });
    expect(verifyDirectory({ dir })).toMatchObject({ ok: true, communities: [{ keys: false, vkey: null }] });
    const checked = verifyDirectory({ dir, vkey: vkey ?? '' });
    expect(checked).toMatchObject({ ok: true, communities: [{ vkey }] });
    expect(checked.communities[0]?.counts.signed).toBeGreaterThan(20);
    const other = vkey?.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    expect(findings(verifyDirectory({ dir, vkey: other ?? '' })).map(({ code }) => code)).toContain(
      'checkpoint_invalid',
    );
  });
});

describe('what only an outsider or the log’s own past shows', () => {
  test('the whole database put back is found against a checkpoint that was kept elsewhere', () => {
    const dir = copy(lived.before);
    expect(verifyDirectory({ dir }).ok).toBe(true);
    const kept = join(dir, 'kept.checkpoint');
    tamper(lived.now, (database) => {
      const { note } = database.prepare('SELECT note FROM checkpoint ORDER BY size DESC').get() as {
        note: string;
      };
      writeFileSync(kept, note);
    });
    const report = verifyDirectory({ dir, checkpoint: [kept] });
    expect(findings(report)).toMatchObject([{ table: 'checkpoint', code: 'checkpoint_beyond_log' }]);
    expect(verifyDirectory({ dir: copy(), checkpoint: [kept] }).ok).toBe(true);
  });

  test('a row that was put back and then written over is found, although it is in order now', async () => {
    const dir = copy();
    tamper(dir, (database) => {
      database.prepare('ATTACH ? AS before').run(databaseOf(lived.before));
      database.exec(`INSERT OR REPLACE INTO control SELECT * FROM before.control WHERE kind = 'case'`);
    });
    const vault = await startVault({ dir, port: 0, log: () => undefined });
    const moved = await send(vault.url, 'POST', `/tickets/${lived.ticket.number}:move`, {
      token: lived.people.worker.token,
      body: { action: 'take' },
      headers: { 'if-match': '"1"' },
    });
    expect(moved.status).toBe(200);
    await vault.stop();
    expect(findings(verifyDirectory({ dir }))).toMatchObject([
      { table: 'control', kind: 'case', id: lived.ticket.id, code: 'written_over' },
    ]);
  });

  test('a lost token is nobody’s to miss: what expires has no place in the log', () => {
    const dir = copy();
    run(dir, 'DELETE FROM "transient"');
    expect(verifyDirectory({ dir }).ok).toBe(true);
  });
});

describe('beside a running vault', () => {
  test('nothing is found that is not there, however much is written meanwhile, and after kill -9', async () => {
    const dir = copy();
    const vault = await startVault({ dir, port: 0, log: () => undefined });
    let writing = true;
    let written = 0;
    const writers = [1, 2, 3].map(async (writer) => {
      for (let n = 0; writing; n += 1) {
        const fields = {
          name: '张三',
          mobile: `13${writer}${String(n).padStart(8, '0')}`,
          address: '3号楼1单元1室',
        };
        const body = { purpose: 'record_keeping', grid: 3, fields };
        const headers = { 'idempotency-key': `w${writer}-${n}` };
        const token = lived.people.worker.token;
        const made = await send(vault.url, 'POST', '/records/resident', { token, body, headers });
        if (made.status !== 201) throw new Error(made.text);
        written += 1;
        await sleep(10);
      }
    });
    const ended = Promise.allSettled(writers);
    let entries = 0;
    for (let round = 0; round < 2 + scaled(8); round += 1) {
      const report = await verifyBeside(dir);
      expect(report).toMatchObject({ ok: true, communities: [{ keys: true, findings: [] }] });
      const counted = report.communities[0]?.counts.entries ?? 0;
      expect(counted).toBeGreaterThan(entries);
      entries = counted;
    }
    await vault.kill9();
    writing = false;
    await ended;
    expect(written).toBeGreaterThan(10);
    const { ok, communities } = verifyDirectory({ dir });
    expect(ok).toBe(true);
    expect(communities[0]?.counts.records).toBeGreaterThanOrEqual(8 + written);
  }, 180_000);

  /** In a process of its own, so that the writers go on. */
  function verifyBeside(dir: string): Promise<Report> {
    const args = [join(root, 'bin', 'lindun.mjs'), 'verify', '--json', '--dir', dir];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, (error, stdout) => {
        if (stdout === '') reject(error ?? new Error('it said nothing'));
        else resolve(JSON.parse(stdout) as Report);
      });
    });
  }

  test('several communities are checked each with its own keys; one that nobody names is said to be there', async () => {
    const dir = copy();
    const communities = ['hengda', 'west-gate'];
    await (await startVault({ dir, port: 0, communities, log: () => undefined })).stop();
    const report = verifyDirectory({ dir });
    expect(report.communities.map((each) => [each.community, each.keys, each.findings])).toEqual(
      communities.map((id) => [id, true, []]),
    );
    expect(verifyDirectory({ dir, community: ['west-gate'] }).communities).toHaveLength(1);
    writeFileSync(join(dirname(databaseOf(dir)), `${'ab'.repeat(32)}.sqlite`), '');
    expect(verifyDirectory({ dir })).toMatchObject({ ok: false, findings: [{ code: 'community_unknown' }] });
  });
});

describe('lindun verify, the command', () => {
  test('ends with 0, 1 or 2 and says in either language what it found', () => {
    const dir = copy();
    const fine = lindun('verify', '--dir', dir);
    expect([fine.status, fine.stderr]).toEqual([0, '']);
    expect(fine.stdout).toMatch(/社区 hengda:日志 \d+ 条.*signed up to size \d+, then \d+ entries/s);
    expect(fine.stdout).toMatch(/没有发现问题\n {2}checked; nothing was found\n$/);
    run(dir, `UPDATE record SET version = 7 WHERE id = '${lived.people.resident.id}'`);
    const spoilt = lindun('verify', '--dir', dir, '--lang', 'en');
    expect(spoilt.status).toBe(1);
    expect(spoilt.stdout).toContain(
      `record resident ${lived.people.resident.id} is at a version that the log does not know (it is version 7, should be 2)`,
    );
    expect(spoilt.stdout).not.toMatch(/[\u4e00-\u9fff]/);
    run(dir, `UPDATE record SET type = 'dog' WHERE id = '${lived.people.resident.id}'`);
    expect(lindun('verify', '--dir', dir).stdout).toMatch(
      /档案 dog \w+的 type 与写入时不同\(日志第 \d+ 条\)\n {2}record dog \w+, type, is not as it was written/,
    );
    const { status, stdout } = lindun('verify', '--dir', dir, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, communities: [{ community: 'hengda' }] });
  });

  test.each<[string, (dir: string) => string[], string]>([
    ['there is no data', (dir) => ['--dir', join(dir, 'log')], 'data'],
    ['the community is not there', (dir) => ['--dir', dir, '--community', 'elsewhere'], 'data'],
    [
      'the database is none',
      (dir) => (writeFileSync(databaseOf(dir), 'x'.repeat(4096)), ['--dir', dir]),
      'data',
    ],
    [
      'the root secret is another',
      (dir) => (writeFileSync(join(dir, 'keys/root.secret'), `${'0a'.repeat(32)}\n`), ['--dir', dir]),
      'secret',
    ],
    ['the root secret is gone', (dir) => (rmSync(join(dir, 'keys/root.secret')), ['--dir', dir]), 'secret'],
    [
      'the key ring is gone',
      (dir) => (rmSync(join(dir, 'keys/lindun-keyring'), { recursive: true }), ['--dir', dir]),
      'secret',
    ],
    ['a checkpoint is none', (dir) => ['--dir', dir, '--checkpoint', join(dir, 'admin.token')], 'argument'],
    [
      'a verifier key is of another log',
      (dir) => ['--dir', dir, '--vkey', 'lindun/west/1+00+AA=='],
      'argument',
    ],
  ])('ends with 2, not with findings, when %s', (_, spoil, code) => {
    const said = lindun('verify', '--json', ...spoil(copy()));
    expect(said.status).toBe(2);
    expect(JSON.parse(said.stdout)).toMatchObject({ ok: false, error: { code } });
  });

  test('never repeats what is in a row, also when somebody planted it', () => {
    const dir = copy();
    run(
      dir,
      `INSERT INTO control VALUES ('subject', '${residentFields.name}\u001b[2J', 1, '{"grid":1}', zeroblob(32), 1);
       UPDATE record SET key_id = '${residentFields.name}';
       CREATE TABLE "${residentFields.name}" (a); CREATE VIEW "王" AS SELECT 1`,
    );
    const { status, stdout, stderr } = lindun('verify', '--dir', dir);
    expect([status, stderr]).toEqual([1, '']);
    for (const secret of [residentFields.name, '13800138000', '王', '\u001b'])
      expect(stdout).not.toContain(secret);
  });

  test('reads only: no byte of the database changes, no lock is needed, read-only files are enough', () => {
    const dir = copy();
    const before = readFileSync(databaseOf(dir));
    const lock = new DatabaseSync(join(dir, 'lock'));
    lock.exec('BEGIN EXCLUSIVE');
    expect(verifyDirectory({ dir }).ok).toBe(true);
    lock.close();
    expect(readFileSync(databaseOf(dir)).equals(before)).toBe(true);
    chmodSync(databaseOf(dir), 0o400);
    expect(verifyDirectory({ dir }).ok).toBe(true);
  });
});

describe('lindun keys', () => {
  test('lists every key of the ring with how much hangs on it, the verifier key, and no secret', () => {
    const dir = copy();
    const { status, stdout } = lindun('keys', '--dir', dir, '--json');
    expect(status).toBe(0);
    const { communities } = JSON.parse(stdout) as { communities: Record<string, unknown>[] };
    const { vkey } = verifyDirectory({ dir }).communities[0] ?? {};
    expect(communities).toMatchObject([{ community: 'hengda', origin: 'lindun/hengda/1', vkey }]);
    const keys = communities[0]?.['keys'] as { use: string; name: string; opens: boolean; wraps: number }[];
    expect(keys.every(({ opens }) => opens)).toBe(true);
    expect(keys.map(({ use, name }) => `${use} ${name}`)).toEqual(
      expect.arrayContaining(['row control', 'index resident.mobile', 'index binding.contact']),
    );
    const wrapped = tamper(dir, (database) =>
      database.prepare('SELECT count(*) AS n FROM wrapped_key').get(),
    );
    expect(keys.find(({ use }) => use === 'epoch')?.wraps).toBe(wrapped?.['n']);
    const words = lindun('keys', '--dir', dir);
    expect(words.stdout).toContain(vkey);
    for (const file of ['keys/root.secret', 'log/log.secret', 'admin.token'])
      expect(words.stdout + stdout).not.toContain(readFileSync(join(dir, file), 'latin1').trim());
    expect(words.stdout).not.toMatch(/[0-9a-f]{64}/);
  });

  test('says which does not open, and ends with 2 where there is nothing to list', () => {
    const dir = copy();
    writeFileSync(join(dir, 'keys/root.secret'), `${'0a'.repeat(32)}\n`);
    const wrong = lindun('keys', '--dir', dir);
    expect([wrong.status, wrong.stdout]).toEqual([1, expect.stringContaining('否 NO')]);
    const empty = join(dir, 'nothing');
    mkdirSync(empty);
    expect(lindun('keys', '--dir', empty).status).toBe(2);
  });
});

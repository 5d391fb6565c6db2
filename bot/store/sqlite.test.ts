import { sql, type Kysely } from 'kysely';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite, type Sqlite } from './sqlite.ts';

interface Tables {
  word: { id: number; text: string };
}
const migrations = {
  '0001_word': {
    up: async (db: Kysely<unknown>) => {
      await sql`CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`.execute(db);
    },
  },
};

let dir: string;
let file: string;
let opened: Sqlite<Tables>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-sqlite-'));
  file = join(dir, 'deep', 'bot.sqlite');
  opened = await openSqlite<Tables>(file, migrations);
});
afterEach(() => {
  opened.close();
  rmSync(dir, { recursive: true, force: true });
});

const add = (id: number) => opened.run(opened.db.insertInto('word').values({ id, text: `${id}` }));
const ids = () => opened.all(opened.db.selectFrom('word').select('id').orderBy('id')).map(({ id }) => id);

test('a transaction is kept whole, and one that throws leaves nothing, nested ones included', () => {
  opened.atomically(() => {
    add(1);
    opened.atomically(() => add(2));
  });
  expect(ids()).toEqual([1, 2]);
  expect(() =>
    opened.atomically(() => {
      opened.atomically(() => add(3));
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(ids()).toEqual([1, 2]);
  expect(opened.first(opened.db.selectFrom('word').selectAll().where('id', '=', 9))).toBeUndefined();
});

test('what was kept is there after the next opening, and the migrations run once', async () => {
  add(1);
  opened.close();
  opened = await openSqlite<Tables>(file, migrations);
  expect(ids()).toEqual([1]);
});

test('only its owner reads it, and no second process opens it while it is open', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(dir, 'deep')).mode & 0o777).toBe(0o700);
  const other = `
    import { DatabaseSync } from 'node:sqlite';
    const database = new DatabaseSync(${JSON.stringify(file)}, { timeout: 0 });
    try { database.prepare('SELECT 1 FROM word').all(); console.log('open'); }
    catch (error) { console.log(error.errcode); }`;
  const run = () =>
    spawnSync(process.execPath, ['--input-type=module', '-e', other], { encoding: 'utf8' }).stdout.trim();
  expect(run()).toBe('5');
  opened.close();
  expect(run()).toBe('open');
});

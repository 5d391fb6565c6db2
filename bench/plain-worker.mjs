/**
 * What one would write without this project, as a Worker with a Durable Object: residents in clear, read by id, with
 * or without a plain log row. No token, no policy, no mask. Plain JavaScript, so that plain workerd runs the file as it
 * is, in the place of the vault's Worker.
 */
import { DurableObject } from 'cloudflare:workers';

const names = ['name', 'mobile', 'idNumber', 'birthDate', 'address', 'household', 'care'];

export class Community extends DurableObject {
  constructor(state, env) {
    super(state, env);
    const { sql } = state.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS resident (id TEXT PRIMARY KEY, grid INTEGER NOT NULL,
      ${names.map((name) => `${name} TEXT NOT NULL`).join(', ')}) STRICT`);
    sql.exec('CREATE INDEX IF NOT EXISTS resident_grid ON resident (grid, id)');
    sql.exec(`CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, action TEXT NOT NULL,
      actor TEXT NOT NULL, subject TEXT NOT NULL, fields TEXT NOT NULL, purpose TEXT NOT NULL) STRICT`);
    sql.exec('CREATE INDEX IF NOT EXISTS log_actor ON log (actor, seq)');
    sql.exec('CREATE INDEX IF NOT EXISTS log_subject ON log (subject, seq)');
  }

  read(id) {
    return this.ctx.storage.sql.exec('SELECT * FROM resident WHERE id = ?', id).one();
  }

  auditedRead(id) {
    const row = this.read(id);
    this.#note('read', id);
    return row;
  }

  auditedList(grid, limit) {
    const query = 'SELECT * FROM resident WHERE grid = ? ORDER BY id LIMIT ?';
    const rows = this.ctx.storage.sql.exec(query, grid, limit).toArray();
    for (const { id } of rows) this.#note('list', id);
    return rows;
  }

  importAll(residents) {
    const insert = `INSERT INTO resident VALUES (?, ?, ${names.map(() => '?').join(', ')})`;
    for (const { id, grid, fields } of residents) {
      this.ctx.storage.sql.exec(insert, id, grid, ...names.map((name) => fields[name]));
    }
    return { imported: residents.length };
  }

  #note(action, subject) {
    this.ctx.storage.sql.exec(
      'INSERT INTO log (time, action, actor, subject, fields, purpose) VALUES (?, ?, ?, ?, ?, ?)',
      Date.now(),
      action,
      'worker',
      subject,
      JSON.stringify(names),
      'record_keeping',
    );
  }
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const object = env.COMMUNITY.getByName('hengda');
    if (pathname === '/healthz') return Response.json({ ok: true });
    if (pathname === '/imports') return Response.json(await object.importAll(await request.json()));
    if (pathname === '/list') {
      const { grid, limit } = await request.json();
      return Response.json({ items: await object.auditedList(grid, limit) });
    }
    const id = pathname.slice('/records/'.length);
    return Response.json(await (request.method === 'POST' ? object.auditedRead(id) : object.read(id)));
  },
};

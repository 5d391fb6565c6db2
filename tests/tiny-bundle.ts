import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Two Workers of the vault's shape in a few lines, so that what starts them is tested apart from what
 * they do.
 */
const vault = `
import { DurableObject } from 'cloudflare:workers';
import words from './words.md';
export class Community extends DurableObject {
  async write(value) {
    this.ctx.storage.sql.exec('create table if not exists entry(value)');
    this.ctx.storage.sql.exec('insert into entry values (?)', value);
    await this.ctx.storage.setAlarm(Date.now() + 100);
    return this.read();
  }
  async alarm() { this.ctx.storage.sql.exec("insert into entry values ('alarm')"); }
  async read() {
    const ring = this.env.KEYRING.get(this.env.KEYRING.idFromName('hengda'));
    return { values: this.ctx.storage.sql.exec('select value from entry').toArray().map((row) => row.value),
      ring: await ring.open() };
  }
}
export default { async fetch(request, env) {
  const { pathname } = new URL(request.url);
  const sick = env.COMMUNITIES.includes('sick');
  if (pathname === '/healthz') return new Response('ok', { status: sick ? 503 : 200 });
  if (pathname === '/env') return Response.json({ ...env, COMMUNITY: 0, KEYRING: 0, words });
  if (pathname === '/out') return fetch('http://127.0.0.1:' + new URL(request.url).port).then(
    () => new Response('reached'), () => new Response('refused'));
  const object = env.COMMUNITY.get(env.COMMUNITY.idFromName('hengda'));
  return Response.json(request.method === 'POST' ? await object.write(pathname) : await object.read());
} };
`;

const keyring = `
import { DurableObject } from 'cloudflare:workers';
export class KeyRing extends DurableObject {
  async open() {
    this.ctx.storage.sql.exec('create table if not exists key(name primary key, value)');
    this.ctx.storage.sql.exec("insert or ignore into key values ('epoch', hex(randomblob(8)))");
    const epoch = this.ctx.storage.sql.exec('select value from key').one().value;
    const root = await (await this.env.ROOT_FOLDER.fetch('http://root/' + this.env.ROOT_FILE)).text();
    return { epoch, root: root.trim().length };
  }
}
export default { fetch: () => new Response(null, { status: 404 }) };
`;

/** Writes the bundle into `dir`, as `lindun serve --bundle` wants it, and returns `dir`. */
export function writeTinyBundle(dir: string): string {
  const settings = { compatibilityDate: '2026-10-23', compatibilityFlags: [] };
  for (const name of ['vault', 'keyring']) mkdirSync(join(dir, name), { recursive: true });
  writeFileSync(join(dir, 'bundle.json'), JSON.stringify({ vault: settings, keyring: settings }));
  writeFileSync(join(dir, 'vault', 'worker.js'), vault);
  writeFileSync(join(dir, 'vault', 'words.md'), '# 你好\n');
  writeFileSync(join(dir, 'keyring', 'worker.js'), keyring);
  return dir;
}

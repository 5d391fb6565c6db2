import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { objectFile } from '../cli/open.ts';
import { formOf } from './attach.ts';
import { cameraJpeg } from './photos.ts';
import { type People, settle } from './people.ts';
import { testVault, type TestVault } from './wire.ts';

/** A state directory of a small community that has lived a little, twice: as it is, and as it was before. */
export interface Lived {
  /** At rest, to be copied. */
  now: string;
  /** The same directory earlier: every kind of row is at an older state there, or not there yet. */
  before: string;
  people: People;
  /** A resident nobody has touched since. */
  neighbour: string;
  ticket: { id: string; number: number };
  /** The ticket's photo. */
  photo: string;
  /** A token for the resident's own page. */
  page: string;
  remove(): void;
}

/** Where the community's database is in a state directory. */
export const databaseOf = (dir: string): string =>
  join(dir, 'data', 'lindun-community', objectFile('lindun-community', 'hengda'));

/** Opens the community's database for writing, as somebody with the disk would. */
export function tamper<T>(dir: string, change: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(databaseOf(dir));
  try {
    return change(database);
  } finally {
    database.close();
  }
}

/**
 * Has the next start of a stopped vault find its alarm due, so that what only the clock does is done at once.
 * @param at when it is due, in UTC milliseconds by the machine's clock; long ago when left out
 */
export function alarmNow(dir: string, at = 1_000): void {
  const past = BigInt(at) * 1_000_000n;
  tamper(dir, (database) => database.prepare('UPDATE _cf_METADATA SET value = ? WHERE key = 1').run(past));
  const alarms = new DatabaseSync(join(databaseOf(dir), '..', 'metadata.sqlite'));
  alarms.prepare('UPDATE _cf_ALARM SET scheduled_time = ?').run(past);
  alarms.close();
}

/** A community with a consent, a ticket and two published checkpoints. */
export async function live(): Promise<Lived> {
  const parent = mkdtempSync(join(tmpdir(), 'lindun-lived-'));
  const vault = await testVault();
  const people = await settle(vault, vault.vault.adminToken);
  const page = await people.page(people.resident.id);
  const ask = async (method: string, path: string, token: string, body: unknown, version?: number) => {
    const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` };
    const answered = await vault.send(method, path, { token, body, headers });
    if (answered.status >= 300) throw new Error(`${method} ${path}: ${answered.status} ${answered.text}`);
    return answered.json as Record<string, unknown>;
  };
  const notices = (await ask('GET', '/notices', page, undefined))['items'] as Record<string, string>[];
  const { id, version, lang, sha256 } = notices.find(({ purpose }) => purpose === 'phone_contact') ?? {};
  const notice = { id, version, lang, sha256 };
  const neighbour = await people.addResident({
    name: '周大海',
    mobile: '13700137000',
    address: '3号楼1单元101室',
  });
  const report = { category: 'dog', description: '3号楼下有狗没拴绳' };
  const ticket = await ask('POST', '/tickets', await people.chat(people.resident.contact), report);
  await ask('POST', '/consents', page, { purpose: 'phone_contact', event: 'given', notice });
  await published(vault);
  const before = join(parent, 'before');
  await copyAtRest(vault, before);

  const record = `/records/resident/${people.resident.id}`;
  const changed = { purpose: 'record_keeping', fields: { mobile: '13900139000' } };
  await ask('PATCH', record, people.worker.token, changed, 1);
  await ask('POST', '/consents', page, { purpose: 'phone_contact', event: 'withdrawn' });
  await ask('POST', `/tickets/${String(ticket['number'])}:move`, people.worker.token, { action: 'take' }, 1);
  const contact = await people.chat(people.resident.contact);
  await ask('POST', `/tickets/${String(ticket['number'])}/attachments`, contact, formOf(cameraJpeg()));
  const again = await people.chat(people.resident.contact);
  await ask('POST', `/tickets/${String(ticket['number'])}/attachments/1:show`, again, {});
  await published(vault);
  // Entries after the last checkpoint: the tail that is under the head's MAC alone.
  await ask('POST', `${record}:read`, people.worker.token, { purpose: 'grid_overview' });
  const now = join(parent, 'now');
  await copyAtRest(vault, now);
  await vault.close();
  return {
    now,
    before,
    people,
    neighbour,
    ticket: { id: String(ticket['id']), number: Number(ticket['number']) },
    photo: tamper(now, (database) =>
      String(database.prepare(`SELECT id FROM record WHERE type = 'attachment'`).get()?.['id']),
    ),
    page,
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Copies a directory of a vault that is stopped for it, and starts it again. */
async function copyAtRest(vault: TestVault, to: string): Promise<void> {
  await vault.vault.stop();
  copyAll(vault.dir, to);
  await vault.restart();
}

/** A copy of a state directory to be spoilt. */
export function copyOf(dir: string): { dir: string; remove: () => void } {
  const parent = mkdtempSync(join(tmpdir(), 'lindun-spoilt-'));
  const copy = join(parent, 'state');
  copyAll(dir, copy);
  return { dir: copy, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/** With its modes: a vault refuses folders that others may read, and `fs.cpSync` makes those. */
const copyAll = (from: string, to: string): void => void execFileSync('cp', ['-a', from, to]);

/**
 * Has the vault publish a checkpoint now and not in ten minutes: the alarm that it set itself is moved to the past, in
 * both of the places where workerd keeps it.
 */
async function published(vault: TestVault): Promise<void> {
  const had = (await vault.send('GET', '/log/checkpoint')).text;
  await vault.vault.stop();
  alarmNow(vault.dir);
  await vault.restart();
  for (let tries = 0; tries < 200; tries += 1) {
    const checkpoint = await vault.send('GET', '/log/checkpoint');
    if (checkpoint.status === 200 && checkpoint.text !== had) return;
    await sleep(25);
  }
  throw new Error('no checkpoint was published');
}

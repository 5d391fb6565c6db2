import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Notifier } from '../bot/notify.ts';
import { type BotStore, openBotStore } from '../bot/store/open.ts';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { VaultClient } from '../vault/client.ts';
import { DataKey, LogPartKey } from '../vault/crypto/keys.ts';
import { nobleAead } from '../vault/crypto/noble.ts';
import { openPart } from '../vault/crypto/part.ts';
import { fieldNumbers, openFields } from '../vault/crypto/record.ts';
import { unwrapKey } from '../vault/crypto/wrap.ts';
import type { RecordRow } from '../vault/storage/schema.ts';
import { formOf } from './attach.ts';
import { encodings, find } from './byte-search.ts';
import { carve, keysOfToday, wrappedOf, type Wrapped } from './carve.ts';
import { exchange, type People, residentFields, settle } from './people.ts';
import { cameraJpeg } from './photos.ts';
import { alarmNow, databaseOf } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * Somebody is erased, and both dates come: the vault and the bot of a small community on workerd, looked at from outside,
 * with the files of before beside those of after.
 */

const parent = mkdtempSync(join(tmpdir(), 'lindun-erased-'));
const older = join(parent, 'older');
const day = 86_400_000;
let vault: TestVault;
let people: People;
let store: BotStore;
let notifier: Notifier;
let wrapped: Wrapped[];
let tags: string[];
let until = 0;
const words = '3号楼电梯夹了人,我叫王秀英';
const post = (path: string, token: string, body: unknown = {}) => vault.send('POST', path, { token, body });
const theirs = [residentFields.name, '13800138000', residentFields.idNumber, '独居,耳背', words, 'wx-wang'];
const patterns = theirs.flatMap((text, index) => encodings(text, index));

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  const contact = () => people.chat(people.resident.contact);
  expect((await post('/tickets', await contact(), { category: 'lift', description: words })).status).toBe(
    201,
  );
  const attached = await vault.send('POST', '/tickets/1/attachments', {
    token: await contact(),
    body: formOf(cameraJpeg()),
  });
  expect(attached.status).toBe(201);
  await botThatKnows();
  await vault.vault.stop();
  execFileSync('cp', ['-a', vault.dir, older]);
  const database = new DatabaseSync(databaseOf(older), { readOnly: true });
  const query = 'SELECT tag FROM index_tag WHERE record IN (?, ?)';
  tags = database
    .prepare(query)
    .all(people.resident.id, people.dog)
    .map(({ tag }) => String(tag));
  database.close();
  wrapped = wrappedOf(databaseOf(older), [people.resident.id]);
  await vault.restart();
});

/** A bot that holds what a bot holds of somebody, and asks this vault for its reminders. */
async function botThatKnows(): Promise<void> {
  const { contact } = people.resident;
  store = await openBotStore(join(parent, 'bot'), 'wechat');
  const { address } = (await exchange(vault, people.bot.token, contact, 'private')).json as {
    address: string;
  };
  store.contacts.keepAddress(address, contact, Date.now());
  store.sessions.set(contact, { form: 'report', words }, Date.now());
  store.outbox.add({ name: 'n', chat: { to: contact }, text: words, urgent: false }, Date.now());
  store.contacts.heard(contact, Date.now());
  notifier = new Notifier({
    store,
    source: {
      takeNotifications: (request) => client().takeNotifications(request),
      endNotifications: (ids) => client().endNotifications(ids),
    },
    text: () => undefined,
    every: 1_000,
    now: Date.now,
    wake: () => undefined,
    log: () => undefined,
  });
}
const client = () => new VaultClient({ url: vault.vault.url, community: 'hengda', token: people.bot.token });

afterAll(async () => {
  store.close();
  await vault.close();
  rmSync(parent, { recursive: true, force: true });
});

const verified = () => verifyDirectory({ dir: vault.dir }).communities.flatMap(({ findings }) => findings);

test(
  'after the first date no answer and no file of vault, bot, log or attachments has anything of them',
  { timeout: 60_000 },
  async () => {
    const { resident, worker, officer, dog } = people;
    const gone = await post('/rights', await people.page(resident.id), { right: 'delete', suppress: true });
    expect(gone.status).toBe(201);
    ({ until } = (gone.json as { erased: { until: number } }).erased);
    await notifier.step();

    const asked = [
      ['/records/resident/' + resident.id + ':read', worker.token, { purpose: 'grid_overview' }],
      ['/records/dog/' + dog + ':read', worker.token, { purpose: 'dog_care' }],
      [
        '/records/resident:search',
        worker.token,
        { purpose: 'grid_overview', where: { field: 'mobile', value: '13800138000' } },
      ],
      ['/records/resident:search', worker.token, { purpose: 'grid_overview', where: { grid: 3 } }],
      ['/tickets/1:read', worker.token, { purpose: 'handle_ticket' }],
      ['/tickets:search', worker.token, { purpose: 'handle_ticket', where: { todo: true } }],
      ['/tickets/1/attachments:search', worker.token, { purpose: 'handle_ticket' }],
      ['/tickets/1/attachments/1:read', worker.token, { purpose: 'handle_ticket' }],
      ['/log:search', officer.token, { limit: 100 }],
      ['/traces:search', officer.token, {}],
      ['/held-back:search', officer.token, {}],
      ['/rights:search', officer.token, { mine: false }],
    ] as const;
    for (const [path, token, body] of asked) {
      const { text } = await post(path, token, body);
      for (const [n, one] of theirs.entries())
        expect([path, n, text.includes(one)]).toEqual([path, n, false]);
    }
    for (const [path, token, body] of asked.slice(0, 2))
      expect((await post(path, token, body)).status).toBe(403);

    // The bot has let go of them; and none of all the files holds a word, the chunks of the picture included.
    expect(store.sessions.get(resident.contact)).toBeUndefined();
    expect(store.outbox.waiting()).toEqual([]);
    await vault.vault.stop();
    for (const dir of [vault.dir, join(parent, 'bot')]) expect(find(dir, patterns)).toEqual([]);
    const rows = new DatabaseSync(databaseOf(vault.dir), { readOnly: true });
    const count = (table: string, column: string) =>
      rows.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`).get(resident.id)?.['n'];
    expect([count('record', 'subject'), count('wrapped_key', 'owner'), count('index_tag', 'record')]).toEqual(
      [0, 0, 0],
    );
    expect(count('attachment_chunk', 'subject')).toBe(0);
    rows.close();
    // The control: what is planted is found, in each of the encodings.
    const planted = join(parent, 'planted');
    execFileSync('mkdir', [planted]);
    writeFileSync(join(planted, 'file'), Buffer.concat(patterns.map(({ bytes }) => bytes)));
    expect(find(planted, patterns)).toHaveLength(patterns.length);
    expect(verified()).toEqual([]);
    await vault.restart();
  },
);

test('importing the old list flags, and does not store', async () => {
  const line = { kind: 'record', type: 'resident', grid: 3, fields: { ...residentFields } };
  const old = await vault.send('POST', '/imports', {
    token: people.administrator,
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify(line)}\n`,
  });
  expect(old.json).toEqual({ imported: 0, heldBack: [1] });
  const { json } = await post('/held-back:search', people.officer.token);
  expect(json).toMatchObject({
    suppressed: 1,
    items: [{ why: 'suppressed', how: 'import', line: 1, state: 'open' }],
  });
});

test(
  'after the second date nothing opens any more with all keys of that day, in the files of before and of after',
  { timeout: 300_000 },
  async () => {
    const before = keysOfToday(vault.dir);
    // The control: before the second date a copy of before opens, and is found by the same search.
    const names = [...before.epochs.keys()];
    expect(carve(dirname(databaseOf(older)), wrapped, before.epochs, names).opened).toBeGreaterThan(0);

    // The month turns, and then 35 days pass: the alarm has each its work.
    for (const at of [until - 36 * day, until]) {
      await vault.vault.stop();
      alarmNow(vault.dir);
      await vault.restart(at - Date.now());
      await settled();
    }
    const after = keysOfToday(vault.dir);
    for (const { epoch } of wrapped) expect(after.epochs.has(epoch)).toBe(false);
    await vault.vault.stop();
    await vault.restart();
    await vault.vault.stop();

    const all = [...new Set([...names, ...after.epochs.keys()])];
    for (const dir of [older, vault.dir]) {
      const { tried, opened } = carve(dir, wrapped, after.epochs, all);
      expect(tried).toBeGreaterThan(100);
      expect(opened).toBe(0);
    }
    // Nor does a record or a part of the log of theirs with any other key that there is.
    expect(opensWithOthers(after)).toEqual({ records: 0, parts: 0, keys: true });
    // Of the tags, which are keyed hashes of their number, nothing is left either, in no page and no log.
    expect(tags.length).toBeGreaterThan(3);
    const left = tags.flatMap((tag, n) =>
      find(dirname(databaseOf(vault.dir)), [{ encoding: 'hex', text: n, bytes: Buffer.from(tag) }]),
    );
    expect(left).toEqual([]);
    expect(verified()).toEqual([]);
  },
);

/** Tries what a copy of before has of them with every key that the ring of that day opens. */
function opensWithOthers(ring: ReturnType<typeof keysOfToday>) {
  const now = new DatabaseSync(databaseOf(vault.dir), { readOnly: true });
  const data: DataKey[] = [];
  const log: LogPartKey[] = [];
  for (const row of now.prepare('SELECT owner, use, key_id, epoch, wrapped FROM wrapped_key').all()) {
    const { owner, use, key_id: keyId, epoch, wrapped: box } = row as unknown as Wrapped;
    const key = ring.epochs.get(epoch);
    const place = { community: 'hengda', owner, keyId, epoch };
    const opened = key && unwrapKey(box, key, { ...place, use }, nobleAead);
    if (opened instanceof DataKey) data.push(opened);
    if (opened instanceof LogPartKey) log.push(opened);
  }
  now.close();
  const then = new DatabaseSync(databaseOf(older), { readOnly: true });
  const { id } = people.resident;
  const records = then.prepare('SELECT * FROM record WHERE subject = ?').all(id) as unknown as RecordRow[];
  const parts = then.prepare('SELECT seq, subject_sealed FROM log_entry WHERE subject = ?').all(id);
  then.close();
  expect([records.length > 2, parts.length > 5]).toEqual([true, true]);
  const open = records.flatMap((row) => {
    const { subject, type, version, key_id: keyId, blob } = row;
    const context = { community: 'hengda', subject, type, id: row.id, keyId, version };
    const numbers = fieldNumbers(blob) ?? [];
    return data.filter((key) => openFields(blob, context, key, numbers, nobleAead).ok);
  });
  const keyId = wrapped.find(({ use }) => use === 'log')?.key_id ?? '';
  const read = parts.flatMap(({ seq, subject_sealed: box }) =>
    log.filter((key) => {
      const context = { community: 'hengda', owner: id, keyId, seq: Number(seq), side: 'subject' } as const;
      return openPart(box as Uint8Array, key, context, nobleAead) !== undefined;
    }),
  );
  return { records: open.length, parts: read.length, keys: data.length > 3 && log.length > 3 };
}

/** Until an alarm has done what is due: every key is wrapped anew, and no epoch waits whose time is over. */
async function settled(): Promise<void> {
  const due = (): number => {
    const database = new DatabaseSync(databaseOf(vault.dir), { readOnly: true, timeout: 5_000 });
    try {
      const { n } = database.prepare('SELECT count(DISTINCT epoch) AS n FROM wrapped_key').get() as {
        n: number;
      };
      const { d } = database
        .prepare(
          `SELECT count(*) AS d FROM control WHERE kind = 'epoch' AND json_extract(content, '$.destroyed') IS NOT NULL`,
        )
        .get() as { d: number };
      return n === 1 ? d : -1;
    } finally {
      database.close();
    }
  };
  const first = due();
  for (let tries = 0; tries < 300; tries += 1) {
    const now = due();
    if (now >= 0 && (now > Math.max(first, 0) || tries > 60)) return;
    await sleep(50);
  }
  throw new Error('the keys did not turn');
}

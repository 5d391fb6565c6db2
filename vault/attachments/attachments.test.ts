import { beforeEach, describe, expect, test } from 'vitest';
import { amr, bytesOf, uploaded } from '../../tests/attach.ts';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import { cameraJpeg, jpegFile, pngFile, secrets } from '../../tests/photos.ts';
import { blurPhoto } from '../http/blur-photo.ts';
import { heldFor, mostOfTicket } from './add.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
  report('wx-wang');
});

const report = (contact: string) =>
  value(ask(c.chat(contact), 'createTicket', { category: 'dog', description: '有狗没拴绳', place: '3号楼' }));
const attach = async (token: string, file: Uint8Array = jpegFile([]), ticket = '1', name?: string) =>
  ask(token, 'addAttachment', { ticket, ...(await uploaded(file, name)) });
type Purpose = 'handle_ticket' | 'own_record' | 'grid_overview';
const look = (
  token: string,
  attachment = 1,
  purpose: Purpose = 'handle_ticket',
  part: 'whole' | 'small' = 'whole',
) => c.vault.wait(token, 'readAttachment', { ticket: '1', attachment, purpose, part });
const lookCode = async (...of: Parameters<typeof look>) => code(await look(...of));
const move = (token: string, action: 'take' | 'handle' | 'close', version?: number) =>
  value(ask(token, 'moveTicket', { ticket: '1', action, version }));
/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];
const errorOf = (outcome: Awaited<ReturnType<typeof attach>>) =>
  outcome.ok ? 'ok' : (outcome.problem.errors?.map((error) => error.code)[0] ?? code(outcome));
const rows = (query: string) => c.sql.all(query, []);

describe('what is attached to a ticket', () => {
  test('is the reporter’s own, and the worker’s who has the ticket, from taking it until it is closed', async () => {
    expect(value(await attach(c.chat('wx-wang'), amr())).attachments).toEqual([
      { kind: 'voice', from: c.vault.now },
    ]);
    expect(newest()).toMatchObject({
      action: 'attachment.add',
      decision: 'done',
      subject: c.resident,
      fields: { whole: 'clear' },
      ticket: 1,
      records: [{ type: 'attachment', version: 1 }],
    });
    expect(await lookCode(c.worker.token)).toBe('denied');
    expect(newest()).toMatchObject({
      action: 'attachment.read',
      reason: 'case_not_yours',
      subject: c.resident,
    });
    move(c.worker.token, 'take', 2);
    const seen = value(await look(c.worker.token));
    expect(seen).toMatchObject({ kind: 'voice', media: 'audio/amr', version: 1 });
    expect(await bytesOf(seen)).toEqual(amr());
    expect(newest()).toMatchObject({
      action: 'attachment.read',
      decision: 'granted',
      ticket: 1,
      level: 'clear',
    });
    expect(await lookCode(c.otherWorker.token)).toBe('denied');
    move(c.worker.token, 'handle', 3);
    expect(await lookCode(c.worker.token)).toBe('ok');
    move(c.chat('wx-wang'), 'close');
    expect(await lookCode(c.worker.token)).toBe('denied');
    expect(newest()?.reason).toBe('case_closed');
    expect(await lookCode(c.chat('wx-wang'), 1, 'own_record')).toBe('ok');
    expect(await lookCode(c.page(c.resident))).toBe('ok');
  });

  test('is seen by nobody else, for no other purpose, and nowhere in a group', async () => {
    value(await attach(c.chat('wx-wang'), amr()));
    const tokens = [c.officer.token, c.administrator, c.dispatcher.token, c.bot.token, c.chat('wx-stranger')];
    for (const token of [...tokens, c.chat('wx-wang', 'group')]) expect(await lookCode(token)).toBe('denied');
    move(c.worker.token, 'take', 2);
    expect(await lookCode(c.worker.token, 1, 'own_record')).toBe('denied');
    expect(await lookCode(c.worker.token, 1, 'grid_overview')).toBe('denied');
  });

  test('is not looked at in a worker’s chat, which keeps it for ever', async () => {
    value(await attach(c.chat('wx-wang'), amr()));
    const opened = value(ask(c.worker.token, 'openBinding', {}));
    value(ask(c.chat('wx-li'), 'answerBinding', { code: opened.code ?? '' }));
    value(ask(c.worker.token, 'confirmBinding', opened.id));
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: '1', action: 'take' }));
    expect(await lookCode(c.chat('wx-li'))).toBe('denied');
    expect(newest()?.reason).toBe('own_page_only');
    expect(await lookCode(c.worker.token)).toBe('ok');
  });

  test('is attached by who reported it, in a private chat or on their page, while the ticket is open', async () => {
    for (const token of [c.worker.token, c.officer.token, c.administrator, c.chat('wx-stranger')])
      expect(code(await attach(token))).toBe('denied');
    expect(code(await attach(c.chat('wx-wang', 'group')))).toBe('denied');
    expect(code(await attach(c.page(c.resident)))).toBe('ok');
    report('wx-stranger');
    expect(value(await attach(c.chat('wx-stranger'), amr(), '2')).attachments).toHaveLength(1);
    move(c.worker.token, 'take', 2);
    move(c.worker.token, 'handle', 3);
    expect(code(await attach(c.chat('wx-wang')))).toBe('ok');
    move(c.chat('wx-wang'), 'close');
    expect(code(await attach(c.chat('wx-wang')))).toBe('denied');
    expect(newest()).toMatchObject({ action: 'attachment.add', decision: 'refused', reason: 'case_closed' });
  });

  test('is listed with its name to who may see it, in one entry, and to nobody else', async () => {
    value(await attach(c.chat('wx-wang'), amr()));
    value(await attach(c.chat('wx-wang'), Buffer.from('三号楼的情况'), '1', '情况说明.txt'));
    const list = (token: string, purpose: 'handle_ticket' | 'own_record' = 'handle_ticket') =>
      ask(token, 'listAttachments', { ticket: '1', purpose });
    expect(code(list(c.worker.token))).toBe('denied');
    move(c.worker.token, 'take', 3);
    expect(value(list(c.worker.token)).items).toMatchObject([
      { n: 1, kind: 'voice', media: 'audio/amr', size: 1606, name: '', blurred: false },
      { n: 2, kind: 'file', media: 'text/plain', size: 18, name: '情况说明.txt' },
    ]);
    expect(newest()).toMatchObject({ action: 'attachment.list', records: [{}, {}] });
    expect(code(list(c.otherWorker.token))).toBe('denied');
    expect(code(list(c.chat('wx-wang'), 'own_record'))).toBe('ok');
  });

  test('has so many of a kind and no more, and goes a version on with the ticket', async () => {
    for (let n = 1; n <= mostOfTicket.photo; n += 1)
      expect(value(await attach(c.chat('wx-wang')))).toMatchObject({ version: n + 1 });
    expect(errorOf(await attach(c.chat('wx-wang')))).toBe('too_many');
    expect(code(await attach(c.chat('wx-wang'), amr()))).toBe('ok');
    expect(await lookCode(c.chat('wx-wang'), mostOfTicket.photo)).toBe('ok');
    expect(await lookCode(c.chat('wx-wang'), 8)).toBe('denied');
    expect(newest()?.reason).toBe('not_there');
    const take = { ticket: '1', action: 'take', version: 1 } as const;
    expect(code(ask(c.worker.token, 'moveTicket', take))).toBe('version_changed');
  });

  test('is stored without what a camera tells, and its size tells next to nothing', async () => {
    value(await attach(c.chat('wx-wang'), cameraJpeg()));
    const photo = await bytesOf(value(await look(c.chat('wx-wang'))));
    for (const secret of secrets) expect(photo.toString('latin1')).not.toContain(secret);
    value(await attach(c.chat('wx-wang'), pngFile([])));
    value(await attach(c.chat('wx-wang'), amr(2_000)));
    const sizes = rows('SELECT subject, length(box) AS size FROM attachment_chunk');
    expect(new Set(sizes.map(({ subject }) => subject))).toEqual(new Set([c.resident]));
    expect(sizes.map(({ size }) => size).toSorted()).toEqual([262_161, 262_161, 262_161, 65_553, 65_553]);
  });

  test('that is sent twice under one key is there once', async () => {
    const request = { ticket: '1', ...(await uploaded(amr())) };
    const once = value(ask(c.chat('wx-wang'), 'addAttachment', request, 'a-1'));
    expect(ask(c.chat('wx-wang'), 'addAttachment', request, 'a-1')).toMatchObject({
      value: once,
      replayed: true,
    });
    const other = { ticket: '1', ...(await uploaded(amr(51))) };
    expect(code(ask(c.chat('wx-wang'), 'addAttachment', other, 'a-1'))).toBe('idempotency_key_reused');
  });

  test('of another ticket of the same reporter is not this one’s', async () => {
    value(await attach(c.chat('wx-wang'), amr()));
    move(c.worker.token, 'take', 2);
    report('wx-wang');
    value(await attach(c.chat('wx-wang'), amr(), '2'));
    const [, second] = rows(`SELECT id FROM record WHERE type = 'attachment' ORDER BY seq`);
    const { id } = value(ask(c.worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' }));
    const read = {
      type: 'attachment',
      id: String(second?.['id']),
      purpose: 'handle_ticket',
      case: id,
    } as const;
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('denied');
    expect(newest()?.reason).toBe('case_not_about');
  });
});

describe('a photo, before others see it', () => {
  const shared = (version = 2) => (move(c.worker.token, 'take', version), look(c.worker.token));

  test('is its reporter’s alone for ten minutes, and then the worker’s', async () => {
    value(await attach(c.chat('wx-wang')));
    expect(code(await shared())).toBe('denied');
    expect(newest()).toMatchObject({ action: 'attachment.read', reason: 'held' });
    expect(await lookCode(c.worker.token, 1, 'handle_ticket', 'small')).toBe('denied');
    expect(await lookCode(c.page(c.resident), 1, 'own_record', 'small')).toBe('ok');
    c.vault.now += heldFor;
    expect(await lookCode(c.worker.token)).toBe('ok');
    expect(await lookCode(c.worker.token, 1, 'handle_ticket', 'small')).toBe('ok');
  });

  test('is the worker’s at once when who reported says so, and nobody else can say it', async () => {
    value(await attach(c.chat('wx-wang')));
    const show = (token: string) => ask(token, 'showAttachment', { ticket: '1', attachment: 1 });
    move(c.worker.token, 'take', 2);
    for (const token of [c.worker.token, c.officer.token, c.chat('wx-stranger')])
      expect(code(show(token))).toBe('denied');
    expect(value(show(c.chat('wx-wang'))).attachments[0]?.from).toBe(c.vault.now);
    expect(newest()).toMatchObject({ action: 'attachment.show', decision: 'done' });
    expect(await lookCode(c.worker.token)).toBe('ok');
  });

  test('of somebody without a page does not wait for what they cannot do', async () => {
    report('wx-stranger');
    expect(value(await attach(c.chat('wx-stranger'), jpegFile([]), '2')).attachments[0]?.from).toBe(
      c.vault.now,
    );
  });

  test('is blurred by who reported it: the old chunks are destroyed, and others see the new ones at once', async () => {
    value(await attach(c.chat('wx-wang')));
    const page = c.page(c.resident);
    const before = await bytesOf(value(await look(page)));
    const old = rows('SELECT stream, box FROM attachment_chunk');
    const changed = await blurPhoto(
      (...asked) => c.vault.wait(page, ...asked),
      { ticket: '1', attachment: 1 },
      [0],
    );
    expect(changed).toMatchObject({
      ok: true,
      value: { attachments: [{ kind: 'photo', from: c.vault.now }] },
    });
    expect(newest()).toMatchObject({
      action: 'attachment.blur',
      records: [{ type: 'attachment', version: 2 }],
    });
    const left = rows('SELECT stream FROM attachment_chunk').map(({ stream }) => stream);
    expect(left).toHaveLength(old.length);
    for (const { stream } of old) expect(left).not.toContain(stream);
    const after = await bytesOf(value(await shared(3)));
    expect(after.equals(before)).toBe(false);
    expect(
      value(ask(page, 'listAttachments', { ticket: '1', purpose: 'own_record' })).items[0]?.blurred,
    ).toBe(true);
  });

  test('is blurred by the worker who has it, once they may see it, and by nobody else', async () => {
    value(await attach(c.chat('wx-wang')));
    move(c.worker.token, 'take', 2);
    const blur = (token: string) =>
      blurPhoto((...asked) => c.vault.wait(token, ...asked), { ticket: '1', attachment: 1 }, [3, 4]);
    expect(await blur(c.worker.token)).toMatchObject({ problem: { code: 'denied' } });
    c.vault.now += heldFor;
    for (const token of [c.otherWorker.token, c.officer.token])
      expect(await blur(token)).toMatchObject({ problem: { code: 'denied' } });
    expect(await blur(c.worker.token)).toMatchObject({ ok: true });
    const content = { bytes: jpegFile([]), sha256: '00'.repeat(32) };
    const stale = { ticket: '1', attachment: 1, version: 1, whole: content, small: content };
    expect(code(ask(c.worker.token, 'blurAttachment', stale))).toBe('version_changed');
  });

  test('is the only thing that can be blurred', async () => {
    value(await attach(c.chat('wx-wang'), amr()));
    const page = c.page(c.resident);
    const blur = await blurPhoto(
      (...asked) => c.vault.wait(page, ...asked),
      { ticket: '1', attachment: 1 },
      [0],
    );
    expect(blur).toMatchObject({ problem: { errors: [{ code: 'not_a_photo' }] } });
  });
});

describe('stored chunks', () => {
  const long = amr(30_000); // four chunks
  const readAll = async () => {
    const read = await look(c.chat('wx-wang'));
    if (!read.ok) return code(read);
    return bytesOf(read.value).then(
      () => 'ok',
      () => 'broken off',
    );
  };
  const chunks = (attachment = 0) => {
    const [, ...streams] = rows('SELECT DISTINCT stream FROM attachment_chunk ORDER BY rowid');
    const stream = String(
      (attachment === 0 ? rows('SELECT stream FROM attachment_chunk ORDER BY rowid')[0] : streams[0])?.[
        'stream'
      ],
    );
    return stream;
  };
  const run = (query: string) => c.sql.all(query, []);

  beforeEach(async () => {
    value(await attach(c.chat('wx-wang'), long));
    value(await attach(c.chat('wx-wang'), amr(30_001)));
  });

  test('open in their order, whole', async () => {
    expect(await readAll()).toBe('ok');
    expect(rows(`SELECT n FROM attachment_chunk WHERE stream = '${chunks()}'`)).toHaveLength(4);
  });

  const box = (n: number, of = 0) =>
    `(SELECT box FROM attachment_chunk WHERE stream = '${chunks(of)}' AND n = ${n})`;
  const put = (n: number, what: string) =>
    run(`UPDATE attachment_chunk SET box = ${what} WHERE stream = '${chunks()}' AND n = ${n}`);
  test.each<[string, () => unknown, string]>([
    ['the first in the second’s place', () => put(1, box(0)), 'broken off'],
    ['the second in the first’s place', () => put(0, box(1)), 'tampered'],
    ['the last in the place of the one before', () => put(2, box(3)), 'broken off'],
    ['the same chunk of another attachment of the same person', () => put(1, box(1, 1)), 'broken off'],
    ['its first chunk of another attachment', () => put(0, box(0, 1)), 'tampered'],
    [
      'the last one gone',
      () => run(`DELETE FROM attachment_chunk WHERE stream = '${chunks()}' AND n = 3`),
      'broken off',
    ],
    [
      'the first one gone',
      () => run(`DELETE FROM attachment_chunk WHERE stream = '${chunks()}' AND n = 0`),
      'tampered',
    ],
    [
      'a byte changed in the middle',
      () => put(1, `CAST(substr(${box(1)}, 1, 99) || x'00' || substr(${box(1)}, 101) AS BLOB)`),
      'broken off',
    ],
    ['a byte less', () => put(1, `CAST(substr(${box(1)}, 1, 262160) AS BLOB)`), 'broken off'],
    ['a byte more', () => put(1, `CAST(${box(1)} || x'00' AS BLOB)`), 'broken off'],
    ['nothing', () => put(0, `x''`), 'tampered'],
  ])('with %s are refused', async (_, tamper, expected) => {
    tamper();
    expect(await readAll()).toBe(expected);
    if (expected === 'tampered') expect(newest()).toMatchObject({ decision: 'refused', reason: 'tampered' });
  });

  test('with one more behind the last are read to the end that the record says', async () => {
    run(
      `INSERT INTO attachment_chunk SELECT stream, 4, record, subject, away, box FROM attachment_chunk WHERE stream = '${chunks()}' AND n = 3`,
    );
    expect(await readAll()).toBe('ok');
  });

  test('of a former version do not open in the place of the present one', async () => {
    value(await attach(c.chat('wx-wang')));
    const page = c.page(c.resident);
    const kept = rows('SELECT * FROM attachment_chunk ORDER BY rowid DESC LIMIT 2');
    await blurPhoto((...asked) => c.vault.wait(page, ...asked), { ticket: '1', attachment: 3 }, [0]);
    for (const { box: bytes } of kept)
      c.sql.all(
        'UPDATE attachment_chunk SET box = ? WHERE rowid = (SELECT max(rowid) FROM attachment_chunk)',
        [bytes ?? null],
      );
    const read = await look(page, 3, 'own_record', 'small');
    expect(code(read)).toBe('tampered');
  });

  test('with their record exchanged for another’s are refused', async () => {
    const [first, second] = rows(`SELECT id, blob FROM record WHERE type = 'attachment' ORDER BY seq`);
    c.sql.all('UPDATE record SET blob = ? WHERE id = ?', [second?.['blob'] ?? '', first?.['id'] ?? '']);
    expect(await readAll()).toBe('tampered');
    c.sql.all('DELETE FROM record WHERE id = ?', [first?.['id'] ?? '']);
    expect(await readAll()).toBe('tampered');
  });
});

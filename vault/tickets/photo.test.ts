import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import { cameraPhoto, jpeg, pngFile, secrets } from '../../tests/photos.ts';
import { mostPhotos } from './photo.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
  report('wx-wang');
});

const report = (contact: string) =>
  value(ask(c.chat(contact), 'createTicket', { category: 'dog', description: '有狗没拴绳', place: '3号楼' }));
const attach = (token: string, image = jpeg(), ticket = '1') => ask(token, 'attachPhoto', { ticket, image });
const look = (token: string, photo = 1, purpose: 'handle_ticket' | 'own_record' = 'handle_ticket') =>
  ask(token, 'readPhoto', { ticket: '1', photo, purpose });
const move = (token: string, action: 'take' | 'handle' | 'close' | 'rate' | 'reopen', version?: number) =>
  value(ask(token, 'moveTicket', { ticket: '1', action, version }));
/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];
const errorOf = (outcome: ReturnType<typeof attach>) =>
  outcome.ok
    ? 'ok'
    : (outcome.problem.errors?.map(({ field, code: what }) => `${field} ${what}`)[0] ?? code(outcome));

describe('a photo of a ticket', () => {
  test('is the reporter’s own, and the worker’s who has the ticket, from taking it until it is closed', () => {
    expect(value(attach(c.chat('wx-wang'))).photos).toBe(1);
    expect(newest()).toMatchObject({
      action: 'photo.attach',
      decision: 'done',
      subject: c.resident,
      fields: { image: 'clear' },
      ticket: 1,
      records: [{ type: 'photo', version: 1 }],
    });
    expect(code(look(c.worker.token))).toBe('denied');
    expect(newest()).toMatchObject({ action: 'photo.read', reason: 'case_not_yours', subject: c.resident });
    move(c.worker.token, 'take', 2);
    expect(value(look(c.worker.token))).toEqual({ type: 'image/jpeg', image: jpeg() });
    expect(newest()).toMatchObject({ action: 'photo.read', decision: 'granted', ticket: 1, level: 'clear' });
    expect(code(look(c.otherWorker.token))).toBe('denied');
    move(c.worker.token, 'handle', 3);
    expect(code(look(c.worker.token))).toBe('ok');
    move(c.chat('wx-wang'), 'close');
    expect(code(look(c.worker.token))).toBe('denied');
    expect(newest()?.reason).toBe('case_closed');
    expect(code(look(c.chat('wx-wang'), 1, 'own_record'))).toBe('ok');
    expect(code(look(c.page(c.resident)))).toBe('ok');
  });

  test('is seen by nobody else, for no other purpose, and nowhere in a group', () => {
    value(attach(c.chat('wx-wang')));
    const tokens = [c.officer.token, c.administrator, c.dispatcher.token, c.bot.token, c.chat('wx-stranger')];
    for (const token of [...tokens, c.chat('wx-wang', 'group')]) expect(code(look(token))).toBe('denied');
    move(c.worker.token, 'take', 2);
    expect(code(look(c.worker.token, 1, 'own_record'))).toBe('denied');
    const overview = { ticket: '1', photo: 1, purpose: 'grid_overview' } as const;
    expect(code(ask(c.worker.token, 'readPhoto', overview))).toBe('denied');
  });

  test('is not looked at in a worker’s chat, which keeps it for ever', () => {
    value(attach(c.chat('wx-wang')));
    const opened = value(ask(c.worker.token, 'openBinding', {}));
    value(ask(c.chat('wx-li'), 'answerBinding', { code: opened.code ?? '' }));
    value(ask(c.worker.token, 'confirmBinding', opened.id));
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: '1', action: 'take' }));
    expect(code(look(c.chat('wx-li')))).toBe('denied');
    expect(newest()?.reason).toBe('own_page_only');
    expect(code(look(c.worker.token))).toBe('ok');
  });

  test('is attached by who reported it, in a private chat or on their page, while the ticket is open', () => {
    for (const token of [c.worker.token, c.officer.token, c.administrator, c.chat('wx-stranger')])
      expect(code(attach(token))).toBe('denied');
    expect(code(attach(c.chat('wx-wang', 'group')))).toBe('denied');
    expect(code(attach(c.page(c.resident)))).toBe('ok');
    report('wx-stranger');
    expect(value(attach(c.chat('wx-stranger'), jpeg(), '2')).photos).toBe(1);
    move(c.worker.token, 'take', 2);
    move(c.worker.token, 'handle', 3);
    expect(code(attach(c.chat('wx-wang')))).toBe('ok');
    move(c.chat('wx-wang'), 'close');
    expect(code(attach(c.chat('wx-wang')))).toBe('denied');
    expect(newest()).toMatchObject({ action: 'photo.attach', decision: 'refused', reason: 'case_closed' });
  });

  test('is counted where the ticket is read and listed, and goes a version on with the ticket', () => {
    expect(value(attach(c.chat('wx-wang')))).toMatchObject({ photos: 1, version: 2 });
    expect(value(attach(c.chat('wx-wang'), pngFile([]).toString('base64')))).toMatchObject({
      photos: 2,
      version: 3,
    });
    const take = { ticket: '1', action: 'take', version: 1 } as const;
    expect(code(ask(c.worker.token, 'moveTicket', take))).toBe('version_changed');
    const read = { ticket: '1', purpose: 'handle_ticket' } as const;
    expect(value(ask(c.worker.token, 'readTicket', read)).photos).toBe(2);
    const mine = { purpose: 'own_record', where: { mine: true }, limit: 10 } as const;
    expect(value(ask(c.chat('wx-wang'), 'listTickets', mine)).items[0]?.photos).toBe(2);
    expect(value(look(c.chat('wx-wang'), 2)).type).toBe('image/png');
    expect(code(look(c.chat('wx-wang'), 3))).toBe('denied');
    expect(newest()?.reason).toBe('not_there');
  });

  test('keeps its number when others come, and a ticket has so many and no more', () => {
    for (let n = 1; n <= mostPhotos; n += 1) expect(value(attach(c.chat('wx-wang'))).photos).toBe(n);
    expect(errorOf(attach(c.chat('wx-wang')))).toBe('image too_many_photos');
    expect(code(look(c.chat('wx-wang'), mostPhotos))).toBe('ok');
  });

  test('is stored without what a camera tells, and its size tells nothing to a reader of the database', () => {
    value(attach(c.chat('wx-wang'), cameraPhoto()));
    const { image } = value(look(c.chat('wx-wang')));
    for (const secret of secrets)
      expect(Buffer.from(image, 'base64').toString('latin1')).not.toContain(secret);
    value(attach(c.chat('wx-wang'), pngFile([]).toString('base64')));
    const rows = c.sql.all(`SELECT subject, length(blob) AS size FROM record WHERE type = 'photo'`, []);
    expect(rows.map(({ subject }) => subject)).toEqual([c.resident, c.resident]);
    expect(new Set(rows.map(({ size }) => size)).size).toBe(1);
  });

  test.each([
    ['a page', Buffer.from('<svg/>').toString('base64'), 'image photo_type'],
    ['half a photo', Buffer.from(jpeg(), 'base64').subarray(0, 200).toString('base64'), 'image photo_broken'],
    ['no base64', '???', 'image photo_not_base64'],
    ['nothing', '', 'image required'],
  ])('that is %s is refused, in words, and nothing is stored', (_, image, error) => {
    const before = c.vault.vault.journal.size;
    const outcome = attach(c.chat('wx-wang'), image);
    expect(errorOf(outcome).replace('fields.', '')).toBe(error);
    expect(c.vault.vault.journal.size).toBe(before);
    expect(c.sql.all(`SELECT id FROM record WHERE type = 'photo'`, [])).toEqual([]);
  });

  test('that is sent twice under one key is there once', () => {
    const request = { ticket: '1', image: jpeg() };
    const once = value(ask(c.chat('wx-wang'), 'attachPhoto', request, 'photo-1'));
    expect(ask(c.chat('wx-wang'), 'attachPhoto', request, 'photo-1')).toMatchObject({
      value: once,
      replayed: true,
    });
    expect(
      code(ask(c.chat('wx-wang'), 'attachPhoto', { ticket: '1', image: cameraPhoto() }, 'photo-1')),
    ).toBe('idempotency_key_reused');
  });

  test('of another ticket of the same reporter is not this one’s', () => {
    value(attach(c.chat('wx-wang')));
    move(c.worker.token, 'take', 2);
    report('wx-wang');
    value(attach(c.chat('wx-wang'), jpeg(), '2'));
    const [, second] = c.sql.all(`SELECT id FROM record WHERE type = 'photo' ORDER BY seq`, []);
    const { id } = value(ask(c.worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' }));
    const read = { type: 'photo', id: String(second?.['id']), purpose: 'handle_ticket', case: id } as const;
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('denied');
    expect(newest()?.reason).toBe('case_not_about');
  });

  test('that is not as it was written, or gone, is not shown', () => {
    value(attach(c.chat('wx-wang')));
    value(attach(c.chat('wx-wang'), pngFile([]).toString('base64')));
    const [first, second] = c.sql.all(`SELECT id, blob FROM record WHERE type = 'photo' ORDER BY seq`, []);
    c.sql.all('UPDATE record SET blob = ? WHERE id = ?', [second?.['blob'] ?? '', first?.['id'] ?? '']);
    expect(code(look(c.chat('wx-wang')))).toBe('tampered');
    c.sql.all('DELETE FROM record WHERE id = ?', [first?.['id'] ?? '']);
    expect(code(look(c.chat('wx-wang')))).toBe('tampered');
    expect(newest()).toMatchObject({ decision: 'refused', reason: 'tampered' });
  });
});

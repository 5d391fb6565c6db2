import { beforeEach, describe, expect, test } from 'vitest';
import { transact } from '../vault.ts';
import { parseProof } from '../log/proof.ts';
import { type Browser, nodeConsole, type NodeConsole, pages, type Seen } from '../../tests/node-console.ts';
import { code, value } from '../../tests/node-community.ts';

let c: NodeConsole;
let officer: Browser;
let ticket: string;

beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
  c.consent('given', c.page(c.resident));
  const report = { category: 'dog', description: '狗没拴绳', place: '3号楼' };
  const made = value(c.vault.ask(c.chat('wx-wang'), 'createTicket', report));
  ticket = 'id' in made ? made.id : '';
  value(c.vault.ask(c.worker.token, 'moveTicket', { ticket, action: 'take', version: 1 }));
  value(look());
  c.consent('withdrawn', c.page(c.resident));
  look();
  officer = await c.staff(c.officer.id);
});

const look = () =>
  c.vault.ask(c.worker.token, 'readRecord', {
    type: 'resident',
    id: c.resident,
    purpose: 'phone_contact',
    case: ticket,
    fields: ['mobile'],
  });
const short = (id: string) => `…${id.slice(-5)}`;
const entries = ({ html }: Seen) =>
  [
    ...html.matchAll(/href="[^"]*\/log\/(\d+)(?:\?[^"]*)?">.*?<span class="entries__what">(.*?)<\/span>/g),
  ].map(([, seq, words = '']) => ({ seq: Number(seq), words: words.replaceAll(/<[^>]*>/g, '') }));
const linkTo = ({ html }: Seen, pattern: RegExp): string =>
  pattern
    .exec(html)?.[0]
    .replace(/^href="/, '')
    .replace(/"$/, '')
    .replaceAll('&amp;', '&') ?? 'no such link';

describe('the officer’s log', () => {
  test('says each entry in a sentence, newest first, and no value of a record', async () => {
    const seen = await officer.open('/log');
    const all = entries(seen);
    expect(all.length).toBe(25);
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).toSorted((a, b) => b - a));
    const who = `网格员 ${short(c.worker.id)}`;
    const whose = `居民 ${short(c.resident)}`;
    expect(all.map(({ words }) => words)).toContain(
      `${who} 为工单 0001 看了${whose} 的手机号(完整显示),用途:电话联系。`,
    );
    expect(all.map(({ words }) => words)).toContain(
      `${who} 为工单 0001 想看${whose} 的手机号,没有给,用途:电话联系。原因:本人已撤回同意。`,
    );
    expect(seen.html).not.toMatch(/13800138000|王秀英|狗没拴绳/);
  });

  test('is in English for who reads English', async () => {
    const seen = await officer.get('/log', { 'accept-language': 'en' });
    const words = entries(seen).map((entry) => entry.words.replaceAll('&#39;', '’'));
    expect(words).toContain(
      `grid worker ${short(c.worker.id)} saw resident ${short(c.resident)}’s Mobile number (in clear) for ticket 0001; purpose: Contact by telephone.`,
    );
    expect(seen.html.replace(/lang="zh-CN"[^<]*<\/button>/, '')).not.toMatch(/\p{Script=Han}/u);
  });

  test('is narrowed by outcome, action, person and day, and goes on to what is older', async () => {
    const refused = await officer.open('/log?decision=refused');
    expect(entries(refused).every(({ words }) => /没有给|没有办成/.test(words))).toBe(true);
    expect(refused.text).toContain('本人已撤回同意');
    const consents = await officer.open('/log?action=consent.withdraw');
    expect(entries(consents).map(({ words }) => words)).toEqual([expect.stringContaining('撤回同意')]);
    const about = await officer.open(`/log?subject=${c.resident}&actor=${c.worker.id}&decision=granted`);
    expect(entries(about).length).toBeGreaterThan(0);
    expect(entries(await officer.open('/log?to=2026-11-22'))).toEqual([]);
    expect(entries(await officer.open('/log?from=2026-11-23&to=2026-11-23')).length).toBe(25);
    const [, older = ''] =
      /href="([^"]*before=\d+)"/.exec((await officer.open('/log?from=2026-01-01')).html) ?? [];
    const next = entries(await officer.open(older.replaceAll('&amp;', '&')));
    expect(next.length).toBeGreaterThan(0);
    expect(older).toContain('from=2026-01-01');
  });

  test.each([
    ['from=2026-02-30', 'from', '没有这一天'],
    ['to=heute', 'to', '没有这一天'],
    ['actor=%3Cscript%3E', 'actor', '标识不对'],
    ['subject=138%200013', 'subject', '标识不对'],
    ['subject=zzzz', 'subject', '写它的最后五位'],
    ['ref=%E7%8E%8B%E7%A7%80%E8%8B%B1', 'ref', '看不懂这个编号'],
    ['ref=vtmr', 'ref', '看不懂这个编号'],
  ])('says what is wrong with %s beside the field, and asks nothing', async (query, field, words) => {
    const before = c.entries();
    const seen = await officer.open(`/log?${query}`);
    expect([seen.status, c.entries()]).toEqual([422, before]);
    expect(seen.text).toContain(words);
    expect(seen.html).toMatch(new RegExp(`<input id="${field}"[^>]*aria-invalid="true"`));
    expect(seen.html).not.toContain('<script');
  });

  test('lists each of her own searches too', async () => {
    await officer.open('/log');
    const [newest] = entries(await officer.open('/log'));
    expect(newest?.words).toBe(`隐私官 ${short(c.officer.id)}:查询访问记录,用途:查阅访问记录。`);
  });

  test('names entries that are not as they were written, and shows nothing of them', async () => {
    const [entry] = value(
      c.vault.ask(c.officer.token, 'searchLog', { action: 'record.read', decision: 'granted', limit: 1 }),
    ).items;
    const seq = entry?.seq ?? -1;
    c.sql.all('UPDATE log_entry SET subject_sealed = zeroblob(64) WHERE seq = ?', [seq]);
    const seen = await officer.open(`/log/${seq}`);
    expect(seen.text).toContain(`和当初写下的不一样,内容不显示:${seq}`);
    expect(seen.text).not.toContain('手机号');
  });
});

describe('a number that somebody was told', () => {
  test('on a refusal, short enough to be read aloud, finds the refusal', async () => {
    const worker = await c.staff(c.worker.id);
    const seen = await worker.post(`/tickets/${ticket}/phone`, { reporter: c.resident });
    expect(seen.status).toBe(403);
    const told = /<code>([^<]*)<\/code>/.exec(seen.html)?.[1] ?? '';
    expect(told).toMatch(/^\w{4}-\w{4}$/);
    for (const said of [told, told.toUpperCase().replace('-', ' '), told.replace('-', '')]) {
      const found = entries(await officer.open(`/log?ref=${encodeURIComponent(said)}`));
      expect(found.map(({ words }) => words)).toEqual([expect.stringContaining('没有给')]);
    }
    const denied = await worker.open('/log');
    expect(denied.html).toMatch(/<code>\w{4}-\w{4}<\/code>/);
  });

  test('that is no request’s is answered in words', async () => {
    const seen = await officer.open('/log?ref=zzzz-zzzz');
    expect(seen.text).toContain('没有找到编号 zzzz-zzzz 的记录');
  });

  test('of a ticket, as people say it, finds what was done under it', async () => {
    for (const said of ['1', '0001', '工单 0001', '2026-0001']) {
      const seen = await officer.open(`/log?ref=${encodeURIComponent(said)}`);
      const found = entries(seen);
      expect(found.length).toBeGreaterThan(2);
      expect(found.every(({ words }) => words.includes('工单 0001'))).toBe(true);
      expect(seen.html.includes('要看的是第 1 条记录')).toBe(said === '1');
    }
    expect((await officer.open('/log?ref=0099')).text).toContain('没有找到工单 0099 的记录');
  });

  test('of an entry leads to the entry, and one that is not there says so', async () => {
    for (const said of ['第1条', '#1', '第 1 条'])
      expect((await officer.open(`/log?ref=${encodeURIComponent(said)}`)).text).toContain('第 1 条访问记录');
    const none = await officer.open('/log?ref=%2340256');
    expect([none.status, none.text.includes('日志里还没有这一条')]).toEqual([404, true]);
  });
});

describe('the identifiers in the list', () => {
  test('are links that narrow the list, and the end of one can be typed', async () => {
    const seen = await officer.open('/log?decision=refused');
    const link = linkTo(seen, new RegExp(`href="[^"]*actor=${c.worker.id}"`));
    expect(link).toBe(`${pages}/log?decision=refused&actor=${c.worker.id}`);
    const followed = entries(await officer.open(link));
    expect(followed.length).toBeGreaterThan(0);
    const end = c.worker.id.slice(-5);
    const typed = await officer.get(`/log?decision=refused&actor=${encodeURIComponent(`…${end}`)}`);
    expect(typed.headers.get('location')).toBe(link);
  });

  test('by an end that is nobody’s on the page, it is said what is needed', async () => {
    const none = await officer.open('/log?actor=zzzzz');
    expect([none.status, none.text.includes('没有以这五位结尾')]).toEqual([422, true]);
    expect(none.text).not.toContain('没有符合的记录');
  });

  test('a resident at their own data looks at their own', async () => {
    value(c.vault.ask(c.page(c.resident), 'readRecord', own(c.resident)));
    const words = entries(await officer.open(`/log?actor=${c.resident}`)).map((entry) => entry.words);
    expect(words[0]).toContain(`居民 ${short(c.resident)} 看了自己的手机号`);
  });
});

const own = (id: string) => ({ type: 'resident', id, purpose: 'own_record', fields: ['mobile'] }) as const;

describe('going through the log', () => {
  test('from an entry leads back to where one was', async () => {
    const seen = await officer.open(`/log?actor=${c.worker.id}&before=60`);
    const entry = await officer.open(linkTo(seen, /href="[^"]*\/log\/\d+\?[^"]*"/));
    expect(entry.html).toContain(`href="${pages}/log?actor=${c.worker.id}&amp;before=60"`);
  });

  test('leads back to the newest, and from the last page no further', async () => {
    const seen = await officer.open('/log?decision=refused&before=1');
    expect(seen.html).toContain(`href="${pages}/log?decision=refused"`);
    expect(seen.text).toContain('回到最新');
    expect(seen.text).toContain('没有符合的记录');
    expect(seen.html).not.toMatch(/before=\d+"/);
  });

  test('goes on where a stretch has nothing, and says so', async () => {
    const { vault, now } = c.vault;
    const start = { action: 'start', decision: 'done', actor: 'system', role: 'system' } as const;
    transact(vault, () => {
      for (let n = 0; n < 2_010; n += 1) vault.journal.append({ ...start, via: 'system', request: 'a' }, now);
    });
    const seen = await officer.open('/log?action=consent.withdraw');
    expect(seen.text).toContain('这一段没有');
    expect(seen.text).toContain('继续往前找');
    expect(seen.text).not.toContain('没有符合的记录');
    const next = entries(await officer.open(linkTo(seen, /href="[^"]*before=\d+"/)));
    expect(next.length).toBe(1);
  });
});

describe('one entry', () => {
  const seqOf = (decision: 'granted' | 'refused'): number =>
    value(c.vault.ask(c.officer.token, 'searchLog', { action: 'record.read', decision, limit: 1 })).items[0]
      ?.seq ?? -1;

  test('is told in words, and with everything it says', async () => {
    const seen = await officer.open(`/log/${seqOf('refused')}`);
    for (const said of [
      '本人已撤回同意',
      'consent_withdrawn',
      '《个人信息保护法》第十三条第一款第一项',
      '想看哪些(没有给) 手机号',
      'consent-first',
      '在工作台',
      c.worker.id,
      c.resident,
    ])
      expect(seen.text).toContain(said);
    expect(seen.html).toContain(`href="${pages}/log?actor=${c.worker.id}"`);
    expect(seen.text).toContain('lindun/hengda/1+');
  });

  test('has a proof to take away, as a file that a stranger’s program reads', async () => {
    const seq = seqOf('granted');
    const proof = await officer.post(`/log/${seq}/proof`);
    expect(proof.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(proof.headers.get('content-disposition')).toBe(
      `attachment; filename="lindun-hengda-${seq}.tlog-proof"`,
    );
    expect(parseProof(proof.html)).toMatchObject({ ok: true, value: { index: seq } });
  });

  test('that is not there is 404', async () => {
    expect((await officer.open('/log/99999')).status).toBe(404);
    expect((await officer.open('/log/x')).status).toBe(404);
  });
});

describe('the checkpoint', () => {
  test('is shown when one was published, and one of this moment only to her', async () => {
    expect((await officer.open('/log/checkpoint')).text).toContain('还没有公开过');
    expect((await officer.get('/log/checkpoint/file')).status).toBe(404);
    c.publish();
    const seen = await officer.open('/log/checkpoint');
    expect(seen.text).toMatch(/\d+ 条记录/);
    const file = await officer.get('/log/checkpoint/file');
    expect(file.html.split('\n')[0]).toBe('lindun/hengda/1');
    const now = await officer.post('/log/checkpoint');
    expect(now.text).toContain(`${c.entries()} 条记录`);
    const worker = await c.staff(c.worker.id);
    expect((await worker.post('/log/checkpoint')).status).toBe(403);
  });
});

describe('the switch', () => {
  test('stops the chat assistant after a second yes, and starts it again', async () => {
    expect((await officer.open('/assistant')).text).toContain('楼管家正在工作');
    expect((await officer.open('/assistant/stop')).text).toContain('确定停用楼管家?');
    expect(code(c.vault.ask(c.bot.token, 'exchangeToken', contact))).toBe('ok');
    expect((await officer.submit('/assistant/stop')).text).toContain('楼管家已停用');
    expect(code(c.vault.ask(c.bot.token, 'exchangeToken', contact))).toBe('denied');
    expect((await officer.submit('/assistant/start')).text).toContain('楼管家正在工作');
    expect(code(c.vault.ask(c.bot.token, 'exchangeToken', contact))).toBe('ok');
  });

  test('ends what was opened from the chat, at once', async () => {
    const resident = await c.fromChat('wx-wang');
    expect((await resident.open('/me')).status).toBe(200);
    await officer.submit('/assistant/stop');
    expect((await resident.open('/me')).status).toBe(401);
  });
});

const contact = { transport: 'wechat', contact: 'wx-wang', context: 'private' } as const;

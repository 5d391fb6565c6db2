import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import type { LinkPage } from '../../policy/link-pages.ts';
import { enter, sessionOf } from './links.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const minute = 60_000;

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

const secretOf = (path: string) => path.split('#')[1] ?? '';
const tap = (secret: string) =>
  transact(c.vault.vault, () => enter(c.vault.vault, { secret, request: 'tap' }, c.vault.now));
const session = (token: string) => sessionOf(c.vault.vault, token, c.vault.now);
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];
const entries = () => c.vault.vault.journal.size;

/** Binds a worker's own chat contact: opened at the desk, said in the chat, confirmed at the desk. */
function bindWorker(contact: string, worker = c.worker) {
  const made = value(ask(worker.token, 'openBinding', {}));
  value(ask(c.chat(contact), 'answerBinding', { code: made.code ?? '' }));
  value(ask(worker.token, 'confirmBinding', made.id));
}

/** A report of the resident's, from the group. @returns its number */
function report(): string {
  const words = { category: 'dog', description: '3号楼下有狗没拴绳', place: '3号楼2单元501室门口' };
  return String(value(ask(c.chat('wx-wang', 'group'), 'createTicket', words)).number);
}

describe('a resident’s link', () => {
  const open = () => value(ask(c.chat('wx-wang'), 'openLink', {}));

  test('carries a random secret in its fragment, names nobody, and is one entry', () => {
    const before = entries();
    const { path, expires } = open();
    expect(path).toMatch(/^\/c\/hengda\/enter#lin_[a-z0-9]{52}$/);
    expect(path).not.toContain(c.resident);
    expect(expires - c.vault.now).toBe(10 * minute);
    expect(entries() - before).toBe(1);
  });

  test('opens a session once, which has the chat’s rights and no more', () => {
    const secret = secretOf(open().path);
    const { token } = value(tap(secret));
    expect(code(tap(secret))).toBe('denied');
    expect(session(token)).toMatchObject({ role: 'resident', id: c.resident, ticket: null, fromChat: true });
    const own = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
    const read = () => value(ask(token, 'readRecord', own)).fields;
    expect(read()['mobile']).toEqual({ level: 'masked', value: '138****8000' });
    expect(read()['address']).toMatchObject({ level: 'masked' });
    const first = { purpose: 'phone_contact', event: 'given', notice: c.vault.vault.notices[0] } as const;
    expect(code(ask(token, 'recordConsent', first))).toBe('denied');
    expect(code(ask(token, 'openBinding', {}))).toBe('denied');
    expect(newest()).toMatchObject({ via: expect.stringContaining('api:page:') as string });
  });

  test('is no good after ten minutes, nor its session after twenty', () => {
    const late = secretOf(open().path);
    const { token } = value(tap(secretOf(open().path)));
    c.vault.now += 10 * minute;
    expect(code(tap(late))).toBe('denied');
    c.vault.now += 10 * minute - 1;
    expect(session(token)).toBeDefined();
    c.vault.now += 1;
    expect(session(token)).toBeUndefined();
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
  });

  test('ends with the binding, and with the switch', () => {
    const { token } = value(tap(secretOf(open().path)));
    const link = secretOf(open().path);
    value(ask(c.officer.token, 'setExchange', false));
    expect(session(token)).toBeUndefined();
    expect(code(tap(link))).toBe('denied');
    value(ask(c.officer.token, 'setExchange', true));
    expect(session(token)).toBeUndefined();
    const again = value(tap(secretOf(open().path))).token;
    value(ask(c.chat('wx-wang'), 'endBinding', {}));
    expect(session(again)).toBeUndefined();
  });

  test('is refused to who is bound to nobody, and in a group', () => {
    expect(code(ask(c.chat('wx-stranger'), 'openLink', {}))).toBe('denied');
    expect(code(ask(c.chat('wx-wang', 'group'), 'openLink', {}))).toBe('denied');
    expect(code(ask(c.chat('wx-wang'), 'openLink', { for: c.worker.id }))).toBe('invalid');
  });

  test('leads to the page it names, of a closed list; no other link names one', () => {
    const to = (page: LinkPage) => value(ask(c.chat('wx-wang'), 'openLink', { page })).path;
    expect(to('log')).toMatch(/^\/c\/hengda\/enter#lin_[a-z0-9]{52}$/);
    expect(value(tap(secretOf(to('log')))).page).toBe('log');
    expect(value(tap(secretOf(open().path))).page).toBeUndefined();
    expect(code(ask(c.vault.administrator, 'openLink', { for: c.officer.id, page: 'log' }))).toBe('invalid');
    bindWorker('wx-li');
    expect(code(ask(c.chat('wx-li'), 'openLink', { ticket: report(), page: 'me' }))).toBe('invalid');
  });

  test('its session can be ended by oneself', () => {
    const { token } = value(tap(secretOf(open().path)));
    expect(value(ask(token, 'revokeTokens', { token })).revoked).toBe(1);
    expect(session(token)).toBeUndefined();
  });
});

describe('staff’s link', () => {
  test('is made by the administrator alone, and opens nothing but what they sign in with', () => {
    const { path } = value(ask(c.vault.administrator, 'openLink', { for: c.officer.id }));
    const { token, expires } = value(tap(secretOf(path)));
    expect(expires - c.vault.now).toBe(20 * minute);
    const seen = { role: 'privacy_officer', ticket: null, fromChat: false, enrolling: true, strong: false };
    expect(session(token)).toMatchObject(seen);
    expect(code(ask(token, 'searchLog', { limit: 1 }))).toBe('denied');
    const set = value(ask(token, 'setPin', { pin: '280519' })).session;
    expect((set?.expires ?? 0) - c.vault.now).toBe(120 * minute);
    expect(code(ask(set?.token ?? '', 'searchLog', { limit: 1 }))).toBe('ok');
    expect(code(ask(token, 'setPin', { pin: '280519' }))).toBe('unauthenticated');
    for (const by of [c.dispatcher, c.bot])
      expect(code(ask(by.token, 'openLink', { for: c.worker.id }))).toBe('denied');
    expect(code(ask(c.vault.administrator, 'openLink', { for: c.bot.id }))).toBe('denied');
    expect(code(ask(c.vault.administrator, 'openLink', { for: c.resident }))).toBe('denied');
    expect(code(ask(c.vault.administrator, 'openLink', {}))).toBe('invalid');
  });

  test('opens nothing once the role has ended', () => {
    const { path } = value(ask(c.vault.administrator, 'openLink', { for: c.dispatcher.id }));
    const end = { staff: c.dispatcher.id, version: 1, role: 'dispatcher' as const, grids: [], ended: true };
    value(ask(c.vault.administrator, 'changeRole', end));
    expect(code(tap(secretOf(path)))).toBe('denied');
  });
});

describe('a worker in a chat', () => {
  const read = (token: string, ticket: string) =>
    ask(token, 'readTicket', { ticket, purpose: 'handle_ticket' });
  const phone = (token: string, ticket: string) =>
    ask(token, 'readRecord', {
      type: 'resident',
      id: c.resident,
      purpose: 'phone_contact',
      case: ticket,
      fields: ['mobile'],
    });

  const ended = { version: 1, role: 'grid_worker' as const, grids: [3], ended: true };
  const theBot = () => ({ staff: c.bot.id, role: 'bot' as const, grids: [] });
  const openTicket = (ticket: string) =>
    value(tap(secretOf(value(ask(c.chat('wx-li'), 'openLink', { ticket })).path))).token;

  beforeEach(() => {
    c.consent('given', c.page(c.resident));
    bindWorker('wx-li');
  });

  test('sees of a ticket what and where, the masked name once it is taken, and never its words or the number', () => {
    const number = report();
    const waiting = value(read(c.chat('wx-li'), number));
    expect(waiting.fields).toMatchObject({
      category: { level: 'clear', value: 'dog' },
      place: { level: 'masked', value: '3号楼' },
      description: { level: 'none' },
    });
    expect(waiting.reporter).toBeNull();
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    const taken = value(read(c.chat('wx-li'), number));
    expect(taken.fields['description']).toEqual({ level: 'none' });
    expect(taken.reporter?.name).toEqual({ level: 'masked', value: '王**' });
    expect(code(phone(c.chat('wx-li'), taken.id))).toBe('denied');
    expect(newest()?.reason).toBe('desk_only');
    expect(
      code(
        ask(c.chat('wx-li'), 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { grid: 3 },
          limit: 5,
        }),
      ),
    ).toBe('denied');
    expect(code(read(c.chat('wx-li', 'group'), number))).toBe('denied');
  });

  test('has a to-do: what is in hand, then what waits, of their own grids', () => {
    const [first, second] = [report(), report()];
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: second, action: 'take' }));
    const todo = { purpose: 'handle_ticket', where: { todo: true }, limit: 10 } as const;
    const items = value(ask(c.chat('wx-li'), 'listTickets', todo)).items;
    expect(items.map(({ number, mine }) => [String(number), mine])).toEqual([
      [second, true],
      [first, false],
    ]);
    expect(value(ask(c.otherWorker.token, 'listTickets', todo)).items).toEqual([]);
    expect(code(ask(c.chat('wx-wang'), 'listTickets', todo))).toBe('denied');
    expect(code(ask(c.chat('wx-li', 'group'), 'listTickets', todo))).toBe('denied');
  });

  test('gets a link to one ticket, whose session shows that ticket’s words and number and nothing else', () => {
    const [number, other] = [report(), report()];
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: other, action: 'take' }));
    const { path } = value(ask(c.chat('wx-li'), 'openLink', { ticket: number }));
    const { token, expires } = value(tap(secretOf(path)));
    expect(expires - c.vault.now).toBe(20 * minute);
    const ticket = session(token)?.ticket ?? '';
    expect(value(read(token, number)).fields['description']).toMatchObject({ level: 'clear' });
    expect(value(phone(token, ticket)).fields).toEqual({ mobile: { level: 'clear', value: '13800138000' } });
    expect(code(read(token, other))).toBe('denied');
    expect(newest()?.reason).toBe('outside_the_link');
    const taken = value(read(c.worker.token, other));
    expect(code(phone(token, taken.id))).toBe('denied');
    expect(
      code(
        ask(token, 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { grid: 3 },
          limit: 5,
        }),
      ),
    ).toBe('denied');
    expect(code(ask(token, 'openBinding', { resident: c.resident }))).toBe('denied');
    const version = value(read(token, number)).version;
    value(ask(token, 'moveTicket', { ticket: number, action: 'handle', version, result: '已提醒' }));
    expect(code(ask(token, 'moveTicket', { ticket: other, action: 'handle', version: taken.version }))).toBe(
      'denied',
    );
    expect(value(ask(token, 'revokeTokens', { token })).revoked).toBe(1);
  });

  test('gets no link to a ticket of another grid, or to none', () => {
    const number = report();
    bindWorker('wx-zhao', c.otherWorker);
    expect(code(ask(c.chat('wx-zhao'), 'openLink', { ticket: number }))).toBe('denied');
    expect(code(ask(c.chat('wx-li'), 'openLink', { ticket: '999' }))).toBe('denied');
    expect(code(ask(c.chat('wx-li'), 'openLink', {}))).toBe('invalid');
    expect(code(ask(c.worker.token, 'openLink', { ticket: number }))).toBe('denied');
  });

  test('is a reporter like anybody once the role has ended, with a subject of their own', () => {
    const number = report();
    value(ask(c.vault.administrator, 'changeRole', { ...ended, staff: c.worker.id }));
    expect(code(read(c.chat('wx-li'), number))).toBe('denied');
    const words = { category: 'lift', description: '电梯坏了', place: '3号楼' };
    expect(value(ask(c.chat('wx-li', 'group'), 'createTicket', words))).toMatchObject({
      receipt: 'received',
    });
    const entry = newest();
    expect(entry?.role).toBe('reporter');
    expect(entry?.subject).not.toBe(c.worker.id);
    // Nor does the chat become a worker's again when they are appointed again.
    const again = { ...ended, staff: c.worker.id, version: 2, ended: false };
    value(ask(c.vault.administrator, 'changeRole', again));
    expect(code(read(c.chat('wx-li'), number))).toBe('denied');
    bindWorker('wx-li', { ...c.worker, token: c.page(c.worker.id) });
    expect(code(read(c.chat('wx-li'), number))).toBe('ok');
  });

  test('is a reporter too where the role became another, but not where only its grids did', () => {
    const change = { ...ended, staff: c.worker.id, ended: false };
    value(ask(c.vault.administrator, 'changeRole', { ...change, grids: [3, 5] }));
    expect(code(read(c.chat('wx-li'), report()))).toBe('ok');
    value(ask(c.vault.administrator, 'changeRole', { ...change, version: 2, role: 'dispatcher', grids: [] }));
    expect(code(ask(c.chat('wx-li'), 'ownLog', { limit: 1 }))).toBe('ok');
    expect(newest()?.role).toBe('reporter');
  });

  test('who reads a link’s session stays out of every other record, whatever it names', () => {
    const other = value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '张小明', mobile: '13900139000', address: '3号楼1单元101室' },
      }),
    ).id;
    const number = report();
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    const token = openTicket(number);
    const only = session(token)?.ticket ?? '';
    for (const purpose of ['grid_overview', 'record_keeping', 'identity_binding', 'handle_ticket'] as const)
      for (const id of [other, c.resident]) {
        const isItsReporter = purpose === 'handle_ticket' && id === c.resident;
        const asked = { type: 'resident', id, purpose, case: only, reason: '看一下' } as const;
        expect([purpose, code(ask(token, 'readRecord', asked))]).toEqual([
          purpose,
          isItsReporter ? 'ok' : 'denied',
        ]);
        if (!isItsReporter) expect(newest()?.reason).toMatch(/^(outside_the_link|purpose_does_not_cover)$/);
      }
    const self = { type: 'staff', id: c.worker.id, purpose: 'own_record', case: only } as const;
    expect(code(ask(token, 'readRecord', self))).toBe('denied');
    expect(code(ask(c.worker.token, 'readRecord', self))).toBe('ok');
  });

  test.each<[string, () => unknown]>([
    ['the officer’s switch', () => ask(c.officer.token, 'setExchange', false)],
    ['the end of the bot', () => ask(c.vault.administrator, 'changeRole', { ...ended, ...theBot() })],
    ['the end of the role', () => ask(c.vault.administrator, 'changeRole', { ...ended, staff: c.worker.id })],
    ['the end of the binding', () => ask(c.officer.token, 'endBinding', { of: c.worker.id })],
  ])('%s ends a ticket’s link and the page that was opened by one', (_, end) => {
    const number = report();
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    const token = openTicket(number);
    const unopened = secretOf(value(ask(c.chat('wx-li'), 'openLink', { ticket: number })).path);
    const ticket = session(token)?.ticket ?? '';
    expect(code(phone(token, ticket))).toBe('ok');
    end();
    expect(session(token)).toBeUndefined();
    expect(code(phone(token, ticket))).toBe('unauthenticated');
    expect(code(tap(unopened))).toBe('denied');
    ask(c.officer.token, 'setExchange', true);
    expect(session(token)).toBeUndefined();
  });

  test('the log tells a look through a link from one at the desk, and which bot made it', () => {
    const number = report();
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    const token = openTicket(number);
    value(phone(token, session(token)?.ticket ?? ''));
    expect(newest()?.via).toBe(`api:link:${c.bot.id}`);
    const own = value(ask(c.page(c.resident), 'ownLog', { only: 'others', limit: 5 })).items;
    expect(own.find(({ action }) => action === 'record.read')).toMatchObject({ via: 'link' });
  });

  test('can end the binding of their own chat, and what was opened from it', () => {
    const number = report();
    value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
    const { token } = value(tap(secretOf(value(ask(c.chat('wx-li'), 'openLink', { ticket: number })).path)));
    value(ask(c.chat('wx-li'), 'endBinding', {}));
    expect(session(token)).toBeUndefined();
    expect(code(read(c.chat('wx-li'), number))).toBe('denied');
  });
});

describe('a change that is sent again with its key', () => {
  test('is done once and answered the same, also when it changed who the contact is', () => {
    const number = report();
    const again = (contact: string, name: 'moveTicket' | 'supplementTicket', request: never) =>
      [1, 2].map(() => value(ask(c.chat(contact), name, request, 'message-7')));
    bindWorker('wx-li');
    const [taken, replayed] = again('wx-li', 'moveTicket', { ticket: number, action: 'take' } as never);
    expect(replayed).toEqual(taken);
    again('wx-wang', 'supplementTicket', { ticket: number, text: '还在' } as never);
    const words = value(read(number)).fields['supplement'];
    expect(words).toEqual({ level: 'clear', value: '还在' });
    const made = value(ask(c.worker.token, 'openBinding', { resident: c.resident }));
    const say = () => value(ask(c.chat('wx-new'), 'answerBinding', { code: made.code ?? '' }, 'message-8'));
    const { check } = say();
    expect(say().check).toBe(check);
    value(ask(c.worker.token, 'confirmBinding', made.id));
    expect(say().check).toBe(check);
    const end = () => value(ask(c.chat('wx-new'), 'endBinding', {}, 'message-9')).ended;
    expect([end(), end()]).toEqual([2, 2]);
  });

  const read = (ticket: string) => ask(c.worker.token, 'readTicket', { ticket, purpose: 'handle_ticket' });
});

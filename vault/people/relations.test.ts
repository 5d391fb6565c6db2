import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import { publishCheckpoint } from '../audit/publish.ts';
import type { DelegationRequest } from './relations.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
/** A grown-up daughter of Wang's, with a record of her own, and a neighbour. */
let daughter: string;
let neighbour: string;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
/** The newest entry that no minting of a token, or search of the log, made. */
const newest = () =>
  value(ask(officer(), 'searchLog', { limit: 20 })).items.find(
    ({ action }) => action !== 'token.mint' && action !== 'log.search',
  );
const page = (of: string) => c.page(of);
const officer = () => c.page(c.officer.id);
const worker = () => c.page(c.worker.id);
const add = (fields: Record<string, string>) =>
  value(ask(worker(), 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields })).id;

const whole: DelegationRequest = {
  delegate: { name: '王小明', mobile: '13700137001' },
  scope: ['see_record', 'tickets', 'see_log'],
  until: '2027-03-01',
};
const give = (more: Partial<DelegationRequest> = {}) => {
  value(ask(page(c.resident), 'giveDelegation', { ...whole, ...more }));
  value(ask(page(daughter), 'confirmRelation', { other: c.resident }));
};
const read = (by: string) =>
  ask(by, 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' });
const told = (contact: string) => {
  const { address } = value(
    ask(c.bot.token, 'exchangeToken', { transport: 'wechat', contact, context: 'private' }),
  );
  const { items } = value(ask(c.bot.token, 'takeNotifications', { limit: 50 }));
  return items.filter(({ to }) => to === address).map(({ kind }) => kind);
};

beforeEach(async () => {
  c = await nodeCommunity();
  daughter = add({ name: '王小明', mobile: '13700137001', birthDate: '1985-06-15' });
  neighbour = add({ name: '赵德柱', mobile: '13600136001' });
  c.bind('wx-wang', c.resident);
  c.bind('wx-daughter', daughter);
});

describe('a delegation given on one’s own page', () => {
  test('says in plain words what it is before anybody is let in, and lets nobody in before they accept', () => {
    const asked = value(ask(page(c.resident), 'giveDelegation', whole));
    expect(asked.words.zh).toContain('替您报事、查进度、确认办结');
    expect(asked.words.zh).toContain('到2027年3月1日为止');
    expect(code(read(page(daughter)))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'relation_waiting', subject: c.resident });
    expect(told('wx-daughter')).toEqual(['bound', 'relation_waiting', 'sign_in']);
    value(ask(c.chat('wx-daughter'), 'confirmRelation', { other: c.resident }));
    expect(code(read(page(daughter)))).toBe('ok');
  });

  test('does not replace one that stands: whoever acts goes on to, until it is ended', () => {
    give();
    const again = ask(page(c.resident), 'giveDelegation', { ...whole, scope: ['see_record'] });
    expect(again).toMatchObject({ ok: false, problem: { errors: [{ code: 'already_acts' }] } });
    expect(code(read(page(daughter)))).toBe('ok');
    value(ask(page(c.resident), 'endRelation', { other: daughter }));
    expect(code(ask(page(c.resident), 'giveDelegation', whole))).toBe('ok');
  });

  test('answers the same, and gives nobody anything, where name and number do not belong together', () => {
    const right = value(ask(page(c.resident), 'giveDelegation', whole));
    for (const delegate of [
      { name: '王小明', mobile: '13600136001' },
      { name: '赵德柱', mobile: '13700137001' },
      { name: '没有人', mobile: '13900139999' },
    ])
      expect(value(ask(page(c.resident), 'giveDelegation', { ...whole, delegate }))).toEqual(right);
    expect(value(ask(page(c.resident), 'listRelations', undefined)).items).toEqual([]);
    expect(code(ask(page(neighbour), 'confirmRelation', { other: c.resident }))).toBe('denied');
  });

  test('tells whoever asked in no other way either: not in their log, its proofs, their archive, or at its end', () => {
    const traces = (delegate: DelegationRequest['delegate']) => {
      const by = page(c.resident);
      const rows = () => c.vault.vault.store.control.ofKind('relation').length;
      const before = rows();
      value(ask(by, 'giveDelegation', { ...whole, delegate }));
      value(ask(by, 'giveDelegation', { ...whole, delegate }));
      const [entry] = value(ask(by, 'ownLog', { limit: 1 })).items;
      const { seq = 0, time: _, ...said } = entry ?? {};
      transact(c.vault.vault, () => publishCheckpoint(c.vault.vault));
      const { proof } = value(ask(by, 'proveEntry', seq));
      const { relations } = value(ask(by, 'takeArchive', { right: 'copy' })).archive;
      const size = c.vault.vault.journal.size;
      const { ended } = value(ask(by, 'endRelation', {}));
      return {
        said,
        opened: /^extra [\w+/=]+$/m.exec(proof)?.[0].length,
        archived: relations.filter(({ state }) => state === 'waiting').map(({ with: { length } }) => length),
        ended,
        grown: c.vault.vault.journal.size - size,
        rows: rows() - before,
      };
    };
    expect(traces({ name: '没有人', mobile: '13900139999' })).toEqual(
      traces({ name: '王小明', mobile: '13700137001' }),
    );
  });

  test('takes ten names a day and no more', () => {
    const stranger = { ...whole, delegate: { name: '没有人', mobile: '13900139999' } };
    for (let n = 0; n < 10; n += 1)
      expect(code(ask(page(c.resident), 'giveDelegation', stranger))).toBe('ok');
    expect(code(ask(page(c.resident), 'giveDelegation', stranger))).toBe('too_many_requests');
    expect(newest()).toMatchObject({ action: 'relation.give', reason: 'over_budget' });
  });

  test.each([
    [{ until: '2027-11-25' }, 'until', 'too_long'],
    [{ until: '2026-11-22' }, 'until', 'in_the_past'],
    [{ scope: [] }, 'scope', 'required'],
    [{ scope: ['see_sensitive'] }, 'scope', 'sensitive_alone'],
    [{ delegate: { name: '王秀英', mobile: '13800138000' } }, 'delegate', 'same_person'],
    [{ delegate: { name: '王小明', mobile: '123' } }, 'delegate.mobile', 'mobile_form'],
  ] as const)('is refused as %j', (more, field, wrong) => {
    const outcome = ask(page(c.resident), 'giveDelegation', { ...whole, ...more });
    expect(outcome.ok ? [] : outcome.problem.errors).toMatchObject([{ field, code: wrong }]);
  });

  test('is not given through a chat, nor for somebody else', () => {
    expect(code(ask(c.chat('wx-wang'), 'giveDelegation', whole))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'own_page_only' });
    expect(code(ask(page(neighbour), 'giveDelegation', { ...whole, for: c.resident }))).toBe('denied');
    give();
    expect(code(ask(page(daughter), 'giveDelegation', { ...whole, for: c.resident }))).toBe('denied');
  });

  test('that nobody accepts within a week is none any more', () => {
    value(ask(page(c.resident), 'giveDelegation', whole));
    c.vault.now += 7 * 24 * 3_600_000;
    expect(value(ask(page(daughter), 'listRelations', undefined)).items).toEqual([]);
    expect(code(ask(page(daughter), 'confirmRelation', { other: c.resident }))).toBe('denied');
  });
});

describe('a delegation recorded by a worker', () => {
  const recorded = () => ({ ...whole, delegate: { id: daughter }, for: c.resident });

  test('waits for the person’s own yes in their chat; the delegate’s does not do', () => {
    expect(code(ask(page(c.otherWorker.id), 'giveDelegation', recorded()))).toBe('denied');
    value(ask(worker(), 'giveDelegation', recorded()));
    expect(told('wx-wang')).toEqual(['bound', 'relation_waiting']);
    expect(code(ask(page(daughter), 'confirmRelation', { other: c.resident }))).toBe('denied');
    expect(code(read(page(daughter)))).toBe('denied');
    expect(value(ask(c.chat('wx-wang'), 'listRelations', undefined)).items).toMatchObject([
      { other: daughter, name: { level: 'masked', value: '王**' }, waits: 'me', stands: false },
    ]);
    value(ask(c.chat('wx-wang'), 'confirmRelation', { other: daughter }));
    expect(code(read(page(daughter)))).toBe('ok');
  });

  test('is not the worker’s own to say yes to, on a telephone that they bound after it, nor on the page it opens', () => {
    value(ask(worker(), 'giveDelegation', recorded()));
    c.bind('wx-worker', c.resident);
    expect(code(ask(c.chat('wx-worker'), 'confirmRelation', { other: daughter }))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'consent_elsewhere', subject: c.resident });
    expect(code(ask(c.chatPage('wx-worker'), 'confirmRelation', { other: daughter }))).toBe('denied');
    expect(code(ask(c.chatPage('wx-wang'), 'confirmRelation', { other: daughter }))).toBe('ok');
  });

  test('is turned down with the same word that ends one', () => {
    value(ask(worker(), 'giveDelegation', recorded()));
    expect(value(ask(c.chat('wx-wang'), 'endRelation', {}))).toEqual({ ended: 1 });
    expect(code(ask(c.chat('wx-wang'), 'confirmRelation', { other: daughter }))).toBe('denied');
  });
});

describe('a delegate', () => {
  test('sees everyday fields, what is sensitive hidden, and in the chat all of it masked', () => {
    give();
    const { fields } = value(read(page(daughter)));
    expect(fields).toMatchObject({
      mobile: { level: 'clear', value: '13800138000' },
      idNumber: { level: 'fact', value: 'yes' },
      care: { level: 'none' },
    });
    expect(value(read(c.chat('wx-daughter'))).fields).toMatchObject({
      mobile: { level: 'masked', value: '138****8000' },
      care: { level: 'none' },
    });
    expect(code(read(c.chat('wx-daughter', 'group')))).toBe('denied');
  });

  test('sees care needs where the scope says so, and never the number that was thrown away', () => {
    give({ scope: ['see_record', 'see_sensitive'] });
    const { fields } = value(read(page(daughter)));
    expect(fields).toMatchObject({ care: { level: 'clear' }, idNumber: { level: 'fact' } });
    expect(value(read(c.chat('wx-daughter'))).fields['care']).toEqual({ level: 'none' });
  });

  test('is told of at every use, without a word of what, and stands by name in the person’s own log', () => {
    give();
    told('wx-wang');
    value(read(page(daughter)));
    value(ask(page(daughter), 'ownLog', { for: c.resident, limit: 5 }));
    expect(told('wx-wang').filter((kind) => kind === 'delegate_used')).toHaveLength(2);
    const { items } = value(ask(c.chat('wx-wang'), 'ownLog', { only: 'others', limit: 2 }));
    expect(items).toMatchObject([
      { action: 'log.own', role: 'delegate', by: 'other', who: { level: 'masked', value: '王**' } },
      { action: 'record.read', role: 'delegate', fields: { mobile: 'clear' }, purpose: 'own_record' },
    ]);
  });

  test('reaches what was named and nothing else, for nobody else, and the refusal says which', () => {
    give({ scope: ['see_log'] });
    expect(code(read(page(daughter)))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'beyond_scope', fields: {} });
    expect(code(ask(page(daughter), 'ownLog', { for: c.resident, limit: 5 }))).toBe('ok');
    expect(code(ask(page(daughter), 'ownLog', { for: neighbour, limit: 5 }))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'resident', reason: 'not_your_record', subject: neighbour });
    expect(code(ask(page(daughter), 'ownLog', { for: '0'.repeat(26), limit: 5 }))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'not_there', subject: null });
  });

  test('lists the person’s records by name, the log says as what', () => {
    give();
    const where = { mine: true, for: c.resident } as const;
    const found = ask(page(daughter), 'searchRecords', {
      type: 'dog',
      purpose: 'own_record',
      where,
      limit: 5,
    });
    expect(value(found).items).toHaveLength(1);
    expect(newest()).toMatchObject({ action: 'record.list', role: 'delegate', subject: c.resident });
    expect(
      code(ask(page(neighbour), 'searchRecords', { type: 'dog', purpose: 'own_record', where, limit: 5 })),
    ).toBe('denied');
  });
});

describe('a delegate’s tickets', () => {
  const report = { category: 'lift', description: '电梯坏了', place: '3号楼' };
  const mine = (token: string, of?: string) =>
    ask(token, 'listTickets', {
      purpose: 'handle_ticket',
      where: { mine: true, ...(of === undefined ? {} : { for: of }) },
      limit: 5,
    });

  test('are the person’s own: reported, read, added to, closed and rated in their name', () => {
    give();
    const made = value(ask(c.chat('wx-daughter'), 'createTicket', { ...report, for: c.resident }));
    expect(newest()).toMatchObject({ action: 'ticket.create', role: 'delegate', subject: c.resident });
    expect(value(mine(c.chat('wx-wang'))).items).toMatchObject([{ number: 1 }]);
    expect(value(mine(c.chat('wx-daughter'))).items).toEqual([]);
    expect(value(mine(c.chat('wx-daughter'), c.resident)).items).toMatchObject([
      { number: 1, fields: { description: { value: '电梯坏了' } } },
    ]);
    value(ask(c.chat('wx-daughter'), 'supplementTicket', { ticket: '1', text: '东边那部' }));
    value(ask(worker(), 'moveTicket', { ticket: '1', action: 'take', version: 2 }));
    value(ask(worker(), 'moveTicket', { ticket: '1', action: 'handle', version: 3 }));
    expect(code(ask(c.chat('wx-daughter'), 'moveTicket', { ticket: '1', action: 'close' }))).toBe('ok');
    expect(newest()).toMatchObject({ action: 'ticket.close', role: 'delegate', subject: c.resident });
    expect(code(ask(c.chat('wx-daughter'), 'moveTicket', { ticket: '1', action: 'rate', rating: '5' }))).toBe(
      'ok',
    );
    expect('id' in made).toBe(true);
  });

  test('are nobody’s who was not let: no scope, another neighbour, after the end', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    const close = { ticket: '1', action: 'close' } as const;
    give({ scope: ['see_record'] });
    expect(code(ask(c.chat('wx-daughter'), 'createTicket', { ...report, for: c.resident }))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'beyond_scope' });
    expect(code(mine(c.chat('wx-daughter'), c.resident))).toBe('denied');
    expect(code(ask(c.chat('wx-daughter'), 'readTicket', { ticket: '1', purpose: 'handle_ticket' }))).toBe(
      'denied',
    );
    expect(code(mine(page(neighbour), c.resident))).toBe('denied');
    value(ask(c.chat('wx-wang'), 'endRelation', {}));
    give();
    expect(code(mine(c.chat('wx-daughter'), c.resident))).toBe('ok');
    value(ask(c.chat('wx-wang'), 'endRelation', {}));
    expect(code(ask(c.chat('wx-daughter'), 'moveTicket', close))).toBe('denied');
    expect(code(ask(c.chat('wx-daughter'), 'supplementTicket', { ticket: '1', text: '还在' }))).toBe(
      'denied',
    );
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'relation_ended' });
  });
});

describe('a right asked for by a delegate', () => {
  const correct = () => ({
    right: 'correct' as const,
    about: { type: 'resident' as const, id: c.resident, field: 'address' },
    proposed: '3-2-502',
    for: c.resident,
  });

  test('is the person’s own request, where it was in the scope; never an erasure', () => {
    give({ scope: ['rights'] });
    const asked = value(ask(page(daughter), 'openRight', correct()));
    expect(asked).toMatchObject({ right: 'correct', state: 'open' });
    expect(newest()).toMatchObject({ action: 'right.open', role: 'delegate', subject: c.resident });
    expect(value(ask(page(c.resident), 'listRights', { mine: true })).items).toMatchObject([
      { id: asked.id },
    ]);
    expect(value(ask(page(daughter), 'listRights', { mine: true })).items).toEqual([]);
    expect(code(ask(page(daughter), 'openRight', { right: 'delete', for: c.resident }))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'erase_is_own' });
    expect(code(ask(c.chat('wx-daughter'), 'openRight', correct()))).toBe('denied');
  });

  test('is nobody’s without the scope, or without a delegation', () => {
    give({ scope: ['see_record'] });
    expect(code(ask(page(daughter), 'openRight', correct()))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'delegate', reason: 'beyond_scope' });
    expect(code(ask(page(neighbour), 'openRight', correct()))).toBe('denied');
    expect(newest()).toMatchObject({ role: 'resident', reason: 'not_your_record' });
  });
});

describe('the end of a delegation', () => {
  test('comes with the delegate’s erasure, and the person is told', () => {
    give();
    told('wx-wang');
    value(ask(page(daughter), 'openRight', { right: 'delete' }));
    expect(told('wx-wang')).toContain('relation_ended');
    expect(value(ask(page(c.resident), 'listRelations', undefined)).items).toEqual([]);
    expect(newest()).toMatchObject({ action: 'relation.list' });
  });

  test('comes with the person’s own erasure: there is nobody to act for', () => {
    give();
    const held = page(daughter);
    value(ask(page(c.resident), 'openRight', { right: 'delete' }));
    expect(code(read(held))).toBe('denied');
    expect(value(ask(held, 'listRelations', undefined)).items).toEqual([]);
  });

  test.each(['wx-wang', 'wx-daughter'])(
    'is one word by either side, for the very next request: %s',
    (who) => {
      give();
      value(read(page(daughter)));
      const other = who === 'wx-daughter' ? { other: c.resident } : {};
      expect(value(ask(c.chat(who), 'endRelation', other))).toEqual({ ended: 1 });
      expect(code(read(page(daughter)))).toBe('denied');
      expect(newest()).toMatchObject({ role: 'delegate', reason: 'relation_ended' });
      expect(told('wx-wang')).toContain('relation_ended');
      expect(told('wx-daughter')).toContain('relation_ended');
    },
  );

  test('comes with its last day, at midnight in China', () => {
    give({ until: '2026-11-23' });
    c.vault.now = Date.parse('2026-11-23T23:59:59+08:00');
    officer();
    expect(code(read(page(daughter)))).toBe('ok');
    c.vault.now = Date.parse('2026-11-24T00:00:00+08:00');
    expect(code(read(page(daughter)))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'relation_over' });
  });

  test('is nobody’s who has no part in it', () => {
    give();
    expect(code(ask(page(neighbour), 'endRelation', { of: c.resident }))).toBe('denied');
    expect(value(ask(page(neighbour), 'endRelation', { other: daughter }))).toEqual({ ended: 0 });
    expect(code(ask(c.chat('wx-wang', 'group'), 'endRelation', {}))).toBe('denied');
    expect(code(read(page(daughter)))).toBe('ok');
  });

  test('is the officer’s too, who watches over access and sees no record', () => {
    give();
    expect(code(ask(worker(), 'endRelation', { of: c.resident }))).toBe('denied');
    expect(value(ask(officer(), 'endRelation', { of: c.resident }))).toEqual({ ended: 1 });
    expect(code(read(page(daughter)))).toBe('denied');
  });

  test('a row turned back from ended to live by who writes the database is refused', () => {
    give();
    value(ask(c.chat('wx-wang'), 'endRelation', {}));
    const key = `${daughter}/${c.resident}`;
    c.vault.sql.database.exec(
      `UPDATE control SET content = replace(content, '"ended","subject"', '"live","subject"') WHERE key = '${key}'`,
    );
    const changed = read(page(daughter));
    expect(code(changed)).toBe('tampered');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { beginOf } from '../../policy/rights/working-days.ts';
import { noteDestroyed, retireEpochs, rewrapKeys } from '../keys/rotation.ts';
import { noWalks } from '../keys/work.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
let own: string;

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
  own = c.page(c.resident);
});

const ask: NodeCommunity['ask'] = (...args) => c.ask(...args);
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 5 })).items;
const entry = (action: string) => newest().find((one) => one.action === action);
const openTicket = () =>
  value(ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '3号楼下有狗没拴绳' }));

describe('know', () => {
  test('says what is held, for what, by which ground, and who receives it, and no value of it', () => {
    const known = value(ask(own, 'knowMine', undefined));
    const resident = known.records.find(({ type }) => type === 'resident');
    expect(resident?.fields.find(({ name }) => name === 'mobile')).toMatchObject({ held: true, years: 3 });
    expect(resident?.fields.find(({ name }) => name === 'care')).toMatchObject({
      held: false,
      sensitive: true,
    });
    expect(known.purposes.find(({ id }) => id === 'phone_contact')).toMatchObject({
      basis: 'PIPL Art 13(1)',
    });
    expect(JSON.stringify(known)).not.toMatch(/13800138000|王秀英|旺财/);
    expect(value(ask(own, 'listRights', { mine: true })).items).toMatchObject([
      { right: 'know', state: 'answered' },
    ]);
    expect(entry('right.open')).toMatchObject({ decision: 'done', subject: c.resident });
  });
});

describe('a copy', () => {
  test('has records in clear, tickets, consents, requests and the log about them, and a signature', () => {
    openTicket();
    c.consent('given', own);
    value(ask(c.worker.token, 'readRecord', { type: 'resident', id: c.resident, purpose: 'grid_overview' }));
    const { archive, note, vkey } = value(ask(own, 'takeArchive', { right: 'copy' }));
    const fields = archive.records.map(({ type, fields: of }) => [type, of]);
    expect(fields).toContainEqual([
      'resident',
      expect.objectContaining({ mobile: '13800138000', idNumber: 'yes' }),
    ]);
    expect(fields).toContainEqual(['ticket', expect.objectContaining({ description: '3号楼下有狗没拴绳' })]);
    expect(archive.tickets).toMatchObject([{ number: 1 }]);
    expect(archive.consents).toMatchObject([{ purpose: 'phone_contact', event: 'given' }]);
    expect(archive.log.some(({ action, by }) => action === 'record.read' && by === 'other')).toBe(true);
    expect(vkey).toMatch(/^lindun\/hengda\/archives\+/);
    expect(note).toContain('lindun-archive/1\nhengda\n');
    expect(entry('right.copy')).toMatchObject({ decision: 'done', subject: c.resident });
  });

  test('is not given to a page that was opened from a chat, nor to a neighbour or staff', () => {
    const chat = c.chat('wx-wang');
    expect(code(ask(chat, 'takeArchive', { right: 'copy' }))).toBe('denied');
    expect(entry('right.copy')).toMatchObject({ decision: 'refused', reason: 'own_page_only' });
    for (const token of [c.worker.token, c.officer.token])
      expect(code(ask(token, 'takeArchive', { right: 'copy' }))).toBe('denied');
  });
});

describe('correct', () => {
  const request = () => ({
    right: 'correct' as const,
    about: { type: 'resident' as const, id: c.resident, field: 'mobile' },
    proposed: '139 0013 9000',
    evidence: '营业厅的回执,可以当面看',
  });

  test('a worker of the grid takes it, sees what is proposed, and the log names both versions', () => {
    const opened = value(ask(own, 'openRight', request()));
    expect(opened).toMatchObject({
      state: 'open',
      right: 'correct',
      policy: c.vault.vault.policy.current.version,
    });
    expect(opened.due).toBe(beginOf('2026-12-15'));
    const { id } = opened;
    expect(code(ask(c.worker.token, 'readRight', { id }))).toBe('denied');
    expect(code(ask(c.otherWorker.token, 'decideRight', { id, step: 'take', version: 1 }))).toBe('denied');
    const taken = value(ask(c.worker.token, 'decideRight', { id, step: 'take', version: 1 }));
    expect(value(ask(c.worker.token, 'readRight', { id })).fields).toMatchObject({
      proposed: { level: 'clear', value: '139 0013 9000' },
    });
    const done = ask(c.worker.token, 'decideRight', {
      id,
      step: 'answer',
      version: taken.version,
      words: '改好了',
    });
    expect(value(done)).toMatchObject({ state: 'answered', refused: null });
    expect(entry('right.correct')).toMatchObject({
      decision: 'done',
      actor: c.worker.id,
      subject: c.resident,
      case: id,
      fields: { mobile: 'clear' },
      records: [
        { type: 'resident', id: c.resident, version: 2 },
        { type: 'request', version: 2 },
      ],
      replaced: [{ type: 'resident', id: c.resident, version: 1 }],
    });
    const read = value(ask(own, 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' }));
    expect(read).toMatchObject({ version: 2, fields: { mobile: { value: '13900139000' } } });
  });

  test('a refusal has its reason in words, and nothing is changed', () => {
    const { id } = value(ask(own, 'openRight', request()));
    value(ask(c.officer.token, 'decideRight', { id, step: 'take', version: 1 }));
    expect(code(ask(c.officer.token, 'decideRight', { id, step: 'refuse', version: 2 }))).toBe('invalid');
    const refused = { id, step: 'refuse', version: 2, reason: 'not_shown', words: '请带身份证来' } as const;
    expect(value(ask(c.officer.token, 'decideRight', refused))).toMatchObject({
      state: 'refused',
      refused: { reason: 'not_shown', words: { zh: expect.stringContaining('补上证明') } },
    });
    expect(value(ask(own, 'readRight', { id })).fields).toMatchObject({ answer: { value: '请带身份证来' } });
    const read = value(ask(own, 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' }));
    expect(read.version).toBe(1);
    expect(code(ask(c.officer.token, 'decideRight', { id, step: 'answer', version: 3 }))).toBe('denied');
  });

  test('a value that could never be stored, and somebody else’s record, are told at once', () => {
    expect(code(ask(own, 'openRight', { ...request(), proposed: '12345' }))).toBe('invalid');
    const other = { type: 'resident' as const, id: c.worker.id, field: 'mobile' };
    expect(code(ask(own, 'openRight', { ...request(), about: other }))).toBe('invalid');
  });

  test('through the chat alone it cannot be asked', () => {
    expect(code(ask(c.chat('wx-wang'), 'openRight', request()))).toBe('denied');
    expect(entry('right.open')).toMatchObject({ decision: 'refused', reason: 'sign_in_needed' });
  });
});

describe('restrict', () => {
  test('everyday looks are refused with its reason, own affairs go on, and the person lifts it', () => {
    const overview = { type: 'resident', id: c.resident, purpose: 'grid_overview' } as const;
    value(ask(c.worker.token, 'readRecord', overview));
    const { id } = value(ask(own, 'openRight', { right: 'restrict' }));
    expect(code(ask(c.worker.token, 'readRecord', overview))).toBe('denied');
    expect(entry('record.read')).toMatchObject({
      decision: 'refused',
      reason: 'restricted',
      rule: 'restricted',
    });
    value(ask(own, 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' }));
    expect(code(ask(c.chat('wx-wang'), 'withdrawRight', id))).toBe('denied');
    expect(value(ask(own, 'withdrawRight', id))).toMatchObject({ state: 'withdrawn' });
    value(ask(c.worker.token, 'readRecord', overview));
    expect(code(ask(own, 'withdrawRight', id))).toBe('conflict');
  });
});

describe('delete', () => {
  test('a ticket in hand stands in the way, and the answer says so in words', () => {
    openTicket();
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    expect(value(ask(own, 'openRight', { right: 'delete' }))).toMatchObject({
      state: 'refused',
      erased: null,
      refused: { reason: 'tickets_in_hand', words: { zh: expect.stringContaining('工单正在办理') } },
    });
    value(ask(own, 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' }));
  });

  test('afterwards nothing of it can be read by anybody, and the two dates are told', () => {
    openTicket();
    c.consent('given', own);
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview' } as const;
    value(ask(c.worker.token, 'readRecord', read));
    const erased = value(ask(own, 'openRight', { right: 'delete' }));
    expect(erased.erased).toMatchObject({ at: c.vault.now, until: beginOf('2026-12-01') + 36 * 86_400_000 });
    expect(code(ask(own, 'readRecord', { ...read, purpose: 'own_record' }))).toBe('unauthenticated');
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('denied');
    const search = { type: 'resident', purpose: 'grid_overview', where: { grid: 3 }, limit: 10 } as const;
    expect(value(ask(c.worker.token, 'searchRecords', search)).items).toEqual([]);
    expect(code(ask(c.worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' }))).toBe('denied');
    const list = { purpose: 'handle_ticket', where: { grid: 3 }, limit: 10 } as const;
    expect(value(ask(c.worker.token, 'listTickets', list)).items).toEqual([]);
    // The chat contact is a stranger again, and their next ticket has the next number.
    expect(code(ask(c.chat('wx-wang'), 'ownLog', { limit: 5 }))).toBe('ok');
    expect(openTicket()).toMatchObject({ number: 2 });
    const { database } = c.sql;
    for (const table of ['record', 'control', 'index_tag', 'wrapped_key', 'transient']) {
      const rows = JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all());
      const left = table === 'control' ? rows.replaceAll(`"key":"${c.resident}"`, '') : rows;
      expect([table, left.includes(c.resident)]).toEqual([table, false]);
    }
  });

  test('the log keeps its entries; what is erased reads as erased, and is no damage', () => {
    value(ask(own, 'openRight', { right: 'delete' }));
    const page = value(ask(c.officer.token, 'searchLog', { limit: 50 }));
    expect(page.tampered).toEqual([]);
    expect(page.items.find(({ action }) => action === 'erase')).toMatchObject({
      decision: 'done',
      reason: 'asked_to_erase',
      subject: null,
    });
    expect(
      page.items.find(({ action, subject }) => action === 'record.create' && subject === c.resident),
    ).toMatchObject({
      reason: 'erased',
      fields: {},
    });
  });
});

describe('the second date', () => {
  test('survivors open under the new epoch, and the old one’s time begins when nothing is wrapped by it', () => {
    const { vault } = c.vault;
    expect(vault.keys.epochs).toEqual(['2026-11']);
    expect(transact(vault, () => rewrapKeys(vault, noWalks(), c.vault.now))).toBe(false);
    expect(transact(vault, () => retireEpochs(vault, c.vault.now))).toEqual([]);
    transact(vault, () => noteDestroyed(vault, '2026-11', c.vault.now));
    expect(vault.rows.get('epoch', '2026-11')).toBeUndefined();
  });
});

describe('explain', () => {
  test('a refused look of one’s own, by the reference that came with it, and nothing about whose it was', () => {
    const there = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
    const li = value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '赵德柱' },
      }),
    ).id;
    const neighbour = c.page(li);
    const said = (id: string) => {
      ask(neighbour, 'readRecord', { ...there, id });
      const { request } = newest().find(({ action }) => action === 'record.read') ?? { request: '' };
      return value(ask(neighbour, 'explainEntry', { reference: request }))
        .paragraphs.map(({ zh }) => zh)
        .join('\n');
    };
    const text = said(c.resident);
    expect(text).toContain('您想做的是');
    expect(text).toContain('不是本人的信息');
    expect(text).toContain('没有写明允许的,一律不给');
    expect(said('0'.repeat(26))).toBe(text);
  });

  test('a look by a worker: who, which field, what for, by which rule with its conditions', () => {
    value(ask(c.worker.token, 'readRecord', { type: 'resident', id: c.resident, purpose: 'grid_overview' }));
    const look = value(ask(own, 'ownLog', { limit: 5 })).items.find(({ action }) => action === 'record.read');
    const text = value(ask(own, 'explainEntry', { seq: look?.seq ?? 0 }))
      .paragraphs.map(({ zh }) => zh)
      .join('\n');
    expect(text).toContain('网格员李**看到了');
    expect(text).toContain('手机号(部分遮住)');
    expect(text).toContain('规则「grid-residents」');
    expect(text).toContain('条件是:在自己的网格');
    expect(text).toContain('依法要做的事');
    expect(code(ask(c.page(c.resident), 'explainEntry', { seq: 1 }))).toBe('denied');
  });
});

describe('for somebody else', () => {
  const request = () => ({ for: c.resident, right: 'restrict' as const, evidence: '本人委托书原件' });

  test('needs proof and a second person before anything is done', () => {
    expect(code(ask(c.worker.token, 'openRightFor', { ...request(), evidence: '' }))).toBe('invalid');
    expect(code(ask(c.otherWorker.token, 'openRightFor', request()))).toBe('denied');
    const { id, approval, state } = value(ask(c.worker.token, 'openRightFor', request()));
    expect(state).toBe('waiting');
    expect(code(ask(c.officer.token, 'decideRight', { id, step: 'take', version: 1 }))).toBe('denied');
    expect(code(ask(c.worker.token, 'decideApproval', { approval, decision: 'approve' }))).toBe('denied');
    value(ask(c.officer.token, 'decideApproval', { approval, decision: 'approve' }));
    value(ask(c.officer.token, 'decideRight', { id, step: 'take', version: 2 }));
    value(ask(c.officer.token, 'decideRight', { id, step: 'answer', version: 3, words: '好' }));
    const overview = { type: 'resident', id: c.resident, purpose: 'grid_overview' } as const;
    expect(code(ask(c.worker.token, 'readRecord', overview))).toBe('denied');
  });
});

describe('what is said of a neighbour', () => {
  test('they read and answer it, and never learn who reported, nor which ticket; the reporter never learns the answer', () => {
    openTicket();
    const zhao = value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '赵德柱' },
      }),
    ).id;
    const write = { ticket: '1', accused: zhao, said: '有人反映您家的狗在楼下没拴绳' };
    expect(code(ask(c.worker.token, 'writeStatement', write))).toBe('denied');
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const { id } = value(ask(c.worker.token, 'writeStatement', write));
    expect(code(ask(c.worker.token, 'writeStatement', write))).toBe('conflict');
    const { items } = value(ask(c.page(zhao), 'listStatements', undefined));
    expect(items).toMatchObject([
      { id, fields: { said: { value: write.said }, category: { value: 'dog' } } },
    ]);
    const seen = JSON.stringify([items, value(ask(c.page(zhao), 'ownLog', { limit: 20 }))]);
    expect(seen).not.toContain(c.resident);
    expect(seen).not.toContain('3号楼下有狗没拴绳');
    expect(seen).not.toContain('"ticket":1');
    expect(code(ask(own, 'replyStatement', { id, reply: '是我' }))).toBe('denied');
    value(ask(c.page(zhao), 'replyStatement', { id, reply: '那天绳子断了,已经换了新的' }));
    const worker = value(ask(c.worker.token, 'readStatement', { ticket: '1' }));
    expect(worker.statement?.fields).toMatchObject({ reply: { value: '那天绳子断了,已经换了新的' } });
    expect(code(ask(c.otherWorker.token, 'readStatement', { ticket: '1' }))).toBe('denied');
    const mine = JSON.stringify([
      value(ask(own, 'ownLog', { limit: 50 })),
      value(ask(own, 'readTicket', { ticket: '1', purpose: 'own_record' })),
    ]);
    expect(mine).not.toContain('绳子断了');
    expect(mine).not.toContain(zhao);
    expect(mine).not.toContain('statement');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { openNodeVault, type NodeVault, phoneNotice } from '../tests/node-vault.ts';
import { verifyProof } from './log/proof.ts';
import { publishCheckpoint } from './publish.ts';
import { transact } from './vault.ts';
import type { PipelineName, RequestOf } from './answer.ts';
import type { Outcome } from './outcome.ts';

/** A small community: two grids, a worker in each, an officer, the bot, and a resident of grid 3 with a dog. */
async function community() {
  const vault = await openNodeVault();
  const { administrator } = vault;
  const grids = [
    { id: 3, kind: 'basic' as const, buildings: [3, 4] },
    { id: 5, kind: 'basic' as const, buildings: [5] },
  ];
  value(vault.ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const token = (id: string) => value(vault.ask(administrator, 'mintToken', { for: id, minutes: 60 })).token;
  const staff = (
    role: 'grid_worker' | 'privacy_officer' | 'dispatcher' | 'bot',
    grids: number[],
    name: string,
  ) => {
    const { id } = value(
      vault.ask(administrator, 'appoint', { role, grids, fields: role === 'bot' ? {} : { name } }),
    );
    return { id, token: token(id) };
  };
  const worker = staff('grid_worker', [3], '李建国');
  const otherWorker = staff('grid_worker', [5], '赵敏');
  const officer = staff('privacy_officer', [], '周正');
  const dispatcher = staff('dispatcher', [], '吴桐');
  const bot = staff('bot', [], '');
  const fields = {
    name: '王秀英',
    mobile: '138 0013 8000',
    address: '3号楼2单元501室',
    idNumber: '370112199003071230',
  };
  const resident = value(
    vault.ask(worker.token, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields }),
  ).id;
  value(
    vault.ask(worker.token, 'createRecord', {
      type: 'dog',
      purpose: 'record_keeping',
      keeper: resident,
      fields: { name: '旺财', breed: '柯基', chip: '156000012345678', vaccinatedUntil: '2027-03-15' },
    }),
  );
  const chat = (contact: string, context: 'private' | 'group' = 'private') =>
    value(vault.ask(bot.token, 'exchangeToken', { transport: 'wechat', contact, context })).token;
  const bind = (contact: string, subject: string) => {
    const made = value(vault.ask(worker.token, 'openBinding', { resident: subject }));
    value(vault.ask(chat(contact), 'answerBinding', { code: made.code ?? '' }));
    value(vault.ask(worker.token, 'confirmBinding', made.id));
  };
  const page = (subject: string) => token(subject);
  const consent = (event: 'given' | 'withdrawn', by: string) =>
    value(vault.ask(by, 'recordConsent', { purpose: 'phone_contact', event, notice: phoneNotice }));
  return {
    ...vault,
    vault,
    staff,
    worker,
    otherWorker,
    officer,
    dispatcher,
    bot,
    resident,
    chat,
    bind,
    page,
    consent,
  };
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.code} ${JSON.stringify(outcome.problem.errors ?? [])}`);
  return outcome.value;
}

const code = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.problem.code);

let c: Awaited<ReturnType<typeof community>>;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await community();
  c.bind('wx-wang', c.resident);
});

/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('a ticket', () => {
  const report = { category: 'dog', description: '3号楼下有狗没拴绳,吓到孩子了' };

  test('from a group gives a receipt and a number, and nothing else', () => {
    const answer = value(ask(c.chat('wx-wang', 'group'), 'createTicket', report));
    expect(answer).toEqual({ receipt: 'received', number: 1 });
  });

  test('told in private is not told again to a group that sends the same key', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report, 'k1'));
    const again = ask(c.chat('wx-wang', 'group'), 'createTicket', report, 'k1');
    expect(code(again)).toBe('idempotency_key_reused');
  });

  test('gives everybody a receipt, also somebody unbound, and the numbers go on', () => {
    value(ask(c.chat('wx-wang', 'group'), 'createTicket', report));
    const answer = value(ask(c.chat('wx-stranger', 'group'), 'createTicket', report));
    expect(answer).toEqual({ receipt: 'received', number: 2 });
  });

  test('a group token does nothing but report', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'handle', version: 2 }));
    const own = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
    const requests: { [Name in PipelineName]: RequestOf<Name> } = {
      readRecord: own,
      searchRecords: { type: 'dog', purpose: 'own_record', where: { mine: true }, limit: 10 },
      createRecord: { type: 'dog', purpose: 'record_keeping', keeper: c.resident, fields: { name: '豆豆' } },
      updateRecord: { ...own, purpose: 'record_keeping', version: 1, fields: { name: '王五' } },
      createTicket: report,
      readTicket: { ticket: '1', purpose: 'own_record' },
      listTickets: { purpose: 'own_record', where: { mine: true }, limit: 10 },
      moveTicket: { ticket: '1', action: 'close' },
      supplementTicket: { ticket: '1', text: '还在' },
      recordConsent: { purpose: 'phone_contact', event: 'withdrawn' },
      listConsents: undefined,
      openBinding: { resident: c.resident },
      answerBinding: { code: '000000' },
      readBinding: 'nothing',
      confirmBinding: 'nothing',
      mintToken: { for: c.resident, minutes: 5 },
      exchangeToken: { transport: 'wechat', contact: 'wx-wang', context: 'private' },
      revokeTokens: { of: c.resident },
      setExchange: false,
      searchLog: { limit: 5 },
      ownLog: { limit: 5 },
      proveEntry: 3,
      proveConsistency: { from: 1, to: 2 },
      checkpointNow: undefined,
      appoint: { role: 'grid_worker', grids: [3], fields: { name: '王五' } },
      changeRole: { staff: c.worker.id, version: 1, role: 'grid_worker', grids: [3], ended: true },
      setUpCommunity: { name: '别处', grids: [] },
      importBatch: [],
    };
    for (const name of Object.keys(requests) as PipelineName[]) {
      const before = c.vault.vault.journal.size;
      const outcome = ask(c.chat('wx-wang', 'group'), name, requests[name]);
      expect([name, code(outcome)]).toEqual([name, name === 'createTicket' ? 'ok' : 'denied']);
      expect(c.vault.vault.journal.size - before, name).toBe(1);
    }
  });

  test('shows its worker the masked name, and the number only for this ticket, with consent, while it is handled', () => {
    c.consent('given', c.page(c.resident));
    value(ask(c.chat('wx-wang', 'group'), 'createTicket', report));
    const phone = { type: 'resident', id: c.resident, purpose: 'phone_contact', fields: ['mobile'] } as const;
    expect(code(ask(c.worker.token, 'readRecord', phone))).toBe('denied');
    expect(newest()?.reason).toBe('case_missing');

    const read = { ticket: '1', purpose: 'handle_ticket' } as const;
    const waiting = value(ask(c.worker.token, 'readTicket', read));
    expect(waiting.reporter).toBeNull();
    expect(waiting.fields['description']).toEqual({ level: 'none' });
    const withCase = { ...phone, case: waiting.id };
    expect(code(ask(c.worker.token, 'readRecord', withCase))).toBe('denied');

    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: waiting.version }));
    const taken = value(ask(c.worker.token, 'readTicket', read));
    expect(taken.reporter).toEqual({ id: c.resident, name: { level: 'masked', value: '王**' } });
    expect(taken.fields['description']).toEqual({ level: 'clear', value: '3号楼下有狗没拴绳,吓到孩子了' });
    const shown = value(ask(c.worker.token, 'readRecord', withCase));
    expect(shown.fields).toEqual({ mobile: { level: 'clear', value: '13800138000' } });
    expect(newest()).toMatchObject({
      decision: 'granted',
      actor: c.worker.id,
      subject: c.resident,
      fields: { mobile: 'clear' },
      ticket: 1,
    });

    c.consent('withdrawn', c.chat('wx-wang'));
    expect(code(ask(c.worker.token, 'readRecord', withCase))).toBe('denied');
    expect(newest()?.reason).toBe('consent_withdrawn');
    c.consent('given', c.chat('wx-wang'));
    expect(code(ask(c.worker.token, 'readRecord', withCase))).toBe('ok');

    const handle = {
      ticket: '0001',
      action: 'handle',
      version: taken.version,
      result: '已提醒犬主拴绳',
    } as const;
    value(ask(c.worker.token, 'moveTicket', handle));
    expect(code(ask(c.worker.token, 'readRecord', withCase))).toBe('denied');
    value(ask(c.chat('wx-wang'), 'moveTicket', { ticket: '1', action: 'close' }));
    const rated = value(ask(c.chat('wx-wang'), 'moveTicket', { ticket: '1', action: 'rate', rating: '5' }));
    expect(rated.state).toBe('rated');
    expect(code(ask(c.worker.token, 'readRecord', withCase))).toBe('denied');
    expect(newest()?.reason).toBe('case_closed');
  });

  test('is closed by its reporter and nobody else, and a worker of another grid gets nothing', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    const take = { ticket: '1', action: 'take', version: 1 } as const;
    expect(code(ask(c.otherWorker.token, 'moveTicket', take))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'not_your_grid', actor: c.otherWorker.id });
    value(ask(c.worker.token, 'moveTicket', take));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'handle', version: 2 }));
    expect(code(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'close', version: 3 }))).toBe(
      'denied',
    );
    expect(code(ask(c.chat('wx-stranger'), 'moveTicket', { ticket: '1', action: 'close' }))).toBe('denied');
  });
});

describe('what a resident learns', () => {
  test('who looked: who, when, which field, for what, under which ticket', () => {
    c.consent('given', c.page(c.resident));
    value(
      ask(c.chat('wx-wang'), 'createTicket', { category: 'lift', description: '电梯坏了', place: '3号楼' }),
    );
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const { id } = value(ask(c.worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' }));
    const phone = {
      type: 'resident',
      id: c.resident,
      purpose: 'phone_contact',
      case: id,
      fields: ['mobile'],
    } as const;
    value(ask(c.worker.token, 'readRecord', phone));
    const own = value(ask(c.chat('wx-wang'), 'ownLog', { limit: 5 }));
    expect(own.items[0]).toMatchObject({
      time: c.vault.now,
      who: { level: 'masked', value: '李**' },
      role: 'grid_worker',
      fields: { mobile: 'clear' },
      purpose: 'phone_contact',
      ticket: 1,
    });
    expect(JSON.stringify(own)).not.toContain('13800138000');
    expect(JSON.stringify(own)).not.toContain('李建国');
  });

  test("the own dog's vaccination, masked; one entry, whether or not there is a dog", () => {
    const dogs = { type: 'dog', purpose: 'own_record', where: { mine: true }, limit: 10 } as const;
    const other = value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '张伟' },
      }),
    ).id;
    c.bind('wx-zhang', other);
    const before = c.vault.vault.journal.size;
    const mine = value(ask(c.chat('wx-wang'), 'searchRecords', dogs));
    const afterDog = c.vault.vault.journal.size;
    const none = value(ask(c.chat('wx-zhang'), 'searchRecords', dogs));
    const afterNone = c.vault.vault.journal.size;
    expect(mine.items[0]?.fields['vaccinatedUntil']).toEqual({ level: 'masked', value: '有,到2027年3月' });
    expect(none.items).toEqual([]);
    expect([afterDog - before, afterNone - afterDog]).toEqual([1, 1]);
    expect(code(ask(c.chat('wx-stranger'), 'searchRecords', dogs))).toBe('denied');
    expect(c.vault.vault.journal.size - afterNone).toBe(1);
  });
});

describe('a proof to keep', () => {
  test('is there for the resident once a checkpoint is published, and does not name who by identifier', () => {
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    value(ask(c.worker.token, 'readRecord', read));
    const seq = newest()?.seq ?? -1;
    expect(code(ask(c.chat('wx-wang'), 'proveEntry', seq))).toBe('not_published_yet');
    const early = value(ask(c.officer.token, 'proveEntry', seq));
    transact(c.vault.vault, () => publishCheckpoint(c.vault.vault));
    const { proof, vkey } = value(ask(c.chat('wx-wang'), 'proveEntry', seq));
    const trusted = { vkey, origin: 'lindun/hengda/1' };
    const checked = verifyProof(proof, trusted);
    expect(checked).toMatchObject({ ok: true, value: { index: seq, subject: { subject: c.resident } } });
    expect(checked.ok && checked.value.actor).toBeUndefined();
    expect(verifyProof(early.proof, trusted)).toMatchObject({
      ok: true,
      value: { actor: { actor: c.worker.id } },
    });
    expect(code(ask(c.chat('wx-stranger'), 'proveEntry', seq))).toBe('denied');
  });
});

describe('lists and searches', () => {
  test('a purpose that does not cover a field does not search by it either', () => {
    const search = (purpose: 'grid_overview' | 'record_keeping') =>
      ask(c.worker.token, 'searchRecords', {
        type: 'resident',
        purpose,
        where: { field: 'idNumber', value: '370112199003071230' },
        fields: ['name'],
        limit: 10,
      });
    expect(code(search('grid_overview'))).toBe('denied');
    expect(newest()?.reason).toBe('purpose_does_not_cover');
    expect(value(search('record_keeping')).items.map(({ id }) => id)).toEqual([c.resident]);
  });

  test('a worker lists the own grid masked, and each resident has an entry', () => {
    const list = { type: 'resident', purpose: 'grid_overview', where: { grid: 3 }, limit: 10 } as const;
    const page = value(ask(c.worker.token, 'searchRecords', list));
    expect(page.items[0]?.fields).toMatchObject({
      name: { level: 'masked', value: '王**' },
      mobile: { level: 'masked', value: '138****8000' },
      address: { level: 'masked', value: '3号楼*单元****' },
      idNumber: { level: 'none' },
      care: { level: 'none' },
    });
    expect(newest()).toMatchObject({ action: 'record.list', subject: c.resident });
    expect(code(ask(c.otherWorker.token, 'searchRecords', list))).toBe('denied');
  });

  test('by number in any spelling; another grid finds nothing and the log says that it was refused', () => {
    const search = (token: string) =>
      value(
        ask(token, 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { field: 'mobile', value: '＋８６ 138-0013-8000' },
          limit: 10,
        }),
      );
    expect(search(c.worker.token).items.map(({ id }) => id)).toEqual([c.resident]);
    expect(search(c.otherWorker.token)).toEqual({ items: [], cursor: null, remaining: 0 });
    expect(newest()).toMatchObject({ decision: 'refused', reason: 'not_your_grid', subject: c.resident });
  });
});

describe('tokens and bindings', () => {
  test("a contact's token is good for one request and sixty seconds", () => {
    const token = c.chat('wx-wang');
    expect(code(ask(token, 'listConsents', undefined))).toBe('ok');
    expect(code(ask(token, 'listConsents', undefined))).toBe('unauthenticated');
    const late = c.chat('wx-wang');
    c.vault.now += 60_000;
    expect(code(ask(late, 'listConsents', undefined))).toBe('unauthenticated');
  });

  test('the officer stops every exchange, and tokens already given out', () => {
    const token = c.chat('wx-wang');
    value(ask(c.officer.token, 'setExchange', false));
    expect(code(ask(token, 'listConsents', undefined))).toBe('unauthenticated');
    const exchange = { transport: 'wechat', contact: 'wx-wang', context: 'private' } as const;
    expect(code(ask(c.bot.token, 'exchangeToken', exchange))).toBe('denied');
    value(ask(c.officer.token, 'setExchange', true));
    expect(code(ask(c.bot.token, 'exchangeToken', exchange))).toBe('ok');
  });

  test('five wrong codes are all there are, and a code dies after five minutes', () => {
    for (let n = 0; n < 5; n += 1) {
      expect(code(ask(c.chat('wx-guess'), 'answerBinding', { code: String(n).padStart(6, '0') }))).toBe('ok');
    }
    expect(code(ask(c.chat('wx-guess'), 'answerBinding', { code: '000009' }))).toBe('too_many_requests');
    const made = value(ask(c.worker.token, 'openBinding', { resident: c.resident }));
    c.vault.now += 5 * 60_000;
    value(ask(c.chat('wx-late'), 'answerBinding', { code: made.code ?? '' }));
    expect(code(ask(c.worker.token, 'confirmBinding', made.id))).toBe('denied');
  });

  test('an ended role is refused at once, also with a token that is still good', () => {
    const change = { staff: c.worker.id, version: 1, role: 'grid_worker', grids: [3], ended: true } as const;
    value(ask(c.administrator, 'changeRole', { ...change, grids: [3] }));
    expect(code(ask(c.worker.token, 'listConsents', undefined))).toBe('unauthenticated');
  });
});

describe('writes', () => {
  test('a request sent twice is done once; the same key for another request is refused', () => {
    const first = { type: 'resident', purpose: 'record_keeping', grid: 3, fields: { name: '刘洋' } } as const;
    const made = value(ask(c.worker.token, 'createRecord', first, 'k1'));
    const again = ask(c.worker.token, 'createRecord', first, 'k1');
    expect(again).toEqual({ ok: true, value: made, replayed: true });
    const other = { ...first, fields: { name: '刘阳' } };
    expect(code(ask(c.worker.token, 'createRecord', other, 'k1'))).toBe('idempotency_key_reused');
  });

  test('a wrong value names its field and stores nothing', () => {
    const size = c.vault.vault.journal.size;
    const fields = { name: '王五', mobile: '12345', idNumber: '370112199003071231' };
    const outcome = ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields,
    });
    expect(outcome.ok ? [] : outcome.problem.errors?.map(({ field }) => field)).toEqual([
      'fields.mobile',
      'fields.idNumber',
    ]);
    expect(c.vault.vault.journal.size).toBe(size);
  });

  test('an import is whole or not at all, and says which line was wrong', () => {
    const rows = () => c.sql.all('SELECT count(*) AS n FROM record', [])[0]?.['n'];
    const before = rows();
    const lines = [
      { kind: 'record' as const, type: 'resident' as const, grid: 3, fields: { name: '孙丽' } },
      { kind: 'record' as const, type: 'dog' as const, keeper: 'nobody', fields: { name: '豆豆' } },
    ];
    const outcome = ask(c.administrator, 'importBatch', lines);
    expect(outcome.ok ? '' : outcome.problem.errors?.[0]).toMatchObject({ line: 2, field: 'keeper' });
    expect(rows()).toBe(before);
    expect(code(ask(c.administrator, 'importBatch', lines.slice(0, 1)))).toBe('ok');
    expect(code(ask(c.worker.token, 'importBatch', lines.slice(0, 1)))).toBe('denied');
  });
});

describe('a row that was changed', () => {
  test('is refused where it is read, and the refusal is in the log', () => {
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('ok');
    c.sql.all('UPDATE record SET blob = (SELECT blob FROM record WHERE type = ?) WHERE id = ?', [
      'dog',
      c.resident,
    ]);
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('tampered');
    expect(newest()).toMatchObject({ decision: 'refused', reason: 'tampered' });
  });

  test('a withdrawn consent cannot be turned back to given', () => {
    c.consent('given', c.page(c.resident));
    c.consent('withdrawn', c.chat('wx-wang'));
    c.sql.all(
      `UPDATE control SET content = replace(content, '"withdrawn"', '"given"') WHERE kind = 'consent_event'`,
      [],
    );
    expect(code(ask(c.chat('wx-wang'), 'listConsents', undefined))).toBe('tampered');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { phoneNotice } from '../../tests/node-vault.ts';
import { uploaded } from '../../tests/attach.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import type { AtOnceName, RequestOf } from '../answer.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
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

  test('gives everybody a receipt, also somebody unbound, and the numbers go on', () => {
    value(ask(c.chat('wx-wang', 'group'), 'createTicket', report));
    const answer = value(ask(c.chat('wx-stranger', 'group'), 'createTicket', report));
    expect(answer).toEqual({ receipt: 'received', number: 2 });
  });

  /** A chat of the worker of grid 3. */
  function workersChat(): string {
    const made = value(ask(c.worker.token, 'openBinding', {}));
    value(ask(c.chat('wx-li'), 'answerBinding', { code: made.code ?? '' }));
    value(ask(c.worker.token, 'confirmBinding', made.id));
    return 'wx-li';
  }

  test('gives a worker in a group what it gives everybody, and is theirs to close when another has handled it', async () => {
    const li = workersChat();
    const second = c.staff('grid_worker', [3], '孙立');
    expect(value(ask(c.chat(li, 'group'), 'createTicket', report))).toEqual({
      receipt: 'received',
      number: 1,
    });
    expect(code(ask(c.chat(li), 'supplementTicket', { ticket: '1', text: '还在' }))).toBe('ok');
    expect(code(ask(c.chat(li), 'addAttachment', { ticket: '1', ...(await uploaded()) }))).toBe('ok');
    const mine = { purpose: 'own_record', where: { mine: true }, limit: 5 } as const;
    const [own] = value(ask(c.chat(li), 'listTickets', mine)).items;
    expect(own?.fields['description']).toEqual({ level: 'clear', value: report.description });
    value(ask(second.token, 'moveTicket', { ticket: '1', action: 'take', version: 3 }));
    value(ask(second.token, 'moveTicket', { ticket: '1', action: 'handle', version: 4 }));
    const close = { ticket: '1', action: 'close' } as const;
    expect(code(ask(c.chat(li, 'group'), 'moveTicket', close))).toBe('denied');
    expect(code(ask(c.chat(li), 'moveTicket', close))).toBe('ok');
    expect(code(ask(c.chat(li), 'moveTicket', { ticket: '1', action: 'rate', rating: '5' }))).toBe('ok');
    // What others report is no more theirs than before.
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    expect(code(ask(c.chat(li), 'readTicket', { ticket: '2', purpose: 'own_record' }))).toBe('denied');
    expect(code(ask(c.chat(li), 'supplementTicket', { ticket: '2', text: '还在' }))).toBe('denied');
  });

  test('that a worker reported and handled is neither closed nor rated by them, and is no more to do', () => {
    const li = workersChat();
    value(ask(c.chat(li, 'group'), 'createTicket', report));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'handle', version: 2 }));
    expect(code(ask(c.chat(li), 'moveTicket', { ticket: '1', action: 'close' }))).toBe('denied');
    expect(newest()).toMatchObject({ action: 'ticket.move', reason: 'own_work' });
    const todo = { purpose: 'handle_ticket', where: { todo: true }, limit: 5 } as const;
    expect(value(ask(c.chat(li), 'listTickets', todo)).items).toEqual([]);
  });

  test('a group token does nothing but report', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'handle', version: 2 }));
    const own = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
    const content = { bytes: new Uint8Array(1), sha256: '00'.repeat(32) };
    const requests: { [Name in AtOnceName]: RequestOf<Name> } = {
      readRecord: own,
      searchRecords: { type: 'dog', purpose: 'own_record', where: { mine: true }, limit: 10 },
      findHousehold: { purpose: 'grid_overview', address: '3-2-501' },
      readHousehold: { of: c.resident },
      openMatter: { parties: [{ name: '王秀英', address: '3-2-501' }] },
      listMatters: undefined,
      readMatter: { matter: 'nothing' },
      writeNote: { matter: 'nothing', fields: { note: '谈了' } },
      changeNote: { note: 'nothing', version: 1, fields: { note: '谈了' } },
      closeMatter: { matter: 'nothing' },
      findDuplicates: { type: 'resident', purpose: 'record_keeping', limit: 10 },
      createRecord: { type: 'dog', purpose: 'record_keeping', keeper: c.resident, fields: { name: '豆豆' } },
      updateRecord: { ...own, purpose: 'record_keeping', version: 1, fields: { name: '王五' } },
      createTicket: report,
      readTicket: { ticket: '1', purpose: 'own_record' },
      listTickets: { purpose: 'own_record', where: { mine: true }, limit: 10 },
      moveTicket: { ticket: '1', action: 'close' },
      supplementTicket: { ticket: '1', text: '还在' },
      addAttachment: { ticket: '1', kind: 'voice', media: 'audio/amr', whole: content },
      listAttachments: { ticket: '1', purpose: 'own_record' },
      blurAttachment: { ticket: '1', attachment: 1, version: 1, whole: content, small: content },
      showAttachment: { ticket: '1', attachment: 1 },
      listPolicies: undefined,
      draftPolicy: { from: 'in_force', limits: [], pia: 'nothing' },
      comparePolicy: { version: '7.1' },
      proposePolicy: { version: '7.1', words: '试' },
      dropPolicy: { version: '7.1' },
      planVisit: { purpose: 'visit', grid: 3, subjects: [c.resident], days: 7, reason: '用电安全' },
      moveVisit: { visit: 'nothing', move: 'approve' },
      listVisits: undefined,
      readVisit: { visit: 'nothing' },
      recordConsent: { purpose: 'phone_contact', event: 'withdrawn' },
      recordAtDoor: {
        resident: c.resident,
        purpose: 'phone_contact',
        event: 'given',
        notice: phoneNotice,
        checked: 'known',
      },
      listConsents: {},
      consentReceipt: { id: 'nothing' },
      openBinding: { resident: c.resident },
      answerBinding: { code: '000000' },
      readBinding: 'nothing',
      confirmBinding: 'nothing',
      endBinding: {},
      giveDelegation: { delegate: { id: c.resident }, scope: ['tickets'], until: '2026-12-31' },
      recordGuardian: { child: c.resident, guardian: { id: c.resident }, paper: 'household_register' },
      confirmRelation: { other: c.resident },
      endRelation: {},
      listRelations: undefined,
      mintToken: { for: c.resident, minutes: 5 },
      exchangeToken: { transport: 'wechat', contact: 'wx-wang', context: 'private' },
      revokeTokens: { of: c.resident },
      setExchange: false,
      readExchange: undefined,
      openLink: {},
      inviteToSignIn: { resident: c.resident },
      readSignIn: undefined,
      setPin: { pin: '280519' },
      offerPasskey: undefined,
      addPasskey: { clientData: '', attestation: '', origin: '', rp: '' },
      dropCredential: { pin: true },
      unlock: { pin: '280519' },
      endSignIn: { of: c.resident },
      takeNotifications: { limit: 5 },
      endNotifications: { ids: [] },
      searchLog: { limit: 5 },
      ownLog: { limit: 5 },
      proveEntry: 3,
      proveConsistency: { from: 1, to: 2 },
      checkpointNow: undefined,
      readPolicy: undefined,
      appoint: { role: 'grid_worker', grids: [3], fields: { name: '王五' } },
      changeRole: { staff: c.worker.id, version: 1, role: 'grid_worker', grids: [3], ended: true },
      setUpCommunity: { name: '别处', grids: [] },
      importBatch: [],
      listApprovals: undefined,
      decideApproval: { approval: 'nothing', decision: 'approve' },
      proposeUnmasking: { ticket: '1', words: '核实' },
      readReporter: { approval: 'nothing' },
      endRecipient: { id: 'nothing' },
      listRecipients: undefined,
      prepareHandOver: { recipient: 'nothing', residents: [c.resident] },
      listHandOvers: undefined,
      readRegister: undefined,
      writePia: { occasion: 'other', fields: {} },
      changePia: { id: 'nothing', version: 1, fields: {} },
      signPia: { id: 'nothing' },
      listPias: undefined,
      readPia: { id: 'nothing' },
      openBreach: { found: 1, from: 0, to: 1, fields: {} },
      changeBreach: { id: 'nothing', version: 1, fields: {} },
      stepBreach: { id: 'nothing', step: 'contained' },
      listBreaches: undefined,
      readBreach: { id: 'nothing' },
      breakGlass: { kind: 'gas_leak', reason: '有燃气味', addresses: ['3-2-501'] },
      listEmergencies: undefined,
      explainEmergency: { view: 'nothing', words: '没人' },
      proposeOrder: {
        number: '济防指〔2026〕3号',
        kind: 'flood',
        grids: [3],
        fields: ['resident.name'],
        days: 3,
        words: '汛',
      },
      listOrders: undefined,
      endOrder: { order: 'nothing', words: '解除' },
      takeNote: { order: 'nothing', resident: c.resident, need: '沙袋' },
      closeNote: { note: 'nothing', outcome: '已送' },
      listNotes: { order: 'nothing' },
      reviewEmergency: { view: 'nothing', verdict: 'justified', words: '属实' },
      openRight: { right: 'restrict' },
      openRightFor: { for: c.resident, right: 'see', evidence: '户口簿' },
      knowMine: undefined,
      takeArchive: { right: 'copy' },
      listRights: { mine: true },
      readRight: { id: 'nothing' },
      decideRight: { id: 'nothing', step: 'take', version: 1 },
      withdrawRight: 'nothing',
      explainEntry: { seq: 3 },
      writeStatement: { ticket: '1', accused: c.resident, said: '有人反映' },
      readStatement: { ticket: '1' },
      listStatements: undefined,
      replyStatement: { id: 'nothing', reply: '不是我' },
      listAlerts: undefined,
      closeAlert: { alert: 'nothing', state: 'seen' },
      makeCanary: { grid: 3 },
      listCanaries: undefined,
      retireCanary: { canary: 'nothing' },
      proposeLogKey: { days: 30 },
      readKeyProgress: undefined,
      rotateIndex: { index: 'resident.mobile' },
      rotateToken: { for: c.bot.id, minutes: 60, overlap: 0 },
      proposeUnfreeze: { staff: c.worker.id, words: '问过' },
      readCustody: undefined,
      noteCustody: { what: 'drill', root: '0'.repeat(16), count: 1 },
      listHeldBack: undefined,
      decideHeldBack: { id: 'nothing', decision: 'close' },
      listTraces: undefined,
      readTrace: { id: 'nothing' },
      decideTrace: { id: 'nothing', version: 1, decision: 'keep' },
      listSweeps: undefined,
      noteLeft: { subject: c.resident, on: null },
      orderHold: {
        subject: c.resident,
        law: 'archives',
        types: ['ticket'],
        until: c.vault.now + 1,
        words: '12号',
      },
      liftHold: { subject: c.resident },
      listHolds: undefined,
    };
    // Two contacts of hers: what one exchanges in an hour is budgeted.
    c.bind('wx-wang-2', c.resident);
    for (const [at, name] of (Object.keys(requests) as AtOnceName[]).entries()) {
      const token = c.chat(at % 2 === 0 ? 'wx-wang' : 'wx-wang-2', 'group');
      const before = c.vault.vault.journal.size;
      const outcome = ask(token, name, requests[name]);
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

  test('keeps every supplement, one below the other, and goes a version on with each', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    const add = (text: string) => value(ask(c.chat('wx-wang'), 'supplementTicket', { ticket: '1', text }));
    expect(add('是一只棕色的狗').version).toBe(2);
    expect(add('还在花坛边').version).toBe(3);
    const own = { ticket: '1', purpose: 'own_record' } as const;
    const { fields } = value(ask(c.chat('wx-wang'), 'readTicket', own));
    expect(fields['supplement']).toEqual({ level: 'clear', value: '是一只棕色的狗\n还在花坛边' });
    const seen = { ticket: '1', action: 'take', version: 1 } as const;
    expect(code(ask(c.worker.token, 'moveTicket', seen))).toBe('version_changed');
  });

  test('does not tell by an error of form whether it is there', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    for (const token of [c.bot.token, c.otherWorker.token, c.officer.token]) {
      for (const ticket of ['1', '2']) {
        const blank = { ticket, text: '\u0007' };
        expect([ticket, code(ask(token, 'supplementTicket', blank))]).toEqual([ticket, 'denied']);
      }
    }
  });

  test('in a grid that there is not is refused, and not placed somewhere else', () => {
    const outcome = ask(c.chat('wx-wang'), 'createTicket', { ...report, grid: 99 });
    expect(outcome.ok ? 'ok' : outcome.problem.errors?.[0]?.code).toBe('no_such_grid');
  });

  test('of one’s own stands in pages, the newest first, whatever is reported or moved between two pages', () => {
    const stranger = (n: number) => ({ ...report, description: `别人的第${n}件` });
    for (const n of [1, 2, 3, 4, 5]) {
      value(ask(c.chat('wx-wang'), 'createTicket', { ...report, description: `第${n}件` }));
      value(ask(c.chat('wx-stranger'), 'createTicket', stranger(n)));
    }
    const page = (cursor?: string) => {
      const request = { purpose: 'own_record', where: { mine: true }, limit: 2, cursor } as const;
      return value(ask(c.chat('wx-wang'), 'listTickets', request));
    };
    const words = ({ items }: ReturnType<typeof page>) =>
      items
        .map(({ fields }) => fields['description'])
        .map((shown) => shown && 'value' in shown && shown.value);
    const first = page();
    expect(words(first)).toEqual(['第5件', '第4件']);
    expect(first.remaining).toBe(3);
    value(ask(c.chat('wx-wang'), 'createTicket', { ...report, description: '第6件' }));
    const second = page(first.cursor ?? '');
    expect(words(second)).toEqual(['第3件', '第2件']);
    const last = page(second.cursor ?? '');
    expect(words(last)).toEqual(['第1件']);
    expect([last.cursor, last.remaining]).toEqual([null, 0]);
    expect(page('nonsense').items).toEqual([]);
  });

  test('of one’s own is listed for a purpose that allows it, and for no other', () => {
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    const list = (purpose: 'own_record' | 'grid_overview') =>
      ask(c.chat('wx-wang'), 'listTickets', { purpose, where: { mine: true }, limit: 10 });
    expect(value(list('own_record')).items).toHaveLength(1);
    expect(code(list('grid_overview'))).toBe('denied');
    expect(newest()).toMatchObject({ decision: 'refused', level: 'none' });
  });
});

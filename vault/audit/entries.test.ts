import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import { verifyProof } from '../log/proof.ts';
import { publishCheckpoint } from './publish.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

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

describe('what was done in a resident’s own name', () => {
  const stolen = () => ask(c.chat('wx-wang'), 'searchRecords', dogs);
  const dogs = { type: 'dog', purpose: 'own_record', where: { mine: true }, limit: 10 } as const;
  const own = (only?: 'others') => value(ask(c.chat('wx-wang'), 'ownLog', { only, limit: 50 })).items;

  test('stands in their view, marked, and from where: a chat, a group, a page', () => {
    c.page(c.resident);
    value(stolen());
    ask(c.chat('wx-wang', 'group'), 'searchRecords', dogs);
    value(ask(c.page(c.resident), 'searchRecords', dogs));
    expect(own().slice(0, 3)).toMatchObject([
      { action: 'record.list', by: 'self', via: 'page', who: null },
      { action: 'record.list', by: 'self', via: 'group', decision: 'refused' },
      { action: 'record.list', by: 'self', via: 'private' },
    ]);
  });

  test('is left out where only others are asked for', () => {
    value(stolen());
    const others = own('others');
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ by }) => by === 'self')).toEqual([]);
  });

  test('the officer sees through which bot', () => {
    value(stolen());
    expect(newest()).toMatchObject({ actor: c.resident, via: `api:private:${c.bot.id}` });
    value(ask(c.worker.token, 'searchRecords', { ...dogs, purpose: 'dog_care', where: { grid: 3 } }));
    expect(newest()?.via).toBe('api:desk');
  });
});

describe('the officer’s own looking', () => {
  const about = (action: string) =>
    value(ask(c.chat('wx-wang'), 'ownLog', { limit: 50 })).items.filter((entry) => entry.action === action);

  test('a proof she takes is in the log of whom the entry is about', () => {
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    value(ask(c.worker.token, 'readRecord', read));
    value(ask(c.officer.token, 'proveEntry', newest()?.seq ?? -1));
    expect(about('log.prove')).toMatchObject([{ role: 'privacy_officer', by: 'other' }]);
  });

  test('a search names the person it is about, as subject or as actor, and nobody else', () => {
    value(ask(c.officer.token, 'searchLog', { subject: c.resident, limit: 5 }));
    value(ask(c.officer.token, 'searchLog', { actor: c.resident, limit: 5 }));
    expect(about('log.search')).toHaveLength(2);
    value(ask(c.officer.token, 'searchLog', { subject: c.resident, actor: c.resident, limit: 5 }));
    expect(about('log.search')).toHaveLength(3);
    value(ask(c.officer.token, 'searchLog', { limit: 5 }));
    expect(about('log.search')).toHaveLength(3);
  });

  test.each(['.no-token', 'nobody-there', 'community'])(
    '%s is nobody, and leaves an entry that opens',
    (id) => {
      value(ask(c.officer.token, 'searchLog', { subject: id, limit: 5 }));
      const page = value(ask(c.officer.token, 'searchLog', { action: 'log.search', limit: 5 }));
      expect(page).toMatchObject({ items: [{ subject: null }], tampered: [] });
    },
  );
});

describe('one damaged row closes no page', () => {
  beforeEach(() => {
    const report = { category: 'lift', description: '电梯坏了', place: '3号楼' } as const;
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const { id } = value(ask(c.worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' }));
    value(ask(c.worker.token, 'moveTicket', { ticket: id, action: 'handle', version: 2 }));
  });

  test('a case: the entries are shown without its number, and named', () => {
    c.sql.all(
      `UPDATE control SET content = replace(content, '"handled"', '"closed"') WHERE kind = 'case'`,
      [],
    );
    const page = value(ask(c.officer.token, 'searchLog', { limit: 50 }));
    const move = page.items.find(({ action }) => action === 'ticket.handle');
    expect(move).toMatchObject({ ticket: null, case: expect.any(String) });
    expect(page.tampered).toContain(move?.seq);
    const own = value(ask(c.chat('wx-wang'), 'ownLog', { limit: 50 }));
    expect(own.items.find(({ action }) => action === 'ticket.handle')).toMatchObject({
      ticket: null,
      who: { value: '李**' },
    });
    expect(own.tampered).toContain(move?.seq);
  });

  test('a staff record: the entries are shown without a name, and named', () => {
    c.sql.all(`UPDATE record SET blob = zeroblob(length(blob)) WHERE id = ?`, [c.worker.id]);
    const own = value(ask(c.chat('wx-wang'), 'ownLog', { limit: 50 }));
    const moves = own.items.filter(({ action, by }) => action.startsWith('ticket.') && by === 'other');
    expect(moves.length).toBeGreaterThan(1);
    for (const { who, seq } of moves) {
      expect(who).toBeNull();
      expect(own.tampered).toContain(seq);
    }
    expect(new Set(own.tampered).size).toBe(own.tampered.length);
  });
});

describe('a search by what somebody was told', () => {
  test('finds a ticket’s entries by its number or id, and none where there is no such ticket', () => {
    const words = { category: 'lift', description: '电梯坏了', place: '3号楼' };
    const made = value(ask(c.chat('wx-wang'), 'createTicket', words));
    const id = 'id' in made ? made.id : '';
    value(ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const by = (of: string) => value(ask(c.officer.token, 'searchLog', { case: of, limit: 50 })).items;
    for (const said of ['1', '0001', '2026-1', id]) {
      expect(by(said).length).toBeGreaterThan(1);
      expect(by(said).every((entry) => entry.case === id)).toBe(true);
    }
    expect([by('2'), by('2025-1'), by(c.resident)]).toEqual([[], [], []]);
    expect(code(ask(c.worker.token, 'searchLog', { case: '1', limit: 5 }))).toBe('denied');
  });

  test('finds a request’s entries by the whole of its reference and by its beginning', () => {
    ask(c.chat('wx-stranger'), 'ownLog', { limit: 1 });
    const refused = newest();
    const { request = '' } = refused ?? {};
    const by = (said: string) => value(ask(c.officer.token, 'searchLog', { request: said, limit: 50 })).items;
    expect(by(request).map(({ seq }) => seq)).toEqual([refused?.seq]);
    expect(by(request.slice(0, 8)).map(({ seq }) => seq)).toContain(refused?.seq);
    expect(by('nothing-like-it')).toEqual([]);
    expect(code(ask(c.worker.token, 'searchLog', { request, limit: 5 }))).toBe('denied');
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

import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../tests/node-community.ts';
import type { NodeVault } from '../tests/node-vault.ts';
import { verifyProof } from './log/proof.ts';
import { publishCheckpoint } from './publish.ts';
import { transact } from './vault.ts';

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

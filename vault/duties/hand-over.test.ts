import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { recipientKey } from '../../tests/recipient-key.ts';

/** What can come between the two turns of a hand-over. */

let c: NodeCommunity;
const { armored } = await recipientKey();
/** Good for ninety days from 2 January 2026. */
const short = await recipientKey(90 * 86_400);

beforeEach(async () => {
  c = await nodeCommunity();
});

async function recipient(key: string) {
  return c.vault.wait(c.officer.token, 'proposeRecipient', {
    kind: 'police',
    name: '鲍山派出所',
    contact: '0531-00000000',
    purpose: 'provide_by_law',
    law: '《刑事诉讼法》第五十四条',
    document: '1号',
    fields: ['name', 'name', 'address'],
    key,
  });
}

const approve = (approval: string) =>
  value(c.vault.ask(c.vault.administrator, 'decideApproval', { approval, decision: 'approve' }));

async function approved(residents: string[] = [c.resident]): Promise<string> {
  const proposed = value(await recipient(armored));
  approve(proposed.approval);
  const asked = { recipient: proposed.id, residents, document: '12号' };
  const prepared = value(c.vault.ask(c.officer.token, 'prepareHandOver', asked));
  approve(prepared.approval ?? '');
  return prepared.id;
}

const make = (id: string) => c.vault.wait(c.officer.token, 'makeHandOver', { id });
const rowOf = (id: string) => c.vault.vault.rows.get('hand_over', id)?.content;
const newest = () => value(c.vault.ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('a hand-over', () => {
  test('that is made twice at once is handed out once', async () => {
    const id = await approved();
    const both = await Promise.all([make(id), make(id)]);
    expect(both.map(code).toSorted()).toEqual(['conflict', 'ok']);
    expect(rowOf(id)).toMatchObject({ state: 'handed_over', residents: [], included: 1 });
  });

  test('is not handed out to who loses their role while it is sealed', async () => {
    const id = await approved();
    const making = make(id);
    const was = { staff: c.officer.id, version: 1, role: 'privacy_officer', grids: [] } as const;
    value(c.vault.ask(c.vault.administrator, 'changeRole', { ...was, grids: [], ended: true }));
    expect(code(await making)).toBe('unauthenticated');
    expect(rowOf(id)).toMatchObject({ state: 'opened', sha256: null });
  });

  test('leaves nothing of what was opened anywhere but in the package', async () => {
    const id = await approved();
    value(await make(id));
    expect(JSON.stringify(rowOf(id))).not.toMatch(/王秀英|3-2-501/);
    expect(c.vault.vault.store.control.naming(c.resident).map(({ kind }) => kind)).not.toContain('hand_over');
  });

  test('counts somebody who is not there as left out, and is refused where nobody is left', async () => {
    const gone = 'z'.repeat(26);
    const made = value(await make(await approved([c.resident, gone])));
    expect(made).toMatchObject({ included: 1, leftOut: 1 });
    expect(code(await make(await approved([gone])))).toBe('conflict');
    expect(newest()).toMatchObject({
      action: 'hand_over.make',
      decision: 'refused',
      reason: 'nothing_found',
    });
  });

  test('names people as a letter does, by identity number, and tells nobody beforehand who is here', async () => {
    const proposed = value(await recipient(armored));
    approve(proposed.approval);
    const prepare = (idNumbers: string[]) =>
      c.vault.ask(c.officer.token, 'prepareHandOver', {
        recipient: proposed.id,
        residents: [],
        idNumbers,
        document: '12号',
      });
    expect(code(prepare(['370112199003071231']))).toBe('invalid');
    const prepared = value(prepare(['370112199003071230', '11010519491231002x']));
    expect(rowOf(prepared.id)?.residents).toEqual([c.resident, expect.stringMatching(/^[0-9a-z]{26}$/)]);
    approve(prepared.approval ?? '');
    expect(value(await make(prepared.id))).toMatchObject({ included: 1, leftOut: 1 });
  });

  test('is for people one names, at most fifty, and for fields that the recipient is registered for', async () => {
    const proposed = value(await recipient(armored));
    approve(proposed.approval);
    const ask = (more: object) =>
      code(
        c.vault.ask(c.officer.token, 'prepareHandOver', {
          recipient: proposed.id,
          residents: [c.resident],
          document: '12号',
          ...more,
        }),
      );
    expect(ask({ residents: [] })).toBe('invalid');
    expect(ask({ residents: Array.from({ length: 51 }, (_, n) => `r${n}`) })).toBe('invalid');
    expect(ask({ fields: ['mobile'] })).toBe('invalid');
    expect(ask({ fields: ['name'] })).toBe('ok');
    // Whoever may not prepare one hears no more than that, whatever they sent.
    for (const token of [c.worker.token, c.dispatcher.token, c.page(c.resident)])
      expect(code(c.vault.ask(token, 'prepareHandOver', { recipient: proposed.id, residents: [] }))).toBe(
        'denied',
      );
  });
});

describe('a recipient', () => {
  test('whose key has expired is not taken, and gets nothing once it expires', async () => {
    expect(code(await recipient(short.armored))).toBe('invalid');
    c.vault.now = Date.UTC(2026, 1, 1);
    c = { ...c, officer: { ...c.officer, token: c.freshToken(c.officer.id) } };
    const proposed = value(await recipient(short.armored));
    expect(c.vault.vault.rows.get('recipient', proposed.id)?.content.keyExpires).toBe(
      Date.UTC(2026, 0, 2) + 90 * 86_400_000,
    );
  });

  test('is entered once, by another person than who proposed it', async () => {
    const { id, approval } = value(await recipient(armored));
    const own = { approval, decision: 'approve' } as const;
    expect(code(c.vault.ask(c.officer.token, 'decideApproval', own))).toBe('denied');
    approve(approval);
    expect(c.vault.vault.rows.get('recipient', id)?.content).toMatchObject({
      state: 'active',
      fields: ['name', 'address'],
    });
    value(c.vault.ask(c.officer.token, 'endRecipient', { id }));
    expect(code(c.vault.ask(c.officer.token, 'endRecipient', { id }))).toBe('conflict');
  });
});

import { beforeEach, expect, test } from 'vitest';
import { type NodeCommunity, nodeCommunity, value } from '../../tests/node-community.ts';
import { ledgerOf, replayLedger, unremembered } from './ledger.ts';
import type { LedgerRow } from '../storage/schema.ts';

let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

const replay = (ledger: LedgerRow[]) => replayLedger(c.vault.vault, ledger, c.vault.now);
const standing = () =>
  value(c.vault.ask(c.page(c.resident), 'listConsents', {})).items.find(
    ({ purpose }) => purpose === 'phone_contact',
  )?.state;

test('what was erased or withdrawn is on its way to the ring as soon as it is done, and found again without that', () => {
  const { vault } = c.vault;
  const own = c.page(c.resident);
  c.consent('given', own);
  c.consent('withdrawn', own);
  value(c.vault.ask(own, 'openRight', { right: 'delete' }));
  const told = vault.ledger.take();
  expect(told.map(({ kind, id }) => [kind, id])).toEqual([
    ['withdraw', `${c.resident}/phone_contact`],
    ['erase', c.resident],
  ]);
  expect(vault.ledger.take()).toEqual([]);
  // The withdrawal went with the person.
  expect(ledgerOf(vault)).toEqual([told[1]]);
  expect(unremembered(ledgerOf(vault), [])).toEqual([told[1]]);
  expect(unremembered(ledgerOf(vault), told)).toEqual([]);
});

test('a database that was put back erases again whom the ledger has, and never twice', () => {
  const ledger = [{ kind: 'erase' as const, id: c.resident, at: c.vault.now + 1 }];
  expect(replay(ledger)).toBe(1);
  const { store, rows } = c.vault.vault;
  expect(store.records.allOf(c.resident)).toEqual([]);
  expect(store.keys.get(c.resident, 'data')).toBeUndefined();
  expect(rows.get('erasure', c.resident)?.content).toMatchObject({ reason: 'replayed' });
  expect(replay(ledger)).toBe(0);
});

test('an id that this database has never heard of is nobody’s from now on', () => {
  const id = '01kq3v9m2c7hx4e8ztn5rbw6ga';
  replay([{ kind: 'erase', id, at: 1 }]);
  const line = {
    kind: 'record' as const,
    type: 'resident' as const,
    id,
    grid: 3,
    fields: { name: '王秀英' },
  };
  expect(value(c.vault.ask(c.administrator, 'importBatch', [line]))).toEqual({ imported: 0, heldBack: [1] });
});

test('a consent that was taken back after the backup is taken back again; one given later stands', () => {
  const own = c.page(c.resident);
  c.consent('given', own);
  const at = c.vault.now;
  const row = { kind: 'withdraw' as const, id: `${c.resident}/phone_contact` };
  expect(replay([{ ...row, at: at - 1 }])).toBe(0);
  expect(standing()).toBe('given');
  expect(replay([{ ...row, at: at + 1 }])).toBe(1);
  expect(standing()).toBe('withdrawn');
  expect(replay([{ ...row, at: at + 1 }])).toBe(0);
});

test('what somebody spoilt stops nobody’s erasure: their keys and records go all the same', () => {
  const { vault } = c.vault;
  c.vault.sql.all(`UPDATE control SET mac = zeroblob(32) WHERE kind = 'binding'`, []);
  c.bind('wx-wang', c.resident);
  c.vault.sql.all(`UPDATE control SET mac = zeroblob(32) WHERE kind = 'case' OR kind = 'relation'`, []);
  c.vault.sql.all(`UPDATE record SET blob = zeroblob(200) WHERE subject = ?`, [c.resident]);
  const another = '01kq3v9m2c7hx4e8ztn5rbw6ga';
  expect(replay([c.resident, another].map((id) => ({ kind: 'erase' as const, id, at: 1 })))).toBe(2);
  expect(vault.store.keys.get(c.resident, 'data')).toBeUndefined();
  expect(vault.store.records.allOf(c.resident)).toEqual([]);
  expect(vault.rows.get('erasure', another)).toBeDefined();
});

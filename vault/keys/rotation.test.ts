import { describe, expect, test } from 'vitest';
import { nodeSql } from '../../tests/node-sql.ts';
import { indexNames, seededRandom } from '../../tests/node-vault.ts';
import { beginOf } from '../../policy/rights/working-days.ts';
import { importKey, RootSecret } from '../crypto/keys.ts';
import { nobleAead } from '../crypto/noble.ts';
import { receiptSigner } from '../crypto/receipt-key.ts';
import { destroyEpoch, openKeys } from '../keyring/ring.ts';
import { wrappingsOf } from '../keyring/roots.ts';
import { noteSigner } from '../log/note.ts';
import { daysKept, irrecoverableAt, noteDestroyed, retireEpochs, rewrapKeys } from './rotation.ts';
import { noWalks } from './work.ts';
import { openRing, openStore } from '../storage/open.ts';
import { addSubject, openRecord } from '../subject.ts';
import { appendAsSystem, openVault, transact, type Vault } from '../vault.ts';
import { storeRecord } from '../write.ts';

const day = 86_400_000;
const november = Date.UTC(2026, 10, 20);
const december = beginOf('2026-12-01') + 600_000;

/** A community whose ring turns with the month, over one database. */
async function rotating() {
  const random = seededRandom(3);
  const ringStore = await openRing(nodeSql());
  const root = importKey(RootSecret, random(32));
  const store = await openStore(nodeSql());
  const open = (month: string, now: number): Vault => {
    const wanted = { community: 'hengda', month, indexes: indexNames };
    const ring = openKeys(ringStore, wrappingsOf([root], 'hengda'), wanted, now, random, nobleAead);
    if (!ring.ok) throw new Error('the ring opens');
    return openVault({
      community: 'hengda',
      store,
      ring: ring.keys,
      signer: noteSigner('lindun/hengda/1', new Uint8Array(32).fill(1)),
      archives: noteSigner('lindun/hengda/archives', new Uint8Array(32).fill(2)),
      receipts: receiptSigner('hengda', new Uint8Array(32).fill(3)),
      recovery: 0,
      packages: { seed: new Uint8Array(32).fill(4), userId: 'lindun' },
      notices: [],
      aead: nobleAead,
      random,
      administrator: '00',
    });
  };
  return { open, ringStore };
}

function addResident(vault: Vault, id: string, now: number): void {
  transact(vault, () => {
    const subject = addSubject(vault, id, { kind: 'resident', grid: 3 });
    const draft = new Map([['name', '王秀英']]);
    const stored = storeRecord(vault, { id, type: 'resident', subject: id, version: 1 }, draft, {
      newSubject: true,
    });
    const rows = [subject, ...stored.rows];
    const { digests, record } = stored;
    appendAsSystem(
      vault,
      {
        action: 'record.create',
        decision: 'done',
        subject: { subject: id },
        records: [record],
        rows,
        digests,
      },
      now,
    );
  });
}
/** All of it, as the alarm does it. */
function rewrapAll(vault: Vault): void {
  const walks = noWalks();
  while (transact(vault, () => rewrapKeys(vault, walks, december)));
}
const wang = 'w'.repeat(26);
const nameOf = (vault: Vault) => {
  const row = vault.store.records.byId('resident', wang);
  return row && openRecord(vault, row, ['name']).get('name');
};

describe('at the turn of the month', () => {
  test('every survivor opens under the new epoch, no record is touched, and one entry a batch says so', async () => {
    const { open } = await rotating();
    addResident(open('2026-11', november), wang, november);
    const vault = open('2026-12', december);
    const record = () => ({ ...vault.store.records.byId('resident', wang), epoch: null, wrapped: null });
    const before = record();
    expect(vault.store.keys.get(wang, 'data')?.epoch).toBe('2026-11');
    expect(vault.store.keys.ofOtherEpochs('2026-12', '', 10).length).toBeGreaterThanOrEqual(3);
    rewrapAll(vault);
    expect(vault.store.keys.ofOtherEpochs('2026-12', '', 10)).toEqual([]);
    expect(vault.store.keys.get(wang, 'data')?.epoch).toBe('2026-12');
    expect(record()).toEqual(before);
    expect(nameOf(vault)).toBe('王秀英');
    const row = vault.store.log.get(vault.journal.size - 1);
    const entry = row && vault.journal.open(row);
    expect(entry?.leaf.public).toMatchObject({ action: 'keys.rewrap', digests: [{ kind: 'epoch' }] });
  });

  test('the old key ends 35 days after the last key was wrapped anew, and no sooner; a backup then opens no more', async () => {
    const { open, ringStore } = await rotating();
    const old = open('2026-11', november);
    addResident(old, wang, november);
    const backup = old.store.keys.get(wang, 'data');
    const vault = open('2026-12', december);
    // As long as one key is wrapped by it, its time does not begin.
    expect(transact(vault, () => retireEpochs(vault, december))).toEqual([]);
    expect(vault.rows.get('epoch', '2026-11')).toBeUndefined();
    rewrapAll(vault);
    expect(transact(vault, () => retireEpochs(vault, december))).toEqual([]);
    const retired = vault.rows.get('epoch', '2026-11')?.content;
    expect(retired).toEqual({ retired: december, destroy: december + daysKept * day, destroyed: null });
    const almost = december + daysKept * day - 1;
    expect(transact(vault, () => retireEpochs(vault, almost))).toEqual([]);
    expect(transact(vault, () => retireEpochs(vault, almost + 1))).toEqual(['2026-11']);

    expect(destroyEpoch(ringStore, '2026-11', '2027-01')).toBe(true);
    transact(vault, () => noteDestroyed(vault, '2026-11', almost + 1));
    const after = open('2027-01', almost + 1);
    expect(after.keys.epochs).toEqual(['2026-12', '2027-01']);
    expect(nameOf(after)).toBe('王秀英');
    expect(transact(after, () => retireEpochs(after, almost + 1))).toEqual([]);
    if (backup === undefined) throw new Error('there was a key');
    after.store.keys.destroy(wang, 'data');
    after.store.keys.add(backup);
    expect(() => nameOf(after)).toThrow(/not as it was written/);
  });

  test('the key of this month, and of a month to come, is never destroyed', async () => {
    const { open, ringStore } = await rotating();
    open('2026-12', december);
    for (const epoch of ['2026-12', '2027-01', '', 'x', '../'])
      expect(destroyEpoch(ringStore, epoch, '2026-12')).toBe(false);
    expect(open('2026-12', december).keys.epochs).toEqual(['2026-12']);
  });
});

describe('the second date of an erasure', () => {
  test.each([
    [november, 0, '2027-01-06'],
    [november, 30, '2027-02-05'],
    [beginOf('2026-12-31') + day - 1, 0, '2027-02-06'],
  ])('erased at %d with %d days of recovery: %s', (at, recovery, expected) => {
    expect(irrecoverableAt(at, recovery)).toBe(beginOf(expected));
    // Never sooner than the key can end: the next month's first alarm, and the days it is kept.
    expect(irrecoverableAt(at, recovery)).toBeGreaterThan(at + (daysKept + recovery) * day);
  });
});

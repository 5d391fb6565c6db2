import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { nodeSql } from '../../tests/node-sql.ts';
import { importKey, RootSecret } from '../crypto/keys.ts';
import { nobleAead } from '../crypto/noble.ts';
import { rootId } from '../crypto/wrap.ts';
import type { RingKeyStore } from '../storage/keys.ts';
import { openRing } from '../storage/open.ts';
import { openKeys, openRingKey, type OpenRing } from './ring.ts';
import { type RootTexts, textProvider, wrappingsOf } from './roots.ts';

const rootFrom = (fill: number): RootSecret => importKey(RootSecret, new Uint8Array(32).fill(fill));
const [first, second] = [rootFrom(1), rootFrom(2)];
const wanted = { community: 'hengda', month: '2026-11', indexes: ['resident.mobile'] };
const open = (store: RingKeyStore, roots: readonly RootSecret[], month = '2026-11') =>
  openKeys(store, wrappingsOf(roots, 'hengda'), { ...wanted, month }, 7, randomBytes, nobleAead);
const opened = (store: RingKeyStore, roots: readonly RootSecret[], month?: string): OpenRing => {
  const ring = open(store, roots, month);
  if (!ring.ok) throw new Error('the ring opens');
  return ring;
};
const keysOf = (ring: OpenRing) =>
  Object.fromEntries(
    ring.keys.map(({ use, name, key }) => [`${use} ${name}`, Buffer.from(key).toString('hex')]),
  );

describe('a key ring', () => {
  test('gives the same keys at each opening, and makes those of a new month only', async () => {
    const store = await openRing(nodeSql());
    const made = keysOf(opened(store, [first]));
    expect(Object.keys(made).sort()).toEqual(['epoch 2026-11', 'index resident.mobile', 'row control']);
    expect(keysOf(opened(store, [first]))).toEqual(made);
    const turned = keysOf(opened(store, [first], '2026-12'));
    expect(Object.keys(turned)).toHaveLength(4);
    expect(turned).toMatchObject(made);
  });

  test('opened with another root names what does not open, and makes and changes nothing', async () => {
    const store = await openRing(nodeSql());
    opened(store, [first]);
    const before = store.all();
    const shut = open(store, [second], '2026-12');
    expect(shut).toMatchObject({ ok: false, error: 'root_secret_does_not_open', of: 3 });
    expect(!shut.ok && shut.shut.map(({ use, name }) => `${use} ${name}`)).toEqual([
      'epoch 2026-11',
      'index resident.mobile',
      'row control',
    ]);
    expect(store.all()).toEqual(before);
  });

  test('with one key spoilt names that one', async () => {
    const store = await openRing(nodeSql());
    opened(store, [first]);
    const [epoch] = store.all();
    if (epoch === undefined) throw new Error('there is a key');
    store.rewrap({ ...epoch, wrapped: epoch.wrapped.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) });
    expect(open(store, [first])).toMatchObject({ shut: [{ use: 'epoch', name: '2026-11' }], of: 3 });
  });
});

describe('the exchange of a root', () => {
  test('wraps every key anew, leaves every key as it was, and the old root opens nothing of the ring', async () => {
    const store = await openRing(nodeSql());
    const before = opened(store, [first]);
    expect(before).toMatchObject({ root: rootId(first), rewrapped: 0 });
    const turned = opened(store, [second, first]);
    expect(turned).toMatchObject({ root: rootId(second), rewrapped: 3 });
    expect(keysOf(turned)).toEqual(keysOf(before));
    expect(opened(store, [second, first])).toMatchObject({ rewrapped: 0 });
    expect(keysOf(opened(store, [second]))).toEqual(keysOf(before));
    const old = wrappingsOf([first], 'hengda');
    for (const row of store.all()) {
      expect(row.root).toBe(rootId(second));
      for (const root of [row.root, '', rootId(first)])
        expect(openRingKey({ ...row, root }, old, 'hengda', nobleAead)).toBeUndefined();
    }
  });

  test('ended half way opens with both roots and is made up for; a row from before roots had names, too', async () => {
    const store = await openRing(nodeSql());
    const keys = keysOf(opened(store, [first]));
    const old = store.all();
    opened(store, [second, first]);
    const [half] = old;
    if (half === undefined) throw new Error('there is a key');
    store.rewrap({ ...half, root: '' });
    expect(open(store, [second])).toMatchObject({ ok: false, shut: [{ name: half.name }] });
    const again = opened(store, [second, first]);
    expect([again.rewrapped, keysOf(again)]).toEqual([1, keys]);
    expect(opened(store, [second]).rewrapped).toBe(0);
  });
});

describe('root secrets as text', () => {
  const hex = (fill: string): string => fill.repeat(32);
  const ask = (texts: RootTexts) => textProvider(() => texts).wrappings('hengda');

  test('the next one wraps as soon as it is there, and the one in use still opens', async () => {
    expect(await ask({ now: `${hex('01')}\n`, next: null })).toMatchObject({
      ok: true,
      wrappings: { current: { root: rootId(first) }, others: [] },
    });
    expect(await ask({ now: hex('01'), next: hex('02') })).toMatchObject({
      wrappings: { current: { root: rootId(second) }, others: [{ root: rootId(first) }] },
    });
  });

  test.each([
    ['none', { now: null, next: null }],
    ['the next alone', { now: null, next: hex('02') }],
    ['one cut short', { now: hex('01').slice(2), next: null }],
    ['a next one cut short', { now: hex('01'), next: 'ab' }],
    ['one in capitals', { now: hex('AB'), next: null }],
  ])('%s is refused', async (_, texts) => {
    expect(await ask(texts)).toEqual({ ok: false, error: 'root_refused' });
  });
});

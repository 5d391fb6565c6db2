import { beforeEach, describe, expect, test } from 'vitest';
import { amr, bytesOf, uploaded } from '../../tests/attach.ts';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { transact, type Vault } from '../vault.ts';
import { type Bucket, bucketIn, moveChunks, type ObjectStore } from './bucket.ts';
import { dropAttachmentsOf } from './drop.ts';

/** R2 as its documentation has it, in memory: a put is whole or not there, deleting nothing is no error. It can be told to fail. */
class Objects implements ObjectStore {
  readonly held = new Map<string, Uint8Array>();
  fails: 'put' | 'get' | 'delete' | 'after put' | undefined;

  put(name: string, value: Uint8Array): Promise<void> {
    if (this.fails === 'put') return Promise.reject(new Error('R2 is away'));
    this.held.set(name, new Uint8Array(value));
    return this.fails === 'after put' ? Promise.reject(new Error('the answer was lost')) : Promise.resolve();
  }

  get(name: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null> {
    if (this.fails === 'get') return Promise.reject(new Error('R2 is away'));
    const found = this.held.get(name);
    return Promise.resolve(
      found === undefined ? null : { arrayBuffer: () => Promise.resolve(new Uint8Array(found).buffer) },
    );
  }

  delete(name: string): Promise<void> {
    if (this.fails === 'delete') return Promise.reject(new Error('R2 is away'));
    this.held.delete(name);
    return Promise.resolve();
  }
}

let c: NodeCommunity;
let objects: Objects;
let bucket: Bucket;
const vault = () => c.vault.vault;

beforeEach(async () => {
  c = await nodeCommunity();
  objects = new Objects();
  bucket = bucketIn(objects, 'hengda');
  // As the object opens it where a bucket is bound.
  (c.vault as { vault: Vault }).vault = Object.assign(c.vault.vault, { bucket });
  c.bind('wx-wang', c.resident);
  value(
    c.vault.ask(c.chat('wx-wang'), 'createTicket', {
      category: 'dog',
      description: '狗没拴绳',
      place: '3号楼',
    }),
  );
  const sent = await uploaded(amr(30_000));
  value(c.vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket: '1', ...sent }));
});

const rows = (query: string) => c.sql.all(query, []);
const here = () => rows('SELECT n FROM attachment_chunk WHERE length(box) > 0').length;
const look = () =>
  c.vault.wait(c.chat('wx-wang'), 'readAttachment', {
    ticket: '1',
    attachment: 1,
    part: 'whole',
    purpose: 'own_record',
  });

describe('where a bucket is bound', () => {
  test('chunks move there after they were stored and logged, sealed, and are read from there', async () => {
    expect([here(), objects.held.size]).toEqual([4, 0]);
    expect(await bytesOf(value(await look()))).toEqual(amr(30_000));
    await moveChunks(vault(), bucket);
    expect([here(), objects.held.size]).toEqual([0, 4]);
    for (const [name, bytes] of objects.held) {
      expect(name).toMatch(/^hengda\/[0-9a-z]{26}\/[0-3]$/);
      expect(Buffer.from(bytes).includes('#!AMR')).toBe(false);
    }
    expect(await bytesOf(value(await look()))).toEqual(amr(30_000));
    await moveChunks(vault(), bucket);
    expect(objects.held.size).toBe(4);
  });

  test('a put that fails, or whose answer is lost, loses nothing and is made again', async () => {
    for (const fails of ['put', 'after put'] as const) {
      objects.fails = fails;
      await expect(moveChunks(vault(), bucket)).rejects.toThrow();
      expect(here()).toBe(4);
      objects.fails = undefined;
      expect(await bytesOf(value(await look()))).toEqual(amr(30_000));
    }
    await moveChunks(vault(), bucket);
    expect([here(), objects.held.size]).toEqual([0, 4]);
  });

  test('objects that were exchanged, changed or are gone are refused', async () => {
    await moveChunks(vault(), bucket);
    const [first, second, third] = [...objects.held.keys()].toSorted();
    const kept = new Map(objects.held);
    const readCode = async () => {
      const read = await look();
      return read.ok
        ? bytesOf(read.value).then(
            () => 'ok',
            () => 'broken off',
          )
        : code(read);
    };
    objects.held.set(first ?? '', kept.get(second ?? '') ?? new Uint8Array());
    expect(await readCode()).toBe('tampered');
    objects.held.set(first ?? '', kept.get(first ?? '') ?? new Uint8Array());
    objects.held.set(third ?? '', kept.get(second ?? '') ?? new Uint8Array());
    expect(await readCode()).toBe('broken off');
    objects.held.delete(third ?? '');
    expect(await readCode()).toBe('broken off');
    objects.held.delete(first ?? '');
    expect(await readCode()).toBe('tampered');
  });

  const erase = () => transact(vault(), () => dropAttachmentsOf(vault(), c.resident));
  const strays = () => rows('SELECT stream FROM attachment_stray').length;

  test('what is erased goes from there as well, again and again until it is gone', async () => {
    await moveChunks(vault(), bucket);
    erase();
    expect([rows('SELECT * FROM attachment_chunk').length, strays(), objects.held.size]).toEqual([0, 4, 4]);
    objects.fails = 'delete';
    await expect(moveChunks(vault(), bucket)).rejects.toThrow();
    expect(strays()).toBe(4);
    objects.fails = undefined;
    await moveChunks(vault(), bucket);
    expect([strays(), objects.held.size]).toEqual([0, 0]);
  });

  test('what is erased in the middle of its move goes as well', async () => {
    objects.fails = 'after put';
    await expect(moveChunks(vault(), bucket)).rejects.toThrow();
    objects.fails = undefined;
    expect(objects.held.size).toBe(1);
    erase();
    expect(strays()).toBe(1);
    await moveChunks(vault(), bucket);
    expect([strays(), objects.held.size]).toEqual([0, 0]);
  });

  test('what is erased while it is being put goes as well', async () => {
    const put = objects.put.bind(objects);
    objects.put = (name, bytes) => {
      objects.put = put;
      erase();
      return put(name, bytes);
    };
    await moveChunks(vault(), bucket);
    await moveChunks(vault(), bucket);
    expect([strays(), objects.held.size]).toEqual([0, 0]);
  });

  test('what was never there leaves nothing to be deleted', () => {
    erase();
    expect([rows('SELECT * FROM attachment_chunk').length, strays()]).toEqual([0, 0]);
  });
});

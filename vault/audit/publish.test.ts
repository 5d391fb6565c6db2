import { expect, test } from 'vitest';
import { nodeCommunity } from '../../tests/node-community.ts';
import { publishCheckpoint, publishedTile } from './publish.ts';
import { transact } from '../vault.ts';

test('hashes are published up to the checkpoint, and entries, which say when whom was refused, never', async () => {
  const { vault } = (await nodeCommunity()).vault;
  const tile = (name: string) => publishedTile(vault, `${name}/000.p/4`);
  expect([tile('0'), tile('entries')]).toEqual([null, null]);
  transact(vault, () => publishCheckpoint(vault));
  expect(tile('0')).toHaveLength(4 * 32);
  expect(tile('entries')).toBeNull();
  expect(publishedTile(vault, '0/000.p/255')).toBeNull();
});

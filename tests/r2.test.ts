import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { getPlatformProxy } from 'wrangler';
import { bucketIn, moveChunks, type ObjectStore } from '../vault/attachments/bucket.ts';
import { dropAttachmentsOf } from '../vault/attachments/drop.ts';
import { transact } from '../vault/vault.ts';
import { amr, bytesOf, uploaded } from './attach.ts';
import { nodeCommunity, value } from './node-community.ts';

/** The R2 that wrangler brings: Cloudflare's own program, here. */
async function localR2() {
  const dir = mkdtempSync(join(tmpdir(), 'lindun-r2-'));
  const configPath = join(dir, 'wrangler.toml');
  const bucket = '[[r2_buckets]]\nbinding = "ATTACHMENTS"\nbucket_name = "attachments"\n';
  writeFileSync(configPath, `name = "r2"\ncompatibility_date = "2026-10-23"\n${bucket}`);
  process.env['WRANGLER_SEND_METRICS'] = 'false';
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
  const { env, dispose } = await getPlatformProxy<{
    ATTACHMENTS: ObjectStore & { list(): Promise<{ objects: { key: string }[] }> };
  }>({ configPath, persist: false });
  const close = async () => {
    await dispose();
    rmSync(dir, { recursive: true });
  };
  return { objects: env.ATTACHMENTS, close };
}

test('attachments move into R2, are read from it, and go from it when they are erased', async () => {
  const { objects, close } = await localR2();
  const bucket = bucketIn(objects, 'hengda');
  const c = await nodeCommunity();
  Object.assign(c.vault.vault, { bucket });
  c.bind('wx-wang', c.resident);
  value(c.vault.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '狗没拴绳' }));
  const sent = await uploaded(amr(30_000));
  value(c.vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket: '1', ...sent }));
  await moveChunks(c.vault.vault, bucket);
  const kept = async () => (await objects.list()).objects.map(({ key }) => key);
  expect(await kept()).toHaveLength(4);
  expect(c.sql.all('SELECT n FROM attachment_chunk WHERE length(box) > 0', [])).toEqual([]);
  const request = { ticket: '1', attachment: 1, part: 'whole', purpose: 'own_record' } as const;
  const read = value(await c.vault.wait(c.chat('wx-wang'), 'readAttachment', request));
  expect(await bytesOf(read)).toEqual(amr(30_000));
  transact(c.vault.vault, () => dropAttachmentsOf(c.vault.vault, c.resident));
  await moveChunks(c.vault.vault, bucket);
  expect(await kept()).toEqual([]);
  await close();
});

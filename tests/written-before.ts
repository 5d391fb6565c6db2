import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cipher } from '../cli/cipher.ts';
import { objectFile } from '../cli/open.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { receiptSigner } from '../vault/crypto/receipt-key.ts';
import { packageSigner } from '../vault/duties/openpgp.ts';
import { openKeys } from '../vault/keyring/ring.ts';
import { wrappingsOf } from '../vault/keyring/roots.ts';
import { noteSigner } from '../vault/log/note.ts';
import { openRing, openStore } from '../vault/storage/open.ts';
import { appendAsSystem, openVault, transact } from '../vault/vault.ts';
import { nodeSql } from './node-sql.ts';
import { indexNames, seededRandom } from './node-vault.ts';
import { databaseOf } from './tampered.ts';

/**
 * Makes the residents of a vault at rest as they were written before names could be found: without that tag, and with the
 * log's word for it, as the program of then would have left them.
 * @param now UTC milliseconds, by the vault's clock
 */
export async function writtenBeforeNames(dir: string, now: number): Promise<void> {
  const sql = nodeSql(databaseOf(dir));
  const ringSql = nodeSql(join(dir, 'keys', 'lindun-keyring', objectFile('lindun-keyring', 'hengda')));
  const root = Buffer.from(readFileSync(join(dir, 'keys', 'root.secret'), 'latin1').trim(), 'hex');
  const [newest] = ringSql.all(`SELECT max(name) AS month FROM ring_key WHERE use = 'epoch'`, []);
  const wanted = { community: 'hengda', month: String(newest?.['month']), indexes: indexNames };
  const roots = wrappingsOf([importKey(RootSecret, root)], 'hengda');
  const random = seededRandom(now % 1_000_000);
  const ring = openKeys(await openRing(ringSql), roots, wanted, now, random, cipher());
  if (!ring.ok) throw new Error('the ring opens');
  const unused = new Uint8Array(32).fill(1);
  const vault = openVault({
    community: 'hengda',
    store: await openStore(sql),
    ring: ring.keys,
    signer: noteSigner('lindun/hengda/1', unused),
    receipts: receiptSigner('hengda', unused),
    packages: packageSigner('hengda', unused),
    archives: noteSigner('lindun/hengda/archives', unused),
    recovery: 0,
    notices: [],
    aead: cipher(),
    random,
    administrator: '00',
  });
  transact(vault, () => {
    for (let after = ''; ;) {
      const ids = vault.store.records.idsOf('resident', after, 25);
      after = ids.at(-1) ?? '';
      if (after === '') break;
      const rows = ids.map((id) => {
        sql.all(`DELETE FROM index_tag WHERE field = 'resident.name' AND record = ?`, [id]);
        sql.all('UPDATE index_tag SET seq = ? WHERE record = ?', [vault.journal.size, id]);
        const version = vault.store.records.byId('resident', id)?.version ?? 0;
        return vault.rows.tagsRow(id, version, vault.store.tags.of(id));
      });
      appendAsSystem(vault, { action: 'index.add', decision: 'done', rows }, now);
    }
  });
  for (const each of [sql, ringSql]) each.database.close();
}

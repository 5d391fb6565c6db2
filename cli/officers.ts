import * as fs from 'node:fs';
import { createMessage, encrypt, readKey, readMessage } from 'openpgp';
import { rootId } from '../vault/crypto/wrap.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { readRecipientKey } from '../vault/duties/openpgp.ts';
import { Fault } from './fault.ts';
import { readSecret, writeOnce } from './secret-file.ts';

/** What was sealed, for whom. */
export interface Sealed {
  /** The root secret's name. */
  readonly root: string;
  readonly file: string;
  /** Fingerprints of the officers' keys. */
  readonly officers: readonly string[];
}

/**
 * Seals a root secret for several officers: one OpenPGP message that any one of them opens with GnuPG alone
 * (docs/decisions/0019-recovery-by-officers.md says why one is enough, and what stands against one).
 * @param keyFiles the officers' public keys, armored
 * @param now UTC milliseconds
 * @throws Fault 'argument' where a key is none, is secret, has ended, or there is one officer only
 */
export async function sealRoot(
  rootFile: string,
  keyFiles: readonly string[],
  out: string,
  now: number,
): Promise<Sealed> {
  const secret = readSecret(rootFile);
  const root = rootId(importKey(RootSecret, secret));
  const officers = await Promise.all(keyFiles.map((file) => officerKey(file, now)));
  const fingerprints = officers.map(({ fingerprint }) => fingerprint);
  if (new Set(fingerprints).size < 2)
    throw new Fault(
      'argument',
      '至少要两位保管人各一把公钥:只有一位,她不在时就谁也恢复不了',
      'at least two officers, each with a key of their own: with one alone nobody can recover it when she is away',
    );
  const text = [
    'lindun root secret',
    `root: ${root}`,
    `secret: ${Buffer.from(secret).toString('hex')}`,
    `made: ${new Date(now).toISOString()}`,
    '',
  ].join('\n');
  const date = new Date(now);
  const armored = await encrypt({
    message: await createMessage({ text, date }),
    encryptionKeys: await Promise.all(officers.map(({ armored: key }) => readKey({ armoredKey: key }))),
    date,
    format: 'armored',
  });
  const message = await readMessage({ armoredMessage: armored });
  if (message.getEncryptionKeyIDs().length !== officers.length) throw new Error('an officer was left out');
  writeOnce(out, `${headOf(root, fingerprints, now)}\n${armored}`);
  return { root, file: out, officers: fingerprints };
}

/** What stands before the message, for who finds the file years later. GnuPG reads over it. */
const headOf = (root: string, fingerprints: readonly string[], now: number): string =>
  [
    `Lindun 根密钥 ${root} 的保管副本 / the officers' copy of the root secret ${root}, ${new Date(now).toISOString().slice(0, 10)}`,
    `任何一位保管人都能打开 / any one of these officers opens it: gpg --decrypt root-for-officers.asc`,
    ...fingerprints.map((fingerprint) => `  ${fingerprint}`),
    '',
  ].join('\n');

async function officerKey(file: string, now: number): Promise<{ armored: string; fingerprint: string }> {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const key = await readRecipientKey(text, now);
  if (typeof key !== 'string') return key;
  const { zh, en } = words[key];
  throw new Fault('argument', `${file}:${zh}`, `${file}: ${en}`);
}

const words = {
  key_unreadable: { zh: '不是 OpenPGP 公钥', en: 'this is no OpenPGP public key' },
  key_private: {
    zh: '这是私钥,不要放在这里;请只给公钥',
    en: 'this is a secret key, which does not belong here: give the public one',
  },
  key_more_than_one: { zh: '里面不止一把公钥', en: 'there is more than one key in it' },
  key_cannot_encrypt: {
    zh: '这把公钥不能加密,或已过期、已吊销',
    en: 'this key cannot encrypt, or has expired or been revoked',
  },
} as const;

/**
 * The root secret from what an officer decrypted (`gpg --decrypt`), or from 64 hex digits.
 * @throws Fault 'secret' when it is neither, or its name is not the secret's
 */
export function openedRoot(text: string): RootSecret {
  const hex = /^secret: ([0-9a-f]{64})\s*$/m.exec(text)?.[1] ?? /^\s*([0-9a-f]{64})\s*$/.exec(text)?.[1];
  if (hex === undefined)
    throw new Fault(
      'secret',
      '这不是打开了的根密钥副本:先用 gpg --decrypt 打开',
      'this is no opened copy of a root secret: open it with gpg --decrypt first',
    );
  const root = importKey(RootSecret, new Uint8Array(Buffer.from(hex, 'hex')));
  const named = /^root: ([0-9a-f]{16})\s*$/m.exec(text)?.[1];
  if (named !== undefined && named !== rootId(root))
    throw new Fault('secret', '副本里的代号与根密钥不符', 'the name in the copy is not this root secret’s');
  return root;
}

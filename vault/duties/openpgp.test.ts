import { afterAll, describe, expect, test } from 'vitest';
import { gnuPG, hasGnuPG } from '../../tests/gnupg.ts';
import { importKey, LogSecret } from '../crypto/keys.ts';
import { handOverSeed } from '../crypto/hand-over-seed.ts';
import { packageKey, readRecipientKey, sealPackage } from './openpgp.ts';

const now = Date.now();
const secret = importKey(LogSecret, new Uint8Array(32).fill(7));
const signer = { seed: handOverSeed(secret, 'hengda', 1), userId: 'lindun/hengda hand-over 1' };

test('a community has one signing key for ever, another generation another, and it is not the log’s', async () => {
  const { fingerprint } = await packageKey(signer, now);
  expect(fingerprint).toMatch(/^[0-9a-f]{40}$/);
  expect((await packageKey(signer, now + 1_000_000)).fingerprint).toBe(fingerprint);
  const next = { ...signer, seed: handOverSeed(secret, 'hengda', 2) };
  expect((await packageKey(next, now)).fingerprint).not.toBe(fingerprint);
});

test('what is no key, or somebody’s secret key, is not taken', async () => {
  expect(await readRecipientKey('not a key', now)).toBe('key_unreadable');
  const secretKey = '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxVgE\n-----END PGP PRIVATE KEY BLOCK-----';
  expect(await readRecipientKey(secretKey, now)).toBe('key_private');
  // Our own public key signs and does not encrypt.
  const { armored } = await packageKey(signer, now);
  expect(await readRecipientKey(armored, now)).toBe('key_cannot_encrypt');
});

describe.skipIf(!hasGnuPG && process.env['LINDUN_REQUIRE_FOREIGN'] !== '1')('with GnuPG', () => {
  const police = gnuPG();
  const other = gnuPG();
  afterAll(() => {
    police.close();
    other.close();
  });

  test.each(['rsa3072', 'future-default'])(
    'a recipient with a key of %s opens a package and sees that its signature is the community’s',
    async (algorithm) => {
      const key = await readRecipientKey(police.newKey(`${algorithm}@example.test`, algorithm), Date.now());
      if (algorithm === 'rsa3072') {
        // A key made of RSA alone signs; GnuPG gives it no part that encrypts.
        expect(key).toBe('key_cannot_encrypt');
        return;
      }
      if (typeof key === 'string') throw new Error(key);
      const text = '移交单\n王秀英\n';
      const sealed = await sealPackage(text, 'hand-over.txt', key.armored, signer, Date.now());
      expect(sealed).not.toContain('王秀英');
      const ours = await packageKey(signer, Date.now());
      police.trust(ours.armored);
      expect(police.open(sealed)).toEqual({ text, signedBy: ours.fingerprint });
    },
  );

  test('a package sealed for one recipient is closed to another, and one signed by somebody else shows it', async () => {
    const key = await readRecipientKey(police.newKey('second@example.test'), Date.now());
    if (typeof key === 'string') throw new Error(key);
    const sealed = await sealPackage('甲', 'a.txt', key.armored, signer, Date.now());
    expect(other.open(sealed).text).toBe('');
    const forger = { seed: new Uint8Array(32).fill(9), userId: signer.userId };
    const forged = await sealPackage('甲', 'a.txt', key.armored, forger, Date.now());
    expect(police.open(forged)).toEqual({ text: '甲', signedBy: undefined });
  });

  test('an expired key is not taken, and one with an end says when', async () => {
    const armored = police.newKey('short@example.test', 'default', 'default', '2d');
    const key = await readRecipientKey(armored, Date.now());
    if (typeof key === 'string') throw new Error(key);
    expect(key.expires).toBeGreaterThan(Date.now());
    expect(await readRecipientKey(armored, Date.now() + 3 * 86_400_000)).toBe('key_cannot_encrypt');
  });

  test('of two keys at once it cannot be told which is meant', async () => {
    const both = police.newKey('a@example.test') + other.newKey('b@example.test');
    expect(await readRecipientKey(both, Date.now())).toBe('key_more_than_one');
  });
});

import { createPublicKey, verify } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { importKey, LogSecret } from './keys.ts';
import { logSeed } from './log-seed.ts';
import { isReceiptSignature, keyInSpki, receiptSeed, receiptSigner, spkiOf } from './receipt-key.ts';

const secret = importKey(LogSecret, new Uint8Array(32).fill(1));
const seed = receiptSeed(secret, 'hengda');
const bytes = new TextEncoder().encode('{"receipt":true}');

test('each community has its own, and none is a key of the log', () => {
  expect(receiptSeed(secret, 'hengda')).toEqual(seed);
  expect(receiptSeed(secret, 'other')).not.toEqual(seed);
  for (const generation of [0, 1, 2]) expect(logSeed(secret, 'hengda', generation)).not.toEqual(seed);
  const other = importKey(LogSecret, new Uint8Array(32).fill(2));
  expect(receiptSeed(other, 'hengda')).not.toEqual(seed);
});

test('a receipt that was signed once verifies for ever: the derivation does not change', () => {
  expect(bytesToHex(receiptSigner('hengda', seed).publicKey)).toBe(
    '55488a5807a435d8156c073cc86a20e065a4ed29d071b12263127a045213952d',
  );
});

test('what it signs is accepted by Node’s own Ed25519 through its DER form, and nothing else is', () => {
  const signer = receiptSigner('hengda', seed);
  const signature = signer.sign(bytes);
  const der = spkiOf(signer.publicKey);
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  expect(verify(null, bytes, key, signature)).toBe(true);
  expect(isReceiptSignature(signature, bytes, signer.publicKey)).toBe(true);
  expect(isReceiptSignature(signature, bytes.slice(1), signer.publicKey)).toBe(false);
  expect(isReceiptSignature(signature.slice(1), bytes, signer.publicKey)).toBe(false);
  expect(isReceiptSignature(signature, bytes, new Uint8Array(31))).toBe(false);
  expect(isReceiptSignature(signature, bytes, new Uint8Array(32))).toBe(false);
});

test('its DER form is read back, and another algorithm’s is not', () => {
  const { publicKey } = receiptSigner('hengda', seed);
  const der = spkiOf(publicKey);
  expect(keyInSpki(der)).toEqual(publicKey);
  const x25519 = der.slice();
  x25519[8] = 0x6e;
  expect(keyInSpki(x25519)).toBeUndefined();
  expect(keyInSpki(der.slice(1))).toBeUndefined();
  expect(() => receiptSigner('hengda', new Uint8Array(31))).toThrow(RangeError);
});

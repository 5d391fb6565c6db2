import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { byField, type Peer, place } from './peer.ts';

/** AES-256-GCM from Node's own OpenSSL, a field at a time: what one writes without any package. */
export const nodeCrypto: Peer = {
  title: 'node:crypto, AES-256-GCM a field',
  page: 'https://nodejs.org/api/crypto.html#class-cipheriv',
  way: 'a nonce of 12 random bytes and a tag of 16 a field; the row and column as associated data',
  most: Number.POSITIVE_INFINITY,
  open() {
    const key = createSecretKey(randomBytes(32));
    return byField(
      (id, at, text) => {
        const nonce = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place(id, at)));
        return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      },
      (id, at, sealed) => {
        const box = sealed as Uint8Array;
        const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 });
        cipher.setAAD(Buffer.from(place(id, at))).setAuthTag(box.subarray(-16));
        return cipher.update(box.subarray(12, -16), undefined, 'utf8') + cipher.final('utf8');
      },
    );
  },
};

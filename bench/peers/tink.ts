import { byFieldLater, load, type Peer, place } from './peer.ts';

interface Aead {
  encrypt(plaintext: Uint8Array, associatedData: Uint8Array): Promise<Uint8Array>;
  decrypt(ciphertext: Uint8Array, associatedData: Uint8Array): Promise<Uint8Array>;
}
interface Tink {
  aead: { register(): void; aes256GcmKeyTemplate(): object; Aead: unknown };
  readonly generateNewKeysetHandle: (
    template: object,
  ) => Promise<{ getPrimitive(kind: unknown): Promise<Aead> }>;
}

/** Google's Tink for JavaScript: an alpha that was given up in 2023, and the last there is. */
export const tink: Peer = {
  title: 'tink-crypto',
  package: 'tink-crypto',
  page: 'https://github.com/google/tink/tree/v1.7.0/javascript',
  way: "the AEAD primitive with the template AES256_GCM, over Node's WebCrypto; row and column as associated data",
  most: 4_000,
  async open() {
    // Made for browsers: it looks for the window's other name while it loads.
    (globalThis as { self?: unknown }).self ??= globalThis;
    const { aead, generateNewKeysetHandle } = load<Tink>('tink-crypto');
    aead.register();
    const handle = await generateNewKeysetHandle(aead.aes256GcmKeyTemplate());
    const primitive = await handle.getPrimitive(aead.Aead);
    const [encoder, decoder] = [
      new TextEncoder(),
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
    ];
    return byFieldLater(
      (id, at, text) => primitive.encrypt(encoder.encode(text), encoder.encode(place(id, at))),
      async (id, at, sealed) =>
        decoder.decode(await primitive.decrypt(sealed as Uint8Array, encoder.encode(place(id, at)))),
    );
  },
};

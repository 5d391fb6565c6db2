import { byField, load, type Peer } from './peer.ts';

interface Cloak {
  readonly generateKey: () => string;
  readonly parseKeySync: (key: string) => object;
  readonly encryptStringSync: (text: string, key: object) => string;
  readonly decryptStringSync: (message: string, key: object) => string;
}

/** Its page shows the asynchronous pair; the synchronous one, with the key read once, is the faster of what it exports. */
export const cloak: Peer = {
  title: '@47ng/cloak',
  package: '@47ng/cloak',
  page: 'https://github.com/47ng/cloak#programmatic-usage',
  way: '`encryptStringSync` and `decryptStringSync` a field, the key parsed once; it takes no associated data',
  most: Number.POSITIVE_INFINITY,
  open() {
    const { generateKey, parseKeySync, encryptStringSync, decryptStringSync } = load<Cloak>('@47ng/cloak');
    const key = parseKeySync(generateKey());
    return byField(
      (_, __, text) => encryptStringSync(text, key),
      (_, __, sealed) => decryptStringSync(sealed as string, key),
    );
  },
};

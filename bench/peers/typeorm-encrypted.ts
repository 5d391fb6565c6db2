import { randomBytes } from 'node:crypto';
import { byField, load, type Peer } from './peer.ts';

interface Transformer {
  to(text: string): string;
  from(stored: string): string;
}

/**
 * The transformer that its page recommends, without TypeORM around it: what the object mapper costs is not what is
 * compared, and it would only be to our good.
 */
export const typeormEncrypted: Peer = {
  title: 'typeorm-encrypted, its transformer',
  package: 'typeorm-encrypted',
  page: 'https://github.com/generalpiston/typeorm-encrypted#transformers-recommended',
  way: '`EncryptionTransformer` with `aes-256-gcm` a column, called as TypeORM calls it; it takes no associated data',
  most: Number.POSITIVE_INFINITY,
  open() {
    const { EncryptionTransformer } = load<{ EncryptionTransformer: new (options: object) => Transformer }>(
      'typeorm-encrypted',
    );
    const options = { key: randomBytes(32).toString('hex'), algorithm: 'aes-256-gcm', ivLength: 16 };
    const transformer = new EncryptionTransformer(options);
    return byField(
      (_, __, text) => transformer.to(text),
      (_, __, sealed) => transformer.from(sealed as string),
    );
  },
};

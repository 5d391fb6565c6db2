import { randomBytes } from 'node:crypto';
import { byFieldLater, load, type Peer } from './peer.ts';

type Row = Record<string, string>;
interface EncryptedRow {
  addTextField(name: string, aadSource: string): void;
  encryptRow(row: Row): Promise<Row>;
  decryptRow(row: Row): Promise<Row>;
}
interface EncryptedField {
  encryptValue(plaintext: Buffer, aad: string): Promise<string>;
  decryptValue(ciphertext: string, aad: string): Promise<Buffer>;
}
interface Library {
  CipherSweet: new (keys: object, backend: object) => object;
  StringProvider: new (hex: string) => object;
  ModernCrypto: new () => object;
  EncryptedRow: new (engine: object, table: string) => EncryptedRow;
  EncryptedField: { build(engine: object, table: string, field: string): Promise<EncryptedField> };
}

const page = 'https://ciphersweet.paragonie.com/node.js';
const names = Array.from({ length: 20 }, (_, at) => `f${at + 1}`);

/** With sodium-native, which its page names for speed; npm brings it along. */
function engineOf(library: Library): object {
  return new library.CipherSweet(
    new library.StringProvider(randomBytes(32).toString('hex')),
    new library.ModernCrypto(),
  );
}

export const ciphersweetRow: Peer = {
  title: 'ciphersweet-js, EncryptedRow',
  package: 'ciphersweet-js',
  page,
  way: 'text fields of an `EncryptedRow`, XChaCha20-Poly1305 of libsodium, the row as associated data',
  most: 2_000,
  open() {
    const library = load<Library>('ciphersweet-js');
    const engine = engineOf(library);
    const row = new library.EncryptedRow(engine, 'wide');
    // One of a single field beside it: a row decrypts all the fields it declares.
    const singles = names.map(() => new library.EncryptedRow(engine, 'wide'));
    names.forEach((name, at) => {
      row.addTextField(name, 'id');
      singles[at]?.addTextField(name, 'id');
    });
    const rowOf = (id: string, values: readonly unknown[]): Row =>
      Object.fromEntries([['id', id], ...names.map((name, at) => [name, String(values[at])] as const)]);
    return {
      columns: 20,
      sealRow: async (id, values) => {
        const sealed = await row.encryptRow(rowOf(id, values));
        return names.map((name) => sealed[name] ?? '');
      },
      openRow: async (id, columns) => {
        const opened = await row.decryptRow(rowOf(id, columns));
        return names.map((name) => opened[name] ?? '');
      },
      openOne: async (id, at, column) => {
        const name = names[at] ?? '';
        return (await singles[at]?.decryptRow({ id, [name]: String(column) }))?.[name] ?? '';
      },
    };
  },
};

export const ciphersweetField: Peer = {
  title: 'ciphersweet-js, EncryptedField over bytes',
  package: 'ciphersweet-js',
  page,
  way: 'an `EncryptedField` a column, given and giving UTF-8 bytes, so that its own way with text is not used',
  most: 4_000,
  async open() {
    const library = load<Library>('ciphersweet-js');
    const engine = engineOf(library);
    const fields = await Promise.all(names.map((name) => library.EncryptedField.build(engine, 'wide', name)));
    const field = (at: number): EncryptedField => {
      const found = fields[at];
      if (found === undefined) throw new RangeError('no such field');
      return found;
    };
    return byFieldLater(
      (id, at, text) => field(at).encryptValue(Buffer.from(text, 'utf8'), id),
      async (id, at, sealed) => (await field(at).decryptValue(String(sealed), id)).toString('utf8'),
    );
  },
};

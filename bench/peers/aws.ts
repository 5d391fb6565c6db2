import { randomBytes } from 'node:crypto';
import { byFieldLater, load, type Peer, place, type Sealer } from './peer.ts';

type Context = Record<string, string>;
interface Client {
  encrypt(keyring: object, plaintext: string, options: object): Promise<{ result: Buffer }>;
  decrypt(
    keyring: object,
    ciphertext: Uint8Array,
  ): Promise<{ plaintext: Buffer; messageHeader: { encryptionContext: Context } }>;
}
interface Sdk {
  buildClient(policy: unknown): Client;
  CommitmentPolicy: Record<string, unknown>;
  RawAesKeyringNode: new (input: object) => object;
  RawAesWrappingSuiteIdentifier: Record<string, number>;
  AlgorithmSuiteIdentifier: Record<string, number>;
}

const page = 'https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-raw-aes-keyring.html';
const suites = 'https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/supported-algorithms.html';

/**
 * A text to and from the SDK's message, with the place as encryption context; the page asks the reader to compare it. The
 * suite with key commitment and without a signature is the one that the second page names for those whom signatures cost
 * too much. Its cache of data keys saves calls to a key service, of which there are none here: it was tried, and
 * made reading slower.
 */
function texts(): {
  readonly seal: (where: string, text: string) => Promise<Buffer>;
  readonly open: (where: string, sealed: Uint8Array) => Promise<string>;
} {
  const sdk = load<Sdk>('@aws-crypto/client-node');
  const client = sdk.buildClient(sdk.CommitmentPolicy['REQUIRE_ENCRYPT_REQUIRE_DECRYPT']);
  const keyring = new sdk.RawAesKeyringNode({
    keyName: 'residents',
    keyNamespace: 'bench',
    unencryptedMasterKey: Uint8Array.from(randomBytes(32)),
    wrappingSuite: sdk.RawAesWrappingSuiteIdentifier['AES256_GCM_IV12_TAG16_NO_PADDING'],
  });
  const suiteId = sdk.AlgorithmSuiteIdentifier['ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY'];
  return {
    async seal(where, text) {
      const { result } = await client.encrypt(keyring, text, { suiteId, encryptionContext: { where } });
      return result;
    },
    async open(where, sealed) {
      const { plaintext, messageHeader } = await client.decrypt(keyring, sealed);
      if (messageHeader.encryptionContext['where'] !== where) throw new Error('of another place');
      return plaintext.toString('utf8');
    },
  };
}

export const awsField: Peer = {
  title: 'AWS Encryption SDK, a field',
  package: '@aws-crypto/client-node',
  page,
  way: `raw AES keyring, AES-256-GCM with key commitment and no signature (${suites}), row and column as context`,
  most: 300,
  open() {
    const { seal, open } = texts();
    return byFieldLater(
      (id, at, text) => seal(place(id, at), text),
      (id, at, sealed) => open(place(id, at), sealed as Uint8Array),
    );
  },
};

export const awsRecord: Peer = {
  title: 'AWS Encryption SDK, the record as one',
  package: '@aws-crypto/client-node',
  page,
  way: 'the same over the JSON of all fields: to read one field, all are opened',
  most: 4_000,
  open(): Sealer {
    const { seal, open } = texts();
    const all = async (id: string, sealed: unknown): Promise<string[]> =>
      JSON.parse(await open(id, sealed as Uint8Array)) as string[];
    return {
      columns: 1,
      sealRow: async (id, values) => [await seal(id, JSON.stringify(values))],
      openRow: (id, columns) => all(id, columns[0]),
      openOne: async (id, at, column) => (await all(id, column))[at] ?? '',
    };
  },
};

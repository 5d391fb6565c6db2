import { awsField, awsRecord } from './aws.ts';
import { ciphersweetField, ciphersweetRow } from './ciphersweet.ts';
import { cloak } from './cloak.ts';
import { nodeCrypto } from './node-crypto.ts';
import type { Peer } from './peer.ts';
import { tink } from './tink.ts';
import { typeormEncrypted } from './typeorm-encrypted.ts';

/** What Lindun is compared with, by the name its process is started under. */
export const peers = {
  'node-crypto': nodeCrypto,
  'typeorm-encrypted': typeormEncrypted,
  cloak,
  'ciphersweet-field': ciphersweetField,
  'ciphersweet-row': ciphersweetRow,
  tink,
  'aws-record': awsRecord,
  'aws-field': awsField,
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;
export const peerNames = Object.keys(peers) as readonly PeerName[];
export const peerOf = (name: PeerName): Peer => peers[name];

/** What was looked at and is not measured, and why. */
export const absentPeers: readonly { readonly title: string; readonly page: string; readonly why: string }[] =
  [
    {
      title: 'MongoDB client-side field level encryption (mongodb-client-encryption)',
      page: 'https://github.com/mongodb-js/mongodb-client-encryption',
      why: 'its package holds no binary: an install script downloads one or compiles libmongocrypt, and none is run here',
    },
  ];

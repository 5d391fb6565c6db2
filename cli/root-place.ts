import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { importKey, ServiceCredential } from '../vault/crypto/keys.ts';
import type { RootFault } from '../vault/keyring/roots.ts';
import { serviceProvider } from '../vault/keyring/service.ts';
import { cipher } from './cipher.ts';
import { Fault } from './fault.ts';
import type { Wrappings } from './ring.ts';
import { readRoots, wrappingsOf } from './roots.ts';
import { readSecret, writeOnce } from './secret-file.ts';

/** Where the root secret of a state directory is. */
export type RootPlace =
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'service';
      /** `host:port` */
      readonly address: string;
      readonly credentialFile: string;
    };

/** What somebody says on the command line; nothing where it is to stay as it is. */
export interface RootOptions {
  readonly rootFile?: string;
  /** `http://host:port` */
  readonly keyService?: string;
  readonly keyServiceCredential?: string;
}

const noted = (dir: string): string => join(dir, 'keys', 'root-place.json');

/**
 * Where the root secret is: as said, else as it was at the last start, else in `keys/root.secret`.
 * @throws Fault 'argument' when what is said is half or both
 */
export function rootPlace(dir: string, said: RootOptions = {}): RootPlace {
  const { rootFile, keyService, keyServiceCredential } = said;
  if (rootFile !== undefined && keyService !== undefined)
    throw wrong('--root-file 和 --key-service 只能用一个', '--root-file or --key-service, not both');
  if ((keyService === undefined) !== (keyServiceCredential === undefined))
    throw wrong(
      '--key-service 和 --key-service-credential 要一起写',
      '--key-service and --key-service-credential go together',
    );
  if (rootFile !== undefined) return { kind: 'file', file: resolve(rootFile) };
  if (keyService !== undefined && keyServiceCredential !== undefined)
    return { kind: 'service', address: addressOf(keyService), credentialFile: resolve(keyServiceCredential) };
  if (fs.existsSync(noted(dir))) return JSON.parse(fs.readFileSync(noted(dir), 'utf8')) as RootPlace;
  return { kind: 'file', file: join(dir, 'keys', 'root.secret') };
}

/** Notes where it is, for the next start and for the other commands: a place, no secret. */
export function noteRootPlace(dir: string, place: RootPlace): void {
  const text = `${JSON.stringify(place)}\n`;
  const file = noted(dir);
  const isUsual = place.kind === 'file' && place.file === join(dir, 'keys', 'root.secret');
  if (isUsual && !fs.existsSync(file)) return;
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) writeOnce(file, text);
}

/** Only this one address is opened to the ring, so it has to be written out. */
function addressOf(url: string): string {
  const found = /^http:\/\/([\w.-]+|\[[0-9a-f:]+\]):(\d{1,5})\/?$/i.exec(url);
  if (found === null)
    throw wrong(
      '--key-service 的写法是 http://地址:端口',
      '--key-service is written http://host:port; what is said there is sealed already',
    );
  return `${found[1]}:${found[2]}`;
}

/** What may wrap a community's ring keys, where the root secret is in a file. @throws Fault 'secret' */
export function wrappingsIn(place: RootPlace, community: string): Wrappings {
  if (place.kind === 'service')
    throw new Fault(
      'argument',
      '根密钥在密钥服务里,这里要先问它',
      'the root secret is in a key service, which has to be asked first',
    );
  return wrappingsOf(readRoots(place.file), community);
}

/** A place, as it is named in messages. */
export const placeText = (place: RootPlace): string =>
  place.kind === 'file' ? place.file : `http://${place.address}`;

/**
 * What may wrap each community's ring keys, wherever the root secret is.
 * @throws Fault 'modes' | 'secret' | 'key_service'
 */
export async function wrappingsAt(
  place: RootPlace,
  communities: readonly string[],
): Promise<ReadonlyMap<string, Wrappings>> {
  if (place.kind === 'file') {
    const roots = readRoots(place.file);
    return new Map(communities.map((id) => [id, wrappingsOf(roots, id)]));
  }
  const provider = serviceProvider({
    reach: { fetch: (url, init) => fetch(`http://${place.address}${new URL(url).pathname}`, init) },
    credential: importKey(ServiceCredential, readSecret(place.credentialFile)),
    clock: Date.now,
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    aead: cipher,
  });
  const found = new Map<string, Wrappings>();
  for (const id of communities) {
    const answer = await provider.wrappings(id);
    if (!answer.ok) throw rootFault(answer.error, place);
    found.set(id, [answer.wrappings.current, ...answer.wrappings.others]);
  }
  return found;
}

/** Why there is no root secret at this moment, and what to do. */
export function rootFault(error: RootFault['error'], place: RootPlace): Fault {
  if (place.kind === 'file') {
    return new Fault('secret', `${place.file} 读不出根密钥`, `no root secret can be read from ${place.file}`);
  }
  const { address, credentialFile } = place;
  return error === 'keys_unavailable'
    ? new Fault(
        'key_service',
        `密钥服务 ${address} 没有回答:没有它拿不到密钥,保险库不启动。请恢复密钥服务,或检查网络,再启动`,
        `the key service at ${address} does not answer: without it there are no keys, and the vault does not start. Bring it back, or mend the network, and start again`,
      )
    : new Fault(
        'key_service',
        `密钥服务 ${address} 的回答不能采信:凭据 ${credentialFile} 与它的不同,它不为这个社区服务,或者回答的不是它。没有另造密钥`,
        `the answer of the key service at ${address} cannot be taken: its credential is not the one in ${credentialFile}, it does not serve this community, or it was not it that answered. No other keys were made`,
      );
}

const wrong = (zh: string, en: string): Fault => new Fault('argument', zh, en);

import * as fs from 'node:fs';
import { join } from 'node:path';
import { importKey, LogSecret, RootSecret } from '../vault/crypto/keys.ts';
import { ringWrappingKey, rootId } from '../vault/crypto/wrap.ts';
import { Fault } from './fault.ts';
import { namesIn, objectFile } from './open.ts';
import type { Wrappings } from './ring.ts';

/** One community's files in a state directory. */
export interface CommunityFiles {
  readonly community: string;
  readonly data: string;
  /** The key ring's file, when there is one. */
  readonly ring: string | undefined;
}

/** What of a state directory is looked at without its lock, while a vault may be running on it. */
export interface Directory {
  readonly communities: readonly CommunityFiles[];
  /** Database files whose community nobody names. */
  readonly unknown: readonly string[];
  /** Communities that are named, or have a key ring, and have no database. */
  readonly absent: readonly string[];
  /** Whether there is a folder for keys at all; a backup of the data alone has none. */
  readonly hasKeys: boolean;
  readonly rootSecretFile: string;
  readonly logSecretFile: string;
}

const objectName = /^[0-9a-f]{64}\.sqlite$/;
const communityId = /^[a-z][a-z0-9-]{1,30}$/;

/**
 * Finds the communities of a state directory. workerd names a database after a hash of its community's id, so
 * candidates are gathered (asked for, of alarms, of checkpoints, of the last configuration) and tried.
 *
 * @throws Fault `data` when there is no community's database, or not the one asked for
 */
export function findCommunities(dir: string, asked: readonly string[] = []): Directory {
  const data = join(dir, 'data', 'lindun-community');
  const keys = join(dir, 'keys', 'lindun-keyring');
  if (!fs.existsSync(data)) {
    throw new Fault('data', `${dir} 里没有社区的数据`, `there is no community's data in ${dir}`);
  }
  const files = fs.readdirSync(data).filter((name) => objectName.test(name));
  const hasKeys = fs.existsSync(join(dir, 'keys'));
  const rings = fs.existsSync(keys) ? fs.readdirSync(keys).filter((name) => objectName.test(name)) : [];
  const candidates = [...asked, ...namesIn(data), ...configured(dir)].filter((id) => communityId.test(id));
  const named = [...new Set(candidates)].sort();
  const dataFile = (id: string): string => objectFile('lindun-community', id);
  const ringFile = (id: string): string => objectFile('lindun-keyring', id);
  const missing = asked.find((id) => !files.includes(dataFile(id)));
  if (missing !== undefined || files.length === 0) {
    const which = missing ?? '';
    throw new Fault(
      'data',
      `${dir} 里没有社区 ${which} 的数据`,
      `there is no data of community ${which} in ${dir}`,
    );
  }
  const chosen = named.filter(
    (id) => files.includes(dataFile(id)) && (asked.length === 0 || asked.includes(id)),
  );
  const all = asked.length === 0;
  return {
    communities: chosen.map((community) => ({
      community,
      data: join(data, dataFile(community)),
      ring: rings.includes(ringFile(community)) ? join(keys, ringFile(community)) : undefined,
    })),
    unknown: all ? files.filter((file) => !named.some((id) => dataFile(id) === file)) : [],
    absent: all ? named.filter((id) => rings.includes(ringFile(id)) && !files.includes(dataFile(id))) : [],
    hasKeys,
    rootSecretFile: join(dir, 'keys', 'root.secret'),
    logSecretFile: join(dir, 'log', 'log.secret'),
  };
}

/** The communities that the last start was for, as its configuration says. */
function configured(dir: string): string[] {
  const file = join(dir, 'run', 'workerd.capnp');
  if (!fs.existsSync(file)) return [];
  return /"COMMUNITIES", text = "([a-z0-9,-]*)"/.exec(fs.readFileSync(file, 'utf8'))?.[1]?.split(',') ?? [];
}

/**
 * The root secrets: the one in use, and while it is exchanged the next, which then wraps what is new and stands first.
 * @throws Fault `secret` when a file is not there or not a secret
 */
export function readRoots(file: string): readonly RootSecret[] {
  const next = nextRootFile(file);
  return [...(fs.existsSync(next) ? [next] : []), file].map((name) => importKey(RootSecret, secretOf(name)));
}

/** Where the next root secret lies while the one in `file` is exchanged. */
export const nextRootFile = (file: string): string => `${file}.next`;

/** What a community's ring keys can be wrapped with. */
export const wrappingsOf = (roots: readonly RootSecret[], community: string): Wrappings =>
  roots.map((root) => ({ root: rootId(root), key: ringWrappingKey(root, community) }));

/** The log secret, or undefined where it is kept elsewhere. @throws Fault `secret` when it is not a secret */
export function readLogSecret(file: string): LogSecret | undefined {
  return fs.existsSync(file) ? importKey(LogSecret, secretOf(file)) : undefined;
}

function secretOf(file: string): Uint8Array {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'latin1').trim() : '';
  if (/^[0-9a-f]{64}$/.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  throw new Fault(
    'secret',
    `${file} 不在或不是 64 位十六进制`,
    `${file} is missing or not 64 hex characters`,
  );
}

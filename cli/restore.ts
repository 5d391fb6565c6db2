import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { exportKey, type RootSecret } from '../vault/crypto/keys.ts';
import { copiesIn, type CopyKind } from './copies.ts';
import { rootId } from '../vault/crypto/wrap.ts';
import { cipher } from './cipher.ts';
import { findCommunities, nextLogSecretFile, restoredFile } from './directory.ts';
import { Fault } from './fault.ts';
import { copyDatabase, objectFile, reading } from './open.ts';
import { openRing } from './ring.ts';
import { wrappingsOf } from './roots.ts';
import { demandPrivate, writeOnce } from './secret-file.ts';

/** The things from different places that together are a vault. */
export interface Parts {
  readonly root: RootSecret;
  /** A folder with copies of key rings, or a state directory (or its `keys`). */
  readonly rings: string;
  /** A folder with copies of data, or a state directory (or its `data`). */
  readonly data: string;
  /** The secret of the log; left out, nothing can be signed there. */
  readonly logSecretFile?: string;
}

/** One community as it was put together. */
export interface Restored {
  readonly community: string;
  /** The days of the copies; undefined where they are not from copies. */
  readonly ring: string | undefined;
  readonly data: string | undefined;
}

const uniqueKeys = { ring: 'lindun-keyring', data: 'lindun-community' } as const;
const folders = { ring: 'keys', data: 'data' } as const;

/**
 * Puts a state directory together from its parts. The folder must be empty or not there: nothing is ever written over.
 * @param communities ids to look for where a folder's file names do not say them
 * @throws Fault 'files' when it is not empty, 'data' when a part holds nothing
 */
export function restoreInto(dir: string, parts: Parts, communities: readonly string[]): Restored[] {
  const to = emptyFolder(dir);
  const rings = place(to, 'ring', parts.rings, communities);
  const data = place(to, 'data', parts.data, communities);
  writeOnce(join(to, 'keys', 'root.secret'), `${Buffer.from(exportKey(parts.root)).toString('hex')}\n`);
  fs.mkdirSync(join(to, 'log'), { mode: 0o700 });
  if (parts.logSecretFile !== undefined) {
    const file = join(to, 'log', 'log.secret');
    writeOnce(file, logSecretIn(parts.logSecretFile));
    const next = nextLogSecretFile(parts.logSecretFile);
    if (fs.existsSync(next)) writeOnce(nextLogSecretFile(file), logSecretIn(next));
  }
  fs.mkdirSync(join(to, 'run'), { mode: 0o700 });
  fs.writeFileSync(restoredFile(to), [...data.keys()].join('\n'), { mode: 0o600 });
  return [...data].map(([community, day]) => ({ community, data: day, ring: rings.get(community) }));
}

/**
 * Puts a root secret back where it was lost.
 * @returns its name
 * @throws Fault 'secret' when one is there, or it does not open every key of every ring; 'argument' when it is a service's
 */
export function putRoot(dir: string, root: RootSecret): string {
  const { communities, root: where } = findCommunities(dir);
  if (where.kind === 'service')
    throw new Fault('argument', '根密钥在密钥服务里', 'the root secret is in a key service');
  if (fs.existsSync(where.file))
    throw new Fault(
      'secret',
      `${where.file} 已经有了,没有改动`,
      `${where.file} is there already, and was not touched`,
    );
  for (const { community, ring } of communities) {
    const wrappings = wrappingsOf([root], community);
    const rows =
      ring === undefined
        ? []
        : reading(ring, (found) => openRing(found, wrappings, community, cipher()).rows);
    if (!rows.every(({ opens }) => opens))
      throw new Fault(
        'secret',
        `这个根密钥打不开社区 ${community} 的密钥环:它是另一个,没有放回`,
        `this root secret does not open the key ring of ${community}: it is another one, and was not put there`,
      );
  }
  writeOnce(where.file, `${Buffer.from(exportKey(root)).toString('hex')}\n`);
  return rootId(root);
}

/** Copies what a folder holds of one kind. @returns by community the day of its copy */
function place(
  to: string,
  kind: CopyKind,
  from: string,
  communities: readonly string[],
): Map<string, string | undefined> {
  const target = join(to, folders[kind], uniqueKeys[kind]);
  fs.mkdirSync(target, { recursive: true, mode: 0o700 });
  fs.chmodSync(join(to, folders[kind]), 0o700);
  const placed = new Map<string, string | undefined>();
  const put = (community: string, file: string, day?: string): void => {
    if (placed.has(community)) return; // the newest came first
    const name = join(target, objectFile(uniqueKeys[kind], community));
    copyDatabase(file, name);
    fs.chmodSync(name, 0o600);
    placed.set(community, day);
  };
  const source = resolve(from);
  if (!fs.existsSync(source)) throw nothingIn(kind, source);
  for (const copy of copiesIn(source)) if (copy.kind === kind) put(copy.community, copy.file, copy.day);
  for (const folder of [source, join(source, folders[kind])])
    for (const community of communities) {
      const file = join(folder, uniqueKeys[kind], objectFile(uniqueKeys[kind], community));
      if (fs.existsSync(file)) put(community, file);
    }
  if (placed.size === 0) throw nothingIn(kind, source);
  return placed;
}

/** As it is: of those for the log's next keys there may be several. */
function logSecretIn(file: string): string {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'latin1') : '';
  if (/^([0-9a-f]{64}\n?)+$/.test(text)) return text;
  throw new Fault('secret', `${file} 不是日志密钥`, `${file} is no log secret`);
}

function emptyFolder(dir: string): string {
  const to = resolve(dir);
  if (fs.existsSync(to) && fs.readdirSync(to).length > 0)
    throw new Fault('files', `${to} 不是空的:不往里恢复`, `${to} is not empty: nothing is restored into it`);
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  demandPrivate(to);
  return to;
}

const nothingIn = (kind: CopyKind, folder: string): Fault =>
  kind === 'ring'
    ? new Fault('data', `${folder} 里没有密钥环副本`, `there is no copy of a key ring in ${folder}`)
    : new Fault('data', `${folder} 里没有数据备份`, `there is no backup of data in ${folder}`);

import * as fs from 'node:fs';
import { join } from 'node:path';
import { importKey, LogSecret } from '../vault/crypto/keys.ts';
import { Fault } from './fault.ts';
import { namesIn, objectFile } from './open.ts';
import { rootPlace, type RootPlace } from './root-place.ts';
import { logSecretsIn } from '../vault/keys/log-secrets.ts';
import { secretIn } from './roots.ts';

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
  readonly root: RootPlace;
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
    root: rootPlace(dir),
    logSecretFile: join(dir, 'log', 'log.secret'),
  };
}

/** Where a restore notes whose databases it has put there: no start's configuration says it yet. */
export const restoredFile = (dir: string): string => join(dir, 'run', 'restored');

/** The communities that the last start was for, as its configuration says, or a restore before it. */
function configured(dir: string): string[] {
  const read = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
  const started = /"COMMUNITIES", text = "([a-z0-9,-]*)"/.exec(read(join(dir, 'run', 'workerd.capnp')))?.[1];
  return [...(started ?? '').split(','), ...read(restoredFile(dir)).split('\n')];
}

/**
 * The log secrets: the first one, and beside it those that the log's next keys are made from; undefined where they are
 * kept elsewhere.
 * @throws Fault `secret` when one is not a secret
 */
export function readLogSecrets(file: string): readonly LogSecret[] | undefined {
  if (!fs.existsSync(file)) return undefined;
  const next = nextLogSecretFile(file);
  const first = importKey(LogSecret, secretIn(file));
  return [first, ...(fs.existsSync(next) ? logSecretsIn(fs.readFileSync(next, 'latin1')) : [])];
}

/** Where further log secrets lie, a line each: made by who changes the log's key because the secret itself may be known. */
export const nextLogSecretFile = (file: string): string => `${file}.next`;

import * as fs from 'node:fs';
import type { LogSecret } from '../vault/crypto/keys.ts';
import { logKey } from '../vault/keys/log-secrets.ts';
import type { StoredCheckpoint } from '../vault/log/verify.ts';
import { findCommunities, readLogSecrets, type CommunityFiles, type Directory } from './directory.ts';
import { cipher } from './cipher.ts';
import { Fault } from './fault.ts';
import { found, type Found } from './finding.ts';
import { Snapshot } from './open.ts';
import { openRing, type Wrappings } from './ring.ts';
import { placeText, type RootPlace, wrappingsIn } from './root-place.ts';
import type { Signed } from './verify-log-keys.ts';
import { verifyCommunity, type Counts } from './verify-community.ts';

export interface VerifyOptions {
  /** The state directory. */
  readonly dir: string;
  /** Community ids; all that are there when left out. */
  readonly community?: readonly string[];
  /** A verifier key that was got by another way; else it is made from the log secret, where that is readable. */
  readonly vkey?: string;
  /** False: without keys, also when they are there. */
  readonly keys?: boolean;
  /** Files with checkpoints that were kept elsewhere. */
  readonly checkpoint?: readonly string[];
  /** What may wrap each community's ring keys; read from the root's file when left out. */
  readonly wrappings?: ReadonlyMap<string, Wrappings>;
}

/** What of one community was checked, and what was found. */
export interface CommunityReport {
  readonly community: string;
  readonly vkey: string | null;
  /** Whether there were keys: without them no put-back is found. */
  readonly keys: boolean;
  readonly counts: Counts;
  /** At most {@link mostOfOne} of one code and table. */
  readonly findings: readonly Found[];
  /** How many findings there are beyond those. */
  readonly more: number;
}

export interface Report {
  readonly ok: boolean;
  readonly communities: readonly CommunityReport[];
  /** About the directory itself: a database that nobody names, a key ring without data. */
  readonly findings: readonly Found[];
}

/** So that one destroyed key does not bury what else was found. */
const mostOfOne = 100;

/**
 * Verifies a state directory, also one that a vault is running on: nothing is written there and no lock is taken.
 *
 * @throws Fault when it cannot be checked: no data, a secret that is missing or opens nothing, a wrong argument
 */
export function verifyDirectory(options: VerifyOptions): Report {
  const directory = findCommunities(options.dir, options.community);
  const logSecrets = readLogSecrets(directory.logSecretFile);
  const outside = readCheckpoints(options.checkpoint ?? []);
  const ids = directory.communities.map(({ community }) => community);
  for (const { community } of outside) {
    if (!ids.includes(community))
      throw wrong('--checkpoint 不属于所核对的社区', '--checkpoint is of no community that is checked');
  }
  if (options.vkey !== undefined && !ids.some((id) => isOf(options.vkey ?? '', id)))
    throw wrong('--vkey 不属于所核对的社区', '--vkey is of no community that is checked');
  const communities = directory.communities.map((files) =>
    verifyFiles(files, directory, {
      signed: signedBy(files.community, options.vkey, logSecrets),
      outside: outside.filter(({ community }) => community === files.community),
      withKeys: options.keys !== false && directory.hasKeys,
      wrappings: options.wrappings?.get(files.community),
    }),
  );
  const findings = [
    ...directory.unknown.map((id) => found('community_unknown', { table: 'database', id })),
    ...directory.absent.map((id) => found('community_absent', { table: 'database', id })),
  ];
  const ok = findings.length === 0 && communities.every((report) => report.findings.length === 0);
  return { ok, communities, findings };
}

function verifyFiles(
  { community, data, ring: ringFile }: CommunityFiles,
  directory: Directory,
  how: {
    readonly signed: Signed | undefined;
    readonly outside: readonly StoredCheckpoint[];
    readonly withKeys: boolean;
    readonly wrappings: Wrappings | undefined;
  },
): CommunityReport {
  const snapshot = new Snapshot(data);
  let ringSnapshot: Snapshot | undefined;
  try {
    let ring;
    if (how.withKeys) {
      if (ringFile === undefined) throw noRing(community);
      ringSnapshot = new Snapshot(ringFile);
      const wrappings = how.wrappings ?? wrappingsIn(directory.root, community);
      ring = openRing(ringSnapshot, wrappings, community, cipher());
      if (!ring.rows.some(({ opens }) => opens)) throw notOpened(directory.root, community);
    }
    const { signed, outside } = how;
    const checked = verifyCommunity(snapshot, { community, ring, ringSnapshot, signed, outside });
    const listed = list(checked);
    return { community, vkey: signed?.vkey ?? null, keys: ring !== undefined, ...listed };
  } finally {
    ringSnapshot?.close();
    snapshot.close();
  }
}

/** Runs the checks to their end and keeps of each kind of finding the first ones. */
function list(checked: Generator<Found, Counts>): Pick<CommunityReport, 'counts' | 'findings' | 'more'> {
  const findings: Found[] = [];
  const counted = new Map<string, number>();
  let more = 0;
  let next = checked.next();
  while (next.done !== true) {
    const kind = `${next.value.code} ${next.value.table}`;
    const count = (counted.get(kind) ?? 0) + 1;
    counted.set(kind, count);
    if (count <= mostOfOne) findings.push(next.value);
    else more += 1;
    next = checked.next();
  }
  return { counts: next.value, findings, more };
}

function signedBy(
  community: string,
  vkey: string | undefined,
  secrets: readonly LogSecret[] | undefined,
): Signed | undefined {
  if (vkey !== undefined && isOf(vkey, community)) return { vkey, origin: vkey.slice(0, vkey.indexOf('+')) };
  const first = secrets && logKey(secrets, community, { generation: 1, secret: 1 });
  return first && { origin: first.name, vkey: first.vkey, secrets };
}

const isOf = (vkey: string, community: string): boolean => vkey.startsWith(`lindun/${community}/`);

/** Checkpoints from files; whether they are signed is found out with the others. */
function readCheckpoints(files: readonly string[]): (StoredCheckpoint & { community: string })[] {
  return files.map((file) => {
    const note = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const [, community, size] = /^lindun\/([a-z][a-z0-9-]{1,30})\/\d+\n(\d{1,15})\n/.exec(note) ?? [];
    if (community === undefined || size === undefined)
      throw wrong(`${file} 不是检查点`, `${file} is not a checkpoint`);
    return { community, size: Number(size), note };
  });
}

const wrong = (zh: string, en: string): Fault => new Fault('argument', zh, en);
const noRing = (community: string): Fault =>
  new Fault(
    'secret',
    `没有社区 ${community} 的密钥环;只核对不需密钥的部分请加 --no-keys`,
    `there is no key ring of community ${community}; --no-keys checks what needs none`,
  );
const notOpened = (root: RootPlace, community: string): Fault =>
  new Fault(
    'secret',
    `${placeText(root)} 打不开社区 ${community} 的密钥环:不是这里的根密钥`,
    `${placeText(root)} does not open the key ring of community ${community}: it is another root secret`,
  );

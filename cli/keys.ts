import { Command } from 'commander';
import { logGeneration, logOrigin } from '../vault/log/checkpoint.ts';
import { cipher } from './cipher.ts';
import { findCommunities, readLogSecrets } from './directory.ts';
import { asFault } from './fault.ts';
import { printable } from './finding.ts';
import { keysSubcommands } from './keys-commands.ts';
import { type Loss, lossesOf, ofLog } from './loss.ts';
import { reading, type Snapshot } from './open.ts';
import { openRing, type Wrappings } from './ring.ts';
import { wrappingsAt, wrappingsIn } from './root-place.ts';
import { padded } from './table.ts';
import { newestLogKey } from './verify-log-keys.ts';

/** A ring key as it may be told: everything but the key. */
export interface KeyLine {
  readonly use: string;
  readonly name: string;
  readonly generation: number;
  /** UTC milliseconds. */
  readonly created: number;
  /** Whether the root secret opens it. */
  readonly opens: boolean;
  /** Of an epoch: how many subjects' and actors' keys are wrapped with it. */
  readonly wraps: number | null;
  /** Which root secret wraps it; empty in a row from before roots had names. */
  readonly root: string;
}

export interface KeyReport {
  readonly community: string;
  readonly origin: string;
  /** The key that verifies the log's checkpoints; null where the log secret is kept elsewhere. */
  readonly vkey: string | null;
  readonly keys: readonly KeyLine[];
  /** What cannot be read for want of a key; empty where all is in order. */
  readonly losses: readonly Loss[];
}

/**
 * Lists what keys there are.
 * @param given what may wrap each community's ring keys, where that is not in a file
 * @throws Fault as `verifyDirectory` does
 */
export function listKeys(dir: string, given?: ReadonlyMap<string, Wrappings>): KeyReport[] {
  const directory = findCommunities(dir);
  const logSecrets = readLogSecrets(directory.logSecretFile);
  return directory.communities.map(({ community, data, ring: file }) => {
    const wrappings = given?.get(community) ?? wrappingsIn(directory.root, community);
    const ring =
      file === undefined
        ? undefined
        : reading(file, (found) => openRing(found, wrappings, community, cipher()));
    const { wraps, losses } = reading(data, (snapshot) => ({
      wraps: wrappedBy(snapshot),
      losses: lossesOf(snapshot, ring),
    }));
    const origin = logOrigin(community, logGeneration);
    return {
      community,
      origin,
      vkey: logSecrets ? reading(data, (found) => newestLogKey(found, community, logSecrets)) : null,
      losses: [...losses, ...(logSecrets === undefined ? [ofLog] : [])],
      keys: (ring?.rows ?? []).map(
        ({ row: { use, name, generation, created_at: created, root }, opens }) => ({
          use: printable(use),
          name: printable(name),
          generation,
          created,
          opens,
          wraps: use === 'epoch' ? (wraps.get(name) ?? 0) : null,
          root: printable(root),
        }),
      ),
    };
  });
}

/** How many keys each epoch's key wraps. */
function wrappedBy(data: Snapshot): Map<string, number> {
  const wraps = new Map<string, number>();
  for (const { epoch } of data.rows('wrapped_key')) wraps.set(epoch, (wraps.get(epoch) ?? 0) + 1);
  return wraps;
}

/** `lindun keys`: exit code 1 when the root secret does not open one of them, 2 when they cannot be listed. */
export function keysCommand(): Command {
  const command = new Command('keys')
    .enablePositionalOptions()
    .description('列出密钥(不含密钥本身) / list the keys, never the keys themselves')
    .option('--dir <folder>', '数据、密钥和日志密钥所在 / where data, keys and the log key lie', '.lindun')
    .option('--json', '一个 JSON 对象 / one JSON object')
    .action(keys);
  for (const each of keysSubcommands()) command.addCommand(each);
  return command;
}

async function keys({ dir, json }: { dir: string; json?: true }): Promise<void> {
  try {
    const { root, communities: found } = findCommunities(dir);
    const ids = found.map(({ community }) => community);
    const communities = listKeys(dir, root.kind === 'service' ? await wrappingsAt(root, ids) : undefined);
    process.stdout.write(json ? `${JSON.stringify({ communities })}\n` : communities.map(text).join('\n'));
    const all = communities.flatMap((community) => community.keys);
    process.exitCode = all.length > 0 && all.every(({ opens }) => opens) ? 0 : 1;
  } catch (error) {
    const fault = asFault(error);
    if (fault === undefined) throw error;
    const { code, words } = fault;
    process.exitCode = 2;
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, ...words } })}\n`);
    else process.stderr.write(`${words.zh}\n${words.en}\n`);
  }
}

function text({ community, origin, vkey, keys: lines, losses }: KeyReport): string {
  const head = [
    '用途 use',
    '名称 name',
    '代 gen',
    '生成于 created',
    '打得开 opens',
    '所封密钥 wraps',
    '根 root',
  ];
  const cells = lines.map((line) => [
    line.use,
    line.name,
    String(line.generation),
    // The column is under no MAC; the largest time that a Date has is less than the largest number here.
    new Date(Math.min(line.created, 8.64e15)).toISOString(),
    line.opens ? '是 yes' : '否 NO',
    line.wraps === null ? '' : String(line.wraps),
    line.root,
  ]);
  const verifier = vkey ?? '日志密钥不在此处 / the log secret is not here';
  return [
    `社区 / community ${community}`,
    ...padded([head, ...cells]),
    `日志 / log ${origin}`,
    `公钥 / vkey ${verifier}`,
    ...losses.flatMap(({ zh, en }) => [`丢失:${zh}`, `lost: ${en}`]),
    '',
  ].join('\n');
}

import { Command } from 'commander';
import { logSeed } from '../vault/crypto/log-seed.ts';
import { logGeneration, logOrigin } from '../vault/log/checkpoint.ts';
import { noteSigner } from '../vault/log/note.ts';
import { cipher } from './cipher.ts';
import { findCommunities, readLogSecret, readRoots, wrappingsOf } from './directory.ts';
import { asFault } from './fault.ts';
import { printable } from './finding.ts';
import { Snapshot } from './open.ts';
import { openRing } from './ring.ts';

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
}

export interface KeyReport {
  readonly community: string;
  readonly origin: string;
  /** The key that verifies the log's checkpoints; null where the log secret is kept elsewhere. */
  readonly vkey: string | null;
  readonly keys: readonly KeyLine[];
}

/**
 * Lists what keys there are.
 * @throws Fault as `verifyDirectory` does
 */
export function listKeys(dir: string): KeyReport[] {
  const directory = findCommunities(dir);
  const roots = readRoots(directory.rootSecretFile);
  const logSecret = readLogSecret(directory.logSecretFile);
  return directory.communities.map(({ community, data, ring }) => {
    const wraps = new Map<string, number>();
    reading(data, (snapshot) => {
      for (const { epoch } of snapshot.rows('wrapped_key')) wraps.set(epoch, (wraps.get(epoch) ?? 0) + 1);
    });
    const rows =
      ring === undefined
        ? []
        : reading(
            ring,
            (snapshot) => openRing(snapshot, wrappingsOf(roots, community), community, cipher()).rows,
          );
    const origin = logOrigin(community, logGeneration);
    return {
      community,
      origin,
      vkey: logSecret ? noteSigner(origin, logSeed(logSecret, community, logGeneration)).vkey : null,
      keys: rows.map(({ row: { use, name, generation, created_at: created }, opens }) => ({
        use: printable(use),
        name: printable(name),
        generation,
        created,
        opens,
        wraps: use === 'epoch' ? (wraps.get(name) ?? 0) : null,
      })),
    };
  });
}

function reading<T>(file: string, read: (snapshot: Snapshot) => T): T {
  const snapshot = new Snapshot(file);
  try {
    return read(snapshot);
  } finally {
    snapshot.close();
  }
}

/** `lindun keys`: exit code 1 when the root secret does not open one of them, 2 when they cannot be listed. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('列出密钥(不含密钥本身) / list the keys, never the keys themselves')
    .option('--dir <folder>', '数据、密钥和日志密钥所在 / where data, keys and the log key lie', '.lindun')
    .option('--json', '一个 JSON 对象 / one JSON object')
    .action(keys);
}

function keys({ dir, json }: { dir: string; json?: true }): void {
  try {
    const communities = listKeys(dir);
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

function text({ community, origin, vkey, keys: lines }: KeyReport): string {
  const head = ['用途 use', '名称 name', '代 gen', '生成于 created', '打得开 opens', '所封密钥 wraps'];
  const cells = lines.map((line) => [
    line.use,
    line.name,
    String(line.generation),
    // The column is under no MAC; the largest time that a Date has is less than the largest number here.
    new Date(Math.min(line.created, 8.64e15)).toISOString(),
    line.opens ? '是 yes' : '否 NO',
    line.wraps === null ? '' : String(line.wraps),
  ]);
  const widths = head.map((title, at) => Math.max(...[head, ...cells].map((row) => width(row[at] ?? title))));
  const table = [head, ...cells].map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
  const verifier = vkey ?? '日志密钥不在此处 / the log secret is not here';
  return [
    `社区 / community ${community}`,
    ...table,
    `日志 / log ${origin}`,
    `公钥 / vkey ${verifier}`,
    '',
  ].join('\n');
}

/** Columns on a terminal: a Han character takes two. */
const width = (cell: string): number => cell.length + (cell.match(/[\u2e80-\uffef]/g)?.length ?? 0);

import { openCheckpoint, type Checkpoint, type CheckpointFailure, type LogKeyAt } from './checkpoint.ts';
import { decodeLeaf } from './leaf.ts';
import {
  completedLevels,
  edgeRoot,
  emptyEdge,
  equalBytes,
  hashBytes,
  leafHash,
  nodeHash,
  subtreesOf,
  type Edge,
} from './tree.ts';

/** A stored row of the log, as much of it as the tree is about. */
export interface LogRow {
  readonly seq: number;
  readonly leaf: Uint8Array;
  readonly nodes: Uint8Array;
}

/** A stored checkpoint: the size it is filed under, and the signed note. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** One thing that is wrong, in words for a person and as a code for a program. */
export interface Finding {
  readonly code: FindingCode;
  /** The row it is about. */
  readonly seq?: number;
  /** The checkpoint it is about, by its size. */
  readonly size?: number;
  readonly zh: string;
  readonly en: string;
}

export type FindingCode =
  | 'rows_missing'
  | 'row_out_of_order'
  | 'leaf_changed'
  | 'leaf_malformed'
  | 'nodes_malformed'
  | 'node_changed'
  | 'wrong_seq'
  | 'time_backwards'
  | 'checkpoint_invalid'
  | 'checkpoint_root'
  | 'checkpoint_beyond_log'
  | 'checkpoint_unchecked';

/** What the log amounts to after one pass. */
export interface VerifiedTree {
  readonly size: number;
  /** Meaningful only if nothing was found, as `edge` is. `undefined` if lost rows leave it unknown. */
  readonly root: Uint8Array | undefined;
  readonly edge: Edge | undefined;
  /** The largest size whose signed root matched: rows from here on are not yet under any signature. */
  readonly signed: number;
}

/** A subtree of the edge; its hash is unknown if the rows that had it are lost. */
interface Subtree {
  readonly level: number;
  readonly hash: Uint8Array | undefined;
}

interface Pass {
  size: number;
  edge: Subtree[];
  time: number;
}

/**
 * Reads the log once from its first row and yields everything that is wrong with it; no findings mean that
 * the rows are the ones the checkpoints were signed over, in their order, with every stored hash right.
 *
 * Where a stored hash differs from the recomputed one, the pass reports it and goes on with the stored one:
 * so one changed byte is reported at its row (and, if it was in a hash, at the row of the parent) and not up
 * to the root. Nothing is lost by that, as the stored one is compared again with its parent's and with the
 * signed roots. For the same reason a lost row's subtree is taken from its parent as soon as one is stored.
 *
 * Memory is constant but for the checkpoints. Rows come in ascending order of seq; checkpoints in any.
 */
export function* verifyTree(log: {
  readonly rows: Iterable<LogRow>;
  readonly checkpoints: Iterable<StoredCheckpoint>;
  readonly keys: readonly LogKeyAt[];
  readonly origin: string;
}): Generator<Finding, VerifiedTree> {
  const checkpoints = yield* openCheckpoints(log.checkpoints, log);
  const pass: Pass = { size: 0, edge: [], time: 0 };
  let signed = 0;
  yield* verifyRoots(pass, checkpoints);
  for (const row of log.rows) {
    if (row.seq < pass.size) {
      yield finding('row_out_of_order', { seq: row.seq }, '重复或次序不对', 'is repeated or out of order');
      continue;
    }
    if (row.seq > pass.size) {
      yield missing(pass.size, row.seq - 1);
      skipTo(pass, row.seq);
    }
    yield* verifyRow(pass, row);
    if (yield* verifyRoots(pass, checkpoints)) signed = pass.size;
  }
  for (const size of [...checkpoints.keys()].sort((a, b) => a - b)) yield left(size, pass.size);
  return { size: pass.size, ...outcome(pass), signed };
}

/** The checkpoints that are what they say, by size; the others are yielded as findings. */
function* openCheckpoints(
  stored: Iterable<StoredCheckpoint>,
  { keys, origin }: { readonly keys: readonly LogKeyAt[]; readonly origin: string },
): Generator<Finding, Map<number, Checkpoint[]>> {
  const bySize = new Map<number, Checkpoint[]>();
  for (const { size, note } of stored) {
    // By the keys that signed at that size: one that has retired signs nothing larger.
    const at = keys.filter(({ from, to }) => from <= size && (to === null || size <= to));
    const opened = openCheckpoint(note, { vkey: at.map(({ vkey }) => vkey), origin });
    const reason = opened.ok
      ? opened.value.size === size
        ? undefined
        : sizeDiffers
      : reasons[opened.failure];
    if (!opened.ok || reason !== undefined) {
      const [zh, en] = reason ?? sizeDiffers;
      yield {
        code: 'checkpoint_invalid',
        size,
        zh: `大小 ${size} 的检查点:${zh}`,
        en: `checkpoint ${size}: ${en}`,
      };
      continue;
    }
    bySize.set(size, [...(bySize.get(size) ?? []), opened.value]);
  }
  return bySize;
}

/** Compares the tree, at the size reached, with the roots signed for that size. True if one matched. */
function* verifyRoots(pass: Pass, checkpoints: Map<number, Checkpoint[]>): Generator<Finding, boolean> {
  const signed = checkpoints.get(pass.size);
  if (signed === undefined) return false;
  checkpoints.delete(pass.size);
  const { root } = outcome(pass);
  const { size } = pass;
  if (root === undefined) {
    yield unchecked(size);
    return false;
  }
  const matching = signed.filter((checkpoint) => equalBytes(checkpoint.root, root)).length;
  for (let wrong = matching; wrong < signed.length; wrong += 1) {
    yield {
      code: 'checkpoint_root',
      size,
      zh: `前 ${size} 条记录与签过名的检查点不符:其中有记录被改动`,
      en: `the first ${size} entries are not those that were signed: some were changed`,
    };
  }
  return matching > 0;
}

function* verifyRow(pass: Pass, { seq, leaf, nodes }: LogRow): Generator<Finding, void> {
  const levels = completedLevels(seq);
  const hasNodes = nodes.length === hashBytes * levels;
  if (!hasNodes)
    yield finding('nodes_malformed', { seq }, '所存哈希的长度不对', 'has hashes of a wrong length');
  let hash: Uint8Array | undefined = leafHash(leaf);
  if (!hasNodes || equalBytes(hash, nodes.subarray(0, hashBytes))) yield* verifyLeaf(pass, seq, leaf);
  for (let level = 0; level < levels; level += 1) {
    if (level > 0) {
      const sibling: Uint8Array | undefined = pass.edge.pop()?.hash;
      hash = sibling === undefined || hash === undefined ? undefined : nodeHash(sibling, hash);
    }
    if (!hasNodes) continue;
    const stored = nodes.slice(hashBytes * level, hashBytes * (level + 1));
    if (hash !== undefined && !equalBytes(hash, stored)) yield changed(seq, level);
    hash = stored;
  }
  pass.edge.push({ level: levels - 1, hash });
  pass.size = seq + 1;
}

/** Judges what a leaf says. One that was changed since is not asked: its time would accuse the next row. */
function* verifyLeaf(pass: Pass, seq: number, leaf: Uint8Array): Generator<Finding, void> {
  const decoded = decodeLeaf(leaf);
  if (!decoded.ok) {
    yield finding('leaf_malformed', { seq }, '内容不是一条完整的记录', 'is not a well-formed entry');
    return;
  }
  const { seq: own, time } = decoded.value.public;
  if (own !== seq)
    yield finding('wrong_seq', { seq }, '内容里写的是别的序号', 'names another number in its content');
  if (time < pass.time)
    yield finding('time_backwards', { seq }, '时间早于前一条', 'is older than the one before');
  pass.time = time;
}

/**
 * Goes past lost rows: of the tree before row `seq`, only the subtrees that end before the gap are still
 * known.
 */
function skipTo(pass: Pass, seq: number): void {
  const known = new Map(pass.edge.map(({ hash }, at) => [keyOf(subtreesOf(pass.size)[at]), hash]));
  pass.edge = subtreesOf(seq).map((subtree) => ({ level: subtree.level, hash: known.get(keyOf(subtree)) }));
  pass.size = seq;
}

const keyOf = (subtree: { readonly level: number; readonly index: number } | undefined): string =>
  `${subtree?.level}/${subtree?.index}`;

function outcome(pass: Pass): { root: Uint8Array | undefined; edge: Edge | undefined } {
  const roots: Uint8Array[] = [];
  for (const { hash } of pass.edge) {
    if (hash === undefined) return { root: undefined, edge: undefined };
    roots.push(hash);
  }
  const edge = pass.size === 0 ? emptyEdge : { size: pass.size, roots };
  return { root: edgeRoot(edge), edge };
}

function finding(code: FindingCode, at: { readonly seq: number }, zh: string, en: string): Finding {
  return { code, seq: at.seq, zh: `第 ${at.seq} 号记录${zh}`, en: `entry ${at.seq} ${en}` };
}

function missing(from: number, to: number): Finding {
  const zh = from === to ? `缺少第 ${from} 号记录` : `缺少第 ${from} 至 ${to} 号记录`;
  const en = from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`;
  return { code: 'rows_missing', seq: from, zh, en };
}

function changed(seq: number, level: number): Finding {
  if (level === 0) {
    return finding('leaf_changed', { seq }, '内容与它的哈希不符', 'does not have the hash stored with it');
  }
  const zh = `处第 ${level} 层的哈希与其下内容不符`;
  return finding('node_changed', { seq }, zh, `has a hash on level ${level} that is not of what is below it`);
}

/**
 * A checkpoint that the pass never stood at: the log is shorter than it, or its last row is among the lost.
 */
function left(size: number, logSize: number): Finding {
  if (size <= logSize) return unchecked(size);
  return {
    code: 'checkpoint_beyond_log',
    size,
    zh: `检查点签的是 ${size} 条记录,现在只有 ${logSize} 条:末尾的记录被删除`,
    en: `a checkpoint was signed over ${size} entries and there are ${logSize}: the last ones were removed`,
  };
}

const unchecked = (size: number): Finding => ({
  code: 'checkpoint_unchecked',
  size,
  zh: `大小 ${size} 的检查点无法核对:缺少所需记录`,
  en: `checkpoint ${size} cannot be compared: entries it needs are missing`,
});

const sizeDiffers = ['与其所列大小不符', 'it is filed under another size'] as const;

const reasons: Record<CheckpointFailure, readonly [zh: string, en: string]> = {
  bad_vkey: ['给出的验证公钥无效', 'the verifier key given is not one'],
  note_malformed: ['格式不对', 'not a signed note'],
  bad_signature: ['签名无效', 'the signature is wrong'],
  no_known_signature: ['没有本日志的签名', 'not signed by this log'],
  checkpoint_malformed: ['内容不是检查点', 'not a checkpoint'],
  wrong_origin: ['属于别的日志', 'of another log'],
};

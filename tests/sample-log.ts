import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { canonical, type ActorPart, type PublicPart, type SubjectPart } from '../vault/log/entry.ts';
import { commit, encodeLeaf } from '../vault/log/leaf.ts';
import {
  appendToEdge,
  edgeRoot,
  emptyEdge,
  hashBytes,
  leafHash,
  nodeAddress,
  type Edge,
  type ReadHash,
} from '../vault/log/tree.ts';
import type { LogRow } from '../vault/log/verify.ts';

/** A made-up entry with everything that is sealed in a real one. */
export interface SampleEntry {
  readonly public: PublicPart;
  readonly actor: ActorPart;
  readonly actorSalt: Uint8Array;
  readonly subject: SubjectPart;
  readonly subjectSalt: Uint8Array;
}

/**
 * Entry `seq` of the made-up log. The rule is repeated in `tests/vectors/log.json`; other programs follow it.
 */
export function sampleEntry(seq: number): SampleEntry {
  const digest = bytesToHex(sampleHash(`record ${seq}`));
  return {
    public: {
      action: 'record.read',
      decision: 'granted',
      digests: seq % 3 === 0 ? [{ kind: 'record', sha256: digest }] : [],
      policy: '1',
      role: 'grid_worker',
      seq,
      time: 1_767_225_600_000 + 1000 * seq,
    },
    actor: { actor: `w${seq % 7}`, request: `r${seq}`, via: 'desk' },
    actorSalt: sampleHash(`actor salt ${seq}`),
    subject: { purpose: 'handle_ticket', subject: `s${seq % 11}`, words: '电话联系' },
    subjectSalt: sampleHash(`subject salt ${seq}`),
  };
}

/** Leaf `seq` of the made-up log. */
export function sampleLeaf(seq: number): Uint8Array {
  const entry = sampleEntry(seq);
  const actor = commit(entry.actorSalt, canonical(entry.actor));
  return encodeLeaf(entry.public, actor, commit(entry.subjectSalt, canonical(entry.subject)));
}

/**
 * A log in memory, stored as the vault stores it: for tests and vectors, which need one without a database.
 */
export interface SampleLog {
  readonly rows: readonly LogRow[];
  readonly edge: Edge;
  /** The root at each size, `roots[size]`. */
  readonly roots: readonly Uint8Array[];
  readonly readHash: ReadHash;
}

export function sampleLog(size: number, leafOf: (seq: number) => Uint8Array = sampleLeaf): SampleLog {
  const rows: LogRow[] = [];
  const roots = [edgeRoot(emptyEdge)];
  let edge = emptyEdge;
  for (let seq = 0; seq < size; seq += 1) {
    const leaf = leafOf(seq);
    const appended = appendToEdge(edge, leafHash(leaf));
    edge = appended.edge;
    rows.push({ seq, leaf, nodes: appended.nodes });
    roots.push(edgeRoot(edge));
  }
  return { rows, edge, roots, readHash: (level, index) => storedHash(rows, level, index) };
}

function storedHash(rows: readonly LogRow[], level: number, index: number): Uint8Array {
  const { seq, offset } = nodeAddress(level, index);
  const hash = rows[seq]?.nodes.slice(offset, offset + hashBytes);
  if (hash?.length !== hashBytes) throw new RangeError(`node ${level}/${index} is not in this log`);
  return hash;
}

const sampleHash = (label: string): Uint8Array => sha256(utf8ToBytes(`lindun sample ${label}`));

import { concatBytes } from '@noble/hashes/utils.js';
import type { Aead } from './crypto/aead.ts';
import type { LogPartKey, Random } from './crypto/keys.ts';
import { openPart, type PartContext, sealPart } from './crypto/part.ts';
import type { LogAction, LogReason } from '../policy/words.ts';
import type { ControlRows } from './control-rows.ts';
import type { HeadContent, WrittenRow } from './control.ts';
import type { Held, KeyChain } from './keys/keychain.ts';
import {
  type ActorPart,
  canonical,
  type Decision,
  type Digest,
  parseActorPart,
  parseSubjectPart,
  type SubjectPart,
  writeActorPart,
  writePublicPart,
  writeSubjectPart,
} from './log/entry.ts';
import { commit, decodeLeaf, joinLeaf, type Leaf, saltBytes } from './log/leaf.ts';
import {
  appendToEdge,
  type Edge,
  edgeDigest,
  edgeOf,
  equalBytes,
  hashBytes,
  leafHash,
  nodeAddress,
  type ReadHash,
} from './log/tree.ts';
import { Tampered } from './outcome.ts';
import type { LogRow } from './storage/schema.ts';
import type { Store } from './storage/open.ts';

/** Owner of subject parts that are about nobody in particular. */
export const nobody = 'community';

/** What one entry of the access log says. */
export interface Entry {
  action: LogAction;
  decision: Decision;
  /** Who acted: a subject's id, `administrator` or `system`. */
  actor: string;
  role: string;
  via: string;
  /** The request's id, which a refusal is referred to by. */
  request: string;
  subject?: Omit<SubjectPart, 'records' | 'rows' | 'reason'> & { reason?: LogReason };
  /** Records read or written, with their digest when this entry is the write. */
  records?: { type: string; id: string; version: number; digest?: string }[];
  rows?: WrittenRow[];
  /** Commitments of new subject keys, and the program's hash at a start. */
  digests?: Digest[];
}

/** An entry opened again, with the salts that its commitments were made with. */
export interface OpenedEntry {
  seq: number;
  leafBytes: Uint8Array;
  leaf: Leaf;
  actor: ActorPart;
  subject: SubjectPart;
  actorSalt: Uint8Array;
  subjectSalt: Uint8Array;
}

/**
 * The access log, being written. All of a request's entries and its writes are one transaction; {@link close} puts
 * the log's new head beside them, once.
 */
export class Journal {
  readonly #community: string;
  readonly #policy: () => string;
  readonly #store: Store;
  readonly #keys: KeyChain;
  readonly #rows: ControlRows;
  readonly #random: Random;
  readonly #aead: Aead;
  readonly #partKeys = new Map<string, Held<LogPartKey>>();
  #edge: Edge | undefined;
  /** Of the last entry: the log's time never goes back, also when the machine's clock does. */
  #time = 0;
  #published: Pick<HeadContent, 'checkpoints' | 'signed'> = { checkpoints: 0, signed: 0 };
  #changed = false;
  /** Of the head as it is stored. */
  #headVersion = 0;
  #said: (ActorPart & { part: Uint8Array }) | undefined;

  constructor(parts: {
    community: string;
    /** The name of the policy that decides now. */
    policy: () => string;
    store: Store;
    keys: KeyChain;
    rows: ControlRows;
    random: Random;
    aead: Aead;
  }) {
    this.#community = parts.community;
    this.#policy = parts.policy;
    this.#store = parts.store;
    this.#keys = parts.keys;
    this.#rows = parts.rows;
    this.#random = parts.random;
    this.#aead = parts.aead;
  }

  /** How many entries there are; also the seq of the next one. */
  get size(): number {
    return this.#current().size;
  }

  /**
   * Appends an entry. Whatever it reports as written must have been stored with the seq that {@link size} gave. One about
   * somebody who was erased is about nobody: what was begun with them comes to its end, and nothing is said of them.
   * @returns its seq
   * @throws Error when a part of it could not be read back; nothing of it is stored then
   */
  append(said: Entry, now: number): number {
    const seq = this.size;
    const about = said.subject?.subject;
    const entry = about !== undefined && this.#isErased(about) ? withoutSubject(said) : said;
    const owner = entry.subject?.subject ?? nobody;
    const time = Math.max(this.#time, now);
    const { action, decision, role } = entry;
    const open = { seq, time, action, decision, role, policy: this.#policy(), digests: digestsOf(entry) };
    const parts = {
      public: readable(writePublicPart(open)),
      actor: this.#actorPart(entry),
      subject: readable(writeSubjectPart(subjectPart(entry))),
    };
    this.#time = time;
    const actor = this.#sealed(seq, 'actor', entry.actor, parts.actor);
    const subject = this.#sealed(seq, 'subject', owner, parts.subject);
    const leaf = joinLeaf(parts.public, actor.commitment, subject.commitment);
    const { edge, nodes } = appendToEdge(this.#current(), leafHash(leaf));
    this.#store.log.add({
      seq,
      leaf,
      nodes,
      actor_sealed: actor.blob,
      subject_sealed: subject.blob,
      actor: entry.actor,
      subject: owner,
    });
    this.#edge = edge;
    this.#changed = true;
    return seq;
  }

  /** Notes that a checkpoint of the first `size` entries is stored. */
  published(size: number): void {
    this.#current();
    this.#published = { checkpoints: this.#published.checkpoints + 1, signed: size };
    this.#changed = true;
  }

  /** Ends a transaction: the head says how far the log goes, so that a missing last entry is seen. */
  close(): void {
    if (!this.#changed) return;
    const edge = this.#current();
    this.#headVersion += 1;
    this.#rows.putHead({ size: edge.size, edge: edgeDigest(edge), ...this.#published }, this.#headVersion);
    this.#changed = false;
  }

  /** Forgets somebody's key, which is being destroyed. */
  forgetKey(owner: string): void {
    this.#partKeys.delete(owner);
  }

  /** After a rollback: nothing in memory is trusted. */
  forget(): void {
    this.#edge = undefined;
    this.#changed = false;
    this.#partKeys.clear();
  }

  /** Whether the entry `seq` has this digest of a control row or tag set among what it wrote. */
  wrote(seq: number, digest: string): boolean {
    const row = this.#store.log.get(seq);
    const leaf = row && decodeLeaf(row.leaf);
    if (
      row === undefined ||
      leaf?.ok !== true ||
      !equalBytes(leafHash(row.leaf), row.nodes.subarray(0, hashBytes))
    ) {
      throw new Tampered(`log entry ${seq}`);
    }
    return leaf.value.public.digests.some(({ kind, sha256 }) => kind === 'row' && sha256 === digest);
  }

  /**
   * Opens a stored entry and checks it against its leaf. A part whose owner was erased opens for nobody any more: it is
   * given as empty as its commitment leaves it.
   * @throws Tampered when row, leaf, commitments or sealed parts do not belong together
   */
  open(row: LogRow): OpenedEntry {
    const leaf = decodeLeaf(row.leaf);
    const stored = row.nodes.subarray(0, hashBytes);
    if (!leaf.ok || leaf.value.public.seq !== row.seq || !equalBytes(leafHash(row.leaf), stored)) {
      throw new Tampered(`log entry ${row.seq}`);
    }
    const actor = this.#isErased(row.actor)
      ? { part: canonical({ actor: row.actor, via: 'erased', request: 'erased' }), salt: noSalt }
      : this.#opened(row, 'actor', leaf.value.actorCommitment);
    const subject = this.#isErased(row.subject)
      ? { part: canonical({ subject: row.subject, reason: 'erased' }), salt: noSalt }
      : this.#opened(row, 'subject', leaf.value.subjectCommitment);
    const actorPart = parseActorPart(actor.part);
    const subjectPart = parseSubjectPart(subject.part);
    if (!actorPart.ok || !subjectPart.ok) throw new Tampered(`log entry ${row.seq}`);
    return {
      seq: row.seq,
      leafBytes: row.leaf,
      leaf: leaf.value,
      actor: actorPart.value,
      subject: subjectPart.value,
      actorSalt: actor.salt,
      subjectSalt: subject.salt,
    };
  }

  /** Whether somebody's log key was destroyed because they were erased, and not lost. */
  #isErased(owner: string): boolean {
    return this.#partKey(owner) === undefined && this.#rows.get('erasure', owner) !== undefined;
  }

  /** A stored node of the tree. @throws Tampered when it is not there */
  readonly readHash: ReadHash = (level, index) => {
    const { seq, offset } = nodeAddress(level, index);
    const hash = this.#store.log.nodes(seq)?.subarray(offset, offset + hashBytes);
    if (hash?.length !== hashBytes) throw new Tampered(`log entry ${seq}`);
    return hash;
  };

  #current(): Edge {
    this.#edge ??= this.#load();
    return this.#edge;
  }

  #load(): Edge {
    const stored = this.#rows.head();
    const head = stored?.content;
    this.#headVersion = stored?.version ?? 0;
    const edge = edgeOf(head?.size ?? 0, this.readHash);
    this.#published = { checkpoints: head?.checkpoints ?? 0, signed: head?.signed ?? 0 };
    if (head !== undefined && edgeDigest(edge) !== head.edge) throw new Tampered('row log/head');
    const last = edge.size > 0 ? this.#store.log.get(edge.size - 1) : undefined;
    const leaf = last && decodeLeaf(last.leaf);
    this.#time = leaf?.ok === true ? leaf.value.public.time : 0;
    if (this.#store.log.get(edge.size) !== undefined) throw new Tampered(`log entry ${edge.size}`);
    return edge;
  }

  /** The actor part; all entries of one request have the same, and an import has thousands. */
  #actorPart({ actor, via, request }: Entry): Uint8Array {
    const said = this.#said;
    if (said?.actor === actor && said.via === via && said.request === request) return said.part;
    const part = readable(writeActorPart({ actor, via, request }));
    this.#said = { actor, via, request, part };
    return part;
  }

  #sealed(seq: number, side: PartContext['side'], owner: string, part: Uint8Array) {
    const salt = this.#random(saltBytes);
    const key = this.#partKey(owner) ?? this.#firstPartKey(owner);
    const context = { community: this.#community, owner, keyId: key.id, seq, side };
    return {
      commitment: commit(salt, part),
      blob: sealPart(concatBytes(salt, part), key.key, context, this.#aead),
    };
  }

  #opened(row: LogRow, side: PartContext['side'], commitment: Uint8Array) {
    const owner = side === 'actor' ? row.actor : row.subject;
    const blob = side === 'actor' ? row.actor_sealed : row.subject_sealed;
    const key = this.#partKey(owner);
    const context = { community: this.#community, owner, keyId: key?.id ?? '', seq: row.seq, side };
    const opened = key && openPart(blob, key.key, context, this.#aead);
    if (opened === undefined) throw new Tampered(`log entry ${row.seq}`);
    const salt = opened.slice(0, saltBytes);
    const part = opened.slice(saltBytes);
    if (!equalBytes(commit(salt, part), commitment)) throw new Tampered(`log entry ${row.seq}`);
    return { salt, part };
  }

  /** Whoever is in the log already has had a key: a second one beside the lost first would hide that it is gone. */
  #firstPartKey(owner: string): Held<LogPartKey> {
    const { log, keys } = this.#store;
    if (log.knows(owner)) throw new Tampered(`log key of ${owner}`);
    return this.#keep(owner, this.#keys.make(keys, owner, 'log', this.#random));
  }

  #partKey(owner: string): Held<LogPartKey> | undefined {
    const kept = this.#partKeys.get(owner);
    if (kept !== undefined) return kept;
    const found = this.#keys.find(this.#store.keys, owner, 'log');
    return found && this.#keep(owner, found);
  }

  #keep(owner: string, key: Held<LogPartKey>): Held<LogPartKey> {
    if (this.#partKeys.size >= 500) this.#partKeys.clear();
    this.#partKeys.set(owner, key);
    return key;
  }
}

function withoutSubject({ subject, ...entry }: Entry): Entry {
  const { subject: _, ...about } = subject ?? {};
  return { ...entry, subject: about };
}

/** In the place of a salt that was destroyed. */
const noSalt = new Uint8Array(saltBytes);

/**
 * An entry that our own parsers refuse would stand in the log for ever, as one that nobody can read: not the officer,
 * not the resident it is about. So a request that would make one fails instead.
 */
function readable(part: ReturnType<typeof writePublicPart>): Uint8Array {
  if (part.ok) return part.value;
  const { code, field = '' } = part.failure;
  throw new Error(`an entry that could not be read back: ${code} ${field}`);
}

function subjectPart(entry: Entry): SubjectPart {
  const records = entry.records?.map(({ type, id, version }) => ({ type, id, version }));
  const rows = entry.rows?.map(({ kind, key, version }) => ({ kind, key, version }));
  return {
    ...entry.subject,
    ...(records?.length ? { records } : {}),
    ...(rows?.length ? { rows } : {}),
  };
}

/** Records, then rows, then the rest, as docs/log-format.md orders them. */
function digestsOf(entry: Entry): Digest[] {
  const records = (entry.records ?? []).flatMap(({ digest }) =>
    digest === undefined ? [] : [{ kind: 'record' as const, sha256: digest }],
  );
  const rows = (entry.rows ?? []).map(({ digest }) => ({ kind: 'row' as const, sha256: digest }));
  return [...records, ...rows, ...(entry.digests ?? [])];
}

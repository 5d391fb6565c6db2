import { fromBase64, toBase64 } from './base64.ts';
import { openCheckpoint, type CheckpointFailure } from './checkpoint.ts';
import {
  canonical,
  canonicalText,
  parseActorPart,
  parseCanonical,
  parseSubjectPart,
  type ActorPart,
  type EntryFailure,
  type PublicPart,
  type SubjectPart,
} from './entry.ts';
import { commit, decodeLeaf, saltBytes } from './leaf.ts';
import { failed, success, type Result } from './result.ts';
import { equalBytes, hashBytes, leafHash, verifyInclusion } from './tree.ts';

/** A sealed part that its keeper opened, with the salt (32 bytes) that its commitment was made with. */
export interface OpenedPart<T> {
  readonly part: T;
  readonly salt: Uint8Array;
}

/**
 * What the `extra` line carries: the leaf itself and, if the person who asked may read them, the opened
 * parts. So one file is enough to hand over. It is not authenticated by itself: a verifier recomputes leaf
 * hash and commitments.
 */
export interface ProofExtra {
  readonly leaf: Uint8Array;
  readonly actor?: OpenedPart<ActorPart>;
  readonly subject?: OpenedPart<SubjectPart>;
}

/**
 * A C2SP tlog-proof. `checkpoint` is the signed note, verbatim; `hashes` go from the leaf's sibling upwards.
 */
export interface Proof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly extra?: ProofExtra;
}

export interface VerifiedProof {
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly leaf: Uint8Array;
  readonly public: PublicPart;
  readonly actor?: ActorPart;
  readonly subject?: SubjectPart;
}

/**
 * `proof_malformed`, `extra_malformed`: not the form. `leaf_missing`: neither given nor in the file.
 * `leaf_differs`: the leaf given is not the one in the file. `leaf_malformed`: it is no leaf. `wrong_seq`:
 * the leaf names another place. `not_included`: the hashes do not lead to the signed root. `actor_differs`,
 * `subject_differs`: an opened part is not what the leaf commits to.
 */
export type ProofFailure =
  | CheckpointFailure
  | 'proof_malformed'
  | 'extra_malformed'
  | 'leaf_missing'
  | 'leaf_differs'
  | 'leaf_malformed'
  | 'wrong_seq'
  | 'not_included'
  | 'actor_differs'
  | 'subject_differs';

const firstLine = 'c2sp.org/tlog-proof@v1';

/** No tree that a size of 53 bits can count is higher. */
const maximumHashes = 53;

/** The file `*.tlog-proof`. @throws RangeError if an index, a hash or a salt is not one. */
export function formatProof({ index, hashes, checkpoint, extra }: Proof): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError('not a leaf index');
  if (hashes.some((hash) => hash.length !== hashBytes)) throw new RangeError('a hash is 32 bytes');
  const lines = [firstLine];
  if (extra !== undefined) lines.push(`extra ${toBase64(encodeExtra(extra))}`);
  lines.push(`index ${index}`, ...hashes.map(toBase64), '', checkpoint);
  return lines.join('\n');
}

/** Reads the form of a proof. Nothing in it is verified yet. */
export function parseProof(text: string): Result<Proof, 'proof_malformed' | 'extra_malformed'> {
  const split = text.indexOf('\n\n');
  if (split < 0) return failed('proof_malformed');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== firstLine) return failed('proof_malformed');
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) return failed('proof_malformed');
  if (lines.length > maximumHashes) return failed('proof_malformed');
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== hashBytes) return failed('proof_malformed');
    hashes.push(hash);
  }
  const proof = { index: Number(index), hashes, checkpoint: text.slice(split + 2) };
  if (extraLine === undefined) return success(proof);
  const extra = decodeExtra(extraLine.slice('extra '.length));
  return extra === undefined ? failed('extra_malformed') : success({ ...proof, extra });
}

/**
 * Verifies a proof offline, from nothing but the log's `vkey` and `origin`: signature, inclusion, and that
 * whatever is opened is what the leaf commits to. `leaf` may be given instead of, or beside, the one in the
 * file.
 */
export function verifyProof(
  text: string,
  trusted: { readonly vkey: string; readonly origin: string; readonly leaf?: Uint8Array },
): Result<VerifiedProof, ProofFailure> {
  const parsed = parseProof(text);
  if (!parsed.ok) return parsed;
  const { index, hashes, checkpoint: note, extra } = parsed.value;
  const leaf = trusted.leaf ?? extra?.leaf;
  if (leaf === undefined) return failed('leaf_missing');
  if (extra !== undefined && !equalBytes(leaf, extra.leaf)) return failed('leaf_differs');
  const checkpoint = openCheckpoint(note, trusted);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  if (!verifyInclusion(index, size, leafHash(leaf), hashes, root)) return failed('not_included');
  const decoded = decodeLeaf(leaf);
  if (!decoded.ok) return failed('leaf_malformed');
  if (decoded.value.public.seq !== index) return failed('wrong_seq');
  const { actor, subject } = extra ?? {};
  if (actor !== undefined && !isCommitted(actor, decoded.value.actorCommitment))
    return failed('actor_differs');
  if (subject !== undefined && !isCommitted(subject, decoded.value.subjectCommitment)) {
    return failed('subject_differs');
  }
  return success({
    index,
    size,
    root,
    leaf,
    public: decoded.value.public,
    ...(actor === undefined ? {} : { actor: actor.part }),
    ...(subject === undefined ? {} : { subject: subject.part }),
  });
}

const isCommitted = ({ part, salt }: OpenedPart<ActorPart | SubjectPart>, commitment: Uint8Array): boolean =>
  equalBytes(commit(salt, canonical(part)), commitment);

/**
 * RFC 8785 JSON. An opened part stands in it as a string of its own canonical text and not as an object, so
 * that a verifier hashes the bytes it reads and needs no canonical JSON writer of its own.
 */
function encodeExtra({ leaf, actor, subject }: ProofExtra): Uint8Array {
  const opened = ({ part, salt }: OpenedPart<ActorPart | SubjectPart>): { part: string; salt: string } => {
    if (salt.length !== saltBytes) throw new RangeError('a salt is 32 bytes');
    return { part: canonicalText(part), salt: toBase64(salt) };
  };
  const text = canonicalText({
    leaf: toBase64(leaf),
    ...(actor === undefined ? {} : { actor: opened(actor) }),
    ...(subject === undefined ? {} : { subject: opened(subject) }),
  });
  return new TextEncoder().encode(text);
}

function decodeExtra(encoded: string): ProofExtra | undefined {
  const bytes = fromBase64(encoded);
  const parsed = bytes === undefined ? undefined : parseCanonical(bytes);
  if (parsed?.ok !== true || !hasOnly(parsed.value, ['leaf', 'actor', 'subject'])) return undefined;
  const members = parsed.value;
  const leaf = typeof members['leaf'] === 'string' ? fromBase64(members['leaf']) : undefined;
  if (leaf === undefined) return undefined;
  const extra: { -readonly [name in keyof ProofExtra]: ProofExtra[name] } = { leaf };
  if (Object.hasOwn(members, 'actor')) {
    const actor = decodeOpened(members['actor'], parseActorPart);
    if (actor === undefined) return undefined;
    extra.actor = actor;
  }
  if (Object.hasOwn(members, 'subject')) {
    const subject = decodeOpened(members['subject'], parseSubjectPart);
    if (subject === undefined) return undefined;
    extra.subject = subject;
  }
  return extra;
}

function decodeOpened<T>(
  value: unknown,
  parse: (bytes: Uint8Array) => Result<T, EntryFailure>,
): OpenedPart<T> | undefined {
  if (!hasOnly(value, ['part', 'salt'])) return undefined;
  const { part: text, salt: encoded } = value;
  if (typeof text !== 'string' || typeof encoded !== 'string') return undefined;
  const part = parse(new TextEncoder().encode(text));
  const salt = fromBase64(encoded);
  return part.ok && salt?.length === saltBytes ? { part: part.value, salt } : undefined;
}

const hasOnly = (value: unknown, names: readonly string[]): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name));

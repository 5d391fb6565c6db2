import canonicalize from 'canonicalize';

import { failed, success, type Result } from './result.ts';

/**
 * What a digest in the public part is the SHA-256 of. The list is closed: a reader must know what to
 * recompute.
 */
export const digestKinds = ['record', 'row', 'key', 'bundle', 'epoch', 'package', 'log_key'] as const;

/** `record`: a sealed blob; `row`: a control row; `key`: a new key's commitment; `bundle`: the program; `package`: a hand-over's; `log_key`: a verifier key. */
export type DigestKind = (typeof digestKinds)[number];

/**
 * A digest that lets a stranger compare what is stored with what was logged. `sha256` is 64 lowercase hex
 * digits.
 */
export interface Digest {
  readonly kind: DigestKind;
  readonly sha256: string;
}

export const decisions = ['granted', 'refused', 'done'] as const;

export type Decision = (typeof decisions)[number];

/**
 * The part of an entry that everybody may read. Its words are ASCII tokens, never free text, so that no name
 * can slip into what is published. `seq` is the 0-based leaf index, `time` is UTC milliseconds, `policy` the
 * policy's version.
 */
export interface PublicPart {
  readonly seq: number;
  readonly time: number;
  readonly action: string;
  readonly decision: Decision;
  readonly role: string;
  readonly policy: string;
  /** Records first, then control rows, in the order of the subject part's lists. */
  readonly digests: readonly Digest[];
}

/**
 * Who acted, by which way in, in which request. Sealed under the actor's log key; the leaf has its commitment
 * only.
 */
export interface ActorPart {
  readonly actor: string;
  readonly via: string;
  readonly request: string;
}

export interface RecordReference {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

export interface RowReference {
  readonly kind: string;
  readonly key: string;
  readonly version: number;
}

/**
 * Whose data, which of it and why. Sealed under the subject's log key; erasing that key leaves only a
 * commitment.
 */
export interface SubjectPart {
  readonly subject?: string;
  readonly records?: readonly RecordReference[];
  readonly rows?: readonly RowReference[];
  /** The versions that a correction put others in the place of, which stand in `records`. */
  readonly replaced?: readonly RecordReference[];
  readonly case?: string;
  /** Field name to the level at which it was released. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly level?: string;
  readonly purpose?: string;
  /** The legal basis, as the purpose cites it. */
  readonly basis?: string;
  /** The rule that decided. */
  readonly rule?: string;
  /** What was asked, as an action and a record type: `read:resident`. */
  readonly asked?: string;
  /** What was true when it was decided, as far as it was anything but no: with it the decision can be made again. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Why it was refused: a reason code of the policy. */
  readonly reason?: string;
  /** What the actor gave as a reason, in their own words: at most 2,000 UTF-16 units. */
  readonly words?: string;
  readonly notice?: string;
  /** The organisation it was handed to, by its id in the register of recipients. */
  readonly recipient?: string;
}

export interface EntryFailure {
  readonly code: 'not_utf8' | 'not_json' | 'not_canonical' | 'wrong_shape';
  /** The top-level member with the wrong value, where the shape is what is wrong. */
  readonly field?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The RFC 8785 bytes of a part: the one spelling of it, so that its hash can be recomputed from its meaning.
 *
 * @throws Error if a string holds a lone surrogate, which has no UTF-8: callers refuse such text at the door.
 */
export function canonical(part: PublicPart | ActorPart | SubjectPart): Uint8Array {
  return encoder.encode(canonicalText(part));
}

/** RFC 8785 text of a JSON object. @throws Error on a lone surrogate or a number that JSON does not have. */
export function canonicalText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON object');
  return text;
}

/** Reads a public part. Anything but canonical bytes of exactly the known members is a failure. */
export function parsePublicPart(bytes: Uint8Array): Result<PublicPart, EntryFailure> {
  return parsePart<PublicPart>(bytes, publicMembers, {});
}

/** Reads an actor part, as strictly as {@link parsePublicPart}. */
export function parseActorPart(bytes: Uint8Array): Result<ActorPart, EntryFailure> {
  return parsePart<ActorPart>(bytes, actorMembers, {});
}

/** Reads a subject part, as strictly as {@link parsePublicPart}; every member is optional. */
export function parseSubjectPart(bytes: Uint8Array): Result<SubjectPart, EntryFailure> {
  return parsePart<SubjectPart>(bytes, {}, subjectMembers);
}

/**
 * The {@link canonical} bytes of a public part that {@link parsePublicPart} reads back. They were written in the one way
 * just now, so its members are all there is to see; to write them once more, as the parsers do, would be half of a log
 * entry's JSON.
 */
export function writePublicPart(part: PublicPart): Result<Uint8Array, EntryFailure> {
  return writePart(part, publicMembers, {});
}

/** Writes an actor part, as {@link writePublicPart} does. */
export function writeActorPart(part: ActorPart): Result<Uint8Array, EntryFailure> {
  return writePart(part, actorMembers, {});
}

/** Writes a subject part, as {@link writePublicPart} does. */
export function writeSubjectPart(part: SubjectPart): Result<Uint8Array, EntryFailure> {
  return writePart(part, {}, subjectMembers);
}

/**
 * Parses canonical JSON: decodes, and demands that writing the value again gives the same bytes, which rules
 * out duplicate members, other number forms and other orders at once (RFC 8785 §3.2).
 */
export function parseCanonical(bytes: Uint8Array): Result<unknown, EntryFailure> {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return failed({ code: 'not_utf8' });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed({ code: 'not_json' });
  }
  let again: string | undefined;
  try {
    again = canonicalize(value);
  } catch {
    return failed({ code: 'not_canonical' });
  }
  return again === text ? success(value) : failed({ code: 'not_canonical' });
}

type Check = (value: unknown) => boolean;

const isToken: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,127}$/.test(value);
const isText =
  (limit: number): Check =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= limit;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isOneOf =
  (list: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && list.includes(value);
const isListOf =
  (members: Record<string, Check>): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => wrongMember(item, members, {}) === undefined);
const isMapOfTokens: Check = (value) =>
  isObject(value) && Object.entries(value).every(([name, level]) => isToken(name) && isToken(level));

/** Yes or no, one word, or one level more of these: no free text, in which a name could stand. */
const isFact: Check = (value) =>
  typeof value === 'boolean' || isToken(value) || (Array.isArray(value) && value.every(isToken));
const isFacts: Check = (value) =>
  isObject(value) &&
  Object.values(value).every(
    (fact) => isFact(fact) || (isObject(fact) && Object.values(fact).every((inner) => isFact(inner))),
  );

const publicMembers: Record<keyof PublicPart, Check> = {
  seq: isCount,
  time: isCount,
  action: isToken,
  decision: isOneOf(decisions),
  role: isToken,
  policy: isToken,
  digests: isListOf({
    kind: isOneOf(digestKinds),
    sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  }),
};

const actorMembers: Record<keyof ActorPart, Check> = { actor: isToken, via: isToken, request: isToken };

const subjectMembers: Record<keyof SubjectPart, Check> = {
  subject: isToken,
  records: isListOf({ type: isToken, id: isToken, version: isCount }),
  rows: isListOf({ kind: isToken, key: isText(512), version: isCount }),
  replaced: isListOf({ type: isToken, id: isToken, version: isCount }),
  case: isToken,
  fields: isMapOfTokens,
  level: isToken,
  purpose: isToken,
  basis: isText(200),
  rule: isToken,
  asked: isToken,
  facts: isFacts,
  reason: isToken,
  words: isText(2000),
  notice: isToken,
  recipient: isToken,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first member that is missing, unknown or of the wrong value; `''` if the value is no object at all. */
function wrongMember(
  value: unknown,
  required: Record<string, Check>,
  optional: Record<string, Check>,
): string | undefined {
  if (!isObject(value)) return '';
  for (const name of Object.keys(required)) if (!Object.hasOwn(value, name)) return name;
  for (const [name, member] of Object.entries(value)) {
    const table = Object.hasOwn(required, name) ? required : optional;
    if (!Object.hasOwn(table, name) || table[name]?.(member) !== true) return name;
  }
  return undefined;
}

function parsePart<T>(
  bytes: Uint8Array,
  required: Record<string, Check>,
  optional: Record<string, Check>,
): Result<T, EntryFailure> {
  const parsed = parseCanonical(bytes);
  if (!parsed.ok) return parsed;
  const field = wrongMember(parsed.value, required, optional);
  if (field === undefined) return success(parsed.value as T);
  return failed({ code: 'wrong_shape', field: knownName(field, required, optional) });
}

function writePart(
  part: object,
  required: Record<string, Check>,
  optional: Record<string, Check>,
): Result<Uint8Array, EntryFailure> {
  const text = canonicalText(part);
  // What was written and not what was to be: a member that is undefined is not there.
  const field = wrongMember(JSON.parse(text), required, optional);
  if (field === undefined) return success(encoder.encode(text));
  return failed({ code: 'wrong_shape', field: knownName(field, required, optional) });
}

/** An unknown member's own name could hold anything, and a failure may be shown: it is not repeated. */
function knownName(field: string, required: Record<string, Check>, optional: Record<string, Check>): string {
  return Object.hasOwn(required, field) || Object.hasOwn(optional, field) ? field : '?';
}

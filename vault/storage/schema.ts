/** The tables of migrations/vault, as Kysely sees them. */
export interface VaultTables {
  record: RecordRow;
  wrapped_key: WrappedKeyRow;
  index_tag: IndexTagRow;
  control: ControlRow;
  transient: TransientRow;
  log_entry: LogRow;
  checkpoint: CheckpointRow;
  attachment_chunk: ChunkRow;
  attachment_stray: StrayRow;
}

/** One sealed record. `seq` is the log entry of the write that made this version. */
export interface RecordRow {
  id: string;
  type: string;
  subject: string;
  version: number;
  key_id: string;
  blob: Uint8Array;
  seq: number;
}

/** A key that belongs to one subject or actor, wrapped by an epoch key of the ring. */
export interface WrappedKeyRow {
  owner: string;
  use: 'data' | 'log';
  key_id: string;
  epoch: string;
  wrapped: Uint8Array;
}

/**
 * `field` is `type.field`; `tag` is a keyed hash in hex; the MAC ties the tag to its record. `generation` is that of the key
 * it was made with, and `seq` the log entry that says so: 0 where it is the record's own.
 */
export interface IndexTagRow {
  field: string;
  tag: string;
  record: string;
  mac: Uint8Array;
  generation: number;
  seq: number;
}

/** What decides access: subject, role, binding, case, consent, … Each row carries a MAC and is digested in the log. */
export interface ControlRow {
  kind: string;
  key: string;
  version: number;
  content: string;
  mac: Uint8Array;
  seq: number;
}

/** What lives for minutes or days: tokens, codes, answered requests, budgets. MAC'd, not logged. */
export interface TransientRow {
  kind: string;
  key: string;
  content: string;
  mac: Uint8Array;
  expires_at: number;
}

/** One log entry; `nodes` are the tree hashes it completed. `actor` and `subject` are there to find it by. */
export interface LogRow {
  seq: number;
  leaf: Uint8Array;
  nodes: Uint8Array;
  actor_sealed: Uint8Array;
  subject_sealed: Uint8Array;
  actor: string;
  subject: string;
}

/** A published checkpoint: a signed note over the tree of `size` leaves. */
export interface CheckpointRow {
  size: number;
  note: string;
}

/** One sealed chunk of an attachment; `box` is empty where it lies in the bucket alone. */
export interface ChunkRow {
  stream: string;
  n: number;
  record: string;
  subject: string;
  /** 0: never put into the bucket. 1: perhaps. 2: there alone. */
  away: number;
  box: Uint8Array;
}

/** An object in the bucket that belongs to nothing any more. */
export interface StrayRow {
  stream: string;
  n: number;
}

/** The tables of migrations/keyring. */
export interface RingTables {
  ring_key: RingKeyRow;
  replay: LedgerRow;
}

/** What is to be done again after the community's database was put back; `id` is a subject, or `subject/purpose`. */
export interface LedgerRow {
  kind: 'erase' | 'withdraw';
  id: string;
  at: number;
}

export interface RingKeyRow {
  use: 'epoch' | 'index' | 'row';
  name: string;
  generation: number;
  wrapped: Uint8Array;
  created_at: number;
  /** Which root secret wraps it (`rootId`); empty in a row from before roots had names. */
  root: string;
}

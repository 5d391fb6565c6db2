import type { PurposeId } from '../../policy/purposes.ts';
import type { AttachedRow, Control } from '../control.ts';
import type { Kind } from '../media/kinds.ts';
import { done, type Outcome, Tampered } from '../outcome.ts';
import { actingFor } from '../people/acting.ts';
import {
  decideOn,
  type Judged,
  refuse,
  refuseMissing,
  release,
  type ReleasedRecord,
  show,
  whyOf,
} from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { findTicket } from '../tickets/ticket.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import type { Around, Waiting } from '../waiting.ts';
import type { Bucket } from './bucket.ts';
import { openPiece, type Owned, type Part, placesOf, streamIn } from './stream.ts';
import type { StoredStream } from '../crypto/stream-text.ts';

export interface AttachmentRequest {
  ticket: string;
  /** Which of the ticket's attachments, from 1. */
  attachment: number;
}

export interface ReadAttachment extends AttachmentRequest {
  part: Part;
  purpose: PurposeId;
}

/** An attachment as it was released. */
export interface ReleasedAttachment {
  kind: Kind;
  media: string;
  size: number;
  version: number;
  /** Its bytes, opened chunk by chunk while they are read. It breaks off where a chunk is not as it was sealed. */
  content: ReadableStream<Uint8Array>;
}

/**
 * Reads an attachment: by who reported it, and by who has the ticket in hand. Decided and logged in one turn, in which the
 * first chunk is opened too; where that lies in a bucket it has been fetched before. The others are opened while they are
 * sent, so that no more than one of them is held.
 */
export const readAttachment: Waiting<ReadAttachment, ReleasedAttachment> = async (turn, request, around) => {
  const ahead = await fetchAhead(around, request);
  const opened = turn((unit) => openAttachment(unit, request, ahead));
  if (!opened.ok) return opened;
  const { first, chunks, ...rest } = opened.value;
  return done({ ...rest, content: streamOf(first, chunks, around.bucket) });
};

interface Opened extends Omit<ReleasedAttachment, 'content'> {
  first: Uint8Array<ArrayBuffer>;
  chunks: Chunks;
}

/** The chunks that are still to be opened, and with what. */
interface Chunks {
  vault: Vault;
  owned: Owned;
  stream: StoredStream;
  part: Part;
}

function openAttachment(
  asking: Unit,
  request: ReadAttachment,
  ahead: ReadonlyMap<string, Uint8Array>,
): Outcome<Opened> {
  const at = attachmentOf(asking, request);
  if (at === undefined) return refuseMissing(asking, 'attachment.read', request);
  const { unit, found, row } = at;
  const grounds = { purpose: request.purpose, case: found.key };
  const decision = decideOn(unit, row, { ...grounds, fields: ['kind', 'media', request.part] });
  if (!decision.granted) return refuse(unit, 'attachment.read', row, grounds, decision);
  const { fields } = release(unit, 'attachment.read', row, grounds, decision);
  const text = clear(fields, request.part);
  if (text === '') return refuseMissing(unit, 'attachment.read', request);
  const stream = streamIn(text);
  const chunks = { vault: unit.vault, owned: ownedBy(unit.vault, row), stream, part: request.part };
  const [place] = placesOf(stream, request.part);
  if (place === undefined) throw new Tampered(`attachment ${row.id}`);
  const box = boxHere(chunks, place.n) ?? ahead.get(stream.id);
  if (box === undefined) throw new Tampered(`chunk 0 of attachment ${row.id}`);
  const first = openPiece(unit.vault, chunks.owned, { stream, place }, box);
  const [kind, media] = [clear(fields, 'kind') as Kind, clear(fields, 'media')];
  return done({ kind, media, size: stream.size, version: row.version, first, chunks });
}

const clear = (fields: ReleasedRecord['fields'], name: string): string => {
  const shown = fields[name];
  if (shown?.level !== 'clear') throw new Error('an attachment is shown whole or not at all');
  return shown.value;
};

/** What `away` of a chunk is that lies in the bucket alone. */
const inBucket = 2;

/** A chunk that is in the database; undefined where it lies in the bucket alone. @throws Tampered where there is none */
function boxHere({ vault, stream }: Chunks, n: number): Uint8Array | undefined {
  const row = vault.store.chunks.get(stream.id, n);
  if (row === undefined) throw new Tampered(`chunk ${n} of a stream`);
  return row.away === inBucket ? undefined : row.box;
}

/** What has to be fetched before the turn: of each of the attachment's streams the first chunk, where it is away. */
async function fetchAhead(
  { bucket, vault, now }: Around,
  request: AttachmentRequest,
): Promise<Map<string, Uint8Array>> {
  const ahead = new Map<string, Uint8Array>();
  if (bucket === undefined) return ahead;
  const found = findTicket({ vault, now: now() } as Unit, request.ticket);
  const id = found?.content.attachments?.[request.attachment - 1]?.id;
  for (const { stream, n } of id === undefined ? [] : vault.store.chunks.of(id)) {
    if (n > 0 || vault.store.chunks.get(stream, n)?.away !== inBucket) continue;
    const box = await bucket.get({ stream, n });
    if (box !== undefined) ahead.set(stream, box);
  }
  return ahead;
}

/** The rest, one chunk for each time something is asked for. */
function streamOf(
  first: Uint8Array<ArrayBuffer>,
  chunks: Chunks,
  bucket: Bucket | undefined,
): ReadableStream<Uint8Array> {
  const places = placesOf(chunks.stream, chunks.part);
  places.next();
  let ready: Uint8Array<ArrayBuffer> | undefined = first;
  const next = async (): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    for (let at = places.next(); at.done !== true; at = places.next()) {
      const place = at.value;
      const { vault, owned, stream } = chunks;
      const box = boxHere(chunks, place.n) ?? (await bucket?.get({ stream: stream.id, n: place.n }));
      if (box === undefined) throw new Tampered(`chunk ${place.n} of attachment ${owned.id}`);
      const piece = openPiece(vault, owned, { stream, place }, box);
      if (piece.length > 0) return piece;
    }
    return undefined;
  };
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const piece = ready ?? (await next());
      ready = undefined;
      if (piece === undefined) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else if (piece.length > 0) controller.enqueue(piece);
    },
  });
}

export function ownedBy(vault: Vault, row: RecordRow): Owned {
  const held = vault.keys.find(vault.store.keys, row.subject, 'data');
  if (held === undefined || held.id !== row.key_id) throw new Tampered(`attachment ${row.id}`);
  return { id: row.id, subject: row.subject, key: held.key, keyId: held.id };
}

/** An attachment of a ticket that is there. */
export interface Found {
  unit: Unit;
  found: Control<'case'>;
  attached: AttachedRow;
  row: RecordRow;
}

/** @throws Tampered when the ticket names a record that is gone */
export function attachmentOf(asking: Unit, request: AttachmentRequest): Found | undefined {
  const found = findTicket(asking, request.ticket);
  const attached = found?.content.attachments?.[request.attachment - 1];
  if (found === undefined || attached === undefined) return undefined;
  const row = asking.vault.store.records.byId('attachment', attached.id);
  if (row === undefined) throw new Tampered(`attachment ${attached.id}`);
  return { unit: actingFor(asking, found.content.reporter).unit, found, attached, row };
}

/** An attachment in its ticket's list. What may not be seen has no more than its kind. */
export interface ListedAttachment {
  n: number;
  kind: Kind;
  /** From when others than its reporter may see it, UTC milliseconds. */
  from: number;
  media: string | null;
  size: number | null;
  name: string | null;
  blurred: boolean | null;
}

const told = ['media', 'bytes', 'fileName', 'blurred'] as const;

/** Lists what is attached to a ticket; one entry has all of which something was shown. */
export function listAttachments(
  asking: Unit,
  request: { ticket: string; purpose: PurposeId },
): Outcome<{ items: ListedAttachment[] }> {
  const ticket = findTicket(asking, request.ticket);
  const count = ticket?.content.attachments?.length ?? 0;
  const all = Array.from({ length: count }, (_, n) =>
    attachmentOf(asking, { ...request, attachment: n + 1 }),
  );
  const grounds = { purpose: request.purpose, case: ticket?.key };
  const judged = all.flatMap((one) =>
    one === undefined
      ? []
      : [{ ...one, decision: decideOn(one.unit, one.row, { ...grounds, fields: told }, 'list') }],
  );
  const [first] = judged;
  if (first === undefined) return refuseMissing(asking, 'attachment.list', request);
  const shown = judged.filter(({ decision }) => decision.granted);
  const [granted] = shown;
  if (granted === undefined) return refuse(first.unit, 'attachment.list', first.row, grounds, first.decision);
  const items = judged.map((one, n) => listed(one, n + 1));
  append(granted.unit, {
    action: 'attachment.list',
    decision: 'granted',
    subject: {
      subject: granted.row.subject,
      fields: granted.decision.fields,
      level: granted.decision.level,
      ...whyOf(grounds, granted.decision),
    },
    records: shown.map(({ row: { type, id, version } }) => ({ type, id, version })),
  });
  return done({ items });
}

function listed(
  { unit, attached, row, decision }: Found & { decision: Judged },
  n: number,
): ListedAttachment {
  const { kind, from } = attached;
  if (!decision.granted) return { n, kind, from, media: null, size: null, name: null, blurred: null };
  const { fields } = show(unit, row, decision);
  const [media, size, name, blurred] = told.map((field) => clear(fields, field));
  return { n, kind, from, media: media ?? '', size: Number(size), name: name ?? '', blurred: blurred !== '' };
}

import type { LogAction } from '../../policy/words.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { decideOn, type Judged, refuse, refuseMissing, whyOf } from '../read.ts';
import { stateOf, type TicketState } from '../tickets/ticket.ts';
import { append, type Unit } from '../vault.ts';
import { resealed } from '../write.ts';
import type { Content } from './add.ts';
import { dropChunks } from './drop.ts';
import { type AttachmentRequest, attachmentOf, type Found, ownedBy } from './read.ts';
import { storeStream } from './stream.ts';

/** A photo with parts of it made unrecognisable (`media/jpeg/blur.ts`). */
export interface BlurredPhoto extends AttachmentRequest {
  /** The attachment's version whose bytes these were. */
  version: number;
  whole: Content;
  small: Content;
}

const grounds = (found: Found['found']) => ({ purpose: 'handle_ticket' as const, case: found.key });

function ready(
  asking: Unit,
  request: AttachmentRequest,
  action: LogAction,
): Outcome<Found & { decision: Judged }> {
  const at = attachmentOf(asking, request);
  if (at === undefined) return refuseMissing(asking, action, { purpose: 'handle_ticket' });
  const fields = action === 'attachment.blur' ? ['bytes', 'whole', 'small', 'blurred'] : ['blurred'];
  const decision = decideOn(at.unit, at.row, { ...grounds(at.found), fields }, 'update');
  if (!decision.granted) return refuse(at.unit, action, at.row, grounds(at.found), decision);
  return done({ ...at, decision });
}

/**
 * Puts a photo without somebody's face in the place of the one with it. The chunks of that are destroyed in the same
 * transaction. Whoever reported has looked now: others may see it from this moment.
 */
export function blurAttachment(asking: Unit, request: BlurredPhoto): Outcome<TicketState> {
  const at = ready(asking, request, 'attachment.blur');
  if (!at.ok) return at;
  const { unit, row, attached } = at.value;
  if (attached.kind !== 'photo') return notAPhoto();
  if (row.version !== request.version) return failed('version_changed');
  const { vault } = unit;
  const owned = ownedBy(vault, row);
  dropChunks(vault, row);
  const changed = new Map([
    ['bytes', String(request.whole.bytes.length)],
    ['whole', storeStream(vault, owned, 'whole', request.whole)],
    ['small', storeStream(vault, owned, 'small', request.small)],
    ['blurred', 'yes'],
  ]);
  return shownNow(at.value, 'attachment.blur', resealed(vault, row, changed));
}

/** Says that a photo is to be seen as it is, now: there is nothing to hide in it, or it is urgent. */
export function showAttachment(asking: Unit, request: AttachmentRequest): Outcome<TicketState> {
  const at = ready(asking, request, 'attachment.show');
  return at.ok ? shownNow(at.value, 'attachment.show') : at;
}

function shownNow(
  { unit, found, attached, row, decision }: Found & { decision: Judged },
  action: LogAction,
  stored?: ReturnType<typeof resealed>,
): Outcome<TicketState> {
  const { vault, now } = unit;
  const all = found.content.attachments ?? [];
  const from = Math.min(attached.from, now);
  const next = {
    ...found.content,
    attachments: all.map((one) => (one.id === attached.id ? { ...one, from } : one)),
  };
  const caseRow = vault.rows.put('case', found.key, next, vault.journal.size);
  append(unit, {
    action,
    decision: 'done',
    subject: {
      subject: row.subject,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds(found), decision),
    },
    records: stored === undefined ? [] : [stored.record],
    rows: [...(stored?.rows ?? []), caseRow],
    digests: stored?.digests ?? [],
  });
  return done(stateOf(unit, { ...found, version: caseRow.version, content: next }));
}

function notAPhoto() {
  const words = { zh: '只有照片可以打码', en: 'only photos can be made unrecognisable in part' };
  return failed('invalid', { errors: [{ field: 'attachment', code: 'not_a_photo', ...words }] });
}

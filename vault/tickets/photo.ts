import { photoType, type PhotoType } from '../../policy/checks/photo.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { takeFromDay } from '../access/budget.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { decideOn, refuse, refuseMissing, release, whyOf } from '../read.ts';
import { findTicket, stateOf, type TicketState } from './ticket.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { storeRecord } from '../write.ts';

/** More than these show nothing that these do not. */
export const mostPhotos = 6;

/**
 * A photo's text is filled up to a multiple of this, in characters. Buckets of 256 bytes would tell whose ticket it is of to
 * whoever reads the database and has the same photo from the group.
 */
const step = 65_536;

export interface NewPhoto {
  ticket: string;
  /** A JPEG or PNG file in base64. */
  image: string;
}

/** Adds the reporter's photo to a ticket that is open, as a sealed record of its own: decide, check, seal, append. */
export function attachPhoto(unit: Unit, request: NewPhoto): Outcome<TicketState> {
  const { vault } = unit;
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'photo.attach', { purpose: 'handle_ticket' });
  const { reporter, photos = [] } = found.content;
  const id = newId(vault.random);
  const row = { id, type: 'photo', subject: reporter, version: 0 };
  const grounds = { purpose: 'handle_ticket' as const, case: found.key };
  const decision = decideOn(unit, row, { ...grounds, fields: ['image'] }, 'create');
  if (!decision.granted) return refuse(unit, 'photo.attach', row, grounds, decision);
  if (photos.length >= mostPhotos) return tooMany();
  // Before it is looked at: a picture that is not taken costs time as well.
  const over = takeFromDay(unit, 'photo.attach', { subject: reporter, case: found.key });
  if (over !== undefined) return over;
  const checked = normalise('photo', { image: request.image }, unit.now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors });

  const image = checked.draft.get('image') ?? '';
  const filled = image.padEnd(Math.ceil(image.length / step) * step, ' ');
  const stored = storeRecord(vault, { ...row, version: 1 }, new Map([['image', filled]]));
  // The case goes one version on, as with words that are added: who read the ticket before sees that it has changed.
  const next = { ...found.content, photos: [...photos, id] };
  const caseRow = vault.rows.put('case', found.key, next, vault.journal.size);
  append(unit, {
    action: 'photo.attach',
    decision: 'done',
    subject: {
      subject: reporter,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: stored.digests,
  });
  return done(stateOf(unit, { ...found, version: caseRow.version, content: next }));
}

export interface PhotoRequest {
  ticket: string;
  /** Which of the ticket's photos, from 1. */
  photo: number;
  purpose: PurposeId;
}

/** A photo as it was released. */
export interface ReleasedPhoto {
  type: PhotoType;
  /** The file, in base64. */
  image: string;
}

/** Reads one photo of a ticket: by who reported it, and by who has the ticket in hand. */
export function readPhoto(unit: Unit, request: PhotoRequest): Outcome<ReleasedPhoto> {
  const found = findTicket(unit, request.ticket);
  const id = found?.content.photos?.[request.photo - 1];
  if (found === undefined || id === undefined) return refuseMissing(unit, 'photo.read', request);
  const row = unit.vault.store.records.byId('photo', id);
  if (row === undefined) throw new Tampered(`photo ${id}`);
  const grounds = { purpose: request.purpose, case: found.key };
  const decision = decideOn(unit, row, { ...grounds, fields: ['image'] });
  if (!decision.granted) return refuse(unit, 'photo.read', row, grounds, decision);
  const { image } = release(unit, 'photo.read', row, grounds, decision).fields;
  if (image?.level !== 'clear') throw new Error('a photo is shown whole or not at all');
  const value = image.value.trimEnd();
  return done({ type: photoType(value), image: value });
}

function tooMany() {
  const words = {
    zh: `一张工单最多附 ${mostPhotos} 张照片`,
    en: `a ticket has ${mostPhotos} photos at most`,
  };
  return failed('invalid', { errors: [{ field: 'image', code: 'too_many_photos', ...words }] });
}

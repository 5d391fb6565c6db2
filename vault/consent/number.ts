import { isInUse, type Tag } from '../keys/tags.ts';
import type { SupersededBy } from '../../policy/consent/consent.ts';
import { type PurposeId, purposeCovers, purposeIds, restsOnConsent } from '../../policy/purposes.ts';
import type { WrittenRow } from '../control.ts';
import { notifyPerson } from '../notify.ts';
import { openRecord } from '../subject.ts';
import type { RecordRow } from '../storage/schema.ts';
import type { Draft } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { endAccess } from './ended.ts';
import { appendEvents, bySystem, consentStanding, type Reading } from './events.ts';

const mobile = 'resident.mobile';
const address = 'resident.address';
/** More people than this do not share a number; whoever comes after them is looked at when one of them changes theirs. */
const most = 50;

/**
 * A telephone number can change hands. Who somebody is in a chat does not: that is a binding to the chat identity, which
 * no number leads to. But a consent to be called was given for a number, so it ends with it and is asked for anew.
 */

/** Whether a change of a resident's record gives them another number. */
export function changesNumber({ vault }: Unit, row: RecordRow, changed: Draft): boolean {
  const said = changed.get('mobile');
  return (
    row.type === 'resident' && said !== undefined && openRecord(vault, row, ['mobile']).get('mobile') !== said
  );
}

/** The purposes by consent under which somebody may be called. */
const calls: readonly PurposeId[] = purposeIds.filter(
  (purpose) => restsOnConsent(purpose) && purposeCovers(purpose, 'resident', 'mobile'),
);

/**
 * Ends the consents of somebody that stand and should not any more.
 * @returns the rows written, for the entry that has to be the next one, and of which purposes they are
 */
export function supersede(
  reading: Reading,
  subject: string,
  purposes: readonly PurposeId[],
  why: SupersededBy,
): { rows: WrittenRow[]; ended: PurposeId[] } {
  const stands = purposes.flatMap((purpose) => {
    const { state, last } = consentStanding(reading, subject, purpose);
    const standing = state === 'given' || state === 'provisional';
    // On the birthday itself the child may have spoken already: that stands.
    const isToEnd = why === 'hand_over' ? state === why : standing;
    return isToEnd && last !== null && last.by.kind !== 'system' ? [{ purpose, notice: last.notice }] : [];
  });
  const rows = stands.flatMap(
    ({ purpose, notice }) =>
      appendEvents(reading, { subject, purpose }, [{ event: 'superseded', why, notice, ...bySystem }]).rows,
  );
  return { rows, ended: stands.map(({ purpose }) => purpose) };
}

/** One's own number is another now: that they may be called was said of the old one. @returns as {@link supersede} */
export const ownNumberChanged = (unit: Unit, subject: string) =>
  supersede(unit, subject, ['phone_contact'], 'number_changed');

/** Tells who could be called, and whoever is about to. To be called behind the entry that the rows are in. */
export function tellOfNumber(unit: Unit, subject: string, ended: readonly PurposeId[]): void {
  if (ended.length === 0) return;
  notifyPerson(unit, subject, 'number_changed');
  for (const purpose of ended) endAccess(unit, subject, purpose);
}

/**
 * A record has a number that others have, too. Who lives at another address has it no more: it was re-issued, or somebody
 * mistyped. In either case a call would reach a stranger, so their consents to be called end, in an entry of their own, and
 * they are asked. A household may share one.
 */
export function numberTaken(unit: Unit, record: string): void {
  const { vault } = unit;
  const tagsOf = (of: string) => vault.store.tags.of(of).filter((tag) => isInUse(vault, tag));
  const tagIn = (tags: readonly Tag[], field: string) => tags.find((tag) => tag.field === field)?.tag;
  const own = tagsOf(record);
  const number = tagIn(own, mobile);
  if (number === undefined) return;
  const home = tagIn(own, address);
  for (const hit of vault.store.tags.find(mobile, number, most)) {
    if (hit.record === record) continue;
    vault.rows.checkTag(mobile, number, hit.record, hit.mac);
    if (home !== undefined && tagIn(tagsOf(hit.record), address) === home) continue;
    const { rows, ended } = supersede(unit, hit.record, calls, 'number_changed');
    if (ended.length === 0) continue;
    append(unit, {
      action: 'consent.supersede',
      decision: 'done',
      subject: { subject: hit.record, reason: 'consent_number_changed' },
      rows,
    });
    tellOfNumber(unit, hit.record, ended);
  }
}

import type { Bilingual } from '../../policy/bilingual.ts';
import { fieldsOf, type RecordType, recordTypes } from '../../policy/fields.ts';
import { purposeCovers, purposes, purposeIds, type PurposeId } from '../../policy/purposes.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { irrecoverableAt } from '../keys/rotation.ts';
import { append, type Unit } from '../vault.ts';
import { hasNumber, suppressionLife } from '../erasure/suppression.ts';
import { type Erased, heldOf, ticketsInHand } from './erase.ts';
import { factsOf, newRight, purpose } from './request.ts';
import { newId } from '../keys/keychain.ts';

/** What is held about somebody, and why; made from the policy and from what is there, never written by hand. */
export interface Known {
  records: {
    type: RecordType;
    title: Bilingual;
    fields: {
      name: string;
      title: Bilingual;
      /** Whether there is a value. Which, one's own page shows. */
      held: boolean;
      sensitive: boolean;
      /** Kept so many years after it was last needed. */
      years: number;
      purposes: PurposeId[];
    }[];
  }[];
  purposes: {
    id: PurposeId;
    title: Bilingual;
    controller: Bilingual;
    /** As the law is cited, e.g. `PIPL Art 13(1)`. */
    basis: string;
    recipients: Bilingual;
    retention: Bilingual;
  }[];
}

/**
 * What an erasure would be if it were asked for now: its two dates, how many tickets have to be closed first, until when an
 * old list would not bring them back if they chose that, and what a law has kept.
 */
export interface Erasure extends Erased {
  inHand: number;
}

/**
 * Answers at once what is held about oneself, why, for how long, and who receives it (PIPL Art 44); and, for who thinks of
 * having it erased, what that would be. One entry.
 */
export function knowMine(unit: Unit): Outcome<Known & { right: string; erasure: Erasure }> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'right.open', { self: true, right: factsOf('know') });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  const id = newId(vault.random);
  const decided = { by: 'system', at: now, reason: null };
  const content = newRight(unit, { right: 'know' }, { state: 'answered', decided });
  const row = vault.rows.add('right', id, content, vault.journal.size);
  const known = knownOf(unit, actor.id);
  append(unit, {
    action: 'right.open',
    decision: 'done',
    subject: { subject: actor.id, case: id, purpose, rule: allowed.rule },
    rows: [row],
  });
  const erasure = {
    at: now,
    until: irrecoverableAt(now, vault.recovery),
    inHand: ticketsInHand(unit, actor.id).length,
    suppressed: hasNumber(vault, actor.id) ? now + suppressionLife : null,
    kept: heldOf(unit, actor.id),
  };
  return done({ ...known, right: id, erasure });
}

/** What is held about a subject, without a value of it. */
export function knownOf(unit: Unit, subject: string): Known {
  const rows = unit.vault.store.records.allOf(subject);
  const types = (Object.keys(recordTypes) as RecordType[]).filter((type) =>
    rows.some((row) => row.type === type),
  );
  const records = types.map((type) => ({
    type,
    title: recordTypes[type].title,
    fields: fieldsHeld(
      unit,
      type,
      rows.filter((row) => row.type === type),
    ),
  }));
  const used = purposeIds.filter((id) =>
    records.some(({ fields }) => fields.some((field) => field.held && field.purposes.includes(id))),
  );
  return {
    records,
    purposes: used.map((id) => {
      const { title, controller, basis, recipients, retention } = purposes[id];
      return { id, title, controller, basis: basis.article, recipients, retention };
    }),
  };
}

function fieldsHeld({ vault }: Unit, type: RecordType, rows: readonly RecordRow[]) {
  const names = Object.keys(fieldsOf(type));
  const opened = rows.map((row) => openRecord(vault, row, names));
  return Object.entries(fieldsOf(type)).map(([name, spec]) => ({
    name,
    title: spec.title,
    held: opened.some((values) => (values.get(name) ?? '') !== ''),
    sensitive: spec.class === 'sensitive',
    years: spec.retain.years,
    purposes: purposeIds.filter((id) => purposeCovers(id, type, name)),
  }));
}

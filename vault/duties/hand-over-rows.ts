import type { ProvidingPurpose } from '../../policy/duties/recipients.ts';
import type { Control } from '../control.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';

/** Writes what became of one, with an entry. @returns the row's version */
export function putHandOver(
  unit: Unit,
  { key, content }: Control<'hand_over'>,
  change: Partial<Control<'hand_over'>['content']>,
): number {
  const { vault } = unit;
  const row = vault.rows.put('hand_over', key, { ...content, ...change }, vault.journal.size);
  append(unit, {
    action: 'hand_over.make',
    decision: 'done',
    subject: { recipient: content.recipient, purpose: content.purpose },
    rows: [row],
  });
  return row.version;
}

export function refuseHandOver(
  unit: Unit,
  recipient: string,
  purpose: ProvidingPurpose,
  reason:
    | 'recipient_ended'
    | 'recipient_key_expired'
    | 'not_approved'
    | 'already_made'
    | 'too_late'
    | 'nothing_found',
) {
  append(unit, { action: 'hand_over.make', decision: 'refused', subject: { recipient, purpose, reason } });
  return failed('conflict');
}

/** A hand-over in a list; of people only how many. */
export interface HandOverItem {
  id: string;
  recipient: string;
  recipientName: string;
  purpose: ProvidingPurpose;
  fields: string[];
  document: string;
  people: number;
  leftOut: number;
  state: 'waiting' | 'approved' | 'opened' | 'handed_over';
  at: number;
  until: number | null;
  sha256: string | null;
  mine: boolean;
}

/** All hand-overs, newest first. One entry. */
export function listHandOvers(unit: Unit): Outcome<{ items: HandOverItem[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'hand_over.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'hand_over.list', decision: 'granted', subject: { rule: allowed.rule } });
  const items = vault.store.control
    .ofKind('hand_over')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'hand_over')) ?? [])
    .sort((a, b) => b.content.at - a.content.at)
    .map(({ key: id, content }) => {
      const { recipient, purpose, fields, document, leftOut, state, at, until, sha256: digest } = content;
      const recipientName = vault.rows.get('recipient', recipient)?.content.name ?? '';
      const people =
        state === 'waiting' || state === 'approved' ? content.residents.length : content.included;
      const mine = content.by === actor.id;
      return {
        id,
        recipient,
        recipientName,
        purpose,
        fields,
        document,
        people,
        leftOut,
        state,
        at,
        until,
        sha256: digest,
        mine,
      };
    });
  return done({ items });
}

import type { LogAction, LogReason } from '../../policy/words.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { failed } from '../outcome.ts';
import type { Grounds } from '../facts.ts';
import { type Judged, whyOf } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { append, type Unit } from '../vault.ts';
import type { SearchResult } from './request.ts';

/** What searches and lists have in common: how one that found nothing, or was refused whole, stands in the log. */

export function refuseSearch(
  unit: Unit,
  { purpose }: { purpose: PurposeId },
  reason: LogReason,
  action: LogAction = 'record.search',
) {
  append(unit, { action, decision: 'refused', subject: { purpose, reason } });
  return failed('denied');
}

export function noteNothingFound(unit: Unit, action: LogAction, { purpose }: { purpose: PurposeId }): void {
  append(unit, { action, decision: 'done', subject: { purpose, reason: 'nothing_found' } });
}

/** A record that a search came to, and what the policy says of showing it in a list. */
export interface Hit {
  row: RecordRow;
  decision: Judged;
}

/**
 * A search that shows nobody: one entry, about the first who was sought, so that they see that somebody tried; the log's
 * public side is the same where there is nobody.
 */
export function noteMiss(unit: Unit, grounds: Grounds, hit: Hit | undefined): void {
  if (hit === undefined) return noteNothingFound(unit, 'record.search', grounds);
  append(unit, {
    action: 'record.search',
    decision: 'done',
    subject: {
      subject: hit.row.subject,
      ...whyOf(grounds, hit.decision),
      reason: hit.decision.granted ? 'nothing_found' : hit.decision.reason,
    },
  });
}

/** Where the next page starts, and how many more there are. */
export function rest(
  rows: readonly { id: string }[],
  remaining: number,
): Pick<SearchResult, 'cursor' | 'remaining'> {
  return { cursor: remaining > 0 ? (rows.at(-1)?.id ?? null) : null, remaining };
}

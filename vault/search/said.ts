import type { LogAction, LogReason } from '../../policy/words.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { failed } from '../outcome.ts';
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

/** Where the next page starts, and how many more there are. */
export function rest(
  rows: readonly { id: string }[],
  remaining: number,
): Pick<SearchResult, 'cursor' | 'remaining'> {
  return { cursor: remaining > 0 ? (rows.at(-1)?.id ?? null) : null, remaining };
}

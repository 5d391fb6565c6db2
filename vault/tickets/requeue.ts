import type { ControlContents } from '../control.ts';
import { notifyOfTicket, workersOf } from '../notify.ts';
import { appendAsSystem, type Unit } from '../vault.ts';

const inHand = ['handling', 'extension_requested'] as const;
/** Rows looked at in one piece. */
const piece = 200;

/**
 * Takes the tickets out of somebody's hands in grids that are theirs no more. Nobody goes on with another's case, and no
 * resident waits for somebody who has gone: a ticket lies in its grid again where another works there, and with the
 * dispatcher where nobody does. What was marked as handled stays as it is: only its reporter has a word to say then.
 *
 * The role's row has to be written before: who works in a grid is asked of it.
 */
export function takeFromHands(unit: Unit, staff: string, grids: readonly number[]): void {
  const { rows, store } = unit.vault;
  for (const grid of grids) {
    const others = workersOf(unit, grid).length > 0;
    for (const state of inHand) {
      for (let after: string | undefined = ''; after !== undefined;) {
        const page = store.control.cases({ by: 'grid', grid, state }, after, piece);
        for (const row of page.rows) {
          const found = rows.checked(row, 'case');
          if (found.content.assignee === staff) requeue(unit, found, others);
        }
        after = page.remaining > 0 ? page.rows.at(-1)?.key : undefined;
      }
    }
  }
}

function requeue(
  unit: Unit,
  { key, content }: { key: string; content: ControlContents['case'] },
  others: boolean,
): void {
  const { until: _, ...rest } = content;
  const next = { ...rest, assignee: null, state: others ? ('dispatched' as const) : ('returned' as const) };
  const row = unit.vault.rows.put('case', key, next, unit.vault.journal.size);
  notifyOfTicket(unit, next, others ? 'dispatch' : 'return');
  const subject = { subject: content.reporter, case: key, purpose: 'handle_ticket' } as const;
  appendAsSystem(unit.vault, { action: 'ticket.requeue', decision: 'done', subject, rows: [row] }, unit.now);
}

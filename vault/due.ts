import { lapseApprovals } from './approvals/approval.ts';
import { sweepConsents } from './consent/due.ts';
import { endOrders } from './emergency/orders.ts';
import { retagSuppressions, sweepSuppressions } from './erasure/suppression.ts';
import { retireLogKeys } from './keys/log-key.ts';
import { askYearly } from './keys/index-turn.ts';
import { endWhatIsOver } from './people/coming-of-age.ts';
import type { Vault } from './vault.ts';

/** What only the clock does. Each finds out itself whether anything is due, and appends its own entries. */
const jobs: readonly ((vault: Vault, now: number) => void)[] = [
  lapseApprovals,
  endOrders,
  endWhatIsOver,
  sweepConsents,
  sweepSuppressions,
  retagSuppressions,
  askYearly,
  retireLogKeys,
];

/** Does what is due, in the alarm's transaction: a job that comes late comes with the next alarm, or never twice. */
export function doWhatIsDue(vault: Vault, now: number): void {
  for (const job of jobs) job(vault, now);
}

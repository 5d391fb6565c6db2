import type { ActName } from '../../policy/cases/approvals.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { Waiting } from './approval.ts';
import { aboutGuardian, performGuardian } from '../people/guardian.ts';
import { aboutHandOver, performHandOver } from '../duties/prepare.ts';
import { aboutRecipient, performAddRecipient } from '../duties/recipients.ts';
import { aboutOrder, beginOrder } from '../emergency/orders.ts';
import { aboutLogKey, performLogKey } from '../keys/log-key.ts';
import type { Outcome } from '../outcome.ts';
import { aboutPolicy, activatePolicy } from '../policies/versions.ts';
import { aboutRightForOther, performRightForOther } from '../rights/for-other.ts';
import { aboutUnmasking, performUnmasking } from '../tickets/unmask.ts';
import type { Unit } from '../vault.ts';
import { aboutUnfreezing, performUnfreezing } from '../watch/unfreeze.ts';

/** What is done when a second person has said yes; who proposes and decides stands in `policy/cases/approvals.ts`. */
export interface Act {
  /** Which one it is, for who decides: no word about a person. */
  about(unit: Unit, approval: Waiting): Bilingual;
  /**
   * Does it, in the transaction that approves it. The unit's actor is the second person; `approval.maker` proposed it. It
   * appends its own entries. What it refuses stays proposed: nothing is approved that was not done.
   */
  perform(unit: Unit, approval: Waiting): Outcome<unknown>;
}

/** Each module has its line here. Only `decide-approval.ts` imports this table, so that the modules may import `approval.ts`. */
export const acts: Readonly<Record<ActName, Act>> = {
  unmask_reporter: { about: aboutUnmasking, perform: performUnmasking },
  add_guardian: { about: aboutGuardian, perform: performGuardian },
  activate_policy: { about: aboutPolicy, perform: activatePolicy },
  emergency_order: { about: aboutOrder, perform: beginOrder },
  erase_other: { about: aboutRightForOther, perform: performRightForOther },
  right_for_other: { about: aboutRightForOther, perform: performRightForOther },
  add_recipient: { about: aboutRecipient, perform: performAddRecipient },
  hand_over: { about: aboutHandOver, perform: performHandOver },
  rotate_log_key: { about: aboutLogKey, perform: performLogKey },
  unfreeze: { about: aboutUnfreezing, perform: performUnfreezing },
};

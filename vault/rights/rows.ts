import type { HoldLaw } from '../../policy/erasure/holds.ts';
import type { RecordType } from '../../policy/fields.ts';
import type { RightId, RightRefusal, RightState } from '../../policy/rights/rights.ts';

/** The control rows of people's rights; see `vault/control.ts`. */
export interface RightsRows {
  /**
   * A request to see one of somebody's rights done; key is the id of the request, whose words are a sealed record of
   * that id. `grid` is the subject's when it was opened, `policy` the version it is judged by.
   */
  right: {
    right: RightId;
    subject: string;
    by: string;
    opened: number;
    due: number;
    policy: string;
    state: RightState;
    grid: number | null;
    assignee: string | null;
    decided: { by: string; at: number; reason: RightRefusal | null } | null;
    /** Of an erasure: they do not want to be written down again from an old list. */
    suppress?: true;
    /** What a correction is about. */
    about: { type: string; id: string; field: string } | null;
  };
  /** Somebody asked that their data be kept and not used; key is the subject's id. */
  restriction: { since: number; lifted: number | null; right: string };
  /** Somebody's data and keys were destroyed; key is what was the subject's id. `until` as in `vault/keys/rotation.ts`. */
  erasure: {
    at: number;
    reason: 'asked' | 'order_over' | 'retention' | 'replayed';
    until: number;
    /** What a law has kept all the same: stored and used for nothing else, until then. */
    kept?: { law: HoldLaw; types: RecordType[]; until: number };
  };
  /** An epoch no key is wrapped by any more; key is its name. */
  epoch: { retired: number; destroy: number; destroyed: number | null };
}

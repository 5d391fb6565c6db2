import { decideHeldBack, listHeldBack } from './held-list.ts';
import { liftHold, listHolds, orderHold } from './holds.ts';
import { listSweeps, noteLeft } from './sweeps.ts';
import { decideTrace, listTraces, readTrace } from './trace-review.ts';

/** What can be asked about what goes and what is kept: a part of `pipelines` (`vault/answer.ts`). */
export const erasurePipelines = {
  listHeldBack,
  decideHeldBack,
  listTraces,
  readTrace,
  decideTrace,
  listSweeps,
  noteLeft,
  orderHold,
  liftHold,
  listHolds,
} as const;

/** Those that change something: sent again with the same key they are not done again. */
export const erasureChanges = ['decideHeldBack', 'decideTrace', 'noteLeft', 'orderHold', 'liftHold'] as const;

const officer = ['privacy_officer'] as const;
const auditors = ['privacy_officer', 'outside_auditor'] as const;
const worker = ['grid_worker'] as const;

/** What goes, what must not come again, and what a law has kept: a part of `operationRules`. */
// prettier-ignore
export const erasureRules = [
  // Whether somebody did not want to be written down again is hers to know: not even an auditor's.
  { id: 'held-back-list', operation: 'held_back.list', roles: officer, when: ['at_desk'] },
  { id: 'held-back-decide', operation: 'held_back.decide', roles: officer, when: ['at_desk'] },
  { id: 'trace-list', operation: 'trace.list', roles: officer, when: ['at_desk'] },
  { id: 'trace-decide', operation: 'trace.decide', roles: officer, when: ['at_desk'] },
  { id: 'sweep-list', operation: 'sweep.list', roles: auditors, when: ['at_desk'] },
  { id: 'hold-order', operation: 'hold.order', roles: officer, when: ['at_desk'] },
  { id: 'hold-list', operation: 'hold.list', roles: auditors, when: ['at_desk'] },
  { id: 'left', operation: 'subject.left', roles: worker, when: ['own_grid', 'at_desk'] },
] as const;

import type { Policy } from './grant.ts';
import { refusals } from './refusals.ts';
import { duties } from './rules/duties.ts';
import { emergency } from './rules/emergency.ts';
import { erasure } from './rules/erasure.ts';
import { grid } from './rules/grid.ts';
import { keeping } from './rules/keeping.ts';
import { mediation } from './rules/mediation.ts';
import { own } from './rules/own.ts';
import { providing } from './rules/providing.ts';
import { relations } from './rules/relations.ts';
import { rights } from './rules/rights.ts';
import { tickets } from './rules/tickets.ts';
import { visits } from './rules/visits.ts';

/** The policy that this program was built with: what stands first is what most people meet first. */
export const policy: Policy = {
  refusals,
  grants: [
    ...own,
    ...relations,
    ...tickets,
    ...grid,
    ...visits,
    ...mediation,
    ...rights,
    ...emergency,
    ...keeping,
    ...providing,
    ...duties,
    ...erasure,
  ],
};

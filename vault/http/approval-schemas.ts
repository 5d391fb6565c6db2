import { z } from '@hono/zod-openapi';
import { type ActName, actNames, approvals, approvalStates } from '../../policy/cases/approvals.ts';
import { type Role, roles } from '../../policy/roles.ts';
import { bilingual, id, shown, time } from './schemas.ts';

const actList = actNames.map((act) => `${act} ${approvals[act].title.zh}`).join(' · ');
const act = z.enum(actNames as [ActName, ...ActName[]]).openapi('Act', { description: actList });
/** Why, in words. */
export const words = z.string().trim().min(1).max(500);

export const approvalItem = z
  .strictObject({
    id,
    act,
    title: bilingual,
    about: bilingual,
    state: z.enum(approvalStates),
    mine: z.boolean(),
    maker: z.strictObject({ role: z.enum(roles as readonly [Role, ...Role[]]), name: shown.nullable() }),
    words: z.string().nullable(),
    at: time,
    until: time,
  })
  .openapi('Approval');
export const approvalList = z
  .strictObject({
    items: z.array(approvalItem),
    looks: z.array(z.strictObject({ id, about: bilingual, until: time })),
  })
  .openapi('ApprovalList');
export const approvalDecide = z
  .strictObject({ decision: z.enum(['approve', 'refuse']), words: words.optional() })
  .openapi('ApprovalDecide');
export const approvalDecided = z
  .strictObject({
    id,
    act,
    state: z.enum(['approved', 'refused', 'lapsed']),
    reason: z.enum(['too_late', 'maker_lost_role']).nullable(),
  })
  .openapi('ApprovalDecided');
/** What a proposal answers, whatever is proposed. */
export const proposed = z.strictObject({ approval: id, until: time }).openapi('Proposed');

export const unmask = z.strictObject({ words }).openapi('Unmask');

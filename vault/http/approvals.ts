import { approvalDecide, approvalDecided, approvalList, proposed, unmask } from './approval-schemas.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing, releasedRecord } from './schemas.ts';

const resource = { zh: '双人复核', en: 'Two people' };
const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** What one person proposes and another decides on. Each act is proposed by a route of its own. */
export const approvalRoutes = [
  route({
    path: '/approvals:search',
    pipeline: 'listApprovals',
    resource,
    summary: { zh: '等第二个人确认的', en: 'What waits for a second person' },
    note: {
      zh: '您可以决定的,和您自己提出、还没有决定的。三天没有人决定就作废。',
      en: 'What you may decide on, and what you proposed that still waits. After three days it has lapsed.',
    },
    roles: mayDo('approval.list'),
    body: nothing,
    request: () => undefined,
    answer: approvalList,
  }),
  route({
    path: '/approvals/{id}:decide',
    pipeline: 'decideApproval',
    resource,
    summary: { zh: '同意或不同意', en: 'Approve or refuse' },
    note: {
      zh: '同意就马上办。提出的人现在已不在那个岗位,或过了三天,就作废(lapsed)。',
      en: 'What is approved is done at once. It has lapsed where the proposer has lost the role since, or after three days.',
    },
    roles: mayDo('approval.decide'),
    body: approvalDecide,
    idempotent: 'optional',
    example: { decision: 'approve' },
    request: ({ body, params }) => ({ ...body, approval: idIn(params) }),
    answer: approvalDecided,
    codes: ['conflict'],
  }),
  route({
    path: '/tickets/{ticket}:unmask',
    pipeline: 'proposeUnmasking',
    resource,
    summary: { zh: '申请查明报事人', en: 'Ask who reported a ticket' },
    note: {
      zh: '隐私官提出,第二个人同意后一小时内可以看一次。报事人在「谁看过」里能看到。',
      en: 'For the officer. Once a second person has approved it, it can be looked at once, within the hour. The reporter’s own log says so.',
    },
    roles: mayDo('reporter.read'),
    body: unmask,
    idempotent: 'optional',
    status: 201,
    example: { words: '派出所来函,核实报警人' },
    request: ({ body, params }) => ({ ...body, ticket: params['ticket'] ?? '' }),
    answer: proposed,
  }),
  route({
    path: '/approvals/{id}/reporter:read',
    pipeline: 'readReporter',
    resource,
    summary: { zh: '看报事人是谁(一次)', en: 'See who reported, once' },
    roles: mayDo('reporter.read'),
    body: nothing,
    request: ({ params }) => ({ approval: idIn(params) }),
    answer: releasedRecord,
  }),
] as const;

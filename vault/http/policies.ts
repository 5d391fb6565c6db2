import { proposed } from './approval-schemas.ts';
import { mayDo } from './permits.ts';
import {
  policyComparison,
  policyDraft,
  policyDropped,
  policyPropose,
  versionList,
  versionState,
} from './policy-schemas.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '政策版本', en: 'Versions of the policy' };
const versionIn = (params: Readonly<Record<string, string>>): string => params['policy'] ?? '';

export const policies = [
  route({
    path: '/policies:search',
    pipeline: 'listPolicies',
    resource,
    summary: { zh: '现在的、草拟的和以前的', en: 'In force, drafted and past' },
    roles: mayDo('policy.list'),
    body: nothing,
    request: () => undefined,
    answer: versionList,
  }),
  route({
    path: '/policies',
    pipeline: 'draftPolicy',
    resource,
    summary: { zh: '起草一个版本', en: 'Draft a version' },
    note: {
      zh: '写明依据哪一份影响评估(PIA)。草案只能调低或停用规则;程序新带来的规则从 built_in 起草。',
      en: 'Name the impact assessment (PIA) it rests on. A draft lowers rules or ends them; what a new program brings is drafted from built_in.',
    },
    roles: mayDo('policy.draft'),
    body: policyDraft,
    idempotent: 'optional',
    status: 201,
    example: {
      from: 'in_force',
      limits: [{ rule: 'grid-residents', level: 'fact' }],
      pia: '01kq3v9m2c7hx4e8ztn5rbw6ga',
    },
    request: ({ body }) => body,
    answer: versionState,
    location: ({ version }) => `/policies/${version}`,
  }),
  route({
    path: '/policies/{policy}:compare',
    pipeline: 'comparePolicy',
    resource,
    summary: { zh: '和现在的比一比', en: 'Compare a draft with the policy in force' },
    note: {
      zh: '谁会多看到、谁会少看到,以及最近的决定有多少会不一样(用访问记录重算,最多 3000 条)。',
      en: 'Who would see more, who less, and how many of the newest 3,000 entries would have been decided otherwise.',
    },
    roles: mayDo('policy.compare'),
    body: nothing,
    request: ({ params }) => ({ version: versionIn(params) }),
    answer: policyComparison,
    codes: ['not_found'],
  }),
  route({
    path: '/policies/{policy}:propose',
    pipeline: 'proposePolicy',
    resource,
    summary: { zh: '请第二个人批准生效', en: 'Ask that a draft be put in force' },
    roles: mayDo('policy.draft'),
    body: policyPropose,
    idempotent: 'optional',
    status: 201,
    example: { words: '减少日常查看' },
    request: ({ body, params }) => ({ ...body, version: versionIn(params) }),
    answer: proposed,
    codes: ['not_found'],
  }),
  route({
    path: '/policies/{policy}:drop',
    pipeline: 'dropPolicy',
    resource,
    summary: { zh: '撤下草案', en: 'Drop a draft' },
    roles: mayDo('policy.draft'),
    body: nothing,
    request: ({ params }) => ({ version: versionIn(params) }),
    answer: policyDropped,
    codes: ['not_found'],
  }),
] as const;

import { mayDo } from './permits.ts';
import {
  delegationAsked,
  delegationGive,
  guardianAsked,
  guardianRecord,
  relationConfirm,
  relationEnd,
  relationEnded,
  relationItem,
  relationList,
} from './relation-schemas.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '监护与代办', en: 'Guardians and delegates' };

/** Who may act for whom. Acting itself has no routes: the request about somebody else's record, consent or log is one. */
export const relations = [
  route({
    path: '/relations',
    pipeline: 'giveDelegation',
    resource,
    summary: { zh: '委托别人代办', en: 'Let somebody act for you' },
    note: {
      zh: '在本人页面写对方的姓名和手机号,等对方确认;有没有这个人,回答都一样。网格员当面办理时写明 for,等本人在聊天里确认。最长一年。',
      en: 'On one’s own page, by the other’s name and number; they accept. The answer is the same whether or not there is such a person. A worker with both present names for; the person confirms in their chat. One year at most.',
    },
    roles: mayDo('relation.give'),
    body: delegationGive,
    idempotent: 'optional',
    status: 201,
    example: {
      delegate: { name: '王小明', mobile: '13700137001' },
      scope: ['see_record', 'tickets'],
      until: '2027-03-01',
    },
    request: ({ body }) => body,
    answer: delegationAsked,
  }),
  route({
    path: '/relations/guardians',
    pipeline: 'recordGuardian',
    resource,
    summary: { zh: '登记监护人', en: 'Record a guardian' },
    note: {
      zh: '网格员当面看过证件再登记;第二个人同意以后才生效。孩子要不满十四周岁,档案里要有出生日期。',
      en: 'By a worker who has seen the papers; it stands once a second person has approved it. The child is under 14, by the birth date on record.',
    },
    roles: mayDo('relation.guardian'),
    body: guardianRecord,
    idempotent: 'optional',
    status: 201,
    example: {
      child: '01kq3v9m2c7hx4e8ztn5rbw6ga',
      guardian: { name: '王小明', mobile: '13700137001' },
      paper: 'household_register',
    },
    request: ({ body }) => body,
    answer: guardianAsked,
  }),
  route({
    path: '/relations:confirm',
    pipeline: 'confirmRelation',
    resource,
    summary: { zh: '确认代办', en: 'Agree to a delegation' },
    roles: mayDo('relation.confirm'),
    body: relationConfirm,
    idempotent: 'optional',
    request: ({ body }) => body,
    answer: relationItem,
  }),
  route({
    path: '/relations:end',
    pipeline: 'endRelation',
    resource,
    summary: { zh: '结束代办', en: 'End a delegation' },
    note: {
      zh: '什么也不写,结束自己给出的全部代办,下一次请求就生效;写 other 只结束和这一位的。隐私官写明 of。',
      en: 'Empty, it ends all that one has given, for the very next request; with other, the one with that person. The privacy officer names of.',
    },
    roles: mayDo('relation.end'),
    body: relationEnd,
    idempotent: 'optional',
    request: ({ body }) => body,
    answer: relationEnded,
  }),
  route({
    path: '/relations:search',
    pipeline: 'listRelations',
    resource,
    summary: { zh: '谁能替我办,我能替谁办', en: 'Who may act for me, and for whom I may act' },
    roles: mayDo('relation.list'),
    body: nothing,
    request: () => undefined,
    answer: relationList,
  }),
] as const;

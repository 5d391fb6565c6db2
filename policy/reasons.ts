import type { Bilingual } from './bilingual.ts';

/**
 * Why something was granted or refused, for the officer who reads the log. The wire says only `denied`.
 *
 * The order is meaning: where several reasons would each be true, the one that stands first is told,
 * because it is the one somebody can act on.
 */
export const reasons = {
  granted: { zh: '准许', en: 'granted' },
  canary: { zh: '只用来示警的虚构档案', en: 'a made-up record that only serves as an alarm' },
  group_context: { zh: '群里不提供任何信息', en: 'nothing is released into a group' },
  desk_only: { zh: '工作人员只能在工作台办理', en: 'staff work at their desk, not through a chat' },
  outside_the_link: {
    zh: '这个链接只能办它那一件事',
    en: 'the link was made for one thing, and this is another',
  },
  reason_missing: { zh: '没有写明理由', en: 'no reason was given in words' },
  consent_withdrawn: { zh: '本人已撤回同意', en: 'the person has withdrawn consent' },
  consent_refused: { zh: '本人没有同意', en: 'the person said no' },
  consent_superseded: {
    zh: '告知书已更新,需要重新征求同意',
    en: 'the notice has changed since consent was given',
  },
  consent_hand_over: {
    zh: '本人已满十四周岁,监护人的同意不再算数,要问本人',
    en: 'the child has turned 14: the guardian’s consent counts no more, they are asked themselves',
  },
  consent_number_changed: {
    zh: '电话号码换了,原来的同意不算数,要重新问',
    en: 'the telephone number is another now: the consent was for the old one',
  },
  consent_expired: { zh: '同意已过期', en: 'the consent has run out' },
  consent_unconfirmed: {
    zh: '当面记录的同意还没有经本人确认',
    en: 'the consent was recorded at the door, and the person has not confirmed it yet',
  },
  no_consent: { zh: '还没有征求本人同意', en: 'the person has not been asked' },
  consent_not_renewal: {
    zh: '首次同意须在本人页面或当面办理',
    en: 'a first consent is given on the person’s own page, not through a chat',
  },
  consent_elsewhere: {
    zh: '上次的表示不是在这个聊天里作出的,须在本人页面办理',
    en: 'the last word on it was not said in this chat: it is given on the person’s own page',
  },
  enrolment_only: { zh: '要从一次性的设置链接进来', en: 'it takes a link for setting how one signs in' },
  enrolled_already: {
    zh: '本人已有口令或通行密钥,先由隐私官停用旧的',
    en: 'the person has a PIN or a passkey: the officer takes it away first',
  },
  people_sign_in: { zh: '人用口令或通行密钥登录,不发令牌', en: 'people sign in: tokens are for programs' },
  sign_in_needed: { zh: '需要先用口令或通行密钥登录', en: 'signing in with a PIN or a passkey comes first' },
  storage_only: {
    zh: '本人已抹除,法律要求留存的只存不用',
    en: 'the person was erased: what a law has kept is stored and used for nothing else',
  },
  no_trace: { zh: '不在待核对名单上', en: 'it is not on the list of words to be looked at' },
  not_kept: { zh: '不是依法留存的', en: 'no law has it kept' },
  restricted: { zh: '本人要求限制使用', en: 'the person has restricted what is done with it' },
  held: {
    zh: '报事人还可以给照片打码,过几分钟再看',
    en: 'the reporter may still hide something in it: in a few minutes it can be seen',
  },
  review_overdue: {
    zh: '紧急查看逾期未复核,日常查看暂停',
    en: 'a review of a break-glass is overdue: routine looks rest',
  },
  order_does_not_cover: { zh: '应急令没有列入这项信息', en: 'the emergency order does not name the field' },
  no_order: { zh: '这个网格没有生效的应急令', en: 'no emergency order is in force in the grid' },
  no_break_glass: { zh: '没有开启紧急查看', en: 'no break-glass is open for this person' },
  recipient_ended: { zh: '接收方已注销', en: 'the recipient has been ended' },
  recipient_key_expired: { zh: '接收方的公钥已过期', en: 'the key of the recipient has expired' },
  not_approved: { zh: '还没有第二个人同意', en: 'no second person has approved it' },
  already_made: { zh: '已经交出过一次', en: 'it was handed out once already' },
  two_people_needed: { zh: '需要另一个人同意', en: 'a second person has to approve it' },
  maker_lost_role: { zh: '提出的人已不在那个岗位', en: 'who proposed it has lost the role' },
  too_late: { zh: '已过时限', en: 'the time for it is over' },
  own_proposal: { zh: '自己提出的要由另一个人决定', en: 'who proposes does not decide' },
  not_this_role: { zh: '这件事不由这个角色提出或决定', en: 'this role neither proposes nor decides this' },
  not_to_be_asked: { zh: '现在不能问本人这一项', en: 'the person is not to be asked for this now' },
  nothing_to_confirm: { zh: '没有等本人确认的同意', en: 'there is no consent that waits for a word' },
  not_your_grid: { zh: '不在您的网格', en: "outside the actor's grid" },
  case_missing: { zh: '没有指明事项', en: 'no case was named' },
  case_wrong_kind: { zh: '这类事项不能这样用', en: 'a case of this kind does not allow it' },
  case_not_yours: { zh: '不是您承办的工单', en: 'the case is not assigned to the actor' },
  case_not_about: { zh: '与这张工单无关', en: 'the record has nothing to do with the case' },
  case_overdue: { zh: '超过了办理时限,可以申请延期', en: 'the time of the case is over' },
  case_closed: { zh: '工单已经结束', en: 'the case is closed' },
  case_wrong_state: { zh: '工单不在可以这样做的环节', en: 'the case is not in a state that allows it' },
  case_not_reported_by_you: { zh: '不是您提交的工单', en: 'somebody else reported the case' },
  own_work: { zh: '自己办的工单不由自己结单、评价', en: 'who handled the case neither closes nor rates it' },
  not_your_record: { zh: '不是本人的信息', en: "not the actor's own" },
  not_guardian: { zh: '不是不满十四周岁孩子的监护人', en: 'not the guardian of a child under 14' },
  not_delegate: { zh: '本人没有请其代办这件事', en: 'the person does not let them act in this' },
  relation_waiting: { zh: '代办还没有被确认', en: 'the delegation has not been agreed to yet' },
  relation_ended: { zh: '代办或监护关系已经结束', en: 'the relation has been ended' },
  relation_over: { zh: '代办已经到期', en: 'the time of the delegation is over' },
  hand_over: { zh: '孩子已满十四周岁,由本人决定', en: 'the child has turned 14 and decides themselves' },
  age_unknown: {
    zh: '档案里没有出生日期,不能确定不满十四周岁',
    en: 'no birth date is on record: nobody can say that the child is under 14',
  },
  beyond_scope: { zh: '不在本人交代的事项里', en: 'beyond what the person lets them do' },
  guardian_decides: { zh: '不满十四周岁,由监护人决定', en: 'under 14: a guardian decides' },
  sensitive_is_own: {
    zh: '涉及敏感信息的同意只能由本人作出',
    en: 'consent to what is sensitive is given by the person alone',
  },
  erase_is_own: {
    zh: '抹除只能由本人提出,或由两个人复核',
    en: 'erasure is asked for by the person themselves, or decided by two people',
  },
  not_the_maker: { zh: '只有发起绑定的人可以确认', en: 'only who opened the binding may confirm it' },
  private_only: { zh: '只能在私聊里办理', en: 'only in a private chat' },
  own_page_only: { zh: '只能在本人页面或工作台办理', en: 'only on one’s own page or at a desk' },
  move_unknown: { zh: '没有这个操作', en: 'there is no such move' },
  move_not_from_here: { zh: '当前环节不能这样操作', en: 'the case cannot make this move from its state' },
  role_may_not_move: { zh: '这个角色不能这样操作', en: 'the role may not make this move' },
  right_not_yours: { zh: '这项申请不由这个岗位办', en: 'the request is not for this role to decide' },
  right_wrong_state: {
    zh: '这项申请已经不在可以这样做的环节',
    en: 'the request cannot take this step any more',
  },
  nothing_masked: { zh: '这项信息不能部分显示', en: 'nothing can be shown of it but the whole' },
  purpose_does_not_cover: { zh: '该用途不包括这项信息', en: 'the purpose does not cover the field' },
  no_rule: { zh: '没有允许这样做的规则', en: 'no rule allows it' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type ReasonCode = keyof typeof reasons;

/** Why a relation of guardian or delegate does not stand, or does not reach so far. */
export type RelationReason = Extract<
  ReasonCode,
  | 'relation_waiting'
  | 'relation_ended'
  | 'relation_over'
  | 'hand_over'
  | 'age_unknown'
  | 'beyond_scope'
  | 'not_delegate'
>;

export const reasonCodes = Object.keys(reasons) as readonly ReasonCode[];

const ranks: ReadonlyMap<ReasonCode, number> = new Map(reasonCodes.map((code, rank) => [code, rank]));

/** Where a reason stands in the table: of several the one with the least is told. */
export const usefulness = (code: ReasonCode): number => ranks.get(code) ?? reasonCodes.length;

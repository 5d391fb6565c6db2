import type { Bilingual } from '../bilingual.ts';
import type { NeedName } from '../operations.ts';

/** What an operation needs (`operations.ts`), as the half-sentence that stands in the sheet an officer signs. */
export const needWords: Readonly<Record<NeedName, Bilingual>> = {
  self: { zh: '是本人的', en: 'it is their own' },
  guardian_of: { zh: '是不满十四周岁孩子的监护人', en: 'it is that of their child under 14' },
  delegate_of: { zh: '本人已请其代办这件事', en: 'the person lets them act in this' },
  acts_for: { zh: '是其监护人,或本人请其代办这件事', en: 'it is that of whom they act for' },
  of_own_age: { zh: '本人已满十四周岁', en: 'the person is 14 or older' },
  not_sensitive: { zh: '不涉及敏感信息', en: 'nothing sensitive is in it' },
  strongly: { zh: '已用口令或通行密钥登录', en: 'signed in with a PIN or a passkey' },
  enrolling: { zh: '从设置登录方式的一次性链接进来', en: 'came by a link for setting how one signs in' },
  unenrolled: { zh: '本人还没有口令和通行密钥', en: 'the person has neither PIN nor passkey' },
  for_a_service: { zh: '是给程序的,不是给人的', en: 'it is for a program, not for a person' },
  own_grid: { zh: '在自己的网格', en: 'it is in their own grid' },
  in_private: { zh: '在私聊里', en: 'in a private chat' },
  at_desk: { zh: '在工作台或本人页面', en: 'at a desk or on one’s own page' },
  no_group: { zh: '不在群里', en: 'not in a group' },
  maker: { zh: '是其本人发起的', en: 'they began it' },
  other_person: { zh: '不是其本人提出的', en: 'somebody else proposed it' },
  names_role: { zh: '这件事由这个角色提出或决定', en: 'the matter is for this role' },
  given_before: { zh: '同样的告知书以前同意过', en: 'the same text was agreed to before' },
  said_here: { zh: '上次的表示是在这个聊天里作出的', en: 'the last word on it was said in this chat' },
  move_allowed: { zh: '工单到了可以这样办的环节', en: 'the ticket is where this can be done' },
  strong_for_it: { zh: '重要的权利须用口令或通行密钥登录', en: 'what matters needs a PIN or a passkey' },
  decides_it: { zh: '这项权利由这个角色决定', en: 'the right is for this role to decide' },
  not_erasure: { zh: '不是抹除', en: 'it erases nothing' },
  step_possible: { zh: '申请到了可以这样办的环节', en: 'the request is where this can be done' },
};

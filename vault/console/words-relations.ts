import type { Bilingual } from '../../policy/bilingual.ts';

/** Who may act for one, and for whom one may act. */
export const relationWords = {
  title: { zh: '谁能替我办', en: 'Who may act for me' },
  lead: {
    zh: '您可以请家里人替您办事。每用一次都会告诉您,说一声就停。',
    en: 'You can let somebody in the family act for you. You are told of every use, and one word ends it.',
  },
  given: { zh: '能替我办的', en: 'Who may act for me' },
  noneGiven: { zh: '现在没有人能替您办。', en: 'Nobody may act for you now.' },
  held: { zh: '我能替谁办', en: 'For whom I may act' },
  noneHeld: { zh: '现在没有人请您代办。', en: 'Nobody has asked you to act for them.' },
  guardian: { zh: '监护人', en: 'guardian' },
  child: { zh: '您是监护人', en: 'you are the guardian' },
  delegate: { zh: '代办人', en: 'delegate' },
  parent: { zh: '请您代办', en: 'lets you act' },
  noName: { zh: '没有姓名', en: 'no name' },
  until: { zh: '到 {until} 为止', en: 'until {until}' },
  waitsForMe: { zh: '等您确认', en: 'waits for your yes' },
  stands: { zh: '现在有效', en: 'in force' },
  agree: { zh: '同意', en: 'Agree' },
  turnDown: { zh: '不同意', en: 'Do not agree' },
  end: { zh: '结束代办,当场生效', en: 'End it now' },
  giveUp: { zh: '不再做监护人', en: 'Give up being the guardian' },
  open: { zh: '替 TA 办', en: 'Act for them' },
  give: { zh: '请一位家里人代办', en: 'Let somebody act for me' },
  giveHint: {
    zh: '写姓名和手机号,选能办什么、到哪天',
    en: 'their name and number, what for, and until when',
  },
  fromChat: {
    zh: '您是从聊天里进来的:看和结束都行;要请人代办,请用口令或通行密钥登录,或找网格员当面办。',
    en: 'You came from the chat: you can look and end. To let somebody act, sign in with a PIN or passkey, or ask your grid worker.',
  },
  done_asked: {
    zh: '好,如果这位在社区有档案,会收到提醒;TA 同意以后就能替您办。',
    en: 'If they have a record here, they are asked. Once they agree, they may act for you.',
  },
  done_recorded: {
    zh: '记下了。本人在微信里确认以后生效。',
    en: 'Recorded. It stands once the person has said yes in their chat.',
  },
  done_ended: { zh: '好,从现在起停了。', en: 'It is ended, from this moment.' },
  done_agreed: { zh: '好,现在可以了。', en: 'It is agreed, and stands.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The form in which one lets somebody act. */
export const giveWords = {
  title: { zh: '请人代办', en: 'Let somebody act' },
  lead: {
    zh: '对方要在本社区有居民档案。先看清楚能办什么,再确认。',
    en: 'They need a resident’s record here. Read what it means before you confirm.',
  },
  forOther: {
    zh: '两位都要在场。记下以后,由本人在微信里说「同意」才生效。',
    en: 'Both have to be here. It stands once the person says yes in their chat.',
  },
  name: { zh: '对方的姓名', en: 'Their name' },
  mobile: { zh: '对方的手机号', en: 'Their mobile number' },
  scope: { zh: '能替您办什么', en: 'What they may do' },
  until: { zh: '到哪一天为止', en: 'Until which day' },
  untilHint: { zh: '例如 2027-03-01,最长一年', en: 'for example 2027-03-01, one year at the most' },
  next: { zh: '下一步,看清楚再确认', en: 'Next: read it, then confirm' },
  check: { zh: '请看清楚', en: 'Please read' },
  confirm: { zh: '看清楚了,确认', en: 'I have read it: confirm' },
  change: { zh: '改一下', en: 'Change it' },
  back: { zh: '返回', en: 'Back' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Acting for somebody: each page says for whom, first of all. */
export const forWords = {
  acting: { zh: '您正在替 {name} 办理', en: 'You are acting for {name}' },
  recordedChild: {
    zh: '您看到的、做的,都会以监护人的名义记下来,孩子满十四周岁以后能看到。',
    en: 'What you see and do is recorded as the guardian’s; the child can read it from the age of 14 on.',
  },
  recordedOther: {
    zh: '您看到的、做的,都会以代办人的名义记下来,每一次都会告诉本人。',
    en: 'What you see and do is recorded as the delegate’s, and they are told each time.',
  },
  somebody: { zh: '对方', en: 'somebody' },
  record: { zh: '档案', en: 'Record' },
  dogs: { zh: '犬只档案', en: 'Dogs' },
  log: { zh: '谁看过 TA 的信息', en: 'Who looked at their data' },
  consents: { zh: 'TA 的授权', en: 'Their consents' },
  leave: { zh: '回到我自己的', en: 'Back to my own' },
  withdraw: { zh: '撤回同意', en: 'Withdraw' },
  read: { zh: '看告知书,再决定', en: 'Read the notice, then decide' },
  give: { zh: '看过了,代为同意', en: 'I have read it, and agree for them' },
  refuse: { zh: '不同意', en: 'I do not agree' },
  own: {
    zh: '这项涉及敏感信息,只能由本人同意。',
    en: 'It covers what is sensitive: only they can agree to it.',
  },
  none: { zh: '还没有别人看过。', en: 'Nobody else has looked.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A worker records a guardian. */
export const guardianWords = {
  title: { zh: '登记监护人', en: 'Record a guardian' },
  link: { zh: '登记监护人', en: 'Guardian' },
  linkDelegate: { zh: '登记代办', en: 'Delegate' },
  lead: {
    zh: '孩子要不满十四周岁,档案里要有出生日期。请当面看过证件,不拍照、不留复印件。',
    en: 'The child is under 14, with a birth date on record. See the papers in person; take no photo and keep no copy.',
  },
  child: { zh: '孩子', en: 'The child' },
  name: { zh: '监护人的姓名', en: 'The guardian’s name' },
  mobile: { zh: '监护人的手机号', en: 'The guardian’s mobile number' },
  paper: { zh: '看过哪一种证件', en: 'Which paper you have seen' },
  send: { zh: '看过了,请第二个人复核', en: 'I have seen it: ask a second person' },
  hint: {
    zh: '第二个人同意以后才生效;会记录,居民能看到',
    en: 'It stands once a second person approves. It is recorded.',
  },
  sent: {
    zh: '已交第二个人复核,三天内有效。同意以后,监护人会在微信里收到提醒。',
    en: 'A second person has it, for three days. Once approved the guardian is told in their chat.',
  },
  back: { zh: '返回居民', en: 'Back to the residents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

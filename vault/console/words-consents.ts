import type { Bilingual } from '../../policy/bilingual.ts';
import type { CheckedHow, ConsentEventKind } from '../../policy/consent/consent.ts';

/** What a resident's page of consents says beside `words-me.ts`: whose word it was, what became of it, and its receipt. */
export const consentMoreWords = {
  since: { zh: '{when}起', en: 'since {when}' },
  until: { zh: '到{when}为止', en: 'until {when}' },
  confirmBy: { zh: '{when}以前没有您的话,就不算了', en: 'without your word by {when} it counts for nothing' },
  door: { zh: '网格员当面记的', en: 'recorded by a grid worker at the door' },
  paper: { zh: '您签过纸质告知书', en: 'you signed it on paper' },
  guardian: { zh: '监护人同意的', en: 'agreed to by a guardian' },
  delegate: { zh: '代办人同意的', en: 'agreed to by who acts for you' },
  self: { zh: '您自己同意的', en: 'agreed to by you' },
  isItSo: {
    zh: '网格员记下您当面同意了这一项。是这样吗?',
    en: 'A grid worker recorded that you agreed to this at the door. Is that so?',
  },
  before: {
    zh: '您确认以前,敏感信息看不到,也不会交给别的单位。',
    en: 'Until you confirm it, nothing sensitive is shown and nothing is passed on.',
  },
  yes: { zh: '是,我同意过', en: 'Yes, I agreed' },
  no: { zh: '不是,我没同意', en: 'No, I did not' },
  confirmed: { zh: '好,记下了,谢谢您确认。', en: 'Thank you: it is confirmed.' },
  disputed: {
    zh: '好,这一项已经作废,从现在起谁也不能凭它看。隐私官会去问是怎么回事。',
    en: 'It is void, from this moment: nobody sees anything by it. The privacy officer will look into it.',
  },
  notMine: { zh: '不是我同意的', en: 'I did not agree to this' },
  notAsked: { zh: '我们不会再问', en: 'We do not ask you' },
  askFrom: { zh: '({when}以后才可能再问)', en: '(not before {when})' },
  whoSaw: { zh: '具体停了什么', en: 'What stops, in detail' },
  goesOn: { zh: '照旧的(依法要做的事)', en: 'What goes on (as the law asks)' },
  recipients: { zh: '登记了哪些单位', en: 'Which organisations are registered' },
  history: { zh: '经过', en: 'What happened' },
  receipt: { zh: '回执', en: 'Receipt' },
  noticeOf: { zh: '告知书第 {version} 版', en: 'notice, version {version}' },
  renew: {
    zh: '快到期了。还愿意的话,再同意一次就行。',
    en: 'It runs out soon. If you still agree, say so once more.',
  },
  again: { zh: '看过了,继续同意', en: 'I have read it, and go on agreeing' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const eventWords: Readonly<Record<ConsentEventKind, Bilingual>> = {
  given: { zh: '同意', en: 'agreed' },
  renewed: { zh: '续期', en: 'renewed' },
  confirmed: { zh: '本人确认', en: 'confirmed' },
  refused: { zh: '不同意', en: 'refused' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  disputed: { zh: '本人说没同意过', en: 'denied' },
  expired: { zh: '到期', en: 'ran out' },
  superseded: { zh: '告知书更新,作废', en: 'void: the notice changed' },
};

export const byWhom = {
  subject: { zh: '本人', en: 'yourself' },
  guardian: { zh: '监护人', en: 'a guardian' },
  delegate: { zh: '代办人', en: 'who acts for you' },
  worker: { zh: '网格员(当面)', en: 'a grid worker, at the door' },
  system: { zh: '自动', en: 'by itself' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const checkedWords: Readonly<Record<CheckedHow, Bilingual>> = {
  identity_card: { zh: '看了身份证', en: 'saw the identity card' },
  known: { zh: '认识本人', en: 'knows them' },
  answers: { zh: '核对了住址和电话', en: 'asked for address and number' },
  paper: { zh: '签了纸质告知书', en: 'signed on paper' },
};

export const receiptWords = {
  title: { zh: '同意回执', en: 'Consent receipt' },
  lead: {
    zh: '这是您这次决定的凭据。可以打印,也可以存成文件,以后谁改过一个字都验得出来。',
    en: 'This is the proof of what you decided. Print it, or keep the file: if one byte of it changes, that shows.',
  },
  what: { zh: '决定', en: 'Decision' },
  when: { zh: '时间', en: 'When' },
  purpose: { zh: '用途', en: 'What for' },
  who: { zh: '谁表示的', en: 'Whose word' },
  basis: { zh: '依据', en: 'Ground' },
  fields: { zh: '涉及的信息', en: 'Which information' },
  sensitive: { zh: '敏感', en: 'sensitive' },
  recipients: { zh: '给谁看', en: 'Who sees it' },
  retention: { zh: '保存多久', en: 'How long' },
  controller: { zh: '负责的单位', en: 'Who answers for it' },
  contact: { zh: '怎么找到', en: 'How to reach them' },
  until: { zh: '有效到', en: 'Until' },
  forever: { zh: '撤回为止', en: 'until you take it back' },
  notice: { zh: '告知书', en: 'Notice' },
  record: { zh: '记录编号', en: 'Record' },
  entry: { zh: '访问记录', en: 'Access log' },
  entryIn: { zh: '{origin} 第 {entry} 条', en: '{origin}, entry {entry}' },
  toConfirm: { zh: '等您本人确认', en: 'waits for your own word' },
  signature: { zh: '签名(Ed25519)', en: 'Signature (Ed25519)' },
  file: { zh: '存成文件(JSON)', en: 'Save the file (JSON)' },
  check: { zh: '怎么核验', en: 'How to check it' },
  checkHow: {
    zh: '存下文件,再从社区窗口拿一次回执公钥(也在 {key}),在任何一台电脑上运行下面这一行,不用联网。',
    en: 'Save the file, get the receipts key once at the community’s desk (it is also at {key}), and run this on any computer, offline.',
  },
  back: { zh: '返回我的授权', en: 'Back to my consents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The worker's page, with the resident before them. */
export const doorWords = {
  title: { zh: '当面征求同意', en: 'Ask for consent in person' },
  lead: {
    zh: '本人要在您面前。把告知书念给本人听,听完由本人决定,不劝,不催。',
    en: 'The person has to be before you. Read the notice to them; they decide. No urging.',
  },
  what: {
    zh: '会记录是您记的,居民能看到。本人要在聊天或页面里确认,七天没确认就不算;确认以前敏感信息看不到。',
    en: 'It is recorded as yours, and the resident sees it. They confirm it in their chat or on their page: without that it ends in seven days, and nothing sensitive is shown before.',
  },
  ask: { zh: '问这一项', en: 'Ask about this' },
  checked: { zh: '怎么确认是本人', en: 'How you know it is them' },
  yes: { zh: '本人说同意', en: 'They say yes' },
  no: { zh: '本人说不同意', en: 'They say no' },
  done: {
    zh: '记下了,已请本人确认。{when}以前没确认就不算。',
    en: 'Recorded, and the person is asked to confirm. Without that it ends at {when}.',
  },
  doneNo: {
    zh: '记下了:本人不同意。以后不再问这一项。',
    en: 'Recorded: the answer is no. Do not ask about this again.',
  },
  back: { zh: '返回居民列表', en: 'Back to the residents' },
  link: { zh: '当面征求同意', en: 'Ask for consent' },
} as const satisfies Readonly<Record<string, Bilingual>>;

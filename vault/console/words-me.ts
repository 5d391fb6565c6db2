import type { Bilingual } from '../../policy/bilingual.ts';
import type { PurposeId } from '../../policy/purposes.ts';

/** A resident's own pages. */
export const meWords = {
  title: { zh: '我的信息', en: 'My record' },
  fromChat: {
    zh: '这一页是从聊天里打开的,所以只显示一部分:微信可能在别人手里。输入您的口令就能看全。',
    en: 'You came here from the chat, so this is masked: somebody else may hold your phone. With your PIN you see all of it.',
  },
  recorded: {
    zh: '您自己看也会记一条,在「谁看过」里能看到。',
    en: 'Your own look is recorded too; you find it under “Who looked”.',
  },
  record: { zh: '档案', en: 'Record' },
  none: {
    zh: '这里还没有您的档案。请找您的网格员建一份。',
    en: 'There is no record of you yet. Ask your grid worker to make one.',
  },
  noneHeld: { zh: '没有登记。', en: 'None on file.' },
  further: { zh: '还可以看', en: 'Further' },
  whoLooked: { zh: '谁看过我的信息', en: 'Who looked at my data' },
  whoLookedHint: { zh: '谁、什么时候、为什么,一条一条', en: 'who, when and why, one by one' },
  consents: { zh: '我的授权', en: 'My consents' },
  consentsHint: { zh: '随时可以撤回,当场生效', en: 'taken back at any time, at once' },
  tickets: { zh: '我的工单', en: 'My tickets' },
  ticketsHint: { zh: '办到哪一步了', en: 'how far they are' },
  recipients: { zh: '可能交给谁', en: 'Who may be given it' },
  recipientsHint: {
    zh: '名册里的单位,各能收到哪几项',
    en: 'the organisations in the register, and what each may get',
  },
  bind: { zh: '绑定微信', en: 'Connect my chat' },
  bindHint: { zh: '绑定以后在微信里就能办', en: 'do all this in your chat' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const consentPageWords = {
  title: { zh: '我的授权', en: 'My consents' },
  lead: {
    zh: '这些事要您同意才能做。不同意,事情照样办。',
    en: 'These need your consent. Without it you are served all the same.',
  },
  given: { zh: '现在的情况', en: 'Where it stands' },
  withdraw: { zh: '撤回同意', en: 'Withdraw' },
  give: { zh: '看过了,同意', en: 'I have read it, and agree' },
  refuse: { zh: '不同意', en: 'I do not agree' },
  read: { zh: '看告知书,再决定', en: 'Read the notice, then decide' },
  readAgain: { zh: '看告知书', en: 'Read the notice' },
  withdrawn: {
    zh: '好,已撤回,从现在起就不行了。想恢复,随时可以在这里再同意。',
    en: 'It is withdrawn, from this moment. You can agree again here at any time.',
  },
  agreed: { zh: '好,已记下您的同意。', en: 'Your consent is recorded.' },
  refused: { zh: '好,已记下您不同意。事情照样办。', en: 'Your no is recorded. You are served all the same.' },
  elsewhere: {
    zh: '这次同意要先用口令解锁。从聊天里只能恢复您在这个聊天里撤回的同意。',
    en: 'This consent takes your PIN first. From the chat you can only renew what you withdrew in this chat.',
  },
  changed: {
    zh: '告知书刚刚更新了,请看新的一份再决定。',
    en: 'The notice has just changed: please read the new one.',
  },
  stops: { zh: '撤回以后', en: 'If you withdraw' },
  without: { zh: '不同意的话', en: 'Without your consent' },
  notByConsent: { zh: '不靠您同意的', en: 'What does not rest on your consent' },
  notByConsentWhat: {
    zh: '这些是社区依法要做的事,或是您自己的权利,所以不用您同意,也撤不回。想要解释,请找隐私官。',
    en: 'These are duties of the community by law, or rights of your own: they need no consent, and there is none to withdraw. Ask the privacy officer for an explanation.',
  },
  basis: { zh: '依据', en: 'Basis' },
  hash: {
    zh: '告知书 {id} 第 {version} 版的 SHA-256,您同意的就是这一份:',
    en: 'SHA-256 of notice {id}, version {version}: this very text is what you agree to.',
  },
  file: { zh: '下载原文', en: 'Download the text itself' },
  noNotice: {
    zh: '这项的告知书现在没有,暂时不能同意。',
    en: 'There is no notice for it now, so it cannot be agreed to.',
  },
  back: { zh: '返回我的授权', en: 'Back to my consents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What no longer works without a consent; a purpose that has no line here says nothing of its own. */
export const withoutConsent: Readonly<Partial<Record<PurposeId, Bilingual>>> = {
  phone_contact: {
    zh: '网格员看不到您的电话,也就不能打给您。有急事只能上门找您,或请楼管家留言,可能慢一点。',
    en: 'Grid workers cannot see your number, and so cannot call. If it is urgent they come to your door or leave you a message; that may take longer.',
  },
  care_visit: {
    zh: '网格员看不到您的照护需要,也不再定期上门看您。有事随时叫我们,照样来。',
    en: 'Grid workers do not see your care needs, and no longer come by regularly. Call us at any time: we come all the same.',
  },
  provide_by_consent: {
    zh: '不再把您的联系方式交给别的单位,要办的事您可以自己去联系。',
    en: 'Your contact details are passed on to nobody; you can turn to the organisations yourself.',
  },
};

export const ownLogWords = {
  title: { zh: '谁看过我的信息', en: 'Who looked at my data' },
  others: { zh: '只看别人的', en: 'Only what others did' },
  all: { zh: '连我自己的', en: 'Mine as well' },
  none: { zh: '还没有别人看过您的信息。', en: 'Nobody else has looked at your data.' },
  noneOlder: { zh: '再往前没有了。', en: 'There is nothing older.' },
  older: { zh: '更早的', en: 'Older' },
  keepOf: { zh: '留一份证明(第 {seq} 条)', en: 'Keep a proof (entry {seq})' },
  what: {
    zh: '每一条都可以留一份证明:日后谁改了、删了它,都能看出来。觉得哪条不对,记下编号找隐私官。',
    en: 'You can keep a proof of each: it shows if an entry is later changed or removed. If one seems wrong, take its number to the privacy officer.',
  },
  altered: {
    zh: '有几条和当初写下的不一样,内容不显示:{list}。请告诉隐私官。',
    en: 'Some entries are not as they were written, and are not shown: {list}. Please tell the privacy officer.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

import type { Bilingual } from '../../policy/bilingual.ts';

/** How far the keys have turned. */
export const keyWords = {
  title: { zh: '密钥', en: 'Keys' },
  lead: {
    zh: '密钥自己按时更换,这里看得到换到哪一步。页面上没有任何密钥。',
    en: 'The keys turn by themselves, and here it is seen how far they have. No key is on this page.',
  },
  doneIndex: { zh: '已开始更换,会在后台做完。', en: 'It has begun and will be done behind the scenes.' },
  doneLog: { zh: '已提出,等第二个人同意。', en: 'It is proposed and waits for a second person.' },
  epochs: { zh: '每月的密钥', en: 'The months’ keys' },
  epochsWhat: {
    zh: '每月换一把。旧的在没有东西靠它以后再留 35 天,然后销毁:删掉的信息从此在任何备份里都打不开。',
    en: 'A new one each month. An old one is kept for 35 days after nothing is wrapped by it and then destroyed: what was erased opens in no backup from then on.',
  },
  month: { zh: '月份', en: 'Month' },
  wraps: { zh: '还封着的密钥', en: 'Keys it wraps' },
  fate: { zh: '去向', en: 'What becomes of it' },
  current: { zh: '正在用', en: 'in use' },
  turning: { zh: '正在换到新的', en: 'being changed for the new one' },
  destroyed: { zh: '已销毁:', en: 'destroyed: ' },
  toDestroy: { zh: '将销毁:', en: 'to be destroyed: ' },
  indexes: { zh: '查找用的密钥', en: 'Keys for finding' },
  indexesWhat: {
    zh: '每项一年换一次,换的时候照常查得到。',
    en: 'Each is changed once a year; everything is found as ever meanwhile.',
  },
  index: { zh: '查找的项', en: 'Index' },
  generation: { zh: '第几代', en: 'Generation' },
  progress: { zh: '进度', en: 'Progress' },
  asked: { zh: '等新密钥', en: 'waiting for the new key' },
  adding: { zh: '正在补标记:{made} / {tags}', en: 'adding tags: {made} of {tags}' },
  clearing: { zh: '已启用,正在清理旧标记', en: 'in use; the old tags are being cleared' },
  since: { zh: '自', en: 'since ' },
  rotate: { zh: '现在更换', en: 'Change it now' },
  which: { zh: '哪一项', en: 'Which index' },
  log: { zh: '给访问记录签名的密钥', en: 'Keys that sign the log' },
  logWhat: {
    zh: '更换要两个人。两把一起签名的那段时间,用哪一把核对都行。',
    en: 'Changing it takes two people. While both sign, either of them verifies.',
  },
  signs: { zh: '正在签名', en: 'signs' },
  signsUntil: { zh: '签名到:', en: 'signs until ' },
  signedTo: { zh: '已停用,签到第 {n} 条', en: 'signs no more; up to entry {n}' },
  askLog: { zh: '申请更换', en: 'Ask for another key' },
  days: {
    zh: '新旧一起签名几天(0 为旧的立即停用)',
    en: 'For how many days both sign (0: the old one ends at once)',
  },
  why: { zh: '为什么更换', en: 'Why' },
  badDays: { zh: '填 0 到 366', en: 'a number from 0 to 366' },
  programs: { zh: '楼管家的令牌', en: 'The chat assistant’s tokens' },
  program: { zh: '程序', en: 'Program' },
  made: { zh: '发放于', en: 'Made' },
  ends: { zh: '到期', en: 'Ends' },
  noToken: { zh: '没有有效的令牌', en: 'no token that is good' },
  unknown: { zh: '没有记录', en: 'not recorded' },
  none: { zh: '没有', en: 'None' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What an index finds by. */
export const indexWords: Readonly<Record<string, Bilingual>> = {
  'binding.contact': { zh: '微信联系人', en: 'chat contacts' },
  'suppression.idNumber': { zh: '不再登记的名单', en: 'the suppression list' },
};

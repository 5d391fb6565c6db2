import type { Bilingual } from '../../policy/bilingual.ts';
import type { menuWords } from './words-frame.ts';

export const moreWords = {
  title: { zh: '更多', en: 'More' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What a page is for, in half a line. */
export const moreHints: Readonly<Partial<Record<keyof typeof menuWords, Bilingual>>> = {
  requests: {
    zh: '居民要查、要改、要删的,还剩几天',
    en: 'What residents ask for, and how many days are left',
  },
  reviews: {
    zh: '紧急查看过什么,是不是该看',
    en: 'What was opened in an emergency, and whether it had to be',
  },
  policy: { zh: '现在的规则,逐项列出', en: 'The rules in force, field by field' },
  versions: { zh: '草拟的、生效的,两边有什么不同', en: 'Drafts and what is in force, side by side' },
  duties: { zh: '对外提供、接收方、影响评估、安全事件', en: 'Hand-overs, recipients, assessments, breaches' },
  orders: { zh: '防汛防疫,看哪几项,到哪天为止', en: 'Floods and epidemics: which fields, until when' },
  erasures: { zh: '没存的、要遮去的、下次清掉的', en: 'What was held back, is to be blacked out, goes next' },
  canaries: { zh: '谁也用不到的假档案,打开就停用', en: 'Made-up records: whoever opens one is stopped' },
  checkpoint: { zh: '给外人核对访问记录用', en: 'For strangers to check the log against' },
  keys: { zh: '换到哪一步,何时销毁旧的', en: 'How far they have turned, when old ones are destroyed' },
  assistant: { zh: '出了事,先让楼管家停下', en: 'Stop the chat assistant when something is wrong' },
  approvals: { zh: '您提出的,等第二个人', en: 'What you proposed and waits for a second person' },
  bind: { zh: '在微信里接单用', en: 'To take tickets in your chat' },
};

import type { Bilingual } from '../../policy/bilingual.ts';

/** The page behind a one-time link, and the way out. */
export const enterWords = {
  title: { zh: '进入邻盾', en: 'Come in' },
  what: {
    zh: '这是给您一个人的链接,打开的是您自己的页面。十分钟内有效,只能用一次;点下面的按钮才算打开。',
    en: 'This link is for you alone and opens your own page. It is good for ten minutes and one use; it is used only when you tap the button.',
  },
  notYou: {
    zh: '不是您自己要的链接?关掉这一页就好,什么都不会发生。',
    en: 'You did not ask for it? Close the page, and nothing happens.',
  },
  go: { zh: '进入', en: 'Come in' },
  noScript: {
    zh: '这一页要用到浏览器脚本(JavaScript):链接里的密码只有它能读到。请打开脚本,或换一个浏览器再点链接。',
    en: 'This page needs JavaScript: nothing else can read the secret in the link. Please turn it on, or open the link in another browser.',
  },
  cut: {
    zh: '链接不完整,后半截没有带过来。请回到微信,整个点开或整段复制。',
    en: 'The link is cut short. Go back to the chat and open all of it.',
  },
  oldTitle: {
    zh: '这个链接已经用过,或过了十分钟',
    en: 'This link was used before, or is older than ten minutes',
  },
  old: {
    zh: '没关系,再要一个就行。',
    en: 'Never mind: just ask for another one.',
  },
  leftTitle: { zh: '已经退出', en: 'You are signed out' },
  left: {
    zh: '这台设备上看不到您的页面了。',
    en: 'Your pages cannot be seen on this device any more.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

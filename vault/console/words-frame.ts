import type { Bilingual } from '../../policy/bilingual.ts';

/** What stands around every page. */
export const frameWords = {
  product: { zh: '邻盾', en: 'Lindun' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  menu: { zh: '菜单', en: 'Menu' },
  reading: { zh: '阅读设置', en: 'How to read' },
  otherLanguage: { zh: 'English', en: '中文' },
  larger: { zh: '大字', en: 'Larger type' },
  normal: { zh: '标准字号', en: 'Normal type' },
  leave: { zh: '退出', en: 'Sign out' },
  signIn: { zh: '我怎么登录', en: 'How I sign in' },
  back: { zh: '返回', en: 'Back' },
  wrongTitle: { zh: '有错:{title}', en: 'Error: {title}' },
  fix: { zh: '有一处要改一下', en: 'Something needs correcting' },
  waiting: { zh: '{n} 条没看', en: '{n} not looked at' },
  more: { zh: '下一页', en: 'Next page' },
  remaining: { zh: '后面还有 {n} 条', en: '{n} more after these' },
  printed: { zh: '打印于 {when},编号 {request}', en: 'Printed {when}, reference {request}' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const menuWords = {
  tickets: { zh: '工单', en: 'Tickets' },
  residents: { zh: '居民', en: 'Residents' },
  visits: { zh: '走访', en: 'Visits' },
  records: { zh: '建档', en: 'Records' },
  mediations: { zh: '调解', en: 'Mediations' },
  bind: { zh: '绑定我的微信', en: 'Connect my chat' },
  log: { zh: '访问记录', en: 'Access log' },
  keys: { zh: '密钥', en: 'Keys' },
  checkpoint: { zh: '检查点', en: 'Checkpoint' },
  versions: { zh: '政策版本', en: 'Policy versions' },
  canaries: { zh: '示警档案', en: 'Canaries' },
  erasures: { zh: '抹除与清理', en: 'Erasure' },
  more: { zh: '更多', en: 'More' },
  assistant: { zh: '楼管家开关', en: 'Chat assistant' },
  policy: { zh: '谁能得到什么', en: 'Who gets what' },
  emergency: { zh: '紧急查看', en: 'Emergency' },
  orders: { zh: '应急令', en: 'Orders' },
  reviews: { zh: '复核', en: 'Reviews' },
  alerts: { zh: '提醒', en: 'Alerts' },
  approvals: { zh: '待确认', en: 'To approve' },
  duties: { zh: '合规', en: 'Duties' },
  dispatch: { zh: '派单', en: 'Dispatch' },
  me: { zh: '我的', en: 'Me' },
  myTickets: { zh: '工单', en: 'Tickets' },
  consents: { zh: '授权', en: 'Consents' },
  rights: { zh: '权利', en: 'Rights' },
  requests: { zh: '权利申请', en: 'Requests' },
  ownLog: { zh: '谁看过', en: 'Who looked' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A problem in a reader's words: what it is, and what to do. */
interface Told {
  title: Bilingual;
  what: Bilingual;
}

/** What can go wrong with a page. Why something was denied stands in the log alone; here is what one can do. */
export const problemWords = {
  not_found: {
    title: { zh: '没找到这一页', en: 'There is no such page' },
    what: {
      zh: '地址可能少了几个字。回到首页再找找看。',
      en: 'The address may be cut short. Go back to the first page.',
    },
  },
  nowhere: {
    title: { zh: '没有这个社区', en: 'There is no such community' },
    what: {
      zh: '地址可能抄错了。请回到微信,重新点开链接。',
      en: 'The address may be wrong. Open the link in your chat again.',
    },
  },
  denied: {
    title: { zh: '这项现在看不了,也办不了', en: 'This cannot be seen or done now' },
    what: {
      zh: '觉得不对的话,把下面的编号告诉隐私官,她能查到原因。',
      en: 'If this seems wrong, give the reference below to the privacy officer, who can see why.',
    },
  },
  not_yours: {
    title: { zh: '这一页不是给您现在的身份看的', en: 'This page is for somebody else' },
    what: {
      zh: '您现在的登录看不到这一页。回到您的首页,或用另一个链接重新进入。',
      en: 'Your session does not open this page. Go to your first page, or come in by another link.',
    },
  },
  elsewhere: {
    title: { zh: '这一步没有办', en: 'This was not done' },
    what: {
      zh: '这个表单不是从我们的页面发来的,所以没有照办。请从首页再点一次。',
      en: 'The form did not come from one of our pages, so it was not followed. Start again from the first page.',
    },
  },
  expired: {
    title: { zh: '登录已经过期', en: 'Your session has ended' },
    what: {
      zh: '为了您的信息安全,页面开一会儿就会自己关上。',
      en: 'To keep your data safe, pages close by themselves after a while.',
    },
  },
  too_many_requests: {
    title: { zh: '点得有点快,请稍等', en: 'Please wait a little' },
    what: { zh: '过 {minutes} 分钟再试就好。', en: 'Try again in {minutes} minutes.' },
  },
  changed: {
    title: { zh: '刚刚有变化,请再看一眼', en: 'This has just changed: please look again' },
    what: {
      zh: '您打开页面以后,有人动过它。您的这一步还没有办。',
      en: 'Somebody changed it after you opened the page. Your step was not taken.',
    },
  },
  invalid: {
    title: { zh: '有一处要改一下', en: 'Something needs correcting' },
    what: { zh: '返回上一页改好再发。什么都没有存。', en: 'Go back and correct it. Nothing was stored.' },
  },
  tampered: {
    title: { zh: '数据和当初写下的不一样', en: 'Something is not as it was written' },
    what: {
      zh: '这里先不显示它。请把下面的编号告诉隐私官。',
      en: 'It is not shown. Please give the reference below to the privacy officer.',
    },
  },
  broken: {
    title: { zh: '我这边出了点问题', en: 'Something broke on our side' },
    what: {
      zh: '刚才那一步可能没有办成,过一会儿再试。还不行,把下面的编号告诉管理员。',
      en: 'Your last step may not have been taken. Try again later; if it stays, give the reference to the administrator.',
    },
  },
} as const satisfies Readonly<Record<string, Told>>;

export type Trouble = keyof typeof problemWords;

export const troubleWords = {
  reference: { zh: '编号', en: 'Reference' },
  home: { zh: '回到首页', en: 'To the first page' },
  again: { zh: '怎样重新进入', en: 'How to come in again' },
  bySignIn: {
    zh: '设过口令或通行密钥的:直接登录。',
    en: 'If you have a PIN or a passkey: sign in.',
  },
  byChat: {
    zh: '居民:在微信里私聊楼管家,说「我的页面」,我再发您一个链接。',
    en: 'Residents: say 我的页面 to the chat assistant in a private chat, and it sends you a new link.',
  },
  byTicket: {
    zh: '网格员看一张工单:私聊楼管家,说「电话」和工单编号,如「电话 0318」。',
    en: 'Grid workers, for one ticket: say 电话 and its number to the chat assistant, such as 电话 0318.',
  },
  byDesk: {
    zh: '工作人员:口令丢了、忘了,请管理员给一个设置链接。',
    en: 'Staff who have lost theirs: ask the administrator for a link to set another one.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

import type { Bilingual } from '../../policy/bilingual.ts';

/** A worker's list, and a ticket as its worker sees it. */
export const ticketWords = {
  listTitle: { zh: '我的工单', en: 'My tickets' },
  summary: {
    zh: '{mine} 张在您手里,{waiting} 张等人接',
    en: '{mine} in your hands, {waiting} waiting to be taken',
  },
  mine: { zh: '在我手里', en: 'In my hands' },
  waiting: { zh: '我的网格里,等人接', en: 'Waiting in my grids' },
  noneMine: {
    zh: '手里没有工单。下面有等人接的,点开就能接。',
    en: 'Nothing is in your hands. Open one that waits below to take it.',
  },
  noneWaiting: { zh: '没有等人接的,都接走了。', en: 'Nothing waits: everything has been taken.' },
  none: {
    zh: '现在没有要办的事。有新的工单,楼管家会在微信里告诉您(先绑定您的微信)。',
    en: 'There is nothing to do now. The chat assistant tells you of new tickets once your chat is connected.',
  },
  further: { zh: '后面还有 {n} 张,接走几张就会出现。', en: '{n} more appear here as these are taken.' },
  ticket: { zh: '工单 {number}', en: 'Ticket {number}' },
  since: { zh: '报于', en: 'reported' },
  category: { zh: '类别', en: 'Category' },
  place: { zh: '地点', en: 'Where' },
  noPlace: { zh: '没有写地点', en: 'no place was given' },
  grid: { zh: '网格', en: 'Grid' },
  gridOf: { zh: '第 {grid} 网格', en: 'grid {grid}' },
  noGrid: { zh: '还没有网格', en: 'in no grid yet' },
  opened: { zh: '报事时间', en: 'Reported' },
  description: { zh: '情况', en: 'What happened' },
  supplement: { zh: '补充', en: 'More details' },
  result: { zh: '办理结果', en: 'What was done' },
  rating: { zh: '居民评分', en: 'Rating' },
  ratingOf: { zh: '{n} 分(满分 5 分)', en: '{n} of 5' },
  afterTaking: { zh: '接单后才能看', en: 'shown once you have taken it' },
  reporter: { zh: '报事人', en: 'Reported by' },
  name: { zh: '称呼', en: 'Name' },
  phone: { zh: '电话', en: 'Telephone' },
  unbound: {
    zh: '报事人还没有绑定身份,这里没有电话。',
    en: 'The reporter is not bound to a record, so there is no number.',
  },
  look: { zh: '为本工单查看', en: 'See it for this ticket' },
  lookCost: {
    zh: '会记录,居民能看到:您在什么时候,为哪张工单看的。',
    en: 'This is recorded, and the resident sees it: when you looked, and for which ticket.',
  },
  lookLater: { zh: '办理期间才能看', en: 'only while it is being handled' },
  take: { zh: '接单', en: 'Take it' },
  takeHint: {
    zh: '接了以后能看到情况和称呼,报事人会收到通知。',
    en: 'You then see what happened and how to address the reporter, who is told.',
  },
  handleTitle: { zh: '办好了?', en: 'Is it done?' },
  handleLabel: { zh: '怎么办的', en: 'What was done' },
  handleHint: {
    zh: '写一两句,居民会看到。不要写别人的姓名和电话。',
    en: 'A sentence or two; the resident reads it. Leave out other people’s names and numbers.',
  },
  handle: { zh: '标为已办结', en: 'Mark as handled' },
  handleMissing: {
    zh: '写一句怎么办的,居民等着看',
    en: 'say in a sentence what was done: the resident reads it',
  },
  extendTitle: { zh: '一时办不完?', en: 'Need more time?' },
  extend: { zh: '申请延期', en: 'Ask for more time' },
  extendHint: {
    zh: '调度员会看到,同意后继续办。',
    en: 'The dispatcher sees it, and you go on once it is granted.',
  },
  returnTitle: { zh: '不归我办?', en: 'Not yours to handle?' },
  return: { zh: '退回', en: 'Hand it back' },
  returnHint: {
    zh: '退回后由调度员另派,您就看不到情况和称呼了。',
    en: 'The dispatcher sends it elsewhere, and you no longer see what happened nor the name.',
  },
  waitsForResident: {
    zh: '您这边办完了,等居民确认。居民确认后工单才结。',
    en: 'Your part is done. It is closed when the resident confirms.',
  },
  waitsForDispatcher: {
    zh: '已申请延期,等调度员同意。',
    en: 'You asked for more time; the dispatcher has to agree.',
  },
  over: { zh: '这张工单已经不在办理中。', en: 'This ticket is not being handled any more.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What is said after a step went well. */
export const doneWords = {
  take: { zh: '好,这张工单归您了。', en: 'It is yours now.' },
  handle: { zh: '好,已告诉居民,等居民确认。', en: 'The resident has been told and is asked to confirm.' },
  request_extension: { zh: '好,已告诉调度员。', en: 'The dispatcher has been told.' },
  return: { zh: '好,已退回,由调度员另派。', en: 'It went back to the dispatcher.' },
  close: { zh: '好,工单结了。谢谢您来确认。', en: 'It is closed. Thank you for confirming.' },
  rate: { zh: '收到,谢谢您的评价。', en: 'Thank you for the rating.' },
  reopen: { zh: '好,重新打开了,会再派人来办。', en: 'It is open again, and somebody will take it up.' },
  supplement: { zh: '收到,补充上了。', en: 'Added.' },
  attach: { zh: '收到,加上了。', en: 'It was attached.' },
  blur: { zh: '盖好了,原来的画面已销毁。', en: 'It is hidden, and what was there is destroyed.' },
  show: { zh: '好,接单的网格员现在就能看。', en: 'The worker who has the ticket can see it now.' },
  accept: { zh: '好,已受理。', en: 'Accepted.' },
  dispatch: { zh: '好,已派到网格。', en: 'Sent to the grid.' },
  grant_extension: { zh: '好,已同意延期。', en: 'More time was granted.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The number, shown for one ticket. */
export const phoneWords = {
  heading: { zh: '工单 {number} 的电话', en: 'The number for ticket {number}' },
  call: { zh: '拨打 {phone}', en: 'Call {phone}' },
  whose: { zh: '报事人', en: 'Reported by' },
  recorded: {
    zh: '已记录:居民能看到您在这个时候为这张工单看了电话。',
    en: 'Recorded: the resident sees that you looked now, for this ticket.',
  },
  until: {
    zh: '这一页到 {until} 自动收起。办理期间还可以再看,每看一次都会记录。',
    en: 'This page closes by itself at {until}. While you handle the ticket you can look again; each look is recorded.',
  },
  none: { zh: '档案里没有留电话。', en: 'There is no number on file.' },
  refusedTitle: { zh: '电话现在看不了', en: 'The number cannot be seen now' },
  refused: {
    zh: '可能是居民没有同意电话联系,或者撤回了;工单办结以后也看不到。有急事可以上门找。',
    en: 'The resident may not have agreed to be called, or has taken it back; nor can it be seen once the ticket is handled. If it is urgent, call at the door.',
  },
  ask: {
    zh: '觉得不对,请把编号告诉隐私官:',
    en: 'If this seems wrong, give the privacy officer this reference:',
  },
  back: { zh: '回到工单', en: 'Back to the ticket' },
} as const satisfies Readonly<Record<string, Bilingual>>;

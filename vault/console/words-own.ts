import type { Bilingual } from '../../policy/bilingual.ts';

/** A resident's own tickets. */
export const ownTicketWords = {
  listTitle: { zh: '我的工单', en: 'My tickets' },
  none: {
    zh: '您还没有报过事。有事在群里 @楼管家,或私聊我说一声就行。',
    en: 'You have not reported anything. Say it to the chat assistant, in a group or in private.',
  },
  toConfirm: { zh: '办好了吗?', en: 'Is it done?' },
  toConfirmWhat: {
    zh: '网格员说办好了,由您来确认。确认后工单就结了。',
    en: 'The worker says it is done; it is for you to confirm. Then it is closed.',
  },
  close: { zh: '办好了,结单', en: 'It is done: close it' },
  reopenTitle: { zh: '没办好?', en: 'Not done?' },
  reopen: { zh: '没办好,重新打开', en: 'Not done: open it again' },
  reopenHint: { zh: '会再派人来办,编号不变。', en: 'Somebody takes it up again, under the same number.' },
  rateTitle: { zh: '办得怎么样?', en: 'How was it handled?' },
  rateLabel: { zh: '打几分', en: 'Your rating' },
  rateHint: { zh: '1 分最低,5 分最高。不打也行。', en: '1 is poor, 5 is good. You may leave it out.' },
  rateOf: { zh: '{n} 分', en: '{n}' },
  rate: { zh: '评价', en: 'Rate it' },
  moreTitle: { zh: '还有要补充的?', en: 'Anything to add?' },
  moreLabel: { zh: '补充', en: 'More details' },
  moreHint: {
    zh: '接单的网格员能看到。不要写别人的姓名和电话。',
    en: 'The worker who has it reads this. Leave out other people’s names and numbers.',
  },
  more: { zh: '补充上', en: 'Add it' },
} as const satisfies Readonly<Record<string, Bilingual>>;

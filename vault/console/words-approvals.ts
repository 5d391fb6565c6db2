import type { Bilingual } from '../../policy/bilingual.ts';

/** What takes two people. */
export const approvalWords = {
  title: { zh: '等第二个人确认', en: 'Waiting for a second person' },
  lead: {
    zh: '这些事一个人不能办。同意就马上办;三天没有人决定就作废。每一步都会记录。',
    en: 'None of this is done by one person. What is approved is done at once; after three days it has lapsed. Each step is recorded.',
  },
  none: { zh: '现在没有等您确认的事。', en: 'Nothing waits for your word now.' },
  yours: { zh: '等您决定', en: 'For you to decide' },
  mine: { zh: '您提出的,等别人确认', en: 'Proposed by you, waiting for somebody else' },
  by: { zh: '提出的人', en: 'Proposed by' },
  why: { zh: '理由', en: 'Why' },
  noWords: { zh: '没有写', en: 'not said' },
  since: { zh: '提出于', en: 'Proposed' },
  until: { zh: '作废于', en: 'Lapses' },
  approve: { zh: '同意', en: 'Approve' },
  refuse: { zh: '不同意', en: 'Refuse' },
  approveOf: { zh: '同意:{about}', en: 'Approve: {about}' },
  refuseOf: { zh: '不同意:{about}', en: 'Refuse: {about}' },
  yourWords: { zh: '您的意见(可不写)', en: 'Your words, if you like' },
  cost: { zh: '会记录,有关的人能看到', en: 'It is recorded, and whom it is about can see it' },
  approved: { zh: '好,已同意,已经办了。', en: 'Approved, and done.' },
  refused: { zh: '好,没有同意,不会办。', en: 'Refused: it will not be done.' },
  lapsed: {
    zh: '这件事已经作废:过了三天,或提出的人已不在那个岗位。需要的话请重新提出。',
    en: 'It has lapsed: three days are over, or who proposed it has lost the role. It can be proposed anew.',
  },
  decided: { zh: '别人已经决定了。', en: 'Somebody else has decided it.' },
  unmaskTitle: { zh: '查明报事人', en: 'Naming who reported' },
  unmaskWhat: {
    zh: '接单的人只看到遮住的姓名。真有必要时,您写明理由,主任同意后一小时内可以看一次姓名和住址。报事人会在「谁看过」里看到。',
    en: 'Who handles a ticket sees a masked name. If it must be: say why, and once it is approved you can look once, within the hour, at name and address. The reporter can see that you did.',
  },
  ticket: { zh: '工单编号', en: 'Ticket number' },
  ticketHint: { zh: '例如 0318', en: 'such as 0318' },
  ask: { zh: '提出', en: 'Propose' },
  asked: { zh: '已提出,等主任确认。', en: 'Proposed: it waits for a second person.' },
  look: { zh: '看报事人(只有一次)', en: 'See who reported (once)' },
  lookTitle: { zh: '报事人', en: 'Who reported' },
  lookOnce: {
    zh: '只显示这一次,离开就看不到了。请不要抄录、截屏外传。',
    en: 'Shown this once: it is gone when you leave. Do not copy it or pass it on.',
  },
  back: { zh: '返回', en: 'Back' },
  missing: { zh: '写上编号和理由', en: 'give the number and say why' },
} as const satisfies Readonly<Record<string, Bilingual>>;

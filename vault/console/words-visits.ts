import type { Bilingual } from '../../policy/bilingual.ts';

/** Rounds of visits: planned, approved, walked. */
export const visitWords = {
  title: { zh: '走访', en: 'Visits' },
  none: {
    zh: '还没有走访。要入户,先列一份名单,请网格长批准。',
    en: 'No visits yet. List whom to visit, and ask the grid leader.',
  },
  noneToLead: { zh: '您的网格里没有走访。', en: 'There are no visits in your grids.' },
  plan: { zh: '计划一次走访', en: 'Plan a round of visits' },
  people: { zh: '{n} 人', en: '{n} people' },
  grid: { zh: '第 {grid} 网格', en: 'Grid {grid}' },
  until: { zh: '到', en: 'Until' },
  state: { zh: '状态', en: 'State' },
  submitted: { zh: '等网格长批准', en: 'waits for the grid leader' },
  accepted: { zh: '已批准,可以走访', en: 'approved' },
  returned: { zh: '网格长没有批准', en: 'not approved' },
  closed: { zh: '已结束', en: 'ended' },
  expired: { zh: '已到期', en: 'its time is over' },
  whom: { zh: '去谁家', en: 'Whom to visit' },
  whomHint: {
    zh: '勾上要去的住户。这里只看得到遮住的信息。',
    en: 'Tick whom to visit. What you see here is masked.',
  },
  kind: { zh: '哪一种走访', en: 'Which kind' },
  kindVisit: { zh: '入户走访:看姓名和住址', en: 'Home visit: name and address' },
  kindCare: { zh: '独居老人关怀:本人同意的才看得到', en: 'Care visit: only who has agreed' },
  days: { zh: '几天内走完', en: 'For how many days' },
  daysHint: { zh: '最多 30 天,到时名单自动收起。', en: 'At most 30; then the list closes by itself.' },
  reason: { zh: '为了什么', en: 'What for' },
  reasonHint: {
    zh: '网格长和隐私官会看到,例如:夏季用电安全提醒。',
    en: 'The grid leader and the privacy officer read it.',
  },
  send: { zh: '请网格长批准', en: 'Ask the grid leader' },
  sent: { zh: '好,已经请网格长批准。', en: 'The grid leader has been asked.' },
  approve: { zh: '批准', en: 'Approve' },
  approveHint: {
    zh: '名单上的居民会看到有走访。',
    en: 'The residents on the list will see that a visit is planned.',
  },
  refuse: { zh: '不批准', en: 'Do not approve' },
  end: { zh: '结束这次走访', en: 'End this round' },
  list: { zh: '名单', en: 'The list' },
  recorded: {
    zh: '每看一次名单都会记录,居民能看到。',
    en: 'Each look at the list is recorded, and the residents see it.',
  },
  withheld: { zh: '还有 {n} 人没有同意,不显示。', en: '{n} more have not agreed and are not shown.' },
  notNow: { zh: '名单现在看不了。', en: 'The list cannot be seen now.' },
  choose: { zh: '勾上至少一位', en: 'tick at least one person' },
  more: { zh: '看下一页住户', en: 'The next page of residents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

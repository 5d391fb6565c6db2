import type { Bilingual } from '../../policy/bilingual.ts';

/** Records of every type: seen, made and changed. */
export const recordWords = {
  by: { zh: '({by} 前)', en: '(by {by})' },
  onlyReminds: {
    zh: '依据《济南市文明养犬管理条例》。这里是社区档案,只提醒;登记、发证由登记机关办。',
    en: 'After the dog regulation of Jinan. This archive only reminds; registering is the authority’s.',
  },

  title: { zh: '建档', en: 'Keep records' },
  lead: {
    zh: '写下居民告诉您的。存好以后,您看到的也是遮住一部分的。',
    en: 'Write down what people tell you. Once it is kept, you see it masked too.',
  },
  make: { zh: '新建', en: 'New' },
  makeOne: { zh: '新建{type}档案', en: 'New record: {type}' },
  changeOne: { zh: '修改{type}档案', en: 'Change a record: {type}' },
  inGrid: { zh: '第 {grid} 网格', en: 'Grid {grid}' },
  grid: { zh: '所在网格', en: 'Grid' },
  noGrid: {
    zh: '还没有给您分网格,请找管理员。',
    en: 'You have no grid yet: please ask the administrator.',
  },
  shops: { zh: '商户', en: 'Businesses' },
  noShops: { zh: '这个网格还没有商户档案。', en: 'This grid has no businesses on file.' },

  required: { zh: '必填', en: 'required' },
  list: { zh: '不填', en: 'none' },
  keepAsIs: { zh: '不改', en: 'as it is' },
  now: { zh: '现在', en: 'now' },
  onlyChanges: { zh: '只填要改的。空着的不动。', en: 'Fill in only what changes. What is left empty stays.' },
  clear: { zh: '清空', en: 'Empty' },
  householdHint: {
    zh: '写这一户的住址,例如 8-1-302;这一户要先建档。',
    en: 'The address of the household, e.g. 8-1-302; it has to be on file first.',
  },
  noHousehold: {
    zh: '这个住址没有户档,或不止一户;请先建户档,或从那一户的页面里添加',
    en: 'there is no household on file at this address, or more than one; add the person from that household’s page',
  },
  nothingChanged: { zh: '没有填要改的', en: 'nothing to change was filled in' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存。', en: 'Saved.' },
  alike: {
    zh: '已保存。另有 {n} 份档案可能是同一个人或同一个商户,请核对是不是建重了。',
    en: 'Saved. {n} other records may be of the same; please see whether this one is a double.',
  },
  compare: { zh: '去核对', en: 'Compare them' },
  recorded: {
    zh: '每看一次都会记录,居民能看到。',
    en: 'Each look is recorded, and the residents see it.',
  },

  person: { zh: '居民档案', en: 'A resident’s record' },
  change: { zh: '修改', en: 'Change' },
  add: { zh: '添加{type}', en: 'Add: {type}' },
  noneHeld: { zh: '没有登记。', en: 'None on file.' },
  household: { zh: '一户和户里的人', en: 'A household and who belongs to it' },
  toHousehold: { zh: '这一户还有谁', en: 'Who else belongs to the household' },
  members: { zh: '户里的人', en: 'Who belongs to it' },
  noMembers: { zh: '还没有人归到这一户。', en: 'Nobody belongs to it yet.' },
  noHouseholdYet: { zh: '这位居民还没有归到哪一户。', en: 'This resident belongs to no household yet.' },
  guardianOf: { zh: '是{n}位孩子的监护人:{children}', en: 'guardian of {n}: {children}' },
  addMember: { zh: '添加户里的人', en: 'Add somebody to the household' },
  open: { zh: '打开', en: 'Open' },
  back: { zh: '返回居民', en: 'Back to the residents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const mediationWords = {
  title: { zh: '调解', en: 'Mediations' },
  lead: {
    zh: '笔记只有您看得到。当事人会在「谁看过」里看到自己被列为一方,看不到对方是谁。',
    en: 'The notes are for you alone. The parties see that they were named, and not with whom.',
  },
  none: { zh: '您还没有办过调解。', en: 'You have no mediation yet.' },
  opened: { zh: '{when}开始', en: 'since {when}' },
  counts: { zh: '{parties} 方,{notes} 条笔记', en: '{parties} parties, {notes} notes' },
  over: { zh: '已结束', en: 'over' },
  going: { zh: '进行中', en: 'going on' },
  openTitle: { zh: '开始一件调解', en: 'Begin a mediation' },
  party: { zh: '第 {n} 方', en: 'Party {n}' },
  name: { zh: '姓名', en: 'Name' },
  address: { zh: '住址', en: 'Address' },
  partyHint: {
    zh: '按当事人说的写,要和档案一致;一天最多写 40 方。',
    en: 'As they say it; it has to be as on record. Forty parties a day at most.',
  },
  begin: { zh: '开始', en: 'Begin' },
  begun: { zh: '开始了。', en: 'It has begun.' },
  parties: { zh: '当事人', en: 'Parties' },
  notes: { zh: '笔记', en: 'Notes' },
  noNotes: { zh: '还没有笔记。', en: 'No notes yet.' },
  write: { zh: '写一条笔记', en: 'Write a note' },
  written: { zh: '已写下。', en: 'Written.' },
  close: { zh: '调解结束', en: 'The mediation is over' },
  closeHint: { zh: '结束以后还能看,不能再写。', en: 'Afterwards it can be read, and not written.' },
  closed: { zh: '已结束。', en: 'It is over.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

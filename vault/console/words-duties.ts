import type { Bilingual } from '../../policy/bilingual.ts';

/** The page that leads to all of them. */
export const dutyWords = {
  title: { zh: '合规', en: 'Duties' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The register of recipients, for the officer and for residents. */
export const recipientWords = {
  title: { zh: '接收方名册', en: 'Recipients' },
  lead: {
    zh: '只有名册里的单位能收到居民信息,而且只收到签名加密的移交包。登记要第二个人同意。',
    en: 'Only who is in this register receives anything, and only as a signed and sealed package. A second person approves each entry.',
  },
  none: { zh: '还没有登记接收方。', en: 'There is no recipient yet.' },
  add: { zh: '登记一个接收方', en: 'Add a recipient' },
  kind: { zh: '哪一类', en: 'Kind' },
  name: { zh: '单位名称', en: 'Name of the organisation' },
  contactAt: { zh: '联系方式', en: 'Contact' },
  contact: { zh: '单位的联系方式(不写个人的)', en: 'How to reach the organisation, not a person' },
  purpose: { zh: '依据', en: 'Ground' },
  law: { zh: '哪部法律哪一条(依法提供时)', en: 'Which article of which law (where a law asks)' },
  document: { zh: '文号(依法提供时)', en: 'Number of the document (where a law asks)' },
  fields: { zh: '可以给哪些', en: 'What it may get' },
  key: { zh: '对方的 OpenPGP 公钥', en: 'Its OpenPGP public key' },
  keyHint: {
    zh: '整段粘贴,从 BEGIN PGP PUBLIC KEY BLOCK 到 END。请打电话跟对方核对指纹。',
    en: 'Paste all of it, from BEGIN PGP PUBLIC KEY BLOCK to END. Compare the fingerprint with them by telephone.',
  },
  why: { zh: '为什么(给第二个人看)', en: 'Why, for the second person' },
  propose: { zh: '提交,等第二个人同意', en: 'Propose it to a second person' },
  proposed: {
    zh: '已提交。第二个人同意后生效。',
    en: 'Proposed. It takes effect when a second person approves.',
  },
  ended: { zh: '已注销。下一次移交起就不再给它。', en: 'It was ended. It gets nothing from now on.' },
  end: { zh: '注销', en: 'End it' },
  fingerprint: { zh: '指纹', en: 'Fingerprint' },
  keyExpires: { zh: '公钥到期', en: 'The key expires' },
  since: { zh: '登记于', en: 'Registered' },
  state: { zh: '状态', en: 'State' },
  stateProposed: { zh: '等第二个人同意', en: 'waits for a second person' },
  stateActive: { zh: '已登记', en: 'registered' },
  stateEnded: { zh: '已注销', en: 'ended' },
  mineTitle: { zh: '您的信息可能交给谁', en: 'Who may be given your data' },
  mineLead: {
    zh: '这些单位在名册里。依法提供的,您能看到每一次;经您同意的,您不同意就不给,撤回以后不再给。',
    en: 'These are in the register. What a law asks for you see each time; where your consent is the ground, nothing goes without it, nor after you took it back.',
  },
  mineNone: {
    zh: '现在没有。谁也不会收到您的信息。',
    en: 'Nobody at present: your data is given to no one.',
  },
  mineLog: { zh: '看看交出去过没有', en: 'See what was handed over' },
  mineConsent: { zh: '我的授权', en: 'My consents' },
  whatLaw: { zh: '哪条法律', en: 'Which law' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const handOverWords = {
  title: { zh: '对外提供', en: 'Hand-overs' },
  lead: {
    zh: '给谁、哪几位、哪几项。您看不到内容:移交包只有接收方能打开。每位本人都会看到。',
    en: 'To whom, about whom, which fields. You do not see the values: only the recipient opens the package. Each person sees that it happened.',
  },
  none: { zh: '还没有对外提供过。', en: 'Nothing has been handed over.' },
  prepare: { zh: '准备一次移交', en: 'Prepare a hand-over' },
  noRecipient: { zh: '名册里还没有接收方,先去登记一个。', en: 'There is no recipient yet: add one first.' },
  recipient: { zh: '接收方', en: 'Recipient' },
  residents: { zh: '哪几位(一行一个,最多五十位)', en: 'Whom (one a line, at most fifty)' },
  residentsHint: {
    zh: '写标识;依法提供的也可以写公函上的身份证号',
    en: 'identifiers, or where a law asks the identity numbers of its letter',
  },
  document: { zh: '公函文号(依法提供时)', en: 'Number of the paper that asks (where a law does)' },
  why: { zh: '为什么(给第二个人看)', en: 'Why, for the second person' },
  submit: { zh: '准备', en: 'Prepare' },
  waiting: { zh: '等第二个人同意', en: 'waits for a second person' },
  approved: { zh: '可以交出', en: 'may be made' },
  opened: { zh: '没有交成,可以再交', en: 'was not handed out, may be made again' },
  handed_over: { zh: '已交出', en: 'handed over' },
  make: { zh: '生成移交包', en: 'Make the package' },
  makeHint: {
    zh: '只给一次。会记录,每位本人都能看到。',
    en: 'Once. It is recorded, and each person sees it.',
  },
  people: { zh: '{n} 位', en: 'people: {n}' },
  leftOut: { zh: ',另有 {n} 位没有给', en: ', left out: {n}' },
  until: { zh: '截止', en: 'Until' },
  hash: { zh: '包的 SHA-256', en: 'SHA-256 of the package' },
  key: { zh: '移交包的签名公钥', en: 'The key that signs packages' },
  keyWhat: {
    zh: '请把指纹另找途径告诉接收方,他们用它核对签名。',
    en: 'Tell recipients this fingerprint by another way: they check the signature with it.',
  },
  keySave: { zh: '下载公钥', en: 'Download the key' },
  prepared: { zh: '准备好了。', en: 'It is prepared.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const registerWords = {
  title: { zh: '处理活动记录', en: 'Record of processing' },
  lead: {
    zh: '由规则生成,和系统做的一致;不用另写。★ 是敏感个人信息。',
    en: 'Made from the policy, so that it says what the vault does. ★ is sensitive information.',
  },
  save: { zh: '下载 Markdown', en: 'Download as Markdown' },
  controller: { zh: '处理者', en: 'Controller' },
  basis: { zh: '依据', en: 'Basis' },
  kinds: { zh: '信息种类', en: 'Information' },
  nothing: { zh: '不涉及档案', en: 'no record' },
  roles: { zh: '谁用', en: 'Used by' },
  nobody: { zh: '目前没有人', en: 'nobody' },
  recipients: { zh: '接收方', en: 'Recipients' },
  retention: { zh: '保存', en: 'Kept' },
  measures: { zh: '安全措施', en: 'Security measures' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const piaWords = {
  title: { zh: '影响评估', en: 'Impact assessments' },
  lead: {
    zh: '处理敏感信息、对外提供、改规则之前先评估(《个人信息保护法》第五十五条)。签署后不再改,至少保存三年。',
    en: 'Before sensitive data, hand-overs and changes of the policy (PIPL Art 55). Not changed once signed, kept three years at least.',
  },
  none: { zh: '还没有。', en: 'There is none yet.' },
  write: { zh: '写一份', en: 'Write one' },
  occasion: { zh: '为什么要评估', en: 'Occasion' },
  purpose: { zh: '哪个用途', en: 'Purpose' },
  noPurpose: { zh: '不针对某个用途', en: 'no one purpose' },
  policy: { zh: '哪个政策版本(可不填)', en: 'Policy version, if any' },
  save: { zh: '保存', en: 'Save' },
  sign: { zh: '签署', en: 'Sign' },
  signHint: { zh: '签署以后不能再改。', en: 'It cannot be changed afterwards.' },
  signed: { zh: '已签署 {at}', en: 'signed {at}' },
  draft: { zh: '草稿', en: 'draft' },
  kept: { zh: '至少保存到', en: 'Kept at least until' },
  back: { zh: '返回', en: 'Back' },
  id: { zh: '编号(政策版本引用它)', en: 'Identifier, which a policy version names' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const breachWords = {
  title: { zh: '安全事件', en: 'Breaches' },
  lead: {
    zh: '信息泄露、篡改、丢失,或可能如此,在这里登记。时限从发现算起。',
    en: 'Data that leaked, was altered or lost, or may have been. The clocks run from when it was found.',
  },
  one: { zh: '安全事件', en: 'Breach' },
  none: { zh: '没有登记过。', en: 'There is none.' },
  open: { zh: '登记一起', en: 'Open one' },
  found: { zh: '什么时候发现的', en: 'When it was found' },
  from: { zh: '可能从什么时候开始', en: 'It may have begun' },
  to: { zh: '到什么时候', en: 'and ended' },
  timeHint: { zh: '写成 2026-11-26 14:05', en: 'such as 2026-11-26 14:05' },
  badTime: { zh: '时间请写成 2026-11-26 14:05', en: 'write the time as 2026-11-26 14:05' },
  actor: { zh: '怀疑谁(标识,可不填)', en: 'Who is suspected (identifier), if anybody' },
  role: { zh: '怀疑哪个角色(可不填)', en: 'In which role, if any' },
  via: {
    zh: '从哪里进来(如 api:private,或楼管家的标识,可不填)',
    en: 'By which way in (such as api:private, or a bot), if any',
  },
  anybody: { zh: '不限', en: 'anybody' },
  who: { zh: '是哪几位(标识)', en: 'Who (identifiers)' },
  save: { zh: '保存', en: 'Save' },
  clocks: { zh: '时限', en: 'Clocks' },
  due: { zh: '截止 {at}', en: 'due {at}' },
  late: { zh: '已超时', en: 'late' },
  done: { zh: '已做 {at}', en: 'done {at}' },
  notYet: { zh: '还没开始算', en: 'not counted yet' },
  step: { zh: '做了哪一步', en: 'Which step was taken' },
  take: { zh: '记下', en: 'Note it' },
  tellHint: {
    zh: '记下「已通知本人」时,会把下面的通知放进每位本人的访问记录,并在聊天里提醒。',
    en: 'Noting that the people were told puts the notice below into the log of each of them, and reminds them in the chat.',
  },
  touched: {
    zh: '可能涉及 {n} 人,其中 {s} 人有敏感信息',
    en: 'People it may touch: {n}, of {s} of them something sensitive',
  },
  nobody: { zh: '按访问记录,没有涉及任何人', en: 'By the log it touches nobody' },
  incomplete: {
    zh: '时段太长,没有查完。写得具体些。',
    en: 'The period is too long to look through: narrow it down.',
  },
  tampered: {
    zh: '有 {n} 条记录与写入时不符,没有算在内。请运行 lindun verify。',
    en: '{n} entries are not as they were written and are not counted: run lindun verify.',
  },
  group: { zh: '{n} 人:{fields}', en: 'People: {n}. {fields}' },
  notice: { zh: '给本人的通知(草稿)', en: 'Notice to them (draft)' },
  authority: { zh: '给主管部门的报告(草稿)', en: 'Report to the authority (draft)' },
  words: { zh: '情况', en: 'What is known' },
  sources: { zh: '时限的出处', en: 'Where the clocks come from' },
  limit: {
    zh: '只算得出经过这里的查看。拍屏、抄走、口头说的不在记录里。',
    en: 'It knows what went through here: a photograph of a screen is in no log.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

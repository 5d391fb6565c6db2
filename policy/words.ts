import { type ActName, actNames, approvalOf } from './cases/approvals.ts';
import type { Bilingual } from './bilingual.ts';
import type { CaseAction, CaseState } from './cases/case.ts';
import type { ConsentState } from './facts.ts';
import type { Action } from './grant.ts';
import type { Level } from './levels.ts';
import type { Operation } from './operations.ts';
import { purposeSpec } from './purposes.ts';
import { reasons, type ReasonCode } from './reasons.ts';
import type { Role } from './roles.ts';
import { alertTitles } from './watch.ts';

/**
 * The words in which people read what the vault did: a resident their own entries, an officer all of them.
 */
export const roleWords: Readonly<Record<Role, Bilingual>> = {
  resident: { zh: '居民', en: 'resident' },
  guardian: { zh: '监护人', en: 'guardian' },
  delegate: { zh: '代办人', en: 'delegate' },
  reporter: { zh: '报事人', en: 'reporter' },
  grid_worker: { zh: '网格员', en: 'grid worker' },
  dedicated_worker: { zh: '专属网格员', en: 'dedicated grid worker' },
  grid_leader: { zh: '网格长', en: 'grid leader' },
  building_volunteer: { zh: '楼栋志愿者', en: 'building volunteer' },
  dispatcher: { zh: '调度员', en: 'dispatcher' },
  mediator: { zh: '和事佬', en: 'mediator' },
  property_staff: { zh: '物业人员', en: 'property staff' },
  committee_head: { zh: '社区负责人', en: 'head of the committee' },
  privacy_officer: { zh: '隐私官', en: 'privacy officer' },
  outside_auditor: { zh: '外部审计', en: 'auditor from outside' },
  administrator: { zh: '管理员', en: 'administrator' },
  kiosk: { zh: '自助机', en: 'kiosk' },
  bot: { zh: '楼管家', en: 'the chat assistant' },
  street: { zh: '街道', en: 'street office' },
  district: { zh: '区', en: 'district' },
};

/** What a rule lets somebody do with a record's fields. */
export const actionWords: Readonly<Record<Action, Bilingual>> = {
  read: { zh: '查看', en: 'read' },
  list: { zh: '在列表里看', en: 'list' },
  create: { zh: '写下', en: 'write down' },
  update: { zh: '修改', en: 'change' },
  provide: { zh: '封好交给接收方', en: 'put into a sealed package' },
};

export const levelWords: Readonly<Record<Level, Bilingual>> = {
  none: { zh: '未显示', en: 'not shown' },
  fact: { zh: '只显示有或无', en: 'only whether there is one' },
  masked: { zh: '部分遮住', en: 'masked' },
  clear: { zh: '完整显示', en: 'in clear' },
};

/** What a value at level `fact` says. */
export const factWords: Readonly<Record<'yes' | 'no', Bilingual>> = {
  yes: { zh: '有', en: 'yes' },
  no: { zh: '无', en: 'no' },
};

export const decisionWords: Readonly<Record<'granted' | 'refused' | 'done', Bilingual>> = {
  granted: { zh: '已准许', en: 'granted' },
  refused: { zh: '已拒绝', en: 'refused' },
  done: { zh: '已完成', en: 'done' },
};

export const consentWords: Readonly<Record<ConsentState, Bilingual>> = {
  none: { zh: '未询问', en: 'not asked' },
  given: { zh: '已同意', en: 'given' },
  provisional: { zh: '当面同意,待本人确认', en: 'recorded at the door, to be confirmed' },
  refused: { zh: '不同意', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  superseded: { zh: '告知书已更新,待重新确认', en: 'to be asked again: the notice changed' },
  hand_over: { zh: '已满十四周岁,待本人决定', en: 'turned 14: theirs to decide now' },
  number_changed: { zh: '电话号码换了,待重新确认', en: 'to be asked again: the number changed' },
  expired: { zh: '已过期', en: 'expired' },
};

export const caseStateWords: Readonly<Record<CaseState, Bilingual>> = {
  submitted: { zh: '已提交', en: 'submitted' },
  accepted: { zh: '已受理', en: 'accepted' },
  dispatched: { zh: '已派单', en: 'dispatched' },
  handling: { zh: '办理中', en: 'being handled' },
  extension_requested: { zh: '申请延期', en: 'more time asked for' },
  handled: { zh: '已办结,待您确认', en: 'handled, waiting for the reporter' },
  closed: { zh: '已结单', en: 'closed' },
  rated: { zh: '已评价', en: 'rated' },
  returned: { zh: '已退回', en: 'returned' },
  duplicate: { zh: '重复工单', en: 'duplicate' },
  transferred: { zh: '已转12345', en: 'transferred to 12345' },
  mediation: { zh: '调解中', en: 'in mediation' },
  reopened: { zh: '已重新打开', en: 'reopened' },
};

export const caseActionWords: Readonly<Record<CaseAction, Bilingual>> = {
  accept: { zh: '受理', en: 'accept' },
  dispatch: { zh: '派单', en: 'dispatch' },
  take: { zh: '接单', en: 'take' },
  request_extension: { zh: '申请延期', en: 'ask for more time' },
  grant_extension: { zh: '同意延期', en: 'grant more time' },
  handle: { zh: '办结', en: 'mark as handled' },
  close: { zh: '结单', en: 'close' },
  rate: { zh: '评价', en: 'rate' },
  reopen: { zh: '重新打开', en: 'reopen' },
  return: { zh: '退回', en: 'return' },
  mark_duplicate: { zh: '标为重复', en: 'mark as duplicate' },
  transfer: { zh: '转办', en: 'transfer' },
};

/** From where somebody acts: their desk, their own page, a ticket's page opened from a chat, or a chat itself. */
export const ways = ['desk', 'page', 'link', 'private', 'group'] as const;
export type Way = (typeof ways)[number];

export const wayWords: Readonly<Record<Way, Bilingual>> = {
  desk: { zh: '在工作台', en: 'at a desk' },
  page: { zh: '通过本人页面', en: 'on one’s own page' },
  link: { zh: '通过聊天里的工单链接', en: 'on a ticket’s page opened from a chat' },
  private: { zh: '通过私聊', en: 'through a private chat' },
  group: { zh: '通过群聊', en: 'through a group' },
};

/** In whose name an entry in a resident's own view was made. */
export const byWords: Readonly<Record<'self' | 'other', Bilingual>> = {
  self: { zh: '以您的名义', en: 'in your name' },
  other: { zh: '由他人', en: 'by somebody else' },
};

const ownLogActions = {
  start: { zh: '程序启动', en: 'start of the program' },
  contact: { zh: '首次来信', en: 'first contact' },
  replay: { zh: '重发的请求,给了上次的回答', en: 'a request sent again got its earlier answer' },
  integrity: { zh: '发现数据被改动', en: 'data found altered' },
  'record.read': { zh: '查看档案', en: 'read a record' },
  'record.list': { zh: '浏览档案列表', en: 'list records' },
  'record.search': { zh: '查找档案', en: 'search records' },
  'record.alike': {
    zh: '核对可能重复的档案',
    en: 'compare records that may be of one person',
  },
  'record.create': { zh: '新建档案', en: 'create a record' },
  'record.update': { zh: '修改档案', en: 'change a record' },
  'record.reindex': {
    zh: '为查找重新封存(内容不变)',
    en: 'seal a record anew, unchanged, so that it is found',
  },
  'ticket.create': { zh: '报事', en: 'report' },
  'ticket.read': { zh: '查看工单', en: 'read a ticket' },
  'ticket.list': { zh: '查看工单列表', en: 'list tickets' },
  'ticket.move': { zh: '推进工单', en: 'move a ticket' },
  'ticket.supplement': { zh: '补充情况', en: 'add details' },
  'ticket.requeue': {
    zh: '承办人换了岗位,工单重新等人接',
    en: 'the worker changed posts: the ticket waits again',
  },
  'attachment.add': { zh: '附上照片、语音或文件', en: 'attach a photo, a voice message or a file' },
  'attachment.list': { zh: '查看附件清单', en: 'look at the list of attachments' },
  'attachment.read': { zh: '查看附件', en: 'look at an attachment' },
  'attachment.blur': { zh: '给照片打码', en: 'make part of a photo unrecognisable' },
  'attachment.show': { zh: '让别人现在就能看附件', en: 'let others see an attachment now' },
  'staff.appoint': { zh: '任命工作人员', en: 'appoint staff' },
  'staff.freeze': { zh: '暂停账号', en: 'stop an account' },
  'staff.unfreeze': { zh: '恢复账号', en: 'let an account go on' },
  'watch.alert': { zh: '提醒隐私官', en: 'alert the privacy officer' },
  'watch.list': { zh: '查看提醒', en: 'look at the alerts' },
  'watch.close': { zh: '处理提醒', en: 'deal with an alert' },
  'canary.make': { zh: '设置示警档案', en: 'make a canary record' },
  'canary.list': { zh: '查看示警档案', en: 'list canary records' },
  'canary.retire': { zh: '停用示警档案', en: 'retire a canary record' },
  'staff.change': { zh: '变更职责', en: 'change a role' },
  'token.mint': { zh: '发放令牌', en: 'mint a token' },
  'token.rotate': { zh: '更换令牌', en: 'give a program another token' },
  'token.revoke': { zh: '收回令牌', en: 'revoke a token' },
  exchange: { zh: '识别发言人', en: 'identify who speaks' },
  'exchange.read': { zh: '查看楼管家开关', en: 'look at the switch of the chat assistant' },
  'exchange.switch': { zh: '停用或启用楼管家', en: 'stop or start the chat assistant' },
  'link.open': { zh: '发出一次性链接', en: 'make a link for one use' },
  'link.enter': { zh: '从链接进入', en: 'enter by a link' },
  'sign_in.invite': { zh: '发出设置口令的二维码', en: 'make a link for setting a PIN or a passkey' },
  'sign_in.enrol': { zh: '设置口令或通行密钥', en: 'set a PIN or a passkey' },
  'sign_in.read': { zh: '查看登录方式', en: 'look at how one signs in' },
  'sign_in.enter': { zh: '登录', en: 'sign in' },
  'sign_in.unlock': { zh: '用口令解锁', en: 'unlock with the PIN' },
  'sign_in.refused': { zh: '登录没有成功', en: 'a sign-in that failed' },
  'sign_in.remove': { zh: '停用口令或通行密钥', en: 'take away a PIN or a passkey' },
  'notification.take': { zh: '取走提醒', en: 'hand over reminders' },
  'binding.open': { zh: '发起绑定', en: 'open a binding' },
  'binding.answer': { zh: '回答绑定码', en: 'answer a binding' },
  'binding.read': { zh: '查看绑定进度', en: 'look at a binding' },
  'binding.confirm': { zh: '确认绑定', en: 'confirm a binding' },
  'binding.end': { zh: '解除绑定', en: 'end a binding' },
  'consent.give': { zh: '同意', en: 'give consent' },
  'consent.refuse': { zh: '不同意', en: 'refuse consent' },
  'consent.withdraw': { zh: '撤回同意', en: 'withdraw consent' },
  'consent.confirm': { zh: '确认当面的同意', en: 'confirm a consent recorded at the door' },
  'consent.dispute': { zh: '否认当面的同意', en: 'say that a consent recorded at the door was not given' },
  'consent.record': { zh: '当面记录本人的决定', en: 'record at the door what somebody decided' },
  'consent.expire': { zh: '同意到期', en: 'a consent ran out' },
  'consent.receipt': { zh: '出具同意回执', en: 'make a consent receipt' },
  'consent.supersede': { zh: '同意失效,要重新问', en: 'end a consent, to be asked anew' },
  'consent.list': { zh: '查看我的同意', en: 'list consents' },
  'relation.give': { zh: '委托代办', en: 'let somebody act for them' },
  'relation.guardian': { zh: '登记监护人', en: 'record a guardian' },
  'relation.confirm': { zh: '确认代办', en: 'agree to a delegation' },
  'relation.end': { zh: '结束代办或监护', en: 'end a delegation or guardianship' },
  'relation.list': { zh: '查看谁能代办', en: 'look who may act for whom' },
  'relation.hand_over': { zh: '满十四周岁,改由本人决定', en: 'turned 14: decides themselves from now on' },
  'relation.over': { zh: '代办到期', en: 'the time of a delegation is over' },
  'log.search': { zh: '查询访问记录', en: 'search the access log' },
  'log.checkpoint_now': { zh: '立即签发检查点', en: 'sign a checkpoint now' },
  'log.prove': { zh: '出具证明', en: 'prove an entry' },
  'log.own': { zh: '查看谁看过我的信息', en: "read one's own log entries" },
  'policy.read': { zh: '查看现行政策', en: 'read the policy in force' },
  'recipient.propose': { zh: '提议登记接收方', en: 'propose a recipient' },
  'recipient.add': { zh: '登记接收方', en: 'register a recipient' },
  'recipient.end': { zh: '注销接收方', en: 'end a recipient' },
  'recipient.list': { zh: '查看接收方名册', en: 'list the recipients' },
  'hand_over.prepare': { zh: '准备对外提供', en: 'prepare a hand-over' },
  'hand_over.make': { zh: '对外提供', en: 'hand over' },
  'hand_over.seal': { zh: '交出移交包', en: 'give out a sealed package' },
  'hand_over.list': { zh: '查看对外提供记录', en: 'list hand-overs' },
  'register.read': { zh: '查看处理活动记录', en: 'read the record of processing' },
  'pia.write': { zh: '填写影响评估', en: 'write an impact assessment' },
  'pia.sign': { zh: '签署影响评估', en: 'sign an impact assessment' },
  'pia.list': { zh: '查看影响评估', en: 'list impact assessments' },
  'breach.open': { zh: '登记安全事件', en: 'open a breach record' },
  'breach.step': { zh: '推进安全事件', en: 'take a step of a breach' },
  'breach.list': { zh: '查看安全事件', en: 'list breach records' },
  'breach.notice': { zh: '安全事件通知', en: 'notice of a breach' },
  'log.explain': { zh: '要求说明', en: 'ask why' },
  'right.open': { zh: '行使个人信息权利', en: 'exercise a right' },
  'right.open_for': { zh: '替人行使个人信息权利', en: 'exercise a right for somebody' },
  'right.list': { zh: '查看权利申请', en: 'list requests' },
  'right.read': { zh: '查看一项权利申请', en: 'read a request' },
  'right.take': { zh: '接办权利申请', en: 'take a request in hand' },
  'right.decide': { zh: '答复权利申请', en: 'answer a request' },
  'right.correct': { zh: '按申请更正', en: 'correct a record as asked' },
  'right.withdraw': { zh: '收回权利申请', en: 'take a request back' },
  'right.copy': { zh: '取走副本', en: 'take a copy away' },
  erase: { zh: '抹除', en: 'erase' },
  'suppression.end': { zh: '防重录名单到期删除', en: 'the time of a row of the suppression list is over' },
  'suppression.retag': { zh: '防重录名单换密钥', en: 'give the suppression list a new key' },
  'retention.sweep': { zh: '清理保存期限已到的', en: 'sweep what may be kept no longer' },
  'held_back.list': { zh: '查看没有存的', en: 'see what was not stored' },
  'held_back.decide': { zh: '处理没有存的', en: 'deal with what was not stored' },
  'trace.list': { zh: '查看可能提到已抹除者的文字', en: 'see which words may name somebody erased' },
  'trace.read': { zh: '打开可能提到已抹除者的文字', en: 'open words that may name somebody erased' },
  'trace.decide': { zh: '遮去或确认', en: 'black out, or confirm' },
  'sweep.list': { zh: '查看到期清理', en: 'see what is swept' },
  'hold.order': { zh: '要求依法留存', en: 'order that something be kept by law' },
  'hold.list': { zh: '查看依法留存', en: 'see what is kept by law' },
  'subject.left': { zh: '登记已迁出或歇业', en: 'note that somebody has moved away, or a shop closed' },
  'held_back.flag': {
    zh: '有一份没有存,请隐私官看',
    en: 'something was not stored: for the officer to look at',
  },
  'statement.write': { zh: '告知被反映的人', en: 'tell a neighbour what is said of them' },
  'statement.read': { zh: '查看涉及本人的反映', en: 'read what is said of somebody' },
  'statement.reply': { zh: '作出说明', en: 'answer what is said' },
  'keys.rewrap': { zh: '更换月度密钥', en: 'wrap keys anew' },
  'keys.rotate_root': { zh: '更换根密钥', en: 'wrap the key ring by another root secret' },
  'keys.read': { zh: '查看密钥的保管情况', en: 'see how the keys are kept' },
  'keys.note': { zh: '登记密钥的保管情况', en: 'note how the keys are kept' },
  'keys.copy': { zh: '复制密钥环', en: 'copy the key ring' },
  'keys.officers': { zh: '把根密钥封给保管人', en: 'seal the root secret for the officers' },
  'keys.drill': { zh: '恢复演练', en: 'a drill of the recovery' },
  'keys.rotate_index': { zh: '更换查找密钥', en: 'have an index get another key' },
  'index.rotate': { zh: '为一项查找更换密钥', en: 'give an index another key' },
  'index.add': { zh: '按新密钥补上查找标记', en: 'add tags of an index’s next key' },
  'index.use': { zh: '改用新的查找密钥', en: 'search under an index’s next key' },
  'index.done': { zh: '查找密钥更换完毕', en: 'an index has its next key' },
  'log_key.begin': { zh: '启用新的日志签名密钥', en: 'another key begins to sign the log' },
  'log_key.retire': { zh: '日志签名密钥停用', en: 'a key of the log signs no more' },
  'epoch.retire': { zh: '月度密钥停用', en: 'retire a month’s key' },
  'epoch.destroy': { zh: '销毁月度密钥', en: 'destroy a month’s key' },
  'approval.propose': { zh: '提出双人复核', en: 'propose what takes two people' },
  'approval.decide': { zh: '决定双人复核', en: 'decide what takes two people' },
  'approval.list': { zh: '查看待确认的事', en: 'see what waits for a second person' },
  'emergency.open': { zh: '紧急查看', en: 'break the glass' },
  'emergency.list': { zh: '查看紧急查看记录', en: 'list break-glasses' },
  'emergency.explain': { zh: '补充紧急查看的说明', en: 'give an account of a break-glass' },
  'emergency.review': { zh: '复核紧急查看', en: 'review a break-glass' },
  'order.begin': { zh: '应急令生效', en: 'an emergency order begins' },
  'order.end': { zh: '应急令结束', en: 'an emergency order ends' },
  'order.list': { zh: '查看应急令', en: 'list emergency orders' },
  'order.note': { zh: '写应急记录', en: 'write an emergency note' },
  'order.notes': { zh: '查看应急记录', en: 'see emergency notes' },
  'reporter.name': { zh: '准许查明报事人', en: 'let it be seen who reported' },
  'reporter.read': { zh: '查看报事人', en: 'see who reported' },
  'visit.plan': { zh: '计划走访', en: 'plan visits' },
  'visit.approve': { zh: '审批走访', en: 'decide on visits' },
  'visit.refuse': { zh: '不批准走访', en: 'send visits back' },
  'visit.end': { zh: '结束走访', en: 'end visits' },
  'visit.list': { zh: '查看走访', en: 'list visits' },
  'visit.listed': { zh: '列入走访名单', en: 'put on a list of visits' },
  'mediation.open': { zh: '开始一件调解', en: 'open a mediation' },
  'mediation.named': { zh: '列为调解的一方', en: 'named as a party to a mediation' },
  'mediation.list': { zh: '查看自己的调解', en: 'list mediations of one’s own' },
  'mediation.read': { zh: '查看调解笔记', en: 'read notes of a mediation' },
  'mediation.note': { zh: '写调解笔记', en: 'write a note of a mediation' },
  'mediation.close': { zh: '结束调解', en: 'close a mediation' },
  'policy.list': { zh: '查看政策版本', en: 'see the versions of the policy' },
  'policy.draft': { zh: '起草政策', en: 'draft a policy' },
  'policy.drop': { zh: '撤下政策草案', en: 'drop a draft' },
  'policy.compare': { zh: '比较政策草案', en: 'compare a draft' },
  'policy.activate': { zh: '政策生效', en: 'put a policy in force' },
  import: { zh: '导入', en: 'import' },
  'community.setup': { zh: '设立社区', en: 'set up the community' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What happens to a proposal (`approvals.ts`). */
const approvalStepWords = {
  propose: { zh: '提出', en: 'proposed' },
  approve: { zh: '同意', en: 'approved' },
  refuse: { zh: '不同意', en: 'refused' },
  lapse: { zh: '作废', en: 'lapsed' },
} as const satisfies Readonly<Record<string, Bilingual>>;
type ApprovalStep = keyof typeof approvalStepWords;

/** Everything a log entry's `action` can be. Every operation is one, and every move of a ticket. */
export type LogAction =
  keyof typeof ownLogActions | Operation | `ticket.${CaseAction}` | `${ActName}.${ApprovalStep}`;

const moves = Object.entries(caseActionWords).map(([move, words]) => [`ticket.${move}`, words]);
const approvalSteps = actNames.flatMap((act) =>
  Object.entries(approvalStepWords).map(([step, { zh, en }]) => {
    const { title } = approvalOf(act);
    return [`${act}.${step}`, { zh: `${zh}:${title.zh}`, en: `${en}: ${title.en}` }];
  }),
);

/** The actions of the log in words. */
export const logActionWords = {
  ...ownLogActions,
  ...Object.fromEntries([...moves, ...approvalSteps]),
} as Readonly<Record<LogAction, Bilingual>>;

/** Why the vault itself refused, or what it found, beside the reasons of the policy. */
export const vaultReasonWords = {
  not_there: { zh: '没有这一条', en: 'there is no such thing' },
  nothing_found: { zh: '没有找到', en: 'nothing was found' },
  tampered: { zh: '数据与写入时不符', en: 'the data is not as it was written' },
  ring_shut: { zh: '密钥环打不开', en: 'the key ring does not open' },
  batch_refused: { zh: '批次里有一行不能接收', en: 'a line of the batch could not be taken' },
  exchange_closed: { zh: '楼管家已停用', en: 'the chat assistant is stopped' },
  over_budget: { zh: '超过限额', en: 'over the budget' },
  erased: { zh: '这位居民的信息已经抹除', en: 'this person has been erased' },
  right_refused: {
    zh: '现在还办不了,理由已经告诉本人',
    en: 'it cannot be done now, and the person was told why',
  },
  hold_lifted: { zh: '不再留存', en: 'it need not be kept any longer' },
  retention_over: { zh: '保存期限已到', en: 'the time it may be kept is over' },
  replayed: { zh: '数据库曾被换回旧状态,重新执行', en: 'done again: the database had been put back' },
  held_back: { zh: '这一份先不存', en: 'it was not stored' },
  asked_to_erase: { zh: '本人要求抹除', en: 'the person asked to be erased' },
  not_published_yet: { zh: '检查点还没有发布', en: 'no checkpoint is published yet' },
  too_many_open: { zh: '还没用完的绑定码太多', en: 'too many codes are open' },
  justified: { zh: '复核认为正当', en: 'the review found it justified' },
  not_justified: { zh: '复核认为不正当', en: 'the review found it not justified' },
  order_over: { zh: '应急令已结束', en: 'the emergency order is over' },
  already_decided: { zh: '已经有人决定了', en: 'it has been decided already' },
  nobody_to_name: { zh: '报事人没有绑定身份', en: 'who reported it is bound to nobody' },
  wrong_pin: { zh: '口令不对', en: 'the PIN was wrong' },
  sign_in_locked: { zh: '口令连错多次,暂时锁住', en: 'too many wrong PINs: locked for a while' },
  challenge_used: {
    zh: '用过或过期的登录应答',
    en: 'an answer of a passkey that was used before or is too old',
  },
  passkey_refused: { zh: '通行密钥的应答不对', en: 'the passkey’s answer did not hold' },
  passkey_copied: { zh: '通行密钥可能被复制', en: 'the passkey may have been copied' },
  replaced: { zh: '换了新的', en: 'new ones take their place' },
  too_many_tries: { zh: '试的次数太多', en: 'too many tries' },
  ...alertTitles,
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Everything a log entry's `reason` can be. */
export type LogReason = ReasonCode | keyof typeof vaultReasonWords;

/** A reason in words; `reasons.ts` declares them beside their order. */
export const reasonWords = (code: ReasonCode): Bilingual => reasons[code];

/** A purpose's title, or the id itself where an old log entry names a purpose that is no more. */
export const purposeWords = (purpose: string): Bilingual =>
  purposeSpec(purpose)?.title ?? { zh: purpose, en: purpose };

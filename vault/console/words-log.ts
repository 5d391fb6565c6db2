import type { Bilingual } from '../../policy/bilingual.ts';

/** How an entry of the log reads as a sentence. `{who}` begins it, and `{end}` is what else there is to say. */
export const sentenceWords = {
  saw: { zh: '{who}{for}看了{whose}{fields}{end}', en: '{who}saw {whose} {fields}{for}{end}' },
  wanted: {
    zh: '{who}{for}想看{whose}{fields},没有给{end}',
    en: '{who}asked to see {whose} {fields}{for}, and was refused{end}',
  },
  did: { zh: '{who}:{action}{of}{end}', en: '{who}: {action}{of}{end}' },
  tried: { zh: '{who}想要:{action}{of},没有办成{end}', en: '{who}: {action}{of}, refused{end}' },
  gave: { zh: '{who}把{whose}{fields}交给了{to}{end}', en: '{who}handed {whose} {fields} to {to}{end}' },
  wouldGive: {
    zh: '{who}想把{whose}{fields}交给{to},没有给{end}',
    en: '{who}was to hand {whose} {fields} to {to}, and did not{end}',
  },
  ofRecipient: { zh: '({to})', en: ' ({to})' },
  you: { zh: '您{via}', en: 'You {via} ' },
  staff: { zh: '{role} {name} ', en: '{role} {name} ' },
  yours: { zh: '您的', en: 'your' },
  yourTickets: { zh: '您工单里的', en: 'your ticket’s' },
  theirs: { zh: '{subject}的', en: '{subject}’s' },
  theirTickets: { zh: '{subject}工单里的', en: '{subject}’s ticket’s' },
  own: { zh: '自己的', en: 'their own' },
  ownTickets: { zh: '自己工单里的', en: 'their own ticket’s' },
  nobodys: { zh: '', en: 'the' },
  resident: { zh: '居民 {id} ', en: 'resident {id}' },
  forTicket: { zh: '为工单 {ticket} ', en: ' for ticket {ticket}' },
  ofTicket: { zh: '(工单 {ticket})', en: ' (ticket {ticket})' },
  field: { zh: '{title}({level})', en: '{title} ({level})' },
  record: { zh: '档案', en: 'record' },
  purpose: { zh: ',用途:{purpose}', en: '; purpose: {purpose}' },
  reason: { zh: '。原因:{reason}', en: '. Reason: {reason}' },
  said: { zh: '。写的理由:{words}', en: '. In their words: {words}' },
  stop: { zh: '。', en: '.' },
  comma: { zh: '、', en: ', ' },
  semicolon: { zh: ';', en: '; ' },
  reporterName: { zh: '报事人姓名', en: 'name of who reported' },
  system: { zh: '系统', en: 'the vault itself' },
  unknown: { zh: '不再公开', en: 'no longer told' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The officer's log. */
export const logWords = {
  title: { zh: '访问记录', en: 'Access log' },
  lead: {
    zh: '谁在什么时候,为了什么,看了什么。从新到旧;您的每次查询也会记下来。',
    en: 'Who saw what, when and why. Newest first; each of your searches is recorded too.',
  },
  filter: { zh: '筛选', en: 'Narrow it down' },
  ref: {
    zh: '编号(工单、第几条,或提示里的编号)',
    en: 'Number (of a ticket, an entry, or the reference of a notice)',
  },
  refHint: {
    zh: '例如 0318、第40256条、vtmr-3hwa',
    en: 'such as 0318, #40256 or vtmr-3hwa',
  },
  badRef: {
    zh: '看不懂这个编号。写成 0318(工单)、第40256条,或提示里的 vtmr-3hwa 这样八位',
    en: 'this is no number; write 0318 for a ticket, #40256 for an entry, or the eight characters of a reference, such as vtmr-3hwa',
  },
  decision: { zh: '结果', en: 'Outcome' },
  action: { zh: '做了什么', en: 'Action' },
  any: { zh: '全部', en: 'any' },
  actor: { zh: '谁(标识)', en: 'Who (identifier)' },
  subject: { zh: '关于谁(标识)', en: 'About whom (identifier)' },
  from: { zh: '从哪天', en: 'From' },
  to: { zh: '到哪天', en: 'To' },
  apply: { zh: '查询', en: 'Search' },
  clear: { zh: '不筛选', en: 'Show all' },
  badDate: { zh: '没有这一天,请按 2026-09-09 的写法', en: 'there is no such day; write it as 2026-09-09' },
  badId: {
    zh: '标识不对。点列表里的标识就会填好;也可以写它的最后五位,或整段粘贴(26 位)',
    en: 'this is no identifier; follow one in the list, or write its last five characters, or paste the whole of it (26)',
  },
  noEnding: {
    zh: '这一页里没有以这五位结尾的标识。点列表里的标识,或整段粘贴(26 位)',
    en: 'no identifier on this page ends so; follow one in the list, or paste the whole of it (26 characters)',
  },
  manyEndings: {
    zh: '这一页里不止一个标识以这五位结尾。点列表里的那一个,或整段粘贴(26 位)',
    en: 'more than one identifier on this page ends so; follow the one you mean, or paste the whole of it (26 characters)',
  },
  none: { zh: '没有符合的记录。放宽一些再查。', en: 'No entry fits. Ask for less.' },
  noneOfTicket: { zh: '没有找到工单 {ticket} 的记录。', en: 'There is no entry of ticket {ticket}.' },
  noneOfRequest: {
    zh: '没有找到编号 {ref} 的记录,请核对一下。如果它是某个人的标识,写在「谁」或「关于谁」里。',
    en: 'There is no entry of reference {ref}: compare it once more. If it is somebody’s identifier, it belongs under Who or About whom.',
  },
  notHere: {
    zh: '这一段没有,还可以继续往前找。',
    en: 'There is none in this stretch of the log; the search can go on.',
  },
  asTicket: { zh: '这里是工单 {ticket} 的记录。', en: 'These are the entries of ticket {ticket}.' },
  orEntry: { zh: '要看的是第 {seq} 条记录', en: 'I meant entry {seq}' },
  older: { zh: '更早的', en: 'Older' },
  goOn: { zh: '继续往前找', en: 'Search on' },
  newest: { zh: '回到最新', en: 'Back to the newest' },
  entry: { zh: '第 {seq} 条', en: 'Entry {seq}' },
  tampered: {
    zh: '这些条目和当初写下的不一样,内容不显示:{list}。请马上运行 lindun verify。',
    en: 'These entries are not as they were written, and are not shown: {list}. Run lindun verify at once.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** One entry, with everything it says. */
export const entryWords = {
  title: { zh: '第 {seq} 条访问记录', en: 'Log entry {seq}' },
  table: { zh: '这一条的全部内容', en: 'All that it says' },
  seq: { zh: '序号', en: 'Number' },
  time: { zh: '时间', en: 'Time' },
  action: { zh: '做了什么', en: 'Action' },
  decision: { zh: '结果', en: 'Outcome' },
  reason: { zh: '原因', en: 'Reason' },
  role: { zh: '角色', en: 'Role' },
  actor: { zh: '谁', en: 'Who' },
  via: { zh: '从哪里', en: 'By which way' },
  request: { zh: '编号', en: 'Reference' },
  subject: { zh: '关于谁', en: 'About whom' },
  fields: { zh: '看了哪些', en: 'Fields' },
  fieldsRefused: { zh: '想看哪些(没有给)', en: 'Fields asked for' },
  purpose: { zh: '用途', en: 'Purpose' },
  basis: { zh: '依据', en: 'Legal basis' },
  rule: { zh: '规则', en: 'Rule' },
  ticket: { zh: '工单', en: 'Ticket' },
  words: { zh: '写的理由', en: 'In words' },
  notice: { zh: '告知书', en: 'Notice' },
  records: { zh: '档案', en: 'Records' },
  policy: { zh: '政策版本', en: 'Policy version' },
  nobody: { zh: '不针对某个人', en: 'nobody in particular' },
  proofTitle: { zh: '证明', en: 'Proof' },
  proofWhat: {
    zh: '证明文件说明这一条确实在日志里,没有被改过。可以离线核验,不必相信我们。出具证明本身也会记录。',
    en: 'The proof shows that this entry is in the log, unaltered. It is checked offline, without trusting us. Taking one is recorded too.',
  },
  proofOwn: {
    zh: '证明文件说明这一条确实在日志里,没有被改过。请自己收好,日后可以核验。',
    en: 'The proof shows that this entry is in the log, unaltered. Keep it; it can be checked later.',
  },
  proof: { zh: '下载证明', en: 'Download the proof' },
  keyTitle: { zh: '怎么核验', en: 'How to check it' },
  keyWhat: {
    zh: '文件是 C2SP tlog-proof 格式:里面有这一条的内容、到树根的哈希和签名的检查点,核验步骤写在项目的 docs/log-format.md,不联网、不用我们的程序也能做。签名用下面这把公钥核对;公钥请另找途径对一次,不要只信这一页。',
    en: 'The file is a C2SP tlog-proof: the entry, the hashes up to the root, the signed checkpoint. docs/log-format.md has the steps, which need neither a network nor a program of ours. The signature is checked with this key; compare the key once by another way than this page.',
  },
  notYet: {
    zh: '检查点每十分钟发布一次,这一条还没轮到。过一会儿再来取。',
    en: 'A checkpoint is published every ten minutes, and this entry has not had its turn. Come back a little later.',
  },
  notThere: {
    zh: '日志里还没有这一条。核对一下编号再查。',
    en: 'The log has no such entry yet. Compare the number and search again.',
  },
  back: { zh: '返回访问记录', en: 'Back to the log' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Checkpoints, and the switch that stops the chat assistant. */
export const checkpointWords = {
  title: { zh: '检查点', en: 'Checkpoint' },
  what: {
    zh: '检查点是整个日志的签名:记下大小和指纹。交给外人保管,日后日志少了一条、改了一条都能看出来。',
    en: 'A checkpoint is the signature of the whole log: its size and its fingerprint. Given to somebody outside, it shows any entry that is later removed or changed.',
  },
  published: { zh: '已公开的', en: 'Published' },
  size: { zh: '{n} 条记录', en: '{n} entries' },
  none: { zh: '还没有公开过。每十分钟发布一次。', en: 'None yet. One is published every ten minutes.' },
  save: { zh: '下载', en: 'Download' },
  nowTitle: { zh: '此刻的', en: 'Of this moment' },
  nowWhat: {
    zh: '只给您本人,不公开:它的大小会让人看出日志怎样增长。签发会记录。',
    en: 'For you alone, not published: its size tells how the log grows. It is recorded.',
  },
  now: { zh: '现在签发一个', en: 'Sign one now' },
  key: { zh: '验证公钥', en: 'Verifier key' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const switchWords = {
  title: { zh: '楼管家开关', en: 'The chat assistant' },
  what: {
    zh: '怀疑楼管家那台机器出了问题,就在这里停掉它。停掉以后它什么也查不了、办不了,已经打开的本人页面也会失效。工作台不受影响。',
    en: 'If you suspect its machine, stop it here. It can then look up and do nothing, and residents’ pages opened from the chat end. Desks go on.',
  },
  isOpen: { zh: '楼管家正在工作', en: 'The chat assistant is working' },
  isClosed: { zh: '楼管家已停用', en: 'The chat assistant is stopped' },
  stop: { zh: '停用楼管家', en: 'Stop it' },
  start: { zh: '重新启用楼管家', en: 'Start it again' },
  sureStop: { zh: '确定停用楼管家?', en: 'Stop the chat assistant?' },
  sureStopWhat: {
    zh: '居民在群里和私聊里都不会再得到答复,直到您重新启用。停用马上生效,会记录。',
    en: 'Nobody gets an answer in any chat until you start it again. It works at once, and is recorded.',
  },
  sureStart: { zh: '确定重新启用楼管家?', en: 'Start the chat assistant again?' },
  sureStartWhat: {
    zh: '请先确认那台机器没有问题。停用之前发出的令牌都已作废。会记录。',
    en: 'First make sure that its machine is well. Tokens from before are void. It is recorded.',
  },
  doStop: { zh: '停用', en: 'Stop' },
  doStart: { zh: '启用', en: 'Start' },
  cancel: { zh: '不,返回', en: 'No, go back' },
  stopped: { zh: '已停用。', en: 'It is stopped.' },
  started: { zh: '已启用。', en: 'It is working.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

import type { FindingCode } from '../vault/log/verify.ts';
import type { Damage, Table } from './open.ts';

/** Where something was found. Ids are random, kinds are ours: nothing of a person is in a finding. */
export interface Place {
  readonly table: Table | 'database';
  /** A record's type, a control or transient row's kind, a tag's field, a key's use. */
  readonly kind?: string;
  /** A record's id, a row's key, a key's owner. */
  readonly id?: string;
  /** The log entry it is about, or that wrote the row last. */
  readonly seq?: number;
  /** A checkpoint's size. */
  readonly size?: number;
  /** The columns that are not as they were written, as far as that can be told. */
  readonly column?: string;
  /** The version that is stored, and the one that the log says was written last. */
  readonly stored?: number;
  readonly logged?: number;
}

/** One thing that is wrong, named: for programs by its code and place, for people in words. */
export interface Found extends Place {
  readonly code: Code | FindingCode | Damage['code'];
  readonly zh: string;
  readonly en: string;
}

type Words = readonly [zh: string, en: string];

const codes = {
  malformed: [
    '有一个值的类型或大小不对,或者整表读不完',
    'holds a value of a wrong kind or size, or the table cannot be read to its end',
  ],
  differs: ['与日志所记最后一次写入的不同', 'is not what the log says was written last'],
  older: ['被换回了旧版本', 'was put back to an older version'],
  ahead: ['版本比日志所记的还新', 'is at a version that the log does not know'],
  missing: ['不见了,日志记有它', 'is gone; the log says that it was written'],
  extra: ['日志里从未写过', 'was never written according to the log'],
  written_over: [
    '这次写入之前,它被换回过旧版本或被删过',
    'had been put back to an older version, or deleted, before this write',
  ],
  not_logged: [
    '哈希不在它所指的那条日志里',
    'does not have a digest in the log entry that it names as its write',
  ],
  column_differs: ['与写入时不同', 'is not as it was written'],
  mac: ['校验码不符', 'does not have its own MAC'],
  unopened: [
    '打不开:密文或与它绑定的列被改过',
    'does not open: the sealed bytes or a column they are bound to changed',
  ],
  part_unopened: [
    '有一部分打不开,或与叶子里的承诺不符',
    'has a part that does not open, or that is not the one its leaf commits to',
  ],
  digests_differ: ['公开的哈希与封存的清单对不上', 'has digests that are not of what its sealed part lists'],
  key_missing: ['不见了,有内容靠它打开', 'is gone; there is something sealed with it'],
  key_unopened: ['打不开', 'does not open'],
  key_uncommitted: ['不是日志里承诺过的那把', 'is not the key that the log has a commitment to'],
  not_erased: [
    '说是已抹除,但密钥、档案或索引还在,或者日志没有这次抹除',
    'is said to be erased, but a key, a record or an index tag of it is there, or the log has no such erasure',
  ],
  not_swept: [
    '说是保存期限到了已删,但它还在,或者日志没有这次清理',
    'is said to be deleted because its time was over, but it is there, or the log has no such sweep',
  ],
  brought_back: [
    '在重放账里记为已抹除,库里却没有这次抹除:库被换回过旧状态,启动一次就会重新抹除',
    'is erased according to the replay ledger, and the database has no such erasure: it was put back; a start erases it again',
  ],
  chunk_missing: ['少了附件的一块', 'is missing: a chunk of an attachment'],
  chunk_unopened: [
    '附件的一块打不开,或者拼起来不是原来的',
    'does not open where it lies, or is not what the attachment was',
  ],
  chunk_extra: ['有一块不属于任何附件', 'is a chunk that belongs to no attachment'],
  tag_orphan: ['指向不存在的档案', 'points at a record that is not there'],
  tag_value: ['不是封存的值算出来的', 'is not made from the sealed value'],
  tag_missing: ['有值却没有索引', 'is missing for a sealed value'],
  tags_differ: [
    '这份档案的索引与日志所记的不同',
    'is among tags that are not those the log has for this record',
  ],
  chain: ['同意记录的链断了', 'breaks the chain of consent events'],
  head_missing: ['不见了', 'is gone'],
  head_differs: [
    '与日志的长度或树不符:末尾有记录被删或被加',
    'is not of this log: its last entries were removed or added to',
  ],
  checkpoint_missing: ['有已发布的检查点不见了', 'is missing, or another one is, that was published'],
  community_unknown: [
    '是哪个社区的不得而知,未核对;请用 --community 指明',
    'is of a community that nobody names, and was not checked: name it with --community',
  ],
  community_absent: ['有密钥环而没有数据', 'has a key ring and no data'],
  ring_unopened: ['根密钥打不开它', 'does not open with the root secret'],
  ring_missing: ['密钥环里没有它', 'is not in the key ring'],
} as const satisfies Record<string, Words>;

export type Code = keyof typeof codes;

/** A finding in words made from its code. */
export function found(code: Code, place: Place): Found {
  const [zh, en] = codes[code];
  const { stored, logged, seq } = place;
  const versions = stored === undefined || logged === undefined ? undefined : [stored, logged];
  const at = seq !== undefined && place.table !== 'log_entry';
  const where = nameOf(place);
  return {
    code,
    ...cleaned(place),
    zh:
      `${where[0]}${zh}` +
      (versions ? `(现为第 ${versions[0]} 版,应为第 ${versions[1]} 版)` : '') +
      (at ? `(日志第 ${seq} 条)` : ''),
    en:
      `${where[1]} ${en}` +
      (versions ? ` (it is version ${versions[0]}, should be ${versions[1]})` : '') +
      (at ? ` (log entry ${seq})` : ''),
  };
}

/** A place in words. */
function nameOf({ table, kind, id, seq, size, column }: Place): Words {
  const name = [kind, id].flatMap((part) => (part === undefined ? [] : [printable(part)]));
  const columns: Words = column === undefined ? ['', ''] : [`的 ${column} `, `, ${column},`];
  const [zh, en] = tableWords[table];
  const which =
    table === 'log_entry' && seq !== undefined
      ? [String(seq)]
      : table === 'checkpoint' && size !== undefined
        ? [String(size)]
        : name;
  return [`${zh} ${which.join(' ')}${columns[0] || ' '}`, `${en} ${which.join(' ')}${columns[1]}`];
}

const tableWords = {
  log_entry: ['日志记录', 'log entry'],
  checkpoint: ['检查点', 'checkpoint'],
  record: ['档案', 'record'],
  index_tag: ['索引', 'index tag'],
  attachment_chunk: ['附件的分块', 'attachment chunk'],
  control: ['控制行', 'control row'],
  transient: ['临时行', 'transient row'],
  wrapped_key: ['密钥', 'key'],
  ring_key: ['密钥环', 'ring key'],
  replay: ['重放账', 'replay ledger'],
  database: ['数据库', 'database'],
} as const satisfies Record<Place['table'], Words>;

/** An id as it may be shown: what was planted in a row's key by somebody else reaches no terminal. */
export const printable = (text: string): string => (/^[\w.:/@+-]{0,256}$/.test(text) ? text : '?');

function cleaned(place: Place): Place {
  const { kind, id, ...rest } = place;
  return {
    ...rest,
    ...(kind === undefined ? {} : { kind: printable(kind) }),
    ...(id === undefined ? {} : { id: printable(id) }),
  };
}

/** What SQLite itself found, as a finding. */
export function damaged({ code, what }: Damage): Found {
  // SQLite repeats names of the schema, which somebody else may have written.
  const said = what.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  const [zh, en] = damageWords[code];
  return { code, table: 'database', id: said, zh: `数据库${zh}:${said}`, en: `the database ${en}: ${said}` };
}

const damageWords = {
  database_damaged: ['文件有损坏或索引与表不符', 'file is damaged, or an index is not of its table'],
  database_program: [
    '里有不属于本程序的触发器或视图',
    'holds a trigger or view, which this program never makes',
  ],
  schema_missing: ['缺少一张表或一个索引', 'lacks a table or an index'],
  schema_changed: [
    '有一张表或一个索引的定义不是本程序的',
    'has a table or an index that is not defined as this program defines it',
  ],
  schema_extra: ['里有不属于本程序的表或索引', 'holds a table or an index that this program never makes'],
} as const satisfies Record<Damage['code'], Words>;

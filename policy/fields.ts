import type { Bilingual } from './bilingual.ts';
import type { CheckName } from './checks/check.ts';
import type { MaskName } from './masks.ts';

/**
 * Every record type and every field, declared once. Validation, sealing, index tags, masks, the API's schemas and
 * their document derive from this table. So does what nobody can be refused: a field added here is written by who keeps the
 * type, seen and copied by whose it is, and shown masked, unless it is sensitive, to who keeps it. To anybody else, and for
 * any other purpose, it is nobody's until `purposes.ts` says which cover it and `rules.ts` who gets it, at which level.
 */
export interface FieldSpec {
  /**
   * Permanent, as in a wire format: it is part of the sealed record's associated data and is never given
   * again.
   */
  readonly number: number;
  /**
   * `sensitive` in the sense of PIPL Art 28: asked for less, shown to fewer, always present in a sealed
   * record.
   */
  readonly class: 'public' | 'personal' | 'sensitive';
  readonly title: Bilingual;
  readonly check: CheckName;
  readonly mask: MaskName;
  /**
   * `hash`: the value is checked and thrown away; a keyed hash of it and the fact that there is one are
   * kept.
   */
  readonly keep: 'sealed' | 'hash';
  /** Found by its exact normal form, through a keyed hash. Never for a field with few possible values. */
  readonly indexed?: true;
  readonly required?: true;
  /** How long after the record was last needed (moved away, ticket closed), in years (PIPL Art 19, 47). */
  readonly retain: { readonly years: number };
}

/**
 * Whose key seals the records of a type. `itself`: each record is a data subject of its own, of the type's kind. Otherwise
 * the kind of subject that has them: a dog is its keeper's, a ticket its reporter's, a note of a mediation the matter's.
 */
export type Owner = 'itself' | 'resident' | 'reporter' | 'matter' | 'order';

export interface RecordTypeSpec {
  readonly title: Bilingual;
  readonly owner: Owner;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** Numbers of fields that are no more: they stand in old sealed records, and are never given again. */
  readonly reserved?: readonly number[];
}

type Flag = 'required' | 'indexed' | 'hash';

const field =
  (sort: FieldSpec['class']) =>
  (
    number: number,
    zh: string,
    en: string,
    check: CheckName,
    mask: MaskName,
    years: number,
    ...flags: readonly Flag[]
  ): FieldSpec => ({
    number,
    class: sort,
    title: { zh, en },
    check,
    mask,
    keep: flags.includes('hash') ? 'hash' : 'sealed',
    ...(flags.includes('indexed') ? { indexed: true } : {}),
    ...(flags.includes('required') ? { required: true } : {}),
    retain: { years },
  });

const open = field('public');
const personal = field('personal');
const sensitive = field('sensitive');

/** A free text that is kept three years: as a paper of the controller's has to be (PIPL Art 56), and a request. */
const paper = (number: number, zh: string, en: string, ...flags: readonly Flag[]): FieldSpec =>
  personal(number, zh, en, 'text', 'nothing', 3, ...flags);

const type = <const Fields extends Readonly<Record<string, FieldSpec>>>(
  zh: string,
  en: string,
  owner: Owner,
  fields: Fields,
  ...reserved: readonly number[]
) => ({ title: { zh, en }, owner, fields, reserved });

/** A line a field: number, title, check, mask, years, and whether it is required, indexed, or kept as a hash only. */
// prettier-ignore
export const recordTypes = {
  resident: type('居民', 'Resident', 'itself', {
    // Whoever has the database sees how many share a name, not which it is: docs/format.md, "What a reader of the database learns".
    name: personal(1, '姓名', 'Name', 'name', 'name', 3, 'indexed', 'required'),
    mobile: personal(2, '手机号', 'Mobile number', 'mobile', 'mobile', 3, 'indexed'),
    // No purpose needs the number back, so only its hash stays. It is sensitive all the same: whoever has the index key can
    // try all the numbers there are.
    idNumber: sensitive(3, '身份证号', 'Identity number', 'idNumber', 'idNumber', 3, 'indexed', 'hash'),
    birthDate: personal(4, '出生日期', 'Date of birth', 'pastDate', 'decade', 3),
    address: personal(5, '住址', 'Address', 'address', 'address', 3, 'indexed'),
    // Indexed so that a household's members are found: an id of 128 random bits, which nobody tries.
    household: personal(6, '所在户', 'Household', 'recordId', 'fact', 3, 'indexed'),
    care: sensitive(7, '照护需要', 'Care needs', 'text', 'nothing', 1),
    householdRole: personal(8, '户内身份', 'Role in the household', 'householdRole', 'whole', 3),
  }),
  // Who heads it and who belongs to it, the residents' own records say. 2 was the head's id.
  household: type('户', 'Household', 'itself', {
    address: personal(1, '住址', 'Address', 'address', 'address', 3, 'indexed', 'required'),
    size: personal(3, '人数', 'Number of members', 'count', 'fact', 3),
  }, 2),
  dog: type('犬只', 'Dog', 'resident', {
    name: personal(1, '犬名', "Dog's name", 'line', 'name', 1, 'required'),
    breed: personal(2, '品种', 'Breed', 'line', 'fact', 1),
    chip: personal(3, '芯片号', 'Chip number', 'chip', 'lastFour', 1, 'indexed'),
    licence: personal(4, '养犬证号', 'Dog licence number', 'licence', 'lastFour', 1),
    vaccinatedUntil: personal(5, '狂犬疫苗有效期至', 'Rabies vaccination valid until', 'date', 'expiryMonth', 1),
    born: personal(6, '出生日期', 'Born', 'pastDate', 'fact', 1),
    obtained: personal(7, '取得日期', 'With the keeper since', 'pastDate', 'fact', 1),
    // Whose guide it is has a disability.
    service: sensitive(8, '工作犬', 'What it does', 'dogService', 'nothing', 1),
  }),
  vehicle: type('车辆', 'Vehicle', 'resident', {
    plate: personal(1, '车牌号', 'Number plate', 'plate', 'plate', 1, 'indexed', 'required'),
    model: personal(2, '车型、颜色', 'Model and colour', 'line', 'fact', 1),
    space: personal(3, '车位', 'Parking space', 'line', 'fact', 1),
  }),
  // What a register of the state tells everybody anyway is public; whom to call there is personal.
  business: type('商户', 'Business', 'itself', {
    name: open(1, '名称', 'Name', 'line', 'whole', 3, 'indexed', 'required'),
    creditCode: open(2, '统一社会信用代码', 'Unified social credit code', 'creditCode', 'whole', 3, 'indexed'),
    trade: open(3, '行业', 'Trade', 'line', 'whole', 3),
    place: open(4, '店面', 'Where the shop is', 'line', 'whole', 3),
    contact: personal(5, '联系人', 'Contact', 'name', 'name', 3),
    mobile: personal(6, '联系电话', 'Mobile number', 'mobile', 'mobile', 3, 'indexed'),
  }),
  // An errand done for somebody (代办). What somebody needs may tell of illness or want.
  errand: type('代办', 'Errand', 'resident', {
    item: sensitive(1, '代办事项', 'What is done for them', 'errandItem', 'nothing', 1, 'required'),
    details: sensitive(2, '具体情况', 'Details', 'text', 'nothing', 1),
    asked: personal(3, '受理日期', 'Asked on', 'pastDate', 'fact', 1, 'required'),
    result: sensitive(4, '办理结果', 'What was done', 'text', 'nothing', 1),
    done: personal(5, '办结日期', 'Done on', 'pastDate', 'fact', 1),
  }),
  // Notes of a mediation (调解). They are the matter's own; who its parties are a control row says.
  mediation_note: type('调解笔记', 'Mediation note', 'matter', {
    day: sensitive(1, '日期', 'Day', 'pastDate', 'nothing', 3, 'required'),
    note: sensitive(2, '经过', 'What was said', 'text', 'nothing', 3, 'required'),
    agreed: sensitive(3, '约定', 'What was agreed', 'text', 'nothing', 3),
  }),
  // The words of a ticket. Its state, grid and assignee are a control row, not fields: the vault needs them unopened.
  ticket: type('工单', 'Ticket', 'reporter', {
    category: personal(1, '类别', 'Category', 'category', 'nothing', 3, 'required'),
    description: personal(2, '情况', 'What happened', 'text', 'nothing', 3, 'required'),
    place: personal(3, '地点', 'Where', 'line', 'building', 3),
    supplement: personal(4, '补充', 'More details', 'text', 'nothing', 3),
    result: personal(5, '办理结果', 'What was done', 'text', 'nothing', 3),
    rating: personal(6, '评价', 'Rating', 'rating', 'nothing', 3),
  }),
  // What is attached to a ticket: a photo, a voice message, a file. It belongs to who reported; which ticket it is of, the
  // ticket's control row says. Its bytes lie in chunks, sealed under the same key, and `whole` and `small` are where and how
  // many (docs/format.md, "Attachment"): whoever gets one of them gets the bytes. Faces and doors may be on it, and in a name.
  attachment: type('附件', 'Attachment', 'reporter', {
    kind: personal(1, '种类', 'Kind', 'line', 'nothing', 1, 'required'),
    media: personal(2, '格式', 'Media type', 'line', 'nothing', 1, 'required'),
    bytes: personal(3, '大小', 'Size in bytes', 'line', 'nothing', 1, 'required'),
    fileName: sensitive(4, '文件名', 'File name', 'line', 'nothing', 1),
    whole: sensitive(5, '原件', 'The whole of it', 'line', 'nothing', 1, 'required'),
    small: sensitive(6, '缩略图', 'Small picture', 'line', 'nothing', 1),
    blurred: personal(7, '已打码', 'Made unrecognisable in part', 'line', 'nothing', 1),
  }),
  // The controller's own papers: about processing, and nobody is named in them.
  pia: type('影响评估', 'Impact assessment', 'itself', {
    processing: paper(1, '做什么', 'What is done', 'required'),
    lawful: paper(2, '合法、正当、必要', 'Lawful, legitimate, necessary'),
    impact: paper(3, '影响和风险', 'Effect and risks'),
    measures: paper(4, '保护措施', 'Measures'),
    conclusion: paper(5, '结论', 'Conclusion'),
  }),
  breach: type('安全事件', 'Breach', 'itself', {
    what: paper(1, '情况', 'What happened', 'required'),
    cause: paper(2, '原因', 'Cause'),
    harm: paper(3, '可能的危害', 'Possible harm'),
    measures: paper(4, '补救措施', 'Remedial measures'),
    advice: paper(5, '个人可以做的', 'What people can do'),
    contact: paper(6, '联系方式', 'Contact'),
  }),
  // What somebody says for a request to see a right done, and what they are told. Its state and its clock are a control
  // row (`rights.ts`). What it should read may be of any field: sensitive, so that its being there tells nothing.
  request: type('权利申请', 'Request', 'resident', {
    words: paper(1, '申请人的话', 'In their words'),
    proposed: sensitive(2, '应改为', 'Should read', 'text', 'nothing', 3),
    evidence: sensitive(3, '证明', 'Evidence', 'text', 'nothing', 3),
    answer: paper(4, '答复', 'Answer'),
  }),
  // What a ticket says of a neighbour, as the worker puts it for them. It is the neighbour's own record: nothing in it is
  // the reporter's, and which ticket it is of only the ticket's control row says.
  statement: type('涉及本人的反映', 'What is said of somebody', 'resident', {
    category: personal(1, '类别', 'Category', 'category', 'nothing', 1, 'required'),
    said: personal(2, '说了什么', 'What is said', 'text', 'nothing', 1, 'required'),
    reply: personal(3, '本人的说明', 'Their answer', 'text', 'nothing', 1),
    // When they were told, and not when it was reported: a group may have seen that.
    day: personal(4, '告知日期', 'Told on', 'line', 'nothing', 1),
  }),
  // What somebody needs while an emergency order is in force. It belongs to the order, and is destroyed when that ends.
  emergency_note: type('应急记录', 'Emergency note', 'order', {
    need: sensitive(1, '需要', 'Need', 'text', 'nothing', 1, 'required'),
    outcome: sensitive(2, '结果', 'Outcome', 'text', 'nothing', 1),
  }),
  staff: type('工作人员', 'Staff', 'itself', {
    name: personal(1, '姓名', 'Name', 'name', 'name', 3, 'required'),
    mobile: personal(2, '手机号', 'Mobile number', 'mobile', 'mobile', 3),
  }),
} as const satisfies Readonly<Record<string, RecordTypeSpec>>;

export type RecordType = keyof typeof recordTypes;

/** What is kept field by field, by hand or by import. Every other type comes about by an act of its own: a ticket is reported. */
export const keptTypes = [
  'resident',
  'household',
  'dog',
  'vehicle',
  'business',
  'errand',
] as const satisfies readonly RecordType[];
export type KeptType = (typeof keptTypes)[number];
export const isKept = (name: string): name is KeptType => (keptTypes as readonly string[]).includes(name);
/** What a resident has: it is theirs as their own record is, and their rights reach it. */
export const heldTypes = ['dog', 'vehicle', 'errand'] as const satisfies readonly KeptType[];
export const theirTypes = ['resident', ...heldTypes] as const;
export type TheirType = (typeof theirTypes)[number];
export const isTheirs = (name: string): name is TheirType => (theirTypes as readonly string[]).includes(name);
/** Those that somebody has: they name their keeper, and lie where that resident lives. */
export const belongsToResident = (name: RecordType): boolean => recordTypes[name].owner === 'resident';

/** The names of a record type's fields, e.g. `FieldName<'dog'>` is `'name' | 'breed' | …`. */
export type FieldName<T extends RecordType> = keyof (typeof recordTypes)[T]['fields'] & string;

export const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordTypes, name);

/** The names of all fields of a type, in the order of their declaration. */
export const namesOf = <T extends RecordType>(name: T): readonly FieldName<T>[] =>
  Object.keys(recordTypes[name].fields) as FieldName<T>[];

/** And of those that are not sensitive (PIPL Art 28). */
export const everydayOf = <T extends RecordType>(name: T): readonly FieldName<T>[] =>
  namesOf(name).filter((each) => fieldSpec(name, each)?.class !== 'sensitive');

/** A type's fields by name, in the order of their declaration. */
export const fieldsOf = (type: RecordType): Readonly<Record<string, FieldSpec>> => recordTypes[type].fields;

/** One field, or undefined when there is no such type or field. Safe for any string, `constructor` too. */
export function fieldSpec(type: string, field: string): FieldSpec | undefined {
  if (!isRecordType(type)) return undefined;
  const fields = fieldsOf(type);
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

import type { Bilingual } from './bilingual.ts';
import type { CheckName } from './checks/check.ts';
import type { MaskName } from './masks.ts';

/**
 * Every record type and every field, declared once. Validation, sealing, index tags, masks, the API's schemas and
 * their document derive from this table. Who may write or see a field does not: a new one is nobody's until
 * `purposes.ts` says which purposes cover it and `rules.ts` who gets it, at which level.
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

interface RecordTypeSpec {
  readonly title: Bilingual;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}

/** A free text that is kept three years: as a paper of the controller's has to be (PIPL Art 56), and a request. */
const paper = (number: number, zh: string, en: string): FieldSpec => ({
  number,
  class: 'personal',
  title: { zh, en },
  check: 'text',
  mask: 'nothing',
  keep: 'sealed',
  retain: { years: 3 },
});

export const recordTypes = {
  resident: {
    title: { zh: '居民', en: 'Resident' },
    fields: {
      name: {
        number: 1,
        class: 'personal',
        title: { zh: '姓名', en: 'Name' },
        check: 'name',
        mask: 'name',
        keep: 'sealed',
        // Whoever has the database sees how many share a name, not which it is: docs/format.md, "What a reader of the database learns".
        indexed: true,
        required: true,
        retain: { years: 3 },
      },
      mobile: {
        number: 2,
        class: 'personal',
        title: { zh: '手机号', en: 'Mobile number' },
        check: 'mobile',
        mask: 'mobile',
        keep: 'sealed',
        indexed: true,
        retain: { years: 3 },
      },
      // No purpose needs the number back, so only its hash stays. It is sensitive all the same: whoever has
      // the index key can try all the numbers there are.
      idNumber: {
        number: 3,
        class: 'sensitive',
        title: { zh: '身份证号', en: 'Identity number' },
        check: 'idNumber',
        mask: 'idNumber',
        keep: 'hash',
        indexed: true,
        retain: { years: 3 },
      },
      birthDate: {
        number: 4,
        class: 'personal',
        title: { zh: '出生日期', en: 'Date of birth' },
        check: 'pastDate',
        mask: 'decade',
        keep: 'sealed',
        retain: { years: 3 },
      },
      address: {
        number: 5,
        class: 'personal',
        title: { zh: '住址', en: 'Address' },
        check: 'address',
        mask: 'address',
        keep: 'sealed',
        indexed: true,
        retain: { years: 3 },
      },
      household: {
        number: 6,
        class: 'personal',
        title: { zh: '所在户', en: 'Household' },
        check: 'recordId',
        mask: 'fact',
        keep: 'sealed',
        retain: { years: 3 },
      },
      care: {
        number: 7,
        class: 'sensitive',
        title: { zh: '照护需要', en: 'Care needs' },
        check: 'text',
        mask: 'nothing',
        keep: 'sealed',
        retain: { years: 1 },
      },
    },
  },
  household: {
    title: { zh: '户', en: 'Household' },
    fields: {
      address: {
        number: 1,
        class: 'personal',
        title: { zh: '住址', en: 'Address' },
        check: 'address',
        mask: 'address',
        keep: 'sealed',
        indexed: true,
        required: true,
        retain: { years: 3 },
      },
      head: {
        number: 2,
        class: 'personal',
        title: { zh: '户主', en: 'Head of household' },
        check: 'recordId',
        mask: 'fact',
        keep: 'sealed',
        retain: { years: 3 },
      },
      size: {
        number: 3,
        class: 'personal',
        title: { zh: '人数', en: 'Number of members' },
        check: 'count',
        mask: 'fact',
        keep: 'sealed',
        retain: { years: 3 },
      },
    },
  },
  dog: {
    title: { zh: '犬只', en: 'Dog' },
    fields: {
      name: {
        number: 1,
        class: 'personal',
        title: { zh: '犬名', en: "Dog's name" },
        check: 'line',
        mask: 'name',
        keep: 'sealed',
        required: true,
        retain: { years: 1 },
      },
      breed: {
        number: 2,
        class: 'personal',
        title: { zh: '品种', en: 'Breed' },
        check: 'line',
        mask: 'fact',
        keep: 'sealed',
        retain: { years: 1 },
      },
      chip: {
        number: 3,
        class: 'personal',
        title: { zh: '芯片号', en: 'Chip number' },
        check: 'chip',
        mask: 'lastFour',
        keep: 'sealed',
        indexed: true,
        retain: { years: 1 },
      },
      licence: {
        number: 4,
        class: 'personal',
        title: { zh: '养犬证号', en: 'Dog licence number' },
        check: 'licence',
        mask: 'lastFour',
        keep: 'sealed',
        retain: { years: 1 },
      },
      vaccinatedUntil: {
        number: 5,
        class: 'personal',
        title: { zh: '狂犬疫苗有效期至', en: 'Rabies vaccination valid until' },
        check: 'date',
        mask: 'expiryMonth',
        keep: 'sealed',
        retain: { years: 1 },
      },
    },
  },
  // The words of a ticket. Its state, grid and assignee are a control row, not fields: the vault needs them
  // unopened.
  ticket: {
    title: { zh: '工单', en: 'Ticket' },
    fields: {
      category: {
        number: 1,
        class: 'personal',
        title: { zh: '类别', en: 'Category' },
        check: 'category',
        mask: 'nothing',
        keep: 'sealed',
        required: true,
        retain: { years: 3 },
      },
      description: {
        number: 2,
        class: 'personal',
        title: { zh: '情况', en: 'What happened' },
        check: 'text',
        mask: 'nothing',
        keep: 'sealed',
        required: true,
        retain: { years: 3 },
      },
      place: {
        number: 3,
        class: 'personal',
        title: { zh: '地点', en: 'Where' },
        check: 'line',
        mask: 'building',
        keep: 'sealed',
        retain: { years: 3 },
      },
      supplement: {
        number: 4,
        class: 'personal',
        title: { zh: '补充', en: 'More details' },
        check: 'text',
        mask: 'nothing',
        keep: 'sealed',
        retain: { years: 3 },
      },
      result: {
        number: 5,
        class: 'personal',
        title: { zh: '办理结果', en: 'What was done' },
        check: 'text',
        mask: 'nothing',
        keep: 'sealed',
        retain: { years: 3 },
      },
      rating: {
        number: 6,
        class: 'personal',
        title: { zh: '评价', en: 'Rating' },
        check: 'rating',
        mask: 'nothing',
        keep: 'sealed',
        retain: { years: 3 },
      },
    },
  },
  // A photo of a ticket. It belongs to who reported; which ticket it is of, the ticket's control row says.
  photo: {
    title: { zh: '照片', en: 'Photo' },
    fields: {
      // Faces and doors may be on it.
      image: {
        number: 1,
        class: 'sensitive',
        title: { zh: '照片', en: 'Photo' },
        check: 'photo',
        mask: 'nothing',
        keep: 'sealed',
        required: true,
        retain: { years: 1 },
      },
    },
  },
  // The controller's own papers: about processing, and nobody is named in them.
  pia: {
    title: { zh: '影响评估', en: 'Impact assessment' },
    fields: {
      processing: { ...paper(1, '做什么', 'What is done'), required: true },
      lawful: paper(2, '合法、正当、必要', 'Lawful, legitimate, necessary'),
      impact: paper(3, '影响和风险', 'Effect and risks'),
      measures: paper(4, '保护措施', 'Measures'),
      conclusion: paper(5, '结论', 'Conclusion'),
    },
  },
  breach: {
    title: { zh: '安全事件', en: 'Breach' },
    fields: {
      what: { ...paper(1, '情况', 'What happened'), required: true },
      cause: paper(2, '原因', 'Cause'),
      harm: paper(3, '可能的危害', 'Possible harm'),
      measures: paper(4, '补救措施', 'Remedial measures'),
      advice: paper(5, '个人可以做的', 'What people can do'),
      contact: paper(6, '联系方式', 'Contact'),
    },
  },
  // What somebody says for a request to see a right done, and what they are told. Its state and its clock are a control
  // row (`rights.ts`). What it should read may be of any field: sensitive, so that its being there tells nothing.
  request: {
    title: { zh: '权利申请', en: 'Request' },
    fields: {
      words: paper(1, '申请人的话', 'In their words'),
      proposed: { ...paper(2, '应改为', 'Should read'), class: 'sensitive' },
      evidence: { ...paper(3, '证明', 'Evidence'), class: 'sensitive' },
      answer: paper(4, '答复', 'Answer'),
    },
  },
  // What a ticket says of a neighbour, as the worker puts it for them. It is the neighbour's own record: nothing in it is
  // the reporter's, and which ticket it is of only the ticket's control row says.
  statement: {
    title: { zh: '涉及本人的反映', en: 'What is said of somebody' },
    fields: {
      category: { ...paper(1, '类别', 'Category'), check: 'category', required: true, retain: { years: 1 } },
      said: { ...paper(2, '说了什么', 'What is said'), required: true, retain: { years: 1 } },
      reply: { ...paper(3, '本人的说明', 'Their answer'), retain: { years: 1 } },
      // When they were told, and not when it was reported: a group may have seen that.
      day: { ...paper(4, '告知日期', 'Told on'), check: 'line', retain: { years: 1 } },
    },
  },
  // What somebody needs while an emergency order is in force. It belongs to the order, and is destroyed when that ends.
  emergency_note: {
    title: { zh: '应急记录', en: 'Emergency note' },
    fields: {
      need: { ...paper(1, '需要', 'Need'), class: 'sensitive', required: true, retain: { years: 1 } },
      outcome: { ...paper(2, '结果', 'Outcome'), class: 'sensitive', retain: { years: 1 } },
    },
  },
  staff: {
    title: { zh: '工作人员', en: 'Staff' },
    fields: {
      name: {
        number: 1,
        class: 'personal',
        title: { zh: '姓名', en: 'Name' },
        check: 'name',
        mask: 'name',
        keep: 'sealed',
        required: true,
        retain: { years: 3 },
      },
      mobile: {
        number: 2,
        class: 'personal',
        title: { zh: '手机号', en: 'Mobile number' },
        check: 'mobile',
        mask: 'mobile',
        keep: 'sealed',
        retain: { years: 3 },
      },
    },
  },
} as const satisfies Readonly<Record<string, RecordTypeSpec>>;

export type RecordType = keyof typeof recordTypes;

/** The names of a record type's fields, e.g. `FieldName<'dog'>` is `'name' | 'breed' | …`. */
export type FieldName<T extends RecordType> = keyof (typeof recordTypes)[T]['fields'] & string;

export const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordTypes, name);

/** A type's fields by name, in the order of their declaration. */
export const fieldsOf = (type: RecordType): Readonly<Record<string, FieldSpec>> => recordTypes[type].fields;

/** One field, or undefined when there is no such type or field. Safe for any string, `constructor` too. */
export function fieldSpec(type: string, field: string): FieldSpec | undefined {
  if (!isRecordType(type)) return undefined;
  const fields = fieldsOf(type);
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

import type { Bilingual } from './bilingual.ts';
import type { FieldName, RecordType } from './fields.ts';
import type { PurposeId } from './purposes.ts';

/**
 * What makes two records look like one: the same value in all of some fields, in whatever spelling it was written. A sign
 * and no proof: two people of a family share a telephone, and of a name there are many. Nothing is decided by it.
 */
interface Likeness<T extends RecordType> {
  readonly id: LikenessId;
  /** All of them are indexed: it is their tags that are compared. */
  readonly fields: readonly FieldName<T>[];
}

export const likenessWords = {
  same_id_number: { zh: '身份证号相同', en: 'the same identity number' },
  same_mobile_and_name: { zh: '手机号和姓名相同', en: 'the same mobile number and name' },
  same_name_and_address: { zh: '姓名和住址相同', en: 'the same name and address' },
  same_address: { zh: '住址相同', en: 'the same address' },
  same_plate: { zh: '车牌号相同', en: 'the same number plate' },
  same_credit_code: { zh: '统一社会信用代码相同', en: 'the same credit code' },
  same_chip: { zh: '芯片号相同', en: 'the same chip number' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type LikenessId = keyof typeof likenessWords;
export const likenessIds = Object.keys(likenessWords) as readonly LikenessId[];

/** Of each type, the surest first. */
export const likenesses: { readonly [T in RecordType]?: readonly Likeness<T>[] } = {
  resident: [
    { id: 'same_id_number', fields: ['idNumber'] },
    { id: 'same_mobile_and_name', fields: ['mobile', 'name'] },
    { id: 'same_name_and_address', fields: ['name', 'address'] },
  ],
  household: [{ id: 'same_address', fields: ['address'] }],
  vehicle: [{ id: 'same_plate', fields: ['plate'] }],
  business: [{ id: 'same_credit_code', fields: ['creditCode'] }],
  dog: [{ id: 'same_chip', fields: ['chip'] }],
};

/** For which purpose a worker compares records of a type: the one for which they see its lists. */
export const comparedFor: { readonly [T in RecordType]?: PurposeId } = {
  resident: 'record_keeping',
  household: 'record_keeping',
  dog: 'dog_care',
  vehicle: 'grid_overview',
  business: 'business_contact',
};

/** The likenesses of one type, as what any type has. */
export const likenessesOf = (type: RecordType): readonly { id: LikenessId; fields: readonly string[] }[] =>
  likenesses[type] ?? [];

/** The types whose records can be compared. */
export const comparable = Object.keys(likenesses) as readonly RecordType[];

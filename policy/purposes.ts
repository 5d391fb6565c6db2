import type { Bilingual } from './bilingual.ts';
import { type FieldName, namesOf, type RecordType } from './fields.ts';

/**
 * Why somebody asks. The list is closed: no purpose, no access. Each names who answers for it, on which of
 * the grounds of PIPL Art 13 it rests, who receives what it releases, for how long that may be kept, and
 * the fields it may ever cover. `rules.ts` can grant less than a purpose covers and never more; a test
 * holds it to that.
 *
 * Which ground fits is the controller's own decision, with advice; changing one here changes what `decide`
 * asks for.
 */
export interface Basis {
  readonly kind: 'consent' | 'duty' | 'emergency' | 'right';
  /** What the log and the notices cite. */
  readonly article: string;
}

export interface PurposeSpec {
  readonly title: Bilingual;
  readonly controller: Bilingual;
  readonly basis: Basis;
  readonly recipients: Bilingual;
  /** How long what was released may be kept for this purpose. */
  readonly retention: Bilingual;
  readonly covers: { readonly [T in RecordType]?: readonly FieldName<T>[] };
}

/** PIPL Art 13 (1), item 1: the person agreed. May be taken back at any time (Art 15). */
const consent: Basis = { kind: 'consent', article: 'PIPL Art 13(1)' };
/** PIPL Art 13 (1), item 3: necessary for a duty the law lays on the controller. */
const duty: Basis = { kind: 'duty', article: 'PIPL Art 13(3)' };
/**
 * PIPL Art 44–50: people know, see, copy and correct what is held about them; the controller must let them.
 */
const right: Basis = { kind: 'right', article: 'PIPL Art 13(3), 44-50' };

/** PIPL Art 13 (1), item 4: somebody's life, health or property is in danger, or public health is. */
const emergency: Basis = { kind: 'emergency', article: 'PIPL Art 13(4)' };
/** PIPL Art 23: handing over to somebody else, where consent is the ground, needs one of its own. */
const separateConsent: Basis = { kind: 'consent', article: 'PIPL Art 13(1), 23' };
/** PIPL Art 29: sensitive data needs a consent of its own, whatever else was agreed to. */
const sensitiveConsent: Basis = { kind: 'consent', article: 'PIPL Art 13(1), 29' };

const committee: Bilingual = { zh: '社区居民委员会', en: "the residents' committee" };
const nobodyElse: Bilingual = { zh: '不对外提供', en: 'nobody outside' };
const untilClosed: Bilingual = { zh: '工单办结为止', en: 'until the ticket is closed' };
const onScreen: Bilingual = { zh: '仅查看,不另存', en: 'seen, not kept' };
const asTheRecord: Bilingual = { zh: '与档案的保存期限相同', en: 'as long as the record' };

const everyResidentField = namesOf('resident');
const everyHouseholdField = namesOf('household');
const everyDogField = namesOf('dog');
const everyVehicleField = namesOf('vehicle');
const everyErrandField = namesOf('errand');
const everyBusinessField = namesOf('business');
const everyTicketField = namesOf('ticket');
const everyAttachmentField = namesOf('attachment');
/** A ticket of the time before: what was reported, and what came of it. */
const pastTicketField = ['category', 'description', 'place', 'result', 'rating'] as const;
const everyRequestField = namesOf('request');
const everyStatementField = namesOf('statement');
const everyStaffField = namesOf('staff');

export const purposes = {
  handle_ticket: {
    title: { zh: '办理工单', en: 'Handling a ticket' },
    controller: committee,
    basis: duty,
    recipients: { zh: '接单的网格员', en: 'the grid worker who took it' },
    retention: untilClosed,
    covers: {
      resident: ['name'],
      ticket: everyTicketField,
      attachment: everyAttachmentField,
      statement: everyStatementField,
    },
  },
  phone_contact: {
    title: { zh: '电话联系', en: 'Contact by telephone' },
    controller: committee,
    basis: consent,
    recipients: { zh: '接单的网格员', en: 'the grid worker who took the ticket' },
    retention: untilClosed,
    covers: { resident: ['name', 'mobile'] },
  },
  grid_overview: {
    title: { zh: '网格日常', en: 'Everyday work in the grid' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员', en: "the grid's own workers" },
    retention: onScreen,
    covers: {
      resident: ['name', 'mobile', 'address', 'household', 'householdRole'],
      household: everyHouseholdField,
      vehicle: everyVehicleField,
    },
  },
  visit: {
    title: { zh: '入户走访', en: 'A home visit' },
    controller: committee,
    basis: duty,
    recipients: { zh: '走访的网格员', en: 'the grid worker who visits' },
    retention: { zh: '走访结束为止', en: 'until the visit is over' },
    covers: { resident: ['name', 'address', 'mobile', 'household'] },
  },
  care_visit: {
    title: { zh: '独居老人关怀', en: 'Care for people who live alone' },
    controller: committee,
    basis: sensitiveConsent,
    recipients: { zh: '走访的网格员', en: 'the grid worker who visits' },
    retention: { zh: '走访结束为止', en: 'until the visit is over' },
    covers: { resident: ['name', 'mobile', 'address', 'care'] },
  },
  emergency: {
    title: { zh: '紧急查看', en: 'Break-glass' },
    controller: committee,
    basis: emergency,
    recipients: { zh: '开启紧急查看的人', en: 'whoever broke the glass' },
    retention: { zh: '两小时', en: 'two hours' },
    covers: { resident: ['name', 'mobile', 'address', 'care'], household: ['address', 'size'] },
  },
  emergency_order: {
    title: { zh: '应急令', en: 'Under an emergency order' },
    controller: committee,
    basis: emergency,
    recipients: { zh: '应急令所及网格的网格员', en: 'the workers of the grids the order names' },
    retention: { zh: '应急令结束为止', en: 'until the order ends' },
    covers: {
      resident: ['name', 'mobile', 'address', 'care'],
      household: ['address', 'size'],
      emergency_note: ['need', 'outcome'],
    },
  },
  name_reporter: {
    title: { zh: '查明报事人', en: 'Naming who reported' },
    controller: committee,
    basis: duty,
    recipients: {
      zh: '提出的隐私官,经另一个人同意',
      en: 'the officer who asked, once a second person approved',
    },
    retention: { zh: '只看一次', en: 'one look' },
    covers: { resident: ['name', 'address'] },
  },
  exercise_right: {
    title: { zh: '办理个人信息权利', en: "Seeing a person's right done" },
    controller: committee,
    basis: right,
    recipients: { zh: '办理申请的工作人员', en: 'who handles the request' },
    retention: { zh: '办完后保存三年', en: 'three years after it was done' },
    covers: {
      resident: everyResidentField,
      household: everyHouseholdField,
      dog: everyDogField,
      vehicle: everyVehicleField,
      errand: everyErrandField,
      request: everyRequestField,
      statement: ['reply'],
    },
  },
  provide_by_law: {
    title: { zh: '依法提供', en: 'Handing over as the law asks' },
    controller: committee,
    basis: duty,
    recipients: { zh: '登记在册的机关', en: 'the registered authority' },
    retention: { zh: '由接收方依法保存', en: 'as the law tells the recipient' },
    covers: { resident: ['name', 'mobile', 'birthDate', 'address'], household: ['address', 'size'] },
  },
  provide_by_consent: {
    title: { zh: '经同意提供', en: 'Handing over with consent' },
    controller: committee,
    basis: separateConsent,
    recipients: { zh: '登记在册、您同意的接收方', en: 'the registered recipient the person agreed to' },
    retention: { zh: '按告知书约定', en: 'as the notice says' },
    covers: { resident: ['name', 'mobile', 'address'] },
  },
  dispatch: {
    title: { zh: '派单', en: 'Dispatching' },
    controller: committee,
    basis: duty,
    recipients: { zh: '调度员', en: 'the dispatcher' },
    retention: untilClosed,
    covers: { ticket: ['category', 'place', 'description'] },
  },
  own_record: {
    title: { zh: '本人查阅', en: "Reading one's own record" },
    controller: committee,
    basis: right,
    recipients: { zh: '本人', en: 'the person themselves' },
    retention: onScreen,
    covers: {
      resident: everyResidentField,
      household: everyHouseholdField,
      dog: everyDogField,
      vehicle: everyVehicleField,
      errand: everyErrandField,
      ticket: everyTicketField,
      attachment: everyAttachmentField,
      request: everyRequestField,
      statement: everyStatementField,
      staff: everyStaffField,
    },
  },
  dog_care: {
    title: { zh: '犬只档案', en: 'Dog archive' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员', en: "the grid's own workers" },
    retention: onScreen,
    covers: { dog: everyDogField },
  },
  errand_service: {
    title: { zh: '代办服务', en: 'Doing an errand' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员', en: "the grid's own workers" },
    retention: { zh: '办结后保存一年', en: 'a year after it was done' },
    covers: { errand: everyErrandField },
  },
  business_contact: {
    title: { zh: '商户联系', en: 'Contact with a business' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员和调度员', en: "the grid's own workers, and the dispatcher" },
    retention: onScreen,
    covers: { business: everyBusinessField },
  },
  mediation: {
    title: { zh: '调解', en: 'Mediation' },
    controller: committee,
    basis: duty,
    recipients: { zh: '办这件调解的和事佬', en: 'the mediator of the matter, alone' },
    retention: { zh: '调解结束后保存三年', en: 'three years after it is over' },
    covers: { resident: ['name'], mediation_note: namesOf('mediation_note') },
  },
  record_keeping: {
    title: { zh: '建档', en: 'Keeping records' },
    controller: committee,
    basis: duty,
    recipients: nobodyElse,
    retention: asTheRecord,
    covers: {
      resident: everyResidentField,
      household: everyHouseholdField,
      dog: everyDogField,
      vehicle: everyVehicleField,
      business: everyBusinessField,
      errand: everyErrandField,
      ticket: pastTicketField,
      staff: everyStaffField,
    },
  },
  clear_traces: {
    title: { zh: '清除痕迹', en: 'Clearing traces' },
    controller: committee,
    basis: { kind: 'duty', article: 'PIPL Art 13(3), 47' },
    recipients: { zh: '隐私官', en: 'the privacy officer' },
    retention: onScreen,
    // What people write in sentences: somebody who was erased may be named there.
    covers: { ticket: ['description', 'place', 'supplement', 'result'] },
  },
  kept_by_law: {
    title: { zh: '依法留存', en: 'Kept by law' },
    controller: committee,
    basis: { kind: 'duty', article: 'PIPL Art 13(3), 47(2)' },
    recipients: {
      zh: '依法调取的机关,经隐私官',
      en: 'the authority that the law names, through the privacy officer',
    },
    retention: { zh: '法律规定的期限为止', en: 'until the term of the law ends' },
    covers: { ticket: everyTicketField, request: everyRequestField, statement: everyStatementField },
  },
  access_audit: {
    title: { zh: '查阅访问记录', en: 'Reading the access log' },
    controller: committee,
    basis: right,
    recipients: { zh: '本人和隐私官', en: 'the person themselves, and the privacy officer' },
    retention: { zh: '访问记录保存三年', en: 'the access log is kept three years' },
    // The log says that a field was read, never what was in it.
    covers: {},
  },
  identity_binding: {
    title: { zh: '绑定身份', en: 'Binding an identity' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员', en: "the grid's own workers" },
    retention: { zh: '绑定完成为止', en: 'until the binding is made' },
    covers: { resident: ['name', 'address'] },
  },
  keep_duties: {
    title: { zh: '个人信息保护工作', en: 'Keeping the duties of protection' },
    controller: committee,
    basis: { kind: 'duty', article: 'PIPL Art 13(3), 51-57' },
    recipients: { zh: '隐私官和审计', en: 'the privacy officer and auditors' },
    retention: { zh: '保存三年', en: 'three years' },
    // Papers about processing; nobody is named in them.
    covers: {
      pia: ['processing', 'lawful', 'impact', 'measures', 'conclusion'],
      breach: ['what', 'cause', 'harm', 'measures', 'advice', 'contact'],
    },
  },
  other: {
    title: { zh: '其他(须写明理由)', en: 'Other (with a reason in words)' },
    controller: committee,
    basis: duty,
    recipients: { zh: '本网格的网格员', en: "the grid's own workers" },
    retention: onScreen,
    covers: {
      resident: ['name', 'mobile', 'address'],
      household: ['address', 'size'],
      dog: ['name', 'vaccinatedUntil'],
    },
  },
} as const satisfies Readonly<Record<string, PurposeSpec>>;

export type PurposeId = keyof typeof purposes;

export const purposeIds = Object.keys(purposes) as readonly PurposeId[];

export const isPurpose = (name: string): name is PurposeId => Object.hasOwn(purposes, name);

/** A purpose by its id, or undefined. Safe for any string. */
export const purposeSpec = (name: string): PurposeSpec | undefined =>
  isPurpose(name) ? purposes[name] : undefined;

/** Whether a purpose may ever release, or write, this field. */
export function purposeCovers(purpose: string, type: RecordType, field: string): boolean {
  const covered: readonly string[] = purposeSpec(purpose)?.covers[type] ?? [];
  return covered.includes(field);
}

/** Whether a purpose rests on consent, so that taking it back ends the access. */
export const restsOnConsent = (purpose: string): boolean => purposeSpec(purpose)?.basis.kind === 'consent';

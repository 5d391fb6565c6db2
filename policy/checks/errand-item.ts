import type { Bilingual } from '../bilingual.ts';
import { oneOf } from './closed-list.ts';

/** The list of what a grid worker does for people (代办服务事项清单). The community may do fewer; never others. */
export const errandItems = {
  pension_check: { zh: '养老待遇资格认证', en: 'yearly check for the pension' },
  old_age_allowance: { zh: '高龄津贴申请', en: 'old-age allowance' },
  senior_card: { zh: '老年人优待证', en: 'senior citizen card' },
  medical_insurance: { zh: '居民医保参保缴费', en: 'medical insurance' },
  medical_claims: { zh: '医疗费用报销', en: 'medical claims' },
  disability_card: { zh: '残疾人证', en: 'disability card' },
  relief: { zh: '低保和临时救助申请', en: 'subsistence allowance or relief' },
  residence_permit: { zh: '居住证', en: 'residence permit' },
  birth_registration: { zh: '生育登记', en: 'registration of a birth' },
  letter: { zh: '社区证明', en: 'a letter from the committee' },
  utilities: { zh: '水电气暖缴费', en: 'water, power, gas or heating' },
  fetch: { zh: '代取代送', en: 'fetching and bringing' },
  other: { zh: '其他代办', en: 'something else' },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type ErrandItem = keyof typeof errandItems;

export const errandItem = oneOf(
  errandItems,
  'errand_item_unknown',
  { zh: '代办事项', en: 'the errand' },
  { 其他: 'other', 开证明: 'letter', 医保缴费: 'medical_insurance', 报销: 'medical_claims' },
);

import type { Bilingual } from '../bilingual.ts';

/**
 * A personal information protection impact assessment, 个人信息保护影响评估 (PIPL Art 55–56). Its questions are the parts
 * that Art 56 names; its answers are a sealed record of type `pia`, the fields of which have these names.
 */
export const piaQuestions = {
  processing: {
    title: { zh: '要做什么', en: 'What is to be done' },
    hint: {
      zh: '处理哪些信息、什么目的、什么方式、给谁',
      en: 'which information, for which purpose, in which way, who receives it',
    },
  },
  lawful: {
    title: { zh: '合法、正当、必要吗', en: 'Is it lawful, legitimate and necessary' },
    hint: { zh: '第五十六条第一项。少用一项行不行', en: 'Art 56(1). Would it do with less' },
  },
  impact: {
    title: { zh: '对个人权益的影响和安全风险', en: 'Effect on people’s rights, and risks' },
    hint: {
      zh: '第五十六条第二项。对谁最不利,最坏会怎样',
      en: 'Art 56(2). Whom does it hurt most, what is the worst',
    },
  },
  measures: {
    title: { zh: '保护措施够不够', en: 'Are the measures enough' },
    hint: {
      zh: '第五十六条第三项。是否合法、有效、与风险相当',
      en: 'Art 56(3). Lawful, effective, in proportion to the risk',
    },
  },
  conclusion: {
    title: { zh: '结论', en: 'Conclusion' },
    hint: { zh: '可以、改了才可以、不可以', en: 'yes, yes once changed, or no' },
  },
} as const satisfies Readonly<Record<string, { title: Bilingual; hint: Bilingual }>>;

export type PiaQuestion = keyof typeof piaQuestions;

/** On which occasion Art 55 asks for one. */
export const piaOccasions = {
  sensitive: { zh: '处理敏感个人信息', en: 'processing sensitive information' },
  automated: { zh: '自动化决策', en: 'automated decisions' },
  provide: { zh: '委托、对外提供或公开', en: 'entrusting, providing or publishing' },
  abroad: { zh: '向境外提供', en: 'providing abroad' },
  other: { zh: '其他重大影响', en: 'another major effect' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type PiaOccasion = keyof typeof piaOccasions;

/** Art 56 (2): the report and the record of processing are kept for at least three years. */
export const piaKeptYears = 3;

/** Until when an assessment of `at` is kept, both UTC milliseconds. */
export function piaKeptUntil(at: number): number {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + piaKeptYears);
  return until.getTime();
}

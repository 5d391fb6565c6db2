import type { Bilingual } from '../bilingual.ts';

/**
 * What has to be done after a breach, by when, and where that stands. Data, because laws change: whoever answers for a
 * community compares these with the texts in force. `official` says that we read the article itself; `secondary`, that
 * we know the number from reports about it; `none`, that no law names a number and it is our own promise.
 */
export interface BreachClock {
  readonly step: BreachStep;
  /** Hours from when it was found, or, for the final report, from when it was dealt with. */
  readonly hours: number;
  readonly from: 'found' | 'contained';
  readonly words: Bilingual;
  readonly source: Bilingual;
  readonly known: 'official' | 'secondary' | 'none';
}

/** What is done about a breach, in the order in which it is. Each step that is taken is a log entry. */
export const breachSteps = [
  'contained',
  'surveyed',
  'authority_told',
  'persons_told',
  'reported',
  'closed',
] as const;
export type BreachStep = (typeof breachSteps)[number];

export const breachStepWords: Readonly<Record<BreachStep, Bilingual>> = {
  contained: { zh: '已止住', en: 'contained' },
  surveyed: { zh: '已从记录里算出涉及谁', en: 'worked out from the log whom it may touch' },
  authority_told: { zh: '已报告主管部门', en: 'told the authority' },
  persons_told: { zh: '已通知本人', en: 'told the people' },
  reported: { zh: '已交总结报告', en: 'sent the final report' },
  closed: { zh: '已结束', en: 'closed' },
};

export const breachClocks: readonly BreachClock[] = [
  {
    step: 'contained',
    hours: 1,
    from: 'found',
    words: { zh: '立即采取补救措施', en: 'take remedial measures at once' },
    source: {
      zh: '《个人信息保护法》第五十七条只说“立即”,没有小时数;一小时是我们自己定的',
      en: 'PIPL Art 57 says “immediately” and names no hours; one hour is our own promise',
    },
    known: 'none',
  },
  {
    step: 'authority_told',
    hours: 4,
    from: 'found',
    words: {
      zh: '较大以上的网络安全事件,报属地省级网信部门(热线 12387);涉嫌犯罪的同时报公安',
      en: 'of a relatively serious incident or worse tell the provincial cyberspace authority (line 12387); where a crime is suspected, also the police',
    },
    source: {
      zh: '《国家网络安全事件报告管理办法》第四条(2025 年 11 月 1 日施行);据多篇解读,未对照原文。关键信息基础设施是一小时。是否达到“较大”,按办法附的分级指南判断',
      en: 'Measures for reporting national cybersecurity incidents, Art 4 (in force 2025-11-01), from several commentaries, not compared with the text. One hour for critical infrastructure. Whether it is “relatively serious”, the guide annexed to them says',
    },
    known: 'secondary',
  },
  {
    step: 'persons_told',
    hours: 24,
    from: 'found',
    words: {
      zh: '通知本人;措施能有效避免危害的可以不通知,主管部门要求通知的除外;未满十四周岁的通知监护人',
      en: 'tell the people; not needed where the measures effectively avoid harm, unless the authority asks for it; under 14 tell the guardians',
    },
    source: {
      zh: '《个人信息保护法》第五十七条只说“通知”,没有小时数;二十四小时是我们自己定的',
      en: 'PIPL Art 57 names no hours; twenty-four are our own promise',
    },
    known: 'none',
  },
  {
    step: 'reported',
    hours: 30 * 24,
    from: 'contained',
    words: {
      zh: '处置结束后三十日内,全面总结并按原渠道上报',
      en: 'within 30 days after it was dealt with, a full report by the way of the first',
    },
    source: {
      zh: '《国家网络安全事件报告管理办法》(2025 年 11 月 1 日施行);据多篇解读,未对照原文',
      en: 'Measures for reporting national cybersecurity incidents (in force 2025-11-01), from several commentaries, not compared with the text',
    },
    known: 'secondary',
  },
];

/** A clock of one breach. */
export interface BreachDue {
  readonly step: BreachStep;
  /** UTC milliseconds; null while it cannot be counted yet. */
  readonly due: number | null;
  readonly done: number | null;
  readonly late: boolean;
}

/**
 * How the clocks of a breach stand.
 * @param found when it was found; @param steps when which step was taken; @param now all UTC milliseconds
 */
export function breachDues(
  found: number,
  steps: readonly { readonly step: BreachStep; readonly at: number }[],
  now: number,
): readonly BreachDue[] {
  const takenAt = (step: BreachStep): number | null => steps.find((one) => one.step === step)?.at ?? null;
  return breachClocks.map(({ step, hours, from }) => {
    const since = from === 'found' ? found : takenAt('contained');
    const due = since === null ? null : since + hours * 3_600_000;
    const done = takenAt(step);
    return { step, due, done, late: due !== null && (done ?? now) > due };
  });
}

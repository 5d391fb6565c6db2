import type { Bilingual } from '../../policy/bilingual.ts';

/** How values and states are said everywhere. */
export const partWords = {
  withheld: { zh: '这里不显示', en: 'not shown here' },
  onlyFact: { zh: '(只显示有或无)', en: '(only whether there is one)' },
  masked: { zh: '(部分遮住)', en: '(masked)' },
  empty: { zh: '没有填写', en: 'not filled in' },
} as const satisfies Readonly<Record<string, Bilingual>>;

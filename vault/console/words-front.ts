import type { Bilingual } from '../../policy/bilingual.ts';

/** The vault's bare address. */
export const frontWords = {
  title: { zh: '社区的信息保管处', en: 'Where a community’s data is kept' },
  what: {
    zh: '居民的信息加密存放在这里。谁看过、为了什么,都有记录,本人随时能查。',
    en: 'Residents’ data is kept here, encrypted. Who looks, and why, is recorded, and the resident can always see it.',
  },
  how: { zh: '怎样进来', en: 'How to come in' },
  programs: { zh: '给开发者:', en: 'For developers:' },
  docs: { zh: '接口说明', en: 'the API' },
} as const satisfies Readonly<Record<string, Bilingual>>;

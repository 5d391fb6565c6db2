import type { Bilingual } from '../../policy/bilingual.ts';

/** Around the sheet of who gets what; its own words are the policy's (`policy/show/page.ts`). */
export const policyWords = {
  title: { zh: '谁能得到什么', en: 'Who gets what' },
  versions: { zh: '政策版本:草拟、比较、批准', en: 'Versions: draft, compare, approve' },
  lead: {
    zh: '现行政策 {version}。可以打印签字;看这一页也会记录。',
    en: 'The policy in force, {version}. It can be printed and signed; looking at this page is recorded too.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

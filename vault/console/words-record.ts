import type { Bilingual } from '../../policy/bilingual.ts';

/** Records of every type: seen, made and changed. */
export const recordWords = {
  by: { zh: '({by} 前)', en: '(by {by})' },
  onlyReminds: {
    zh: '依据《济南市文明养犬管理条例》。这里是社区档案,只提醒;登记、发证由登记机关办。',
    en: 'After the dog regulation of Jinan. This archive only reminds; registering is the authority’s.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

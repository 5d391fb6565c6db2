import type { Bilingual } from '../../policy/bilingual.ts';

/** How the keys are kept outside the vault. */
export const custodyWords = {
  title: { zh: '密钥的保管', en: 'How the keys are kept' },
  what: {
    zh: '根密钥、密钥环副本和数据备份放在三个地方,缺一样就什么都打不开。这些事在机器上做,做了才在这里登记。',
    en: 'The root secret, the ring’s copy and the data’s backup lie in three places, and without one of them nothing opens. It is done on the machine, and noted here once it was.',
  },
  root: { zh: '现用的根密钥(代号)', en: 'The root secret in use (its name)' },
  since: { zh: '自', en: 'since' },
  never: { zh: '从未', en: 'never' },
  due: { zh: '该做了({why}):', en: 'due ({why}):' },
} as const satisfies Readonly<Record<string, Bilingual>>;

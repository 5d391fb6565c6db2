import type { Bilingual } from '../bilingual.ts';
import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** What a ticket can be about. The list is closed, so that nobody's words are needed to sort tickets. */
export const categories = {
  dog: { zh: '养犬', en: 'dogs' },
  lift: { zh: '电梯', en: 'lifts' },
  water: { zh: '供水', en: 'water' },
  noise: { zh: '噪音', en: 'noise' },
  parking: { zh: '停车', en: 'parking' },
  rubbish: { zh: '垃圾', en: 'rubbish' },
  other: { zh: '其他', en: 'something else' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** One of the categories; also read by its Chinese title. */
export const category: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const found = Object.entries(categories).find(([id, { zh }]) => id === read.text || zh === read.text);
  if (found !== undefined) return accepted(found[0]);
  const titles = Object.values(categories).map(({ zh }) => zh);
  return refused(
    'category_unknown',
    `类别请从这些里选:${titles.join('、')}`,
    `the category is one of ${Object.keys(categories).join(', ')}`,
  );
};

import type { Bilingual } from '../bilingual.ts';
import { oneOf } from './closed-list.ts';

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
export const category = oneOf(categories, 'category_unknown', { zh: '类别', en: 'the category' });

import type { Bilingual } from '../bilingual.ts';
import { oneOf } from './closed-list.ts';

/** What a dog does for somebody who needs it; 济南市文明养犬管理条例 Art 11 knows these two. */
export const dogServices = {
  guide: { zh: '导盲犬', en: 'guide dog' },
  assistance: { zh: '扶助犬', en: 'assistance dog' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const dogService = oneOf(
  dogServices,
  'dog_service_unknown',
  { zh: '工作犬', en: 'what the dog does' },
  { 导盲: 'guide', 辅助犬: 'assistance', 助残犬: 'assistance' },
);

import type { Bilingual } from '../../policy/bilingual.ts';

/** The dispatcher's desk. */
export const dispatchWords = {
  title: { zh: '派单', en: 'Dispatch' },
  none: { zh: '现在没有要派的工单。', en: 'Nothing is to be dispatched now.' },
  submitted: { zh: '等受理', en: 'To accept' },
  reopened: { zh: '重新打开的', en: 'Opened again' },
  accepted: { zh: '等派单', en: 'To dispatch' },
  returned: { zh: '网格退回的', en: 'Handed back' },
  extension_requested: { zh: '申请延期的', en: 'Asking for more time' },
  accept: { zh: '受理', en: 'Accept' },
  acceptOf: { zh: '受理工单 {number}', en: 'Accept ticket {number}' },
  grid: { zh: '派到第几网格', en: 'To which grid' },
  gridHint: { zh: '不改就留在原来的网格。', en: 'Leave it as it is to keep its grid.' },
  gridMissing: { zh: '写上要派到第几网格', en: 'say which grid it goes to' },
  gridWrong: { zh: '网格是一个数字,如 3', en: 'a grid is a number, such as 3' },
  dispatch: { zh: '派单', en: 'Dispatch' },
  dispatchOf: { zh: '派出工单 {number}', en: 'Dispatch ticket {number}' },
  grant: { zh: '同意延期', en: 'Grant more time' },
  grantOf: { zh: '同意工单 {number} 延期', en: 'Grant more time for ticket {number}' },
  more: { zh: '后面还有 {n} 张,办掉几张就会出现。', en: '{n} more appear here as these are done.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

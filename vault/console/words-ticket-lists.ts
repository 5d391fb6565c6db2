import type { Bilingual } from '../../policy/bilingual.ts';

/** All tickets of a grid, by state and place. */
export const listWords = {
  title: { zh: '按状态、地点找工单', en: 'Tickets by state and place' },
  states: { zh: '状态', en: 'State' },
  building: { zh: '只看几号楼', en: 'Only building' },
  grid: { zh: '只看第几网格', en: 'Only grid' },
  narrow: { zh: '筛选', en: 'Narrow' },
  wrongNumber: { zh: '写一个数字,如 3', en: 'a number, such as 3' },
  none: { zh: '没有这样的工单。', en: 'There are no such tickets.' },
  goOn: { zh: '接着翻', en: 'Go on' },
  unread: { zh: '还有 {n} 张没翻到', en: '{n} not looked through yet' },
  way: { zh: '按状态、楼号翻看全部', en: 'All of them, by state and building' },
  wayDispatch: { zh: '按状态、网格翻看全部', en: 'All of them, by state and grid' },
} as const satisfies Readonly<Record<string, Bilingual>>;

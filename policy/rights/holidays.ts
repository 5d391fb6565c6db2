/**
 * Public holidays and make-up working days (调休) as data, a year at a time. Nobody can compute them: the State Council
 * announces each year's in the autumn before it.
 *
 * Sources, both 《国务院办公厅关于…年部分节假日安排的通知》, published on gov.cn:
 *   2025  国办发明电〔2024〕12号, of 2024-11-12
 *   2026  国办发明电〔2025〕7号, of 2025-11-04
 * Compared day by day with the npm package chinese-days 1.5.7 (holidays and workdays), which gives the same days.
 *
 * A year that is not here has weekends only. Whoever computes with it is told so (`working-days.ts`), and the officer's
 * page of requests says it: add the year when its notice is out.
 */
export interface YearOfHolidays {
  /** The notice it comes from. */
  readonly source: string;
  /** Days off, first and last of each stretch, weekends in it included. */
  readonly off: readonly (readonly [first: string, last: string])[];
  /** Saturdays and Sundays that are worked. */
  readonly worked: readonly string[];
}

// prettier-ignore
export const holidays: Readonly<Record<string, YearOfHolidays>> = {
  2025: {
    source: '国办发明电〔2024〕12号',
    off: [
      ['2025-01-01', '2025-01-01'], // 元旦
      ['2025-01-28', '2025-02-04'], // 春节
      ['2025-04-04', '2025-04-06'], // 清明节
      ['2025-05-01', '2025-05-05'], // 劳动节
      ['2025-05-31', '2025-06-02'], // 端午节
      ['2025-10-01', '2025-10-08'], // 国庆节、中秋节
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  2026: {
    source: '国办发明电〔2025〕7号',
    off: [
      ['2026-01-01', '2026-01-03'], // 元旦
      ['2026-02-15', '2026-02-23'], // 春节
      ['2026-04-04', '2026-04-06'], // 清明节
      ['2026-05-01', '2026-05-05'], // 劳动节
      ['2026-06-19', '2026-06-21'], // 端午节
      ['2026-09-25', '2026-09-27'], // 中秋节
      ['2026-10-01', '2026-10-07'], // 国庆节
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
};

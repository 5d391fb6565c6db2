import { isRealDay } from './calendar.ts';
import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

const forms = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/u,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})日$/u,
  /^(\d{4})()(\d{2})(\d{2})$/u,
];

/** A real day; the normal form is `2027-03-01`. Reads 2027/3/1, 2027.3.1, 2027年3月1日 and 20270301. */
export const date: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  for (const form of forms) {
    const [, year, , month, day] = form.exec(read.text) ?? [];
    if (year === undefined || month === undefined || day === undefined) continue;
    if (!isRealDay(Number(year), Number(month), Number(day))) {
      return refused('date_not_real', '日历上没有这一天', 'there is no such day');
    }
    return accepted(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  return refused('date_form', '日期应写成 2027-03-01 或 2027年3月1日', 'a date is written 2027-03-01');
};

/** A real day that is not after today. Days in normal form compare as strings. */
export const pastDate: Check = (raw, today) => {
  const outcome = date(raw, today);
  if (outcome.ok && outcome.value > today) {
    return refused('date_in_future', '日期不能晚于今天', 'the date must not be in the future');
  }
  return outcome;
};

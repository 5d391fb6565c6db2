import { isRealDay } from './calendar.ts';
import { identifier } from './characters.ts';
import { hanNumber, hanNumerals } from './han-number.ts';
import { accepted, refused, type Check } from './outcome.ts';

const han = `[\\d${hanNumerals}]`;
const forms = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/u,
  new RegExp(`^(${han}{4})(年)(${han}{1,3})月(${han}{1,3})[日号]$`, 'u'),
  /^(\d{4})()(\d{2})(\d{2})$/u,
];
/** A spreadsheet writes midnight after a day. */
const midnight = /(?<=\d)T?0{1,2}:00(?::00(?:\.0+)?)?Z?$/u;

/** 农历, 正月初一, 闰二月, 腊月: a day of the other calendar, whose year begins at another time. */
const lunar = /农历|阴历|旧历|正月|腊月|冬月|闰|初[一二三四五六七八九十]|廿|大年/u;

/**
 * A real day; the normal form is `2027-03-01`. Reads 2027/3/1, 2027.3.1, 2027年3月1日, 二〇二七年三月一日 and 20270301. A
 * year of two digits, a day before its month and a lunar date are refused and not guessed.
 */
export const date: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  if (lunar.test(read.text)) return lunarDate;
  const text = read.text.replace(midnight, '');
  for (const form of forms) {
    const [, ...written] = form.exec(text) ?? [];
    if (written.length === 0) continue;
    const [year, , month, day] = written.map((part) => hanNumber(part));
    if (year === undefined || month === undefined || day === undefined || !isRealDay(year, month, day)) {
      return refused('date_not_real', '日历上没有这一天', 'there is no such day');
    }
    return accepted([year, month, day].map((part) => String(part).padStart(2, '0')).join('-'));
  }
  if (/^\d{4}(?:[-/.]\d{1,2}|年\d{1,2}月|年)?$/u.test(text)) return dayMissing;
  return refused('date_form', '日期应写成 2027-03-01 或 2027年3月1日', 'a date is written 2027-03-01');
};

const lunarDate = refused(
  'date_lunar',
  '这是农历日期,请换成公历,例如 2027-03-01',
  'this is a date of the lunar calendar; please give the Gregorian one, e.g. 2027-03-01',
);
const dayMissing = refused(
  'date_day_missing',
  '日期要写到日,例如 2027-03-01',
  'a date has its day too, e.g. 2027-03-01',
);

/** A real day that is not after today. Days in normal form compare as strings. */
export const pastDate: Check = (raw, today) => {
  const outcome = date(raw, today);
  if (outcome.ok && outcome.value > today) {
    return refused('date_in_future', '日期不能晚于今天', 'the date must not be in the future');
  }
  return outcome;
};

import { words } from './words.js';

const day = 86_400_000;

/** Times as people say them: 14:05, 昨天 14:05, 星期三 14:05, 9月9日 14:05. */
export function spokenTime(at, now) {
  const when = whenOf(at, now);
  return when === '' ? clock(at) : `${when} ${clock(at)}`;
}

/** In a list there is room for the day or the hour, not for both. */
export function shortTime(at, now) {
  return whenOf(at, now) || clock(at);
}

function whenOf(at, now) {
  const date = new Date(at);
  const days = Math.round((midnight(now) - midnight(at)) / day);
  if (days <= 0) return '';
  if (days === 1) return words.yesterday;
  if (days < 7) return words.days[date.getDay()];
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : date.getFullYear();
  return words.date(year, date.getMonth() + 1, date.getDate());
}

const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);

const clock = (at) => {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
};

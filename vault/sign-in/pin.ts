import type { Bilingual } from '../../policy/bilingual.ts';

/** So many wrong PINs in a row, and nobody gets in with it for a while. */
const triesBeforeLock = 5;
const minute = 60_000;
/** How long, for the first lock and each one after it, in milliseconds; the last one counts for all that follow. */
const locks = [5 * minute, 15 * minute, 60 * minute, 240 * minute, 1_440 * minute] as const;
/** Wrong tries are forgotten when there was none for so long. */
export const triesRemembered = 1_440 * minute;

/** Wrong tries of one person's PIN, or of a number that is nobody's: the two must look the same from outside. */
export interface Tries {
  wrong: number;
  /** UTC milliseconds; 0 where it is not locked. */
  lockedUntil: number;
}

/**
 * Counts one more wrong try. After the fifth it is locked for five minutes; then each wrong one locks it again, for longer:
 * 15 minutes, an hour, four, a day. Somebody who guesses gets 5 tries and then one a day: at most 40 a month, of a million.
 */
export function oneMore({ wrong }: Tries, now: number): Tries {
  const count = wrong + 1;
  if (count < triesBeforeLock) return { wrong: count, lockedUntil: 0 };
  const lock = locks[Math.min(count - triesBeforeLock, locks.length - 1)] ?? triesRemembered;
  return { wrong: count, lockedUntil: now + lock };
}

/** Why a PIN is not taken, or undefined: what everybody tries first is no secret. */
export function wrongPin(pin: string): (Bilingual & { code: string }) | undefined {
  if (!/^\d{6}$/.test(pin)) return { code: 'wrong_form', zh: '口令是六位数字', en: 'a PIN is six digits' };
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  const [step = 0] = steps;
  const isRun = steps.size === 1 && [0, 1, 9].includes(step);
  const isRepeated = pin.slice(0, 3) === pin.slice(3) || /^(\d\d)\1\1$/.test(pin);
  if (!isRun && !isRepeated) return undefined;
  return {
    code: 'too_easy',
    zh: '这组数字太容易猜,换一组',
    en: 'these digits are too easy to guess: take others',
  };
}

/**
 * Identity numbers and mobile numbers in what somebody posts. An identity number counts only when its last digit fits
 * (GB 11643, ISO 7064 MOD 11-2): an order's number of 18 digits is no reason to warn a group.
 */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const han = '零一二三四五六七八九';

/** Whether a text holds one, also with spaces, hyphens, full-width or Chinese digits. */
export function hasPersonalNumber(raw: string): boolean {
  const text = raw
    .normalize('NFKC')
    .replace(/[〇零一二三四五六七八九]{11,}/gu, (run) =>
      Array.from(run.replace(/〇/gu, '零'), (one) => han.indexOf(one)).join(''),
    );
  for (const [run] of text.matchAll(/\d(?:[\s\-–—.]?[\dXx])*/gu)) {
    const digits = run.replace(/[^\dXx]/gu, '').toUpperCase();
    if (isMobile(digits) || isIdNumber(digits) || run.split(/\s/u).some((part) => isMobile(part)))
      return true;
  }
  return false;
}

const isMobile = (digits: string): boolean => /^(?:86)?1[3-9]\d{9}$/u.test(digits);

function isIdNumber(digits: string): boolean {
  const [, year, month, day] = /^[1-9]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dX]$/u.exec(digits) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31)
    return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return '10X98765432'.charAt(sum % 11) === digits.charAt(17);
}

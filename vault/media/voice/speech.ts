import { ascii, standsAt } from '../picture.ts';

/** Bytes of an AMR frame behind its head, by the frame's type (RFC 4867 §5.3; 3GPP TS 26.101, 26.201). */
const narrow = [12, 13, 15, 17, 19, 20, 26, 31, 5, -1, -1, -1, -1, -1, -1, 0];
const wide = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, -1, -1, -1, -1, 0, 0];

/** An AMR file (RFC 4867 §5): its head, and frames to its end. It has no place for anything else. */
export function cleanAmr(file: Uint8Array): Uint8Array | undefined {
  const isWide = standsAt(file, 0, ascii('#!AMR-WB\n'));
  if (!isWide && !standsAt(file, 0, ascii('#!AMR\n'))) return undefined;
  const sizes = isWide ? wide : narrow;
  let at = isWide ? 9 : 6;
  const first = at;
  while (at < file.length) {
    const head = file[at] ?? 0;
    const size = sizes[(head >> 3) & 15] ?? -1;
    if ((head & 0x83) !== 0 || size < 0 || at + 1 + size > file.length) return undefined;
    at += 1 + size;
  }
  return at > first ? file : undefined;
}

/**
 * SILK as WeChat keeps it: perhaps a byte 0x02, `#!SILK_V3`, then packets, each behind its length in two bytes, the lower one
 * first; perhaps 0xFFFF at the end.
 */
export function cleanSilk(file: Uint8Array): Uint8Array | undefined {
  let at = standsAt(file, 0, [2]) ? 10 : 9;
  const first = at;
  while (at + 2 <= file.length) {
    const size = (file[at] ?? 0) | ((file[at + 1] ?? 0) << 8);
    if (size === 0xffff) return at > first && at + 2 === file.length ? file : undefined;
    if (size > 1_275 || at + 2 + size > file.length) return undefined;
    at += 2 + size;
  }
  return at > first && at === file.length ? file : undefined;
}

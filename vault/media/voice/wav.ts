import { ascii, joined, standsAt } from '../picture.ts';

const le32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)) +
  (bytes[at + 3] ?? 0) * 0x1000000;
const kept = new Set(['fmt ', 'fact', 'data']);

/** A WAVE file with its format and its sound, and no other chunk: these tell who, where and with what. */
export function cleanWav(file: Uint8Array): Uint8Array | undefined {
  if (!standsAt(file, 0, ascii('RIFF'))) return undefined;
  const parts: Uint8Array[] = [];
  const seen = new Set<string>();
  const until = Math.min(file.length, 8 + le32(file, 4));
  let at = 12;
  while (at + 8 <= until) {
    const type = String.fromCharCode(...file.subarray(at, at + 4));
    const size = le32(file, at + 4);
    if (at + 8 + size > until || seen.has(type)) return undefined;
    seen.add(type);
    if (kept.has(type)) parts.push(file.subarray(at, at + 8 + size), new Uint8Array(size % 2));
    at += 8 + size + (size % 2);
  }
  if (!seen.has('fmt ') || !seen.has('data')) return undefined;
  const length = 4 + parts.reduce((sum, part) => sum + part.length, 0);
  const head = Uint8Array.of(...ascii('RIFF'), 0, 0, 0, 0, ...ascii('WAVE'));
  new DataView(head.buffer).setUint32(4, length, true);
  return joined([head, ...parts]);
}

/** A picture's file without anything beside the picture, or why it is not taken. */
export type Cleaned =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: 'broken' | 'unusual' | 'too_large_to_show' };

export const broken = { ok: false, why: 'broken' } as const;
export const unusual = { ok: false, why: 'unusual' } as const;

/**
 * No picture has more pixels: a file of a few hundred bytes can claim four thousand million of them, and the browser that
 * shows it would ask for the memory. A telephone's camera makes 50 million at most of what fits here.
 */
export const tooLarge = (width: number, height: number): boolean => width * height > 50_000_000;

/** Big-endian; only where `at` has been found to lie inside. */
export const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2);

/** Whether these bytes stand at this place. */
export const standsAt = (bytes: Uint8Array, at: number, wanted: readonly number[]): boolean =>
  wanted.every((byte, n) => bytes[at + n] === byte);

export const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

import { refusals, type Taken } from './kinds.ts';

/**
 * A text: UTF-8, or the GB 18030 that Chinese Windows writes, which becomes UTF-8. Anything with control characters in it
 * is something else that nobody knows.
 */
export function takeText(file: Uint8Array): Taken {
  const text = decoded(file, 'utf-8') ?? decoded(file, 'gb18030');
  // oxlint-disable-next-line no-control-regex
  if (text === undefined || /[\0-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]/.test(text)) return refusals.file_type;
  return { ok: true, kind: 'file', media: 'text/plain', bytes: new TextEncoder().encode(text) };
}

function decoded(file: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(file);
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Looks for texts in files as bytes, in every encoding that Chinese text lies about in: `strings` would find nothing and
 * prove nothing.
 */
export interface Pattern {
  encoding: string;
  /** Which of the written texts: an index, so that a failure does not print it. */
  text: number;
  bytes: Buffer;
}

export function encodings(text: string, index: number): Pattern[] {
  const utf16 = Buffer.from(text, 'utf16le');
  return [
    { encoding: 'utf-8', text: index, bytes: Buffer.from(text, 'utf8') },
    { encoding: 'utf-16le', text: index, bytes: utf16 },
    { encoding: 'utf-16be', text: index, bytes: Buffer.from(utf16).swap16() },
    { encoding: 'gb18030', text: index, bytes: gb18030(text) },
  ];
}

export function filesUnder(dir: string): string[] {
  return (
    readdirSync(dir, { recursive: true, withFileTypes: true })
      // Closing the lock's file in this process would release it (POSIX); it is empty anyway.
      .filter((entry) => entry.isFile() && entry.name !== 'lock')
      .map((entry) => join(entry.parentPath, entry.name))
  );
}

/** Where which texts stand: by their index, so that a failure does not print them. */
export function find(
  dir: string,
  patterns: readonly Pattern[],
): { file: string; encoding: string; text: number }[] {
  return filesUnder(dir).flatMap((file) => {
    const content = readFileSync(file);
    return patterns
      .filter(({ bytes }) => content.includes(bytes))
      .map(({ encoding, text }) => ({ file, encoding, text }));
  });
}

let table: Map<string, number[]> | undefined;

/** GB18030 of ASCII and two-byte characters, which all of the texts are: Node decodes it and does not encode it. */
function gb18030(text: string): Buffer {
  table ??= twoByteTable();
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      if (character < '\u0080') return [character.charCodeAt(0)];
      const found = table?.get(character);
      if (found === undefined) throw new Error('a character of the test has no two-byte form in GB18030');
      return found;
    }),
  );
}

function twoByteTable(): Map<string, number[]> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      found.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return found;
}

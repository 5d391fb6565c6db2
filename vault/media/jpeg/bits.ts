import type { Spec } from './tables.ts';

/** A Huffman table made ready for reading: codes up to nine bits by one look. */
export interface ReadTable {
  /** By the next nine bits: length ‖ symbol; 0 for a longer code. */
  readonly fast: Uint16Array;
  /** By length: the last code of that length, left-aligned in 17 bits; and where its symbols begin. */
  readonly last: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/** @returns undefined for a table that has more codes than there are (ITU-T T.81, Annex C) */
export function readTable({ counts, symbols }: Spec): ReadTable | undefined {
  const fast = new Uint16Array(512);
  const last = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length) return undefined;
    offset[length] = at - code;
    for (let n = 0; n < count; n += 1, code += 1, at += 1) {
      if (length > 9) continue;
      const entry = (length << 8) | (symbols[at] ?? 0);
      fast.fill(entry, code << (9 - length), (code + 1) << (9 - length));
    }
    last[length] = count === 0 ? -1 : code - 1;
    code <<= 1;
  }
  return at === symbols.length ? { fast, last, offset, symbols } : undefined;
}

/**
 * The bits of a scan, most significant first, without the zero bytes that follow each 0xFF (ITU-T T.81 §F.1.2.3). Behind
 * its end there are only zeros, and {@link isOver} says that some of them were taken.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #buffer = 0;
  #count = 0;
  #made = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Whether more was taken than there was. */
  get isOver(): boolean {
    return this.#made > this.#count;
  }

  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 16) {
      let byte = bytes[this.#at] ?? 0xff;
      if (byte !== 0xff) this.#at += 1;
      else if (bytes[this.#at + 1] === 0) this.#at += 2;
      else {
        byte = 0;
        this.#made += 8;
      }
      this.#buffer = ((this.#buffer << 8) | byte) & 0xffffff;
      this.#count += 8;
    }
  }

  /** The next symbol of a table; 0 where there is no such code, which {@link isBad} remembers. */
  symbol(table: ReadTable): number {
    if (this.#count < 16) this.#fill();
    const bits = (this.#buffer >> (this.#count - 16)) & 0xffff;
    const entry = table.fast[bits >> 7] ?? 0;
    if (entry !== 0) {
      this.#count -= entry >> 8;
      return entry & 0xff;
    }
    for (let length = 10; length <= 16; length += 1) {
      const code = bits >> (16 - length);
      if (code > (table.last[length] ?? -1)) continue;
      this.#count -= length;
      return table.symbols[code + (table.offset[length] ?? 0)] ?? 0;
    }
    this.isBad = true;
    this.#count -= 16;
    return 0;
  }

  isBad = false;

  /** So many bits, at most 16, as a number. */
  take(bits: number): number {
    if (bits === 0) return 0;
    if (this.#count < bits) this.#fill();
    this.#count -= bits;
    return (this.#buffer >> this.#count) & ((1 << bits) - 1);
  }

  /** So many bits as a number with its sign (§F.2.2.1, EXTEND). */
  signed(bits: number): number {
    const n = this.take(bits);
    return bits > 0 && n < 1 << (bits - 1) ? n - (1 << bits) + 1 : n;
  }

  /** Goes behind a restart marker. @returns whether the nth one is here */
  restart(n: number): boolean {
    const whole = !this.isOver;
    this.#buffer = this.#count = this.#made = 0;
    if (this.#bytes[this.#at] !== 0xff || this.#bytes[this.#at + 1] !== 0xd0 + (n & 7)) return false;
    this.#at += 2;
    return whole;
  }
}

/** A Huffman table for writing: each symbol's code and its length. */
export interface WriteTable {
  readonly code: Uint16Array;
  readonly length: Uint8Array;
}

export function writeTable({ counts, symbols }: Spec): WriteTable {
  const table = { code: new Uint16Array(256), length: new Uint8Array(256) };
  let code = 0;
  let at = 0;
  counts.forEach((count, n) => {
    for (let left = count; left > 0; left -= 1, at += 1, code += 1) {
      table.code[symbols[at] ?? 0] = code;
      table.length[symbols[at] ?? 0] = n + 1;
    }
    code <<= 1;
  });
  return table;
}

/** Bytes that grow, and bits into them. */
export class BitWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;
  #buffer = 0;
  #count = 0;

  constructor(expected = 65_536) {
    this.#bytes = new Uint8Array(expected);
  }

  bytes(bytes: Uint8Array | readonly number[]): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #grow(by: number): void {
    if (this.#at + by <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#at + by, Math.ceil(1.5 * this.#bytes.length)));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }

  bits(value: number, length: number): void {
    this.#buffer = (this.#buffer << length) | value;
    this.#count += length;
    if (this.#count < 8) return;
    this.#grow(8);
    while (this.#count >= 8) {
      this.#count -= 8;
      const byte = (this.#buffer >>> this.#count) & 0xff;
      this.#bytes[this.#at++] = byte;
      if (byte === 0xff) this.#bytes[this.#at++] = 0;
    }
    this.#buffer &= (1 << this.#count) - 1;
  }

  symbol(table: WriteTable, symbol: number): void {
    this.bits(table.code[symbol] ?? 0, table.length[symbol] ?? 0);
  }

  /** Fills the last byte up with ones. */
  align(): void {
    if (this.#count > 0) this.bits((1 << (8 - this.#count)) - 1, 8 - this.#count);
  }

  get length(): number {
    return this.#at;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at);
  }
}

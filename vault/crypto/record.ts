import { randomBytes } from '@noble/hashes/utils.js';
import type { Aead } from './aead.ts';
import { secretOf, type DataKey } from './keys.ts';
import { fieldData, fieldNonce, nonceLength, readLayout, type RecordContext } from './layout.ts';
import { unpad } from './padding.ts';
import { sealRecordWith } from './seal-with.ts';

export type { RecordContext } from './layout.ts';

declare const sealed: unique symbol;

/** A record's packed blob, as `sealRecord` made it. */
export type Sealed = Uint8Array<ArrayBuffer> & { readonly [sealed]: true };

/** What opening gives; one error for everything, so that nobody learns from it how near they came. */
export type Opened =
  | { readonly ok: true; readonly fields: Map<number, string> }
  | { readonly ok: false; readonly error: 'tampered' };

// `ignoreBOM: true` keeps a leading U+FEFF: what was sealed is what is opened.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Seals the whole record anew, under a fresh random nonce; the only way into a blob (docs/format.md,
 * "Record").
 * @param fields by field number (1 to 65535), at least one
 * @throws RangeError for a field number out of range, no field at all, a version that is no integer, or a
 *   text over 2,096,895 bytes; TypeError for a text or name with a lone surrogate. All of these are
 *   programming errors: whoever takes in texts has checked them before. No message shows a text.
 */
export function sealRecord(
  fields: ReadonlyMap<number, string>,
  context: RecordContext,
  key: DataKey,
  aead: Aead,
): Sealed {
  return sealRecordWith(randomBytes(nonceLength), fields, context, key, aead) as Sealed;
}

/**
 * Opens the named fields and no others. A field that the record does not have is not in the answer; the
 * list of those it has is authenticated with every box, so an absent field was never sealed. When none of
 * the named fields is there, the first box is opened and thrown away: `ok` always means authentic.
 * @param blob the stored bytes
 * @param context where the reader found them; all of it must be what it was when they were sealed
 */
export function openFields(
  blob: Uint8Array,
  context: RecordContext,
  key: DataKey,
  numbers: Iterable<number>,
  aead: Aead,
): Opened {
  const layout = readLayout(blob);
  const first = layout?.numbers[0];
  if (layout === undefined || first === undefined) return tampered();
  const wanted = new Set(numbers);
  const writeKey = aead.subkey(secretOf(key), layout.nonce.subarray(0, 16));
  const dataFor = fieldData(context, layout.numbers);
  const open = (number: number, place: number) =>
    decode(aead.open(writeKey, fieldNonce(number, layout.nonce), layout.box(place), dataFor(number)));
  const fields = new Map<number, string>();
  for (const [place, number] of layout.numbers.entries()) {
    if (!wanted.has(number)) continue;
    const text = open(number, place);
    if (text === undefined) return tampered();
    fields.set(number, text);
  }
  if (fields.size === 0 && open(first, 0) === undefined) return tampered();
  return { ok: true, fields };
}

/**
 * The field numbers that a blob says it has, ascending; nothing of it is authenticated before a field is
 * opened.
 * @returns undefined when the bytes are no sealed record
 */
export function fieldNumbers(blob: Uint8Array): readonly number[] | undefined {
  return readLayout(blob)?.numbers;
}

function tampered(): Opened {
  return { ok: false, error: 'tampered' };
}

function decode(padded: Uint8Array<ArrayBuffer> | undefined): string | undefined {
  const bytes = padded && unpad(padded);
  if (bytes === undefined) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    // Authentic bytes that are no UTF-8 were sealed by another program; its error would show them.
    return undefined;
  }
}

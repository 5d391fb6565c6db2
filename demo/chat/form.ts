import { Refused } from './refused.ts';
import { pictureType, voiceType } from './media.ts';

/** The forms of what comes in. Everything here refuses with the name of the member that is wrong. */

export type Json = Record<string, unknown>;

const maxText = 2000;
const maxFile = 2 * 1024 * 1024;
const idForm = /^[A-Za-z0-9_-]{1,64}$/;
/** Also a lone surrogate: what is kept is UTF-8. Lines and tabs may be in a message. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** The body as an object, whatever its Content-Type says: scripts are many, and a browser's pages are held off by Origin. */
export async function bodyOf(request: Request): Promise<Json> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch {
    throw new Refused('bad_json');
  }
  return objectOf(body, 'body');
}

export function objectOf(value: unknown, field: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refused('invalid', field);
  return value as Json;
}

export function idOf(value: unknown, field: string): string {
  if (typeof value !== 'string' || !idForm.test(value)) throw new Refused('invalid', field);
  return value;
}

export const idOrNull = (value: unknown, field: string): string | null =>
  value === null || value === undefined ? null : idOf(value, field);

export function listOf<T>(value: unknown, field: string, each: (item: unknown, field: string) => T): T[] {
  if (!Array.isArray(value)) throw new Refused('invalid', field);
  return value.map((item, at) => each(item, `${field}[${at}]`));
}

/** A name or a topic: one line. */
export function lineOf(value: unknown, field: string): string {
  const text = wellFormed(value, field).trim();
  if (text === '' || text.length > 60 || /[\n\t]/.test(text)) throw new Refused('invalid', field);
  return text;
}

export function booleanOf(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') throw new Refused('invalid', field);
  return value;
}

/** A whole number in a query, or what stands for a missing one. */
export function numberOf<Missing>(
  value: string | undefined,
  field: string,
  { max = Number.MAX_SAFE_INTEGER, missing }: { max?: number; missing: Missing },
): number | Missing {
  if (value === undefined) return missing;
  if (!/^\d{1,16}$/.test(value) || Number(value) > max) throw new Refused('invalid', field);
  return Number(value);
}

/** What somebody sends: WeChat has no message with two of these, so two are two messages. */
export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'voice'; readonly mediaType: string; readonly bytes: Uint8Array };

/** @returns at least one part: the text first */
export function partsOf(body: Json): [Part, ...Part[]] {
  const parts: Part[] = [];
  const { text, image, voice } = body;
  if (text !== undefined && text !== null && text !== '') parts.push({ type: 'text', text: textOf(text) });
  if (image !== undefined && image !== null) {
    const bytes = bytesOf(image, 'image');
    const mediaType = pictureType(bytes);
    if (mediaType === undefined) throw new Refused('not_a_picture', 'image');
    parts.push({ type: 'image', mediaType, bytes });
  }
  if (voice !== undefined && voice !== null) {
    const bytes = bytesOf(voice, 'voice');
    const mediaType = voiceType(bytes);
    if (mediaType === undefined) throw new Refused('not_a_voice', 'voice');
    parts.push({ type: 'voice', mediaType, bytes });
  }
  const [one, ...more] = parts;
  if (one === undefined) throw new Refused('empty');
  return [one, ...more];
}

function textOf(value: unknown): string {
  const text = wellFormed(value, 'text');
  if (text.trim() === '') throw new Refused('empty', 'text');
  if (text.length > maxText) throw new Refused('too_long', 'text');
  return text;
}

function wellFormed(value: unknown, field: string): string {
  if (typeof value !== 'string' || !value.isWellFormed() || control.test(value)) {
    throw new Refused('invalid', field);
  }
  return value;
}

function bytesOf(value: unknown, field: string): Uint8Array {
  if (typeof value !== 'string') throw new Refused('invalid', field);
  if (value.length > Math.ceil(maxFile / 3) * 4) throw new Refused('too_large', field);
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) throw new Refused('invalid', field);
  return new Uint8Array(Buffer.from(value, 'base64'));
}

import type { FieldError } from '../outcome.ts';
import { type JsonFlaw, parseJson } from './json.ts';
import type { WireProblem } from './problem.ts';

/** No body is larger, in bytes. */
export const mostBytes = 1_048_576;
/** A form has no more fields than this: each costs time before anything is known of it. */
const mostFields = 30;

export type Body<Value> = { ok: true; value: Value } | { ok: false; problem: WireProblem };

/**
 * Reads a body as text: of one media type, within its bound, in UTF-8. The bytes are counted while they come: a
 * chunked body announces no length, and an announced one may be wrong.
 * @param most no more bytes than this are taken
 */
export async function readText(
  request: Request,
  mediaTypes: readonly string[],
  most = mostBytes,
): Promise<Body<string>> {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const coding = request.headers.get('content-encoding') ?? 'identity';
  if (type !== '' && !mediaTypes.includes(type.trim())) return wrong('media_type');
  if (coding !== 'identity' || !['utf-8', undefined].includes(charset?.slice(8).replaceAll('"', '')))
    return wrong('media_type');
  if (Number(request.headers.get('content-length') ?? 0) > most) return wrong('body_too_large');
  const bytes = await readBytes(request, most);
  if (bytes === undefined) return wrong('body_too_large');
  if (type === '' && bytes.length > 0) return wrong('media_type');
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return malformed('not_utf8', 'body');
  }
}

async function readBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    size += value.length;
    if (size > most) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Takes in a body that was answered without being read, up to the bound, and drops it. A connection that is closed
 * on somebody who is still sending is reset, and they never see the answer (RFC 9112 §9.6).
 */
export async function discard({ body, bodyUsed }: Request): Promise<void> {
  if (body === null || bodyUsed) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  try {
    for (let size = 0; size <= mostBytes;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
    }
    await reader.cancel();
  } catch {
    // They are gone: there is nobody to answer.
  }
}

/** Reads a JSON body. One that is not there is `{}`: some requests have nothing to say. */
export async function readJson(request: Request, most = mostBytes): Promise<Body<unknown>> {
  const text = await readText(request, ['application/json'], most);
  if (!text.ok) return text;
  if (text.value === '') return { ok: true, value: {} };
  const parsed = parseJson(text.value);
  return parsed.ok ? parsed : malformed(parsed.code, parsed.field);
}

/** One line of an NDJSON body, numbered from 1. */
export interface Line {
  line: number;
  value: unknown;
}

/**
 * Reads NDJSON: one JSON text a line, an end of line behind the last one or not, no empty line between.
 * @param most no more lines than this are taken
 */
export async function readLines(request: Request, most: number): Promise<Body<Line[]>> {
  const text = await readText(request, ['application/x-ndjson', 'application/ndjson']);
  if (!text.ok) return text;
  const lines = text.value.split('\n', most + 2);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > most) {
    const words = {
      zh: `一次最多 ${most} 行,请分几次导入`,
      en: `at most ${most} lines: import them in parts`,
    };
    return {
      ok: false,
      problem: { code: 'invalid', errors: [{ field: 'body', code: 'too_large', ...words }] },
    };
  }
  const values: Line[] = [];
  for (const [at, line] of lines.entries()) {
    const parsed = parseJson(line);
    if (!parsed.ok) {
      const error = { line: at + 1, field: parsed.field, code: parsed.code, ...flawWords[parsed.code] };
      return { ok: false, problem: { code: 'invalid', errors: [error] } };
    }
    values.push({ line: at + 1, value: parsed.value });
  }
  return { ok: true, value: values };
}

/**
 * Reads a form (`application/x-www-form-urlencoded`). A name that comes twice is refused (RFC 6749 §3.2).
 * @param most no more bytes than this are taken
 */
export async function readForm(
  request: Request,
  most = mostBytes,
  fields = mostFields,
): Promise<Body<unknown>> {
  const text = await readText(request, ['application/x-www-form-urlencoded'], most);
  if (!text.ok) return text;
  // Counted before they are taken apart: a megabyte of `&0` takes seconds to be.
  if (text.value.split('&', fields + 1).length > fields) return malformed('too_many', 'body');
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text.value)) {
    if (form.has(name)) return malformed('duplicate_name', 'body');
    // URLSearchParams puts U+FFFD where percent-encoded bytes are no UTF-8.
    if (name.includes('\ufffd') || value.includes('\ufffd')) return malformed('not_utf8', 'body');
    form.set(name, value);
  }
  return { ok: true, value: Object.fromEntries(form) };
}

const flawWords: Readonly<Record<JsonFlaw | 'not_utf8', { zh: string; en: string }>> = {
  not_utf8: { zh: '不是 UTF-8 编码', en: 'this is not UTF-8' },
  json_syntax: { zh: '不是 JSON', en: 'this is not JSON' },
  duplicate_name: { zh: '同一个名字出现了两次', en: 'the same name stands twice' },
  too_many: { zh: '里面的值太多', en: 'this holds too many values' },
  too_deep: { zh: '嵌套太深', en: 'this is nested too deeply' },
  lone_surrogate: {
    zh: '含有不完整的字符(单独的代理码)',
    en: 'this contains half a character (a lone surrogate)',
  },
};

function wrong(code: 'media_type' | 'body_too_large'): { ok: false; problem: WireProblem } {
  return { ok: false, problem: { code } };
}

function malformed(code: JsonFlaw | 'not_utf8', field: string): { ok: false; problem: WireProblem } {
  const error: FieldError = { field, code, ...flawWords[code] };
  return { ok: false, problem: { code: 'malformed_body', errors: [error] } };
}

import type { Content, NewAttachment } from '../attachments/add.ts';
import { type Kind, mostOfAll, tooLarge } from '../media/kinds.ts';
import { kindIn, takeIn } from '../media/take.ts';
import type { FieldError } from '../outcome.ts';
import type { Body } from './body.ts';
import { boundaryIn, readOneFile } from './multipart.ts';
import type { WireProblem } from './problem.ts';

/** A file that was sent, looked at and cleaned. */
export type Upload = Omit<NewAttachment, 'ticket'>;

/** Around the file stand its name and the form's borders. */
const mostOfForm = mostOfAll + 8_192;

/**
 * So many bytes of all files together are held at once. A file has to be there whole to be looked at: a document's list
 * of contents stands at its end. A Worker has 128 MB, and a picture that is looked at takes some more.
 */
const mostHeld = 40 * 1024 * 1024;
const beginning = 65_536;
/**
 * What is too large is taken in so far and dropped: whoever is cut off while they are sending never reads why (RFC 9112 §9.6).
 */
const mostDropped = 64 * 1024 * 1024;
let held = 0;

/** Runs something for which so many bytes are held, if there is room. */
export async function holding<T>(bytes: number, work: () => Promise<Body<T>>): Promise<Body<T>> {
  if (held + bytes > mostHeld) return refused({ code: 'unavailable', retryAfter: 2 });
  held += bytes;
  try {
    return await work();
  } finally {
    held -= bytes;
  }
}

/**
 * Reads the one file that a form brings, counted while it comes, and takes it in. What is too large is told so by what it
 * is, from its first bytes; the rest is dropped as it comes.
 */
export function readUpload(request: Request): Promise<Body<Upload>> {
  const boundary = boundaryIn(request.headers.get('content-type') ?? '');
  if (boundary === undefined || (request.headers.get('content-encoding') ?? 'identity') !== 'identity')
    return Promise.resolve(refused({ code: 'media_type' }));
  const announced = Number(request.headers.get('content-length') ?? mostOfForm);
  // Twice: as it came, and what stays of it. Of what says that it is too large only the beginning is read.
  return holding(announced > mostOfForm ? beginning : 2 * announced, async () => {
    const body = await readForm(request, boundary);
    if (!body.ok) return body;
    const file = readOneFile(body.value, boundary);
    if (file === undefined) return refused({ code: 'malformed_body', errors: [notAForm] });
    const taken = await takeIn(file.bytes, file.name);
    if (!taken.ok)
      return refused({
        code: taken.code.endsWith('_too_large') ? 'body_too_large' : 'invalid',
        errors: [{ field: 'file', code: taken.code, zh: taken.zh, en: taken.en }],
      });
    const { kind, media, bytes, small } = taken;
    return {
      ok: true,
      value: {
        kind,
        media,
        ...(file.name === undefined ? {} : { name: file.name }),
        whole: await contentOf(bytes),
        ...(small === undefined ? {} : { small: await contentOf(small) }),
      },
    };
  });
}

export async function contentOf(bytes: Uint8Array): Promise<Content> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return { bytes, sha256: hexOf(new Uint8Array(digest)) };
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function readForm(request: Request, boundary: string): Promise<Body<Uint8Array>> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  const whole = new Uint8Array(announced > mostOfForm ? beginning : announced > 0 ? announced : mostOfForm);
  const reader = request.body?.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    whole.set(value.subarray(0, Math.max(0, whole.length - size)), size > whole.length ? whole.length : size);
    size += value.length;
    if (size <= mostDropped) continue;
    await reader?.cancel();
    break;
  }
  if (size <= whole.length) return { ok: true, value: whole.subarray(0, size) };
  return refused({ code: 'body_too_large', errors: [tooLargeFor(firstKind(whole, boundary))] });
}

/** What kind of file a form that was not read to its end would have brought. */
function firstKind(form: Uint8Array, boundary: string): Kind {
  const text = String.fromCharCode(...form.subarray(0, 4_096));
  const head = text.startsWith(`--${boundary}\r\n`) ? text.indexOf('\r\n\r\n') : -1;
  return head === -1 ? 'file' : kindIn(form.subarray(head + 4, head + 64));
}

function tooLargeFor(kind: Kind): FieldError {
  const refusal = tooLarge(kind);
  if (refusal.ok) throw new Error('too large is no success');
  return { field: 'file', code: refusal.code, zh: refusal.zh, en: refusal.en };
}

const refused = (problem: WireProblem): { ok: false; problem: WireProblem } => ({ ok: false, problem });
const notAForm: FieldError = {
  field: 'file',
  code: 'one_file',
  zh: '一次发一个文件',
  en: 'this takes a form with one file in it, named file',
};

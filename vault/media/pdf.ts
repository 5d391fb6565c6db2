import { refusals, type Taken } from './kinds.ts';

/** What makes a PDF do something, or carries another file: ISO 32000-1 §7.11.4, §12.6.4. */
const active = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b/;

/**
 * A PDF file: from its head to the last `%%EOF`, and nothing behind. It is not rewritten: who wrote it, and with what,
 * stays in it, and so does an action that is packed into an object stream (docs/format.md says so).
 */
export function takePdf(file: Uint8Array): Taken {
  const text = latin1(file);
  if (!/^%PDF-[12]\.\d/.test(text)) return refusals.file_broken;
  const end = text.lastIndexOf('%%EOF');
  if (
    end === -1 ||
    file.length - end > 1_024 + 5 ||
    !/startxref\s+\d+\s*$/.test(text.slice(Math.max(0, end - 64), end))
  )
    return refusals.file_broken;
  const named = plainNames(text);
  if (/\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(named)) return refusals.file_locked;
  if (active.test(named)) return refusals.file_active;
  return { ok: true, kind: 'file', media: 'application/pdf', bytes: file.subarray(0, end + 5) };
}

/** In a name any letter can be written as its number: `/J#61vaScript` (ISO 32000-1 §7.3.5). */
const plainNames = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Byte for byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8_192) as unknown as number[]);
  return text;
}

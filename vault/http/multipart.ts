/** The one file of a form, and what it was called. */
export interface SentFile {
  bytes: Uint8Array;
  name: string | undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** RFC 2046 §5.1.1. */
export const boundaryIn = (contentType: string): string | undefined =>
  /^multipart\/form-data;.*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'+.-]{1,70}))(?:;|$)/i
    .exec(contentType.trim())
    ?.slice(1)
    .find((found) => found !== undefined);

/**
 * Reads a form that holds one file and nothing else (RFC 7578). Nothing is copied: the file is a view into the body.
 * @returns undefined for everything else
 */
export function readOneFile(body: Uint8Array, boundary: string): SentFile | undefined {
  const open = encoder.encode(`--${boundary}\r\n`);
  const close = encoder.encode(`\r\n--${boundary}`);
  if (!startsWith(body, 0, open)) return undefined;
  const head = indexOf(body, encoder.encode('\r\n\r\n'), open.length);
  if (head === -1 || head - open.length > 4_096) return undefined;
  const from = head + 4;
  const until = indexOf(body, close, from - 2);
  if (until === -1 || until < from) return undefined;
  const rest = body.subarray(until + close.length);
  // Behind the last part stand two hyphens, and at most an end of line.
  if (!['--', '--\r\n'].includes(String.fromCharCode(...rest.subarray(0, 5)))) return undefined;
  const said = headersOf(body.subarray(open.length, head));
  if (said === undefined) return undefined;
  const disposition = said.get('content-disposition') ?? '';
  if (!/^form-data\s*;/i.test(disposition) || parameter(disposition, 'name') !== 'file') return undefined;
  if (said.has('content-transfer-encoding')) return undefined;
  const name = parameter(disposition, 'filename');
  return {
    bytes: body.subarray(from, until),
    name: name === undefined || name === '' ? undefined : baseOf(name),
  };
}

function headersOf(bytes: Uint8Array): Map<string, string> | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return undefined;
  }
  return new Map(
    text.split('\r\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** As browsers write it: quotes and ends of line percent-encoded (HTML, "multipart/form-data encoding"). */
function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  return found?.replaceAll('%22', '"').replaceAll(/%0[AD]/gi, '');
}

/** Old browsers send a whole path. */
const baseOf = (name: string): string => name.split(/[\\/]/).at(-1) ?? '';

const startsWith = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean =>
  wanted.every((byte, n) => bytes[at + n] === byte);

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (startsWith(bytes, at, wanted)) return at;
  return -1;
}

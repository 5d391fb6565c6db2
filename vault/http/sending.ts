/** What the client says in headers and forms. */
export const ifMatch = (version: number): Record<string, string> => ({ 'If-Match': `"${version}"` });
export const idempotencyKey = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { 'Idempotency-Key': key };

/** RFC 4648 §5 without padding, of the text's UTF-8. */
export function base64url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

import type { TestVault } from './wire.ts';

export interface Raw {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
}

/** An answer, with what of a problem the tests look at. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
  problem: Problem;
}

/** A problem, or any other JSON that was answered. */
export interface Problem {
  code?: string;
  title?: string;
  error?: string;
  reference?: string;
  instance?: string;
  id?: string;
  errors: { field: string; code: string; detail: string; line?: number }[];
}

/** A request byte for byte as it is said here. @param path from the root */
export async function rawRequest(
  { vault }: TestVault,
  path: string,
  { method = 'POST', headers = {}, body }: Raw = {},
): Promise<RawAnswer> {
  const response = await fetch(`${vault.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    // Node sends a stream in chunks, without a length.
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const problem = (isJson ? JSON.parse(text) : {}) as Problem;
  return { status: response.status, headers: response.headers, text, problem };
}

/** Headers of a JSON request; more of them win. */
export const json = (token: string, more: Record<string, string> = {}): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'a',
  ...more,
});

/** The fields that a problem names. */
export const fieldsOf = ({ errors }: Partial<Problem>): string[] | undefined =>
  errors?.map(({ field }) => field);

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

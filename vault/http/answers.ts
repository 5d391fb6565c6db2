/** What went wrong, as the vault said it (RFC 9457). `unreachable` and `unreadable` are the client's own codes. */
export interface VaultProblem {
  code: string;
  title: string;
  detail: string;
  /** The request's id, to ask the privacy officer with; empty when the vault was not reached. */
  reference: string;
  errors: readonly { field: string; code: string; detail: string; line?: number | undefined }[];
  /** Seconds until it is worth trying again, where the vault said so. */
  retryAfter?: number;
}

/** What a call gives: never an exception, whatever the vault or the network do. */
export type Answer<Value> =
  | {
      ok: true;
      value: Value;
      /** From the ETag: what a change has to name. */
      version?: number;
      /** The same request had been done before; this is its answer from then. */
      replayed: boolean;
      /** The request's id, as it stands in the log. */
      request: string;
    }
  | {
      ok: false;
      problem: VaultProblem;
      /** 0 when there was no answer. */
      status: number;
    };

/** @returns undefined for JSON that is none */
export function valueOf<Value>(response: Response, bytes: Uint8Array): Answer<Value> | undefined {
  const version = /^"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1];
  const type = response.headers.get('content-type') ?? '';
  const value = type.startsWith('application/json')
    ? jsonIn(bytes)
    : type.startsWith('text/')
      ? textIn(bytes)
      : bytes;
  if (value === undefined) return undefined;
  return {
    ok: true,
    value: value as Value,
    ...(version === undefined ? {} : { version: Number(version) }),
    replayed: response.headers.get('idempotency-replayed') === 'true',
    request: response.headers.get('x-request-id') ?? '',
  };
}

/** @returns undefined for what is no problem of RFC 9457: a proxy's page, say */
export function problemOf(response: Response, bytes: Uint8Array): Answer<never> | undefined {
  const type = response.headers.get('content-type') ?? '';
  const said = type.startsWith('application/problem+json') ? jsonIn(bytes) : undefined;
  if (!isProblem(said)) return undefined;
  const retryAfter = response.headers.get('retry-after');
  const { code, title, detail, reference, errors = [] } = said;
  return {
    ok: false,
    status: response.status,
    problem: {
      code,
      title,
      detail,
      reference,
      errors,
      ...(retryAfter === null ? {} : { retryAfter: Number(retryAfter) }),
    },
  };
}

type SaidProblem = Omit<VaultProblem, 'errors'> & Partial<VaultProblem>;

const isProblem = (said: unknown): said is SaidProblem =>
  typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string';

const textIn = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** @returns undefined when it is none */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textIn(bytes));
  } catch {
    return undefined;
  }
}

export function failed(
  status: number,
  code: string,
  zh: string,
  en: string,
  language: 'zh-CN' | 'en',
): Answer<never> {
  const words = language === 'en' ? en : zh;
  return { ok: false, status, problem: { code, title: words, detail: words, reference: '', errors: [] } };
}

/** What an exchange answers (RFC 8693). */
export interface ExchangedToken {
  access_token: string;
  issued_token_type: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  scope: 'contact';
  /** What reminders for this contact are sent to. */
  address: string;
}

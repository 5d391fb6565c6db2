import type { FieldError } from '../outcome.ts';
import type { Body } from './body.ts';
import type { WireProblem } from './problem.ts';

/** The version a change was made from: one strong entity tag (RFC 9110 §8.8.3) that holds a number. */
export const versionForm = /^"(\d{1,9})"$/;
/** A caller's own name for what it creates. */
export const idempotencyKeyForm = /^[\w.:-]{1,128}$/;

/** RFC 6750 §2.1. @returns undefined where there is none, or nothing that could be one */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +([\w.~+/-]{1,256}=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** Whether the answer is wanted as plain text: `Accept` names it, and not JSON (RFC 9110 §12.5.1). */
export function wantsText({ headers }: Request): boolean {
  const accepted = (headers.get('accept') ?? '').slice(0, 1_000).toLowerCase().split(',');
  const types = accepted.map((range) => (range.split(';')[0] ?? '').trim());
  return types.includes('text/plain') && !types.includes('application/json');
}

/** What a request says in `If-Match` and `Idempotency-Key`, where its route takes them. */
export function requestHeaders(
  { headers }: Request,
  spec: { ifMatch?: 'required' | 'optional'; idempotent?: 'required' | 'optional' },
): Body<{ version: number | undefined; idempotencyKey: string | null }> {
  const said = { ifMatch: headers.get('if-match'), key: headers.get('idempotency-key') };
  if (spec.ifMatch === 'required' && said.ifMatch === null) return refused({ code: 'version_missing' });
  const version = versionForm.exec(said.ifMatch ?? '')?.[1];
  if (spec.ifMatch !== undefined && said.ifMatch !== null && version === undefined)
    return refused({ code: 'invalid', errors: [wrongIfMatch] });
  const idempotencyKey = spec.idempotent === undefined ? null : said.key;
  if (spec.idempotent === 'required' && idempotencyKey === null)
    return refused({ code: 'idempotency_key_missing' });
  if (idempotencyKey !== null && !idempotencyKeyForm.test(idempotencyKey))
    return refused({ code: 'invalid', errors: [wrongKey] });
  return {
    ok: true,
    value: { version: version === undefined ? undefined : Number(version), idempotencyKey },
  };
}

const wrongIfMatch: FieldError = {
  field: 'If-Match',
  code: 'wrong_form',
  zh: '应为一个带引号的版本号,如 "3"',
  en: 'this is one version in quotation marks, such as "3"',
};
const wrongKey: FieldError = {
  field: 'Idempotency-Key',
  code: 'wrong_form',
  zh: '应为 1–128 个字母、数字或 . _ : -',
  en: 'this is 1–128 of A–Z a–z 0–9 . _ : -',
};

const refused = (problem: WireProblem): { ok: false; problem: WireProblem } => ({ ok: false, problem });

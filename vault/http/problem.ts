import type { Bilingual } from '../../policy/bilingual.ts';
import type { FieldError, Problem, ProblemCode } from '../outcome.ts';
import { type Language, wordsIn } from './language.ts';

/** What can also go wrong before a pipeline is reached, or when one breaks. */
export type WireCode =
  ProblemCode | 'malformed_body' | 'body_too_large' | 'media_type' | 'method_not_allowed' | 'internal';

/** A problem on its way to the wire. */
export interface WireProblem extends Omit<Problem, 'code'> {
  code: WireCode;
}

interface Spec {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 503;
  readonly title: Bilingual;
  readonly detail: Bilingual;
}

/** Status and words of every code. The words say what to do next, and never why something was denied. */
export const problems: Readonly<Record<WireCode, Spec>> = {
  unauthenticated: {
    status: 401,
    title: { zh: '请带上令牌', en: 'A token is needed' },
    detail: {
      zh: '没有带令牌,或令牌已失效。请重新取一个令牌再试。',
      en: 'There is no token, or it is not valid any more. Get a new one and try again.',
    },
  },
  denied: {
    status: 403,
    title: { zh: '这项现在看不了,也办不了', en: 'This cannot be seen or done now' },
    detail: {
      zh: '有疑问请把编号告诉隐私官,她能查到原因。',
      en: 'If this seems wrong, give the reference to the privacy officer, who can see why.',
    },
  },
  not_found: {
    status: 404,
    title: { zh: '没有这个地址', en: 'There is nothing at this address' },
    detail: {
      zh: '请对照 /docs 检查地址里的社区、类型和编号。',
      en: 'Compare community, type and id in the address with /docs.',
    },
  },
  method_not_allowed: {
    status: 405,
    title: { zh: '这个地址不支持这种方法', en: 'This address does not take this method' },
    detail: { zh: '可用的方法在 Allow 里。', en: 'The methods it takes are in Allow.' },
  },
  malformed_body: {
    status: 400,
    title: { zh: '请求的内容读不懂', en: 'The body cannot be read' },
    detail: {
      zh: '内容须是 UTF-8 编码、没有重复键的 JSON。什么都没有存。',
      en: 'The body has to be JSON in UTF-8 without repeated names. Nothing was stored.',
    },
  },
  invalid: {
    status: 422,
    title: { zh: '有几处需要改', en: 'Something needs correcting' },
    detail: {
      zh: '请按 errors 里说的改好再发。什么都没有存。',
      en: 'Correct what errors names and send it again. Nothing was stored.',
    },
  },
  body_too_large: {
    status: 413,
    title: { zh: '内容太大', en: 'The body is too large' },
    detail: {
      zh: '一次最多 1 MiB,请分几次发;附件能有多大,见 errors。什么都没有存。',
      en: 'At most 1 MiB at once: send it in parts. How large an attachment may be, errors says. Nothing was stored.',
    },
  },
  media_type: {
    status: 415,
    title: { zh: '内容类型不对', en: 'This media type is not taken here' },
    detail: {
      zh: '可用的类型在 Accept 里,不要压缩。什么都没有存。',
      en: 'The types that are taken are in Accept, uncompressed. Nothing was stored.',
    },
  },
  idempotency_key_missing: {
    status: 400,
    title: { zh: '缺少 Idempotency-Key', en: 'Idempotency-Key is missing' },
    detail: {
      zh: '新建时请带上自己生成的 Idempotency-Key(1–128 个字母、数字或 . _ : -),重发时用同一个。',
      en: 'To create something send an Idempotency-Key of your own (1–128 of A–Z a–z 0–9 . _ : -), the same when you send it again.',
    },
  },
  idempotency_key_reused: {
    status: 422,
    title: { zh: '这个 Idempotency-Key 已经用过', en: 'This Idempotency-Key was used before' },
    detail: {
      zh: '它是另一个请求用的。请换一个新的。',
      en: 'It belongs to another request. Use a new one.',
    },
  },
  version_missing: {
    status: 428,
    title: { zh: '缺少 If-Match', en: 'If-Match is missing' },
    detail: {
      zh: '请带上您看到的版本,如 If-Match: "3"。版本在读取时的 ETag 里。',
      en: 'Send the version you saw, such as If-Match: "3". It is the ETag of what you read.',
    },
  },
  version_changed: {
    status: 412,
    title: { zh: '已经有人改过', en: 'It has been changed since' },
    detail: {
      zh: '请重新读取,看过新的内容再改。什么都没有存。',
      en: 'Read it again and change what is there now. Nothing was stored.',
    },
  },
  conflict: {
    status: 409,
    title: { zh: '现在还不到这一步', en: 'Not at this stage' },
    detail: {
      zh: '前一步还没有完成。请先看一下进展。',
      en: 'The step before it is not done yet. Look at where it stands first.',
    },
  },
  too_many_requests: {
    status: 429,
    title: { zh: '次数太多,请稍后再试', en: 'Too many requests' },
    detail: { zh: '过 Retry-After 所说的秒数再试。', en: 'Try again after the seconds in Retry-After.' },
  },
  not_published_yet: {
    status: 409,
    title: { zh: '证明还没准备好', en: 'The proof is not ready yet' },
    detail: {
      zh: '检查点每十分钟发布一次,请过一会儿再来取。',
      en: 'A checkpoint is published every ten minutes. Please come back a little later.',
    },
  },
  tampered: {
    status: 500,
    title: { zh: '数据和当初写下的不一样', en: 'Something is not as it was written' },
    detail: {
      zh: '这里不会显示它。请把编号告诉隐私官,并运行 lindun verify。',
      en: 'It is not shown. Give the reference to the privacy officer, and run lindun verify.',
    },
  },
  unavailable: {
    status: 503,
    title: { zh: '正在恢复,请稍后再试', en: 'Not available for a moment' },
    detail: {
      zh: '请用同一个 Idempotency-Key 再发一次。',
      en: 'Send it again, with the same Idempotency-Key.',
    },
  },
  internal: {
    status: 500,
    title: { zh: '这边出了问题', en: 'Something broke on this side' },
    detail: {
      zh: '请稍后再试;还不行,请把编号告诉管理员。',
      en: 'Try again later; if it stays, give the reference to the administrator.',
    },
  },
};

/** Who asked, and in which language the answer is read. */
export interface Asked {
  /** The request's id, as it stands in the log. */
  request: string;
  language: Language;
}

/** A refusal as RFC 9457 has it. It repeats no value of the request. */
export function problemBody(problem: WireProblem, { request, language }: Asked) {
  const { status, title, detail } = problems[problem.code];
  return {
    type: `/docs#problem-${problem.code}`,
    title: wordsIn(language, title),
    status,
    detail: wordsIn(language, detail),
    instance: `urn:lindun:request:${request}`,
    code: problem.code,
    reference: request,
    ...(problem.errors === undefined ? {} : { errors: problem.errors.map((e) => errorBody(e, language)) }),
  };
}

function errorBody({ field, code, line, zh, en }: FieldError, language: Language) {
  const detail = wordsIn(language, { zh, en });
  return { ...(line === undefined ? {} : { line }), field, code, detail };
}

/**
 * The whole answer to a refusal.
 * @param more headers, such as `Allow`; members, such as OAuth's `error`; another status where a standard wants one
 */
export function problemResponse(
  problem: WireProblem,
  asked: Asked,
  more: { headers?: Record<string, string>; members?: Record<string, string>; status?: number } = {},
): Response {
  const body = { ...problemBody(problem, asked), ...more.members };
  const status = more.status ?? body.status;
  return new Response(JSON.stringify({ ...body, status }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Language': asked.language,
      'Cache-Control': 'no-store',
      Vary: 'Accept-Language',
      ...(problem.retryAfter === undefined ? {} : { 'Retry-After': String(problem.retryAfter) }),
      ...more.headers,
    },
  });
}

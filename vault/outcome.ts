/** Stable codes of what can go wrong; `http/problem.ts` has their status and words. */
export type ProblemCode =
  | 'unauthenticated'
  | 'denied'
  | 'not_found'
  | 'invalid'
  | 'idempotency_key_missing'
  | 'idempotency_key_reused'
  | 'version_missing'
  | 'version_changed'
  | 'conflict'
  | 'not_published_yet'
  | 'tampered'
  | 'unavailable'
  | 'too_many_requests';

/** One wrong value: which, where, and what to do, in both languages. Never the value itself. */
export interface FieldError {
  /** Path in the body, such as `fields.mobile`; in an import with its line. */
  field: string;
  line?: number;
  code: string;
  zh: string;
  en: string;
}

export interface Problem {
  code: ProblemCode;
  /** What was wrong with which field. Never why something was denied: that is in the log, for the officer. */
  errors?: FieldError[];
  /** Seconds until it is worth trying again. */
  retryAfter?: number;
}

/** What a pipeline gives back. A refusal is a value: an exception would roll back its own log entry. */
export type Outcome<T> = { ok: true; value: T; replayed?: true } | { ok: false; problem: Problem };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failed(code: ProblemCode, more: Omit<Problem, 'code'> = {}): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, ...more } };
}

/**
 * A stored row or blob is not what the vault wrote. Thrown, not returned: whoever reads on would read forged data.
 * `Community` turns it into `tampered`; what it touched is found with `lindun verify`.
 */
export class Tampered extends Error {
  override readonly name = 'Tampered';
  /** @param what kind and random id of the row, never its content */
  constructor(what: string) {
    super(`not as it was written: ${what}`);
  }
}

/** What `work` gives, or undefined where something stored is not as it was written: for what stands beside the point. */
export function unlessTampered<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Tampered) return undefined;
    throw error;
  }
}

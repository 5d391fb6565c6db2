import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../cli/fault.ts';
import type { Answer } from '../vault/client.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** @throws Fault saying what was being done, with the vault's own words and the request's id */
export function value<Value>(answer: Answer<Value>, doing: Words): Value {
  if (answer.ok) return answer.value;
  const { code, detail, reference, errors } = answer.problem;
  const where = errors.map((each) => `${each.line ?? ''} ${each.field} ${each.code}`).join(', ');
  throw new Fault(
    'workerd',
    `${doing.zh}没有成功:${detail} ${where}`,
    `${doing.en} did not work: ${code} ${answer.status} ${reference}`,
  );
}

const pause = 200;

/**
 * Asks until somebody answers: a vault that was ended is being started again.
 * @returns the last answer when the signal says that nobody wants it any more
 */
export async function insist<Value>(
  call: () => Promise<Answer<Value>>,
  stop: AbortSignal,
): Promise<Answer<Value>> {
  for (;;) {
    const answer = await call();
    const absent = !answer.ok && [0, 502, 503, 504].includes(answer.status);
    if (!absent || stop.aborted) return answer;
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
  }
}

import type { Answer, VaultClient, VaultProblem } from '../../vault/client.ts';
import type { Context } from '../composer.ts';

/** Asking the vault, and what is said when it does not give what was asked for. */

/** The vault was not there, or not able to answer: the same message is to be handled again later. */
export class VaultUnreachable extends Error {
  override readonly name = 'VaultUnreachable';
  /** Seconds, where the vault said so. */
  readonly retryAfter: number | undefined;
  constructor(code: string, retryAfter?: number) {
    super(`the vault did not answer: ${code}`);
    this.retryAfter = retryAfter;
  }
}

/** The officer has stopped the bot, or taken its token away. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A token is good for one request and sixty seconds; all of these pass when one asks again. */
const passing = new Set(['unreachable', 'unreadable', 'unavailable', 'internal', 'unauthenticated']);

export type Asked<Value> = { ok: true; value: Value } | { ok: false; problem: VaultProblem };

/**
 * Makes one request as who is speaking.
 * @throws VaultUnreachable
 * @throws Stopped
 */
export async function ask<Value>(
  ctx: Context,
  call: (vault: VaultClient) => Promise<Answer<Value>>,
  context: 'private' | 'group' = 'private',
): Promise<Asked<Value>> {
  const vault = await ctx.vault(context);
  if (vault === undefined) throw new Stopped();
  const answer = await call(vault);
  if (!answer.ok && passing.has(answer.problem.code))
    throw new VaultUnreachable(answer.problem.code, answer.problem.retryAfter);
  return answer;
}

/** Says what went wrong. @param denied what to say to who is refused, as the bot can know it */
export function sayProblem(ctx: Context, problem: VaultProblem, denied: string): void {
  ctx.replyInPrivate(problemText(ctx, problem, denied));
}

export function problemText({ texts }: Context, problem: VaultProblem, denied: string): string {
  switch (problem.code) {
    case 'denied':
      return denied;
    case 'invalid':
      return texts.say('problem.invalid', { detail: detailsOf(problem) });
    case 'too_many_requests':
      return tooOften(texts, problem.retryAfter ?? 60);
    case 'conflict':
    case 'version_changed':
      return texts.say('problem.changed');
    case 'tampered':
      return texts.say('problem.tampered', { reference: problem.reference });
    default:
      return texts.say('problem.failed');
  }
}

/** What the vault says about each wrong value; it repeats none of them. */
export const detailsOf = ({ errors, detail }: VaultProblem): string =>
  errors.length === 0 ? detail : [...new Set(errors.map((one) => one.detail))].join(';');

export const hasError = (problem: VaultProblem, code: string): boolean =>
  problem.errors.some((error) => error.code === code);

/** @param seconds until it is worth trying again: an hour's worth is told in minutes, a day's worth as tomorrow */
const tooOften = (texts: Context['texts'], seconds: number): string =>
  seconds > 2 * 3600
    ? texts.say('problem.tomorrow')
    : texts.say('problem.often', { minutes: Math.max(1, Math.ceil(seconds / 60)) });

import type { Answer, VaultClient } from '../vault/client.ts';

/** What came of the calls that handling one message made. */
export interface Course {
  /** Nobody answered, or not now: seconds until it is worth trying again, where the vault said so, else 0. */
  unreachable: number | undefined;
  /** The vault itself failed. */
  failed: boolean;
  /** What the vault calls this contact. */
  address: string | undefined;
}

/**
 * The vault as one chat contact: each call exchanges a token anew, for it is good for one request.
 *
 * What the calls come to is noted in `course`, whatever the handler makes of the answers: a message whose vault was not
 * there is handled again later, and what was going to be said about it is not said.
 */
export function speaker(
  bot: VaultClient,
  contact: { transport: string; contact: string },
  course: Course,
): (context: 'private' | 'group') => Promise<VaultClient | undefined> {
  return async (context) => {
    const exchanged = await bot.exchangeToken({ ...contact, context });
    note(exchanged, course, passingForAll);
    if (!exchanged.ok) return undefined;
    course.address = exchanged.value.address;
    return watched(bot.as(exchanged.value.access_token), course);
  };
}

function watched(client: VaultClient, course: Course): VaultClient {
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const given: unknown = Reflect.apply(member, target, args);
        if (!(given instanceof Promise)) return given;
        return given.then((answer: Answer<unknown>) => {
          note(answer, course, passing);
          return answer;
        });
      };
    },
  });
}

/**
 * What passes when one asks again. 502 to 504 come from what stands before a vault; 401 is a token that was good for one
 * request or sixty seconds, or the bot's own, which is renewed from outside.
 */
const passing: ReadonlySet<number> = new Set([0, 401, 502, 503, 504]);
/** The bot has exchanged as often as it may: nobody's fault who writes now. Somebody's own 429 they are told of. */
const passingForAll: ReadonlySet<number> = new Set([...passing, 429]);

function note(answer: Answer<unknown>, course: Course, passes: ReadonlySet<number>): void {
  if (answer.ok) return;
  if (passes.has(answer.status)) {
    course.unreachable = Math.max(course.unreachable ?? 0, answer.problem.retryAfter ?? 0);
  } else if (answer.status >= 500) course.failed = true;
}

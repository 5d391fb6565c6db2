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
    if (!exchanged.ok) {
      // Somebody asks too often: whatever is asked for them is answered with that, and their message is done with.
      if (exchanged.status === 429) return answering(bot, exchanged);
      note(exchanged, course, passingForBot);
      return undefined;
    }
    course.address = exchanged.value.address;
    return watched(bot.as(exchanged.value.access_token), course);
  };
}

/** A vault that answers everything alike. */
function answering(client: VaultClient, answer: Answer<never>): VaultClient {
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? () => Promise.resolve(answer) : member;
    },
  });
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

/** What passes when one asks again: 502 to 504 come from what stands before a vault. */
const passing: ReadonlySet<number> = new Set([0, 502, 503, 504]);
/** The bot's own token is renewed from outside. */
const passingForBot: ReadonlySet<number> = new Set([...passing, 401]);

function note(answer: Answer<unknown>, course: Course, passes: ReadonlySet<number>): void {
  if (answer.ok) return;
  if (passes.has(answer.status)) {
    course.unreachable = Math.max(course.unreachable ?? 0, answer.problem.retryAfter ?? 0);
    // A contact's token that is refused ran out, or is good for nobody: the former does not happen four times.
  } else if (answer.status >= 500 || answer.status === 401) course.failed = true;
}

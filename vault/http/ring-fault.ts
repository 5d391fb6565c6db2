/**
 * Why a community's object does not come up: its ring gave no keys. Of an error nothing but its message comes over from
 * an object, so the code is the message's beginning, with the seconds after which it is worth asking again.
 */
export type RingFault = 'keys_unavailable' | 'root_refused' | 'root_secret_does_not_open';

/** Reads it from whatever was thrown; undefined where that is something else. */
export function ringFault(error: unknown): { why: RingFault; retryAfter: number } | undefined {
  const message = error instanceof Error ? error.message : '';
  const found = /^(?:Error: )?(keys_unavailable|root_refused|root_secret_does_not_open)(?: (\d{1,3}))?$/.exec(
    message,
  );
  if (found === null) return undefined;
  return { why: found[1] as RingFault, retryAfter: Number(found[2] ?? longWait) };
}

/** What somebody has to mend first, in seconds. */
const longWait = 30;

import type { Aead } from '../crypto/aead.ts';
import type { Random, ServiceCredential } from '../crypto/keys.ts';
import { askForKeys, openKeysAnswer } from '../crypto/key-service.ts';
import type { RootAnswer, RootFault, RootProvider } from './roots.ts';

/** A service that this Worker is bound to: a folder, or the key service's one address. */
export interface Reached {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** What the key service's client is made of. */
export interface ServiceParts {
  readonly reach: Reached;
  readonly credential: ServiceCredential;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: Random;
  readonly aead: () => Aead;
}

/**
 * In milliseconds. The worst case of one asking, 3 × 1.2 s and the pauses between, is what a request may wait: less than
 * any proxy's patience, and far under the half minute that a Worker's object may take to open.
 */
const patience = { try: 1_200, pauses: [150, 450], first: 1_000, longest: 30_000 } as const;

/**
 * The wrapping keys from a key service over HTTP. The root secret stays in the service: what it gives out is one
 * community's wrapping key (docs/decisions/0018-root-secret.md).
 *
 * Slow or gone, it is tried three times; then nobody waits for it again before a pause is over, which doubles up to half
 * a minute: whoever asks meanwhile is told so at once, with the rest of the pause. An answer that is there and is not
 * right is not asked for again: that is no weather.
 */
export function serviceProvider(parts: ServiceParts): RootProvider {
  const { clock, sleep } = parts;
  let pause = 0;
  let closedUntil = 0;
  return {
    async wrappings(community) {
      if (clock() < closedUntil) return unavailable(closedUntil - clock());
      for (const rest of [...patience.pauses, undefined]) {
        const answer = await askOnce(parts, community);
        if (answer !== 'no answer') {
          pause = 0;
          return answer;
        }
        if (rest !== undefined) await sleep(rest);
      }
      pause = Math.min(Math.max(patience.first, pause * 2), patience.longest);
      closedUntil = clock() + pause;
      return unavailable(pause);
    },
  };
}

const unavailable = (retryAfter: number): { ok: false } & RootFault => ({
  ok: false,
  error: 'keys_unavailable',
  retryAfter,
});

async function askOnce(
  { reach, credential, random, aead }: ServiceParts,
  community: string,
): Promise<RootAnswer | 'no answer'> {
  const question = askForKeys(credential, community, random(16));
  let status: number;
  let text: string;
  try {
    const response = await reach.fetch('http://key-service/v1/wrapping-keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
      redirect: 'manual',
      signal: AbortSignal.timeout(patience.try),
    });
    status = response.status;
    text = await response.text();
  } catch {
    return 'no answer';
  }
  if (status >= 500 || status === 429) return 'no answer';
  const box = status === 200 ? boxIn(text) : undefined;
  const opened = box && openKeysAnswer(credential, question, box, aead());
  const [current, ...others] = opened ?? [];
  return current === undefined
    ? { ok: false, error: 'root_refused' }
    : { ok: true, wrappings: { current, others } };
}

/** `{"box":"<hex>"}`; anything else is no answer of the service. */
function boxIn(text: string): Uint8Array | undefined {
  const hex = /^\{"box":"((?:[0-9a-f]{2}){1,4096})"\}\s*$/.exec(text)?.[1];
  return hex === undefined
    ? undefined
    : Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

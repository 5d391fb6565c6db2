import type { Aead } from './aead.ts';
import { chooseHmac, nobleHmac } from './hmac.ts';
import { nobleAead } from './noble.ts';
import { sodiumAead, type Sodium } from './sodium.ts';

/**
 * The implementation that a program seals and opens with, chosen once at its start: libsodium's if its module is there,
 * starts and gives the bytes it has to, and noble's otherwise. Their bytes are the same, so that a vault may change from
 * one to the other at any restart. HMAC-SHA-256 comes from the same one, see `hmac.ts`.
 * @param module undefined where there is none
 */
export function chooseAead(module: WebAssembly.Module | undefined): Aead {
  const sodium = module && started(module);
  chooseHmac(sodium?.hmac ?? nobleHmac);
  return sodium ?? nobleAead;
}

function started(module: WebAssembly.Module): Sodium | undefined {
  try {
    const sodium = sodiumAead(module);
    return givesTheSame(sodium) ? sodium : undefined;
  } catch {
    // An engine without WebAssembly, no memory for it, or another module: slower, and none of it a reason not to start.
    return undefined;
  }
}

/** Known answers: noble's own, which the standards' vectors are run against in the tests. */
function givesTheSame({ hmac, ...aead }: Sodium): boolean {
  const bytes = (length: number, from: number) => Uint8Array.from({ length }, (_, at) => from + at);
  const [key, nonce, text, ad] = [bytes(32, 1), bytes(12, 60), bytes(100, 80), bytes(13, 200)];
  const box = nobleAead.seal(key, nonce, text, ad);
  const wrong = box.with(3, (box[3] ?? 0) ^ 1);
  return (
    isSame(aead.seal(key, nonce, text, ad), box) &&
    isSame(aead.open(key, nonce, box, ad), text) &&
    aead.open(key, nonce, wrong, ad) === undefined &&
    isSame(aead.subkey(key, bytes(16, 5)), nobleAead.subkey(key, bytes(16, 5))) &&
    isSame(hmac(key, text), nobleHmac(key, text))
  );
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && a.every((byte, at) => byte === b[at]);

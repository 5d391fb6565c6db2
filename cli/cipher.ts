import type { Aead } from '../vault/crypto/aead.ts';
import { chooseAead } from '../vault/crypto/choose-aead.ts';
import { sodiumModule } from './sodium.ts';

let chosen: Aead | undefined;

/** What programs on Node open with: libsodium, or noble where that does not start. */
export const cipher = (): Aead => (chosen ??= chooseAead(sodiumModule()));

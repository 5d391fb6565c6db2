import { equalBytes } from '@noble/ciphers/utils.js';
import { utf8 } from './lp.ts';

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const isSame = (a: string, b: string): boolean => equalBytes(utf8(a), utf8(b));

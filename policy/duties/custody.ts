import type { Bilingual } from '../bilingual.ts';

/** What is done with the keys outside the vault, and how often: docs/operations.md has the reasons. */
export const custodyDuties = [
  { what: 'copy', days: 31, title: { zh: '复制密钥环', en: 'Copy the key ring' }, command: 'keys copy' },
  {
    what: 'officers',
    days: 366,
    title: { zh: '把根密钥封给保管人', en: 'Seal the root secret for the officers' },
    command: 'keys officers',
  },
  { what: 'drill', days: 186, title: { zh: '恢复演练', en: 'Try the recovery' }, command: 'keys drill' },
] as const satisfies readonly { what: string; days: number; title: Bilingual; command: string }[];

/** Something that was done, and with which root secret. */
export interface KeptWith {
  /** UTC milliseconds. */
  readonly at: number;
  readonly root: string;
}

/** Why it is to be done again, or null: it never was, it was with an earlier root secret, it is too long ago. */
export function dueBecause(
  done: KeptWith | undefined,
  root: string | undefined,
  days: number,
  now: number,
): Bilingual | null {
  if (done === undefined) return { zh: '没有做过', en: 'it was never done' };
  if (root !== undefined && done.root !== root)
    return { zh: '那是以前的根密钥', en: 'that was with an earlier root secret' };
  return now - done.at > days * 86_400_000 ? { zh: '太久了', en: 'that is too long ago' } : null;
}

import type { Bilingual } from '../bilingual.ts';

/**
 * What a check says. `value` is the normal form, and only it is stored and indexed. A refusal has a stable
 * code for programs and words for people; neither repeats what was typed.
 */
export type Outcome =
  { readonly ok: true; readonly value: string } | ({ readonly ok: false; readonly code: string } & Bilingual);

/**
 * A check. `today` is the day in Asia/Shanghai, `YYYY-MM-DD`: what is "in the future" is not for a check to
 * know.
 */
export type Check = (raw: string, today: string) => Outcome;

export const accepted = (value: string): Outcome => ({ ok: true, value });

export const refused = (code: string, zh: string, en: string): Outcome => ({ ok: false, code, zh, en });

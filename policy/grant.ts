import type { Bilingual } from './bilingual.ts';
import type { ConditionName } from './conditions.ts';
import type { Facts } from './facts.ts';
import type { FieldName, RecordType } from './fields.ts';
import type { Level } from './levels.ts';
import type { PurposeId } from './purposes.ts';
import type { ReasonCode } from './reasons.ts';
import type { Role } from './roles.ts';

/**
 * `list` is a read of many records at once; it has rules of its own because browsing needs less than
 * looking. `provide` puts a value into a sealed package for a recipient: whoever does it sees nothing of it.
 */
export const actions = ['read', 'list', 'create', 'update', 'provide'] as const;
export type Action = (typeof actions)[number];

/**
 * One grant: these roles may do these things to these fields of this type, for this purpose, when every
 * condition holds. For a read the level says how much is shown; a write is granted or not, so a write's
 * level is `clear`.
 */
export type Grant = {
  readonly [T in RecordType]: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly actions: readonly Action[];
    readonly purpose: PurposeId;
    readonly type: T;
    readonly fields: readonly FieldName<T>[];
    readonly level: Exclude<Level, 'none'>;
    readonly when: readonly ConditionName[];
  };
}[RecordType];

/** What is asked, whatever the field. */
export interface Asked {
  readonly action: string;
  readonly role: string;
  readonly purpose: string;
  readonly type: string;
}

/** And of which field. */
export interface AskedField extends Asked {
  readonly field: string;
}

interface RefusalOf<Looks extends Asked> {
  readonly id: string;
  readonly fact: keyof Facts;
  /** What it keeps from happening, as a sentence that an officer signs. */
  readonly words: Bilingual;
  /** When it refuses, in Cedar, over `principal`, `action`, `resource` and `context` (`cedar.ts`). */
  readonly cedar: string;
  /** Says why, or null when it has nothing to say to this question. */
  readonly refuse: (asked: Looks, facts: Facts) => ReasonCode | null;
}

/**
 * One refusal: it beats every grant. Most say the same of all fields and are asked once a question; one that looks at the
 * field says so, and is asked of each, after the others.
 */
export type Refusal =
  | (RefusalOf<Asked> & { readonly looksAtField?: undefined })
  | (RefusalOf<AskedField> & { readonly looksAtField: true });

export interface Policy {
  readonly refusals: readonly Refusal[];
  readonly grants: readonly Grant[];
}

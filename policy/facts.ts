import type { CaseState } from './case.ts';

/** Where an answer goes: a private chat, a group, or a desk (a staff console, or a resident's own page). */
export const contexts = ['private', 'group', 'desk'] as const;
export type Context = (typeof contexts)[number];

/** What a resident has said about one purpose, folded from the events (`consent.ts`). `none`: never asked. */
export const consentStates = ['none', 'given', 'refused', 'withdrawn', 'superseded', 'expired'] as const;
export type ConsentState = (typeof consentStates)[number];

/**
 * What a session reaches here: `everything`, where it was made for no one thing; `one_ticket`, where it was made for one
 * ticket and this is asked about exactly that one; `nothing`, where it was made for one thing and this is another.
 */
export const withins = ['everything', 'one_ticket', 'nothing'] as const;
export type Within = (typeof withins)[number];

/**
 * What is true at the moment of a question. Whoever asks `decide` looks these up in the same transaction in
 * which it answers; nothing here is taken from what the caller says about themselves.
 */
export interface Facts {
  readonly context: Context;
  /** Whether it lies within what the actor's session was made for. */
  readonly within: Within;
  /** The record belongs to the actor; for a create: it will. */
  readonly self: boolean;
  /** The record's grid is one the actor works in. */
  readonly ownGrid: boolean;
  /** The case the actor named, or null. */
  readonly case: null | {
    readonly kind: 'ticket';
    readonly state: CaseState;
    /** It is assigned to the actor. */
    readonly mine: boolean;
    /** The record's subject is the case's reporter, or the record is the case's own ticket. */
    readonly about: boolean;
  };
  /** The subject's consent to this question's purpose. */
  readonly consent: ConsentState;
  /** The actor said in words why. */
  readonly hasReason: boolean;
}

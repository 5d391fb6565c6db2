import type { CaseKind, CaseState } from './cases/case.ts';
import type { RelationReason } from './reasons.ts';

/** Where an answer goes: a private chat, a group, or a desk (a staff console, or a resident's own page). */
export const contexts = ['private', 'group', 'desk'] as const;
export type Context = (typeof contexts)[number];

/** What a resident has said about one purpose, folded from the events (`consent.ts`). `none`: never asked. */
export const consentStates = [
  'none',
  'given',
  'provisional',
  'refused',
  'withdrawn',
  'superseded',
  'hand_over',
  'number_changed',
  'expired',
] as const;
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
  /** The record is that of a child under 14 whose guardian the actor is. */
  readonly guardianOf: boolean;
  /** The record is that of somebody who lets the actor act for them, now and for this purpose. */
  readonly delegateOf: boolean;
  /** And lets them see what is sensitive, too. */
  readonly delegateSensitive: boolean;
  /** Why a relation in which the actor stands to them is none at this moment; null where it stands, or there is none. */
  readonly relation: RelationReason | null;
  /** The actor signed in with a passkey or a PIN; a link from a chat alone is no sign-in. */
  readonly strong: boolean;
  /** The record's grid is one the actor works in. */
  readonly ownGrid: boolean;
  /** The case the actor named, or null. */
  readonly case: null | {
    readonly kind: CaseKind;
    readonly state: CaseState;
    /** It is assigned to the actor. */
    readonly mine: boolean;
    /** The record's subject is one the case is about, or the record is the case's own ticket. */
    readonly about: boolean;
    /** Its time is not over. */
    readonly inTime: boolean;
  };
  /** The subject's consent to this question's purpose. */
  readonly consent: ConsentState;
  /** The actor said in words why. */
  readonly hasReason: boolean;
  /** Two people want the actor to have this look, and it is being taken now (`approvals.ts`). */
  readonly twoPeople: boolean;
  /** A break-glass of the actor's that is still open names the record's subject. */
  readonly breakGlass: boolean;
  /** The emergency order in force for the record's grid, with the fields it names (`type.field`), or null. */
  readonly order: null | { readonly fields: readonly string[] };
  /** A break-glass of the actor's was not reviewed in time. */
  readonly reviewOverdue: boolean;
  /** It is an attachment that its reporter may still hide something in, before anybody else sees it. */
  readonly held: boolean;
  /** The subject has asked that what is held about them be kept and not used (PIPL Art 44). */
  readonly restricted: boolean;
  /** Somebody was erased who may be named in the record's words, and the officer has not dealt with that yet. */
  readonly traceOpen: boolean;
  /** The subject was erased, and a law has this kept all the same: stored, and used for nothing else (PIPL Art 47 (2)). */
  readonly storageOnly: boolean;
}

/** The facts of somebody at a desk of whom nothing else is known. */
export const nothingKnown: Facts = {
  context: 'desk',
  within: 'everything',
  self: false,
  guardianOf: false,
  delegateOf: false,
  delegateSensitive: false,
  relation: null,
  strong: false,
  ownGrid: false,
  case: null,
  consent: 'none',
  hasReason: false,
  twoPeople: false,
  breakGlass: false,
  order: null,
  reviewOverdue: false,
  held: false,
  restricted: false,
  traceOpen: false,
  storageOnly: false,
};

/** Facts as the log keeps them: what is not as in {@link nothingKnown}. Most facts of most questions are no. */
export type SaidFacts = Readonly<Partial<Facts>>;

export const saidFacts = (facts: Facts): SaidFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => nothingKnown[name as keyof Facts] !== value),
  ) as SaidFacts;

/** The facts that were said, whole again. */
export const factsAsSaid = (said: SaidFacts): Facts => ({ ...nothingKnown, ...said });

import type { Context } from './facts.ts';
import type { RelationReason } from './reasons.ts';
import type { Role } from './roles.ts';

/**
 * What is true when somebody wants to do something; looked up as the facts of a decision are (`facts.ts`).
 */
export interface OperationFacts {
  readonly context: Context;
  /** It lies within what the actor's session was made for: a link for one ticket opens that one alone. */
  readonly within: boolean;
  /**
   * What is acted on (a token, a consent, a ticket, log entries, a binding's resident) is the actor's own.
   */
  readonly self: boolean;
  /** It is that of a child under 14 whose guardian the actor is. */
  readonly guardianOf: boolean;
  /** It is that of somebody who lets the actor do this for them. */
  readonly delegateOf: boolean;
  /** Why a relation in which the actor stands to them is none at this moment, or does not reach this. */
  readonly relation: RelationReason | null;
  /** Whose it is, is under 14. */
  readonly minor: boolean;
  /** The purpose of a consent covers something sensitive (PIPL Art 28). */
  readonly sensitive: boolean;
  /** The actor signed in with a passkey or a PIN. */
  readonly strong: boolean;
  /** The actor came by a link that was made for setting how they sign in. */
  readonly enrolling: boolean;
  /** The resident acted on has neither passkey nor PIN. */
  readonly unenrolled: boolean;
  /** It is for a bot or a kiosk. */
  readonly service: boolean;
  /** It is in a grid the actor works in. */
  readonly ownGrid: boolean;
  /** The actor opened this binding, or made this proposal. */
  readonly maker: boolean;
  /** What is proposed names the actor's role: as one that may propose it, or decide on it (`approvals.ts`). */
  readonly namesRole: boolean;
  /** The subject has agreed to exactly this text for this purpose before (`consent.ts`). */
  readonly givenBefore: boolean;
  /**
   * Every no since the last consent to this purpose was said through this very chat contact, as the subject's.
   * Without one: the contact was the subject's already when they consented.
   */
  readonly saidHere: boolean;
  /** For `ticket.move`: the move, and how the ticket is the actor's. */
  readonly move: null | {
    readonly state: string;
    readonly action: string;
    readonly reporter: boolean;
    readonly assignee: boolean;
  };
  /** For `right.…`: which right it is about, and whether the step can be made from where the request stands. */
  readonly right: null | {
    readonly strongly: boolean;
    readonly decides: readonly Role[];
    readonly possible: boolean;
    /** It ends with nothing being held any more. */
    readonly erases: boolean;
  };
}

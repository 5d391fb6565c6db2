import type { BreachStep } from '../../policy/duties/breach-clocks.ts';
import type { PiaOccasion } from '../../policy/duties/pia.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import type { ProvidingPurpose, RecipientKind } from '../../policy/duties/recipients.ts';

/** What the duties keep as control rows. Of people only random ids; what is said in words is a sealed record. */

export interface DutyRows {
  recipient: RecipientRow;
  hand_over: HandOverRow;
  pia: PiaRow;
  breach: BreachRow;
}

/** An organisation in the register; key is random. All of it is told to everybody whom it concerns (PIPL Art 23). */
export interface RecipientRow {
  kind: RecipientKind;
  /** Of the organisation, never of somebody in it. */
  name: string;
  contact: string;
  purpose: ProvidingPurpose;
  /** Which article asks for it, and the number of the paper it rests on; empty where people agree themselves. */
  law: string;
  document: string;
  /** Fields of a resident's record, at most. */
  fields: string[];
  /** Armored OpenPGP public key; lower-case hex; UTC milliseconds or null. */
  key: string;
  fingerprint: string;
  keyExpires: number | null;
  state: 'proposed' | 'active' | 'ended';
  /** Who proposed it. */
  by: string;
  /** When it was approved, UTC milliseconds. */
  since: number | null;
}

/** One hand-over; key is random. Once it was handed over it names nobody any more: the log does. */
export interface HandOverRow {
  recipient: string;
  purpose: ProvidingPurpose;
  fields: string[];
  residents: string[];
  /** Number of the paper that asks for it; empty where people agree themselves. */
  document: string;
  by: string;
  at: number;
  /** `opened`: a package was begun and may not have been handed out. */
  state: 'waiting' | 'approved' | 'opened' | 'handed_over';
  /** Until when it may be made, UTC milliseconds; null while it waits. */
  until: number | null;
  included: number;
  leftOut: number;
  /** Of the package's bytes, hex. */
  sha256: string | null;
}

/** An impact assessment; key is that of its sealed record. */
export interface PiaRow {
  occasion: PiaOccasion;
  /** What it is about, where it is about one purpose or one policy version. */
  purpose: PurposeId | null;
  policy: string | null;
  by: string;
  at: number;
  signedBy: string | null;
  signedAt: number | null;
}

/** A breach; key is that of its sealed record. What is suspected, what was found, what was done. */
export interface BreachRow {
  found: number;
  from: number;
  to: number;
  actor: string | null;
  role: string | null;
  via: string | null;
  by: string;
  steps: { step: BreachStep; at: number; by: string }[];
}

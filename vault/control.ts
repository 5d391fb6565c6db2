import type { Grant } from '../policy/grant.ts';
import type { ActName, ApprovalState } from '../policy/cases/approvals.ts';
import type { EmergencyKind, Verdict, View } from '../policy/cases/emergency.ts';
import type { Role } from '../policy/roles.ts';
import type { CaseState } from '../policy/cases/case.ts';
import type { ConsentEvent } from '../policy/consent/consent.ts';
import type { NotificationKind } from '../policy/notifications.ts';
import type { AlertKind, WatchState } from '../policy/watch.ts';
import type {
  Ending,
  GuardianPaper,
  RelationKind,
  RelationState,
  Scope,
} from '../policy/people/relations.ts';
import type { DutyRows } from './duties/contents.ts';
import type { ErasureRows } from './erasure/rows.ts';
import type { LinkPage } from '../policy/link-pages.ts';
import type { OrderRows } from './emergency/rows.ts';
import type { RightsRows } from './rights/rows.ts';
import type { SignInRows } from './sign-in/rows.ts';
import type { Kind } from './media/kinds.ts';

/**
 * Everything that decides access without being a person's data: plain JSON about random identifiers, under a MAC
 * whose key is not in the database. docs/format.md, "Control row", lists the kinds.
 */
export interface ControlContents extends RightsRows, DutyRows, OrderRows, SignInRows, ErasureRows {
  /** The community itself; key `self`. */
  community: { name: string; grids: { id: number; kind: 'basic' | 'dedicated'; buildings: number[] }[] };
  /** A data subject; key is the subject's id. */
  subject: {
    kind: 'resident' | 'household' | 'business' | 'reporter' | 'staff' | 'paper' | 'order' | 'matter';
    grid: number | null;
    /** Since when they are gone from here, UTC milliseconds: moved away, or a shop that closed. */
    left?: number;
  };
  /**
   * What a member of staff or the bot may act as; key is the subject's id. An ended role stays, as `ended`; one that was
   * stopped until somebody has looked into it is `frozen`.
   */
  role: { role: Role; grids: number[]; ended: boolean; frozen?: true };
  /**
   * A chat contact; key is the keyed hash of transport and contact id. One that was ended has no subject. `was`: as whom
   * it reported before.
   */
  binding: {
    subject: string | null;
    as: 'reporter' | 'resident' | 'staff';
    by: string | null;
    was?: string;
    /** Of one that was moved to another key of its index: of which generation, its address from before, and since when it stands. */
    generation?: number;
    address?: string;
    since?: number;
  };
  /** A ticket's state; key is the ticket record's id. */
  case: {
    kind: 'ticket';
    year: number;
    number: number;
    state: CaseState;
    grid: number;
    reporter: string;
    assignee: string | null;
    opened: number;
    /** When the time of who has it is over, UTC milliseconds; not there while nobody has taken it. */
    until?: number;
    /** Whom it is about, where a worker said so, and the record of what is said of them (`vault/tickets/statement.ts`). */
    accused?: string;
    statement?: string;
    /** What is attached, in the order it came; not there where nothing is. */
    attachments?: AttachedRow[];
  };
  /** A round of visits (走访); key is its id. `submitted` until a grid leader approved it, then `accepted`. */
  visit: {
    state: CaseState;
    purpose: 'visit' | 'care_visit';
    grid: number;
    assignee: string;
    subjects: string[];
    opened: number;
    until: number;
    by: string | null;
    /** The log entry that says what it is for. */
    planned: number;
  };
  /** A mediation (调解); key is its subject's id, which its notes belong to. Who has it, and the residents it is between. */
  matter: {
    mediator: string;
    state: 'handling' | 'closed';
    parties: string[];
    opened: number;
    closed: number | null;
  };
  /** The head of one resident's consent events for one purpose; key is `subject/purpose`. */
  consent: { events: number; last: string };
  /** One consent event; key is `subject/purpose/n`. `previous` is the digest of the one before, `contact` who said it. */
  consent_event: { event: ConsentEvent; previous: string; contact?: string };
  /** What a version of the policy grants; key is its name. `maker` is null for the first one, the program's own. */
  policy: { grants: Grant[]; pia: string | null; maker: string | null; at: number };
  /** A policy that is not in force yet; key is the name it will have. `dropped` once it is, or never will be. */
  policy_draft: ControlContents['policy'] & { dropped: boolean };
  /** Which version of the policy decides; key `self`. */
  policy_in_force: { version: string };
  /** Who acts for whom; key is `actor/subject`. Whether it stands is `policy/people/relations.ts`'s to say. */
  relation: {
    kind: RelationKind;
    actor: string;
    subject: string;
    /** What a delegate may do; empty for a guardian. */
    scope: Scope[];
    state: RelationState;
    /** Whose yes it waits for. */
    waits: 'subject' | 'actor' | null;
    /** Who made it, how they knew, and for a guardian the second person who approved. */
    by: string;
    checked: GuardianPaper | 'in_person' | 'own_page';
    second: string | null;
    /** UTC milliseconds: when it was asked for, from and until when it stands; a guardian's ends with a birthday. */
    asked: number;
    from: number | null;
    until: number | null;
    ended: { why: Ending; by: string | null; at: number } | null;
  };
  /** Something that takes two people; key is random. `of` are the act's arguments, `role` is the maker's then. */
  approval: {
    act: ActName;
    subject: string | null;
    /** The ticket it belongs to. */
    case?: string;
    of: Readonly<Record<string, Plain>>;
    maker: string;
    role: Role;
    state: ApprovalState;
    second: string | null;
    at: number;
    until: number;
  };
  /**
   * One break-glass; key is random. `beyond` is how many of the people live outside the opener's grids, `said` the entries
   * that have the words.
   */
  emergency_view: {
    kind: EmergencyKind;
    opener: string;
    role: Role;
    subjects: string[];
    beyond: number;
    at: number;
    until: number;
    verdict: Verdict;
    reviewer: string | null;
    said: number[];
  };
  /** What of somebody's break-glasses something follows from still; key is the opener's id. */
  emergency_opener: { views: View[] };
  /** One look at who reported a ticket, that two people decided on; key is the approval's. `read`: when it was taken. */
  unmasking: { ticket: string; reporter: string; to: string; until: number; read: number | null };
  /**
   * What the privacy officer was told of a member of staff (`policy/watch.ts`); key is the seq of its entry, 15 digits.
   */
  alert: {
    kind: AlertKind;
    of: string;
    at: number;
    from: number;
    counts: Record<string, number>;
    state: 'open' | 'seen' | 'closed';
    /** The officer who looked at it last. */
    by: string | null;
  };
  /** A made-up subject; key is its id. A retired one stays: it is never counted as anybody. */
  canary: {
    of: 'resident' | 'household';
    /** The household of a resident, the resident of a household. */
    with: string;
    grid: number;
    made: number;
    state: 'live' | 'retired';
  };
  /** Who keeps what of the keys, and since when: key is which (`keys/custody.ts`). */
  custody: { at: number; root: string; count: number };
  /**
   * An index that got, or gets, another key; key is its name. `generation` is the one that is searched under. `asked`: the
   * ring is to make the next one; `adding`: every record is given a tag of it, beside the one in use; `clearing`: it is in
   * use, and those of the one before are taken away; `done`.
   */
  index_state: {
    generation: number;
    phase: 'asked' | 'adding' | 'clearing' | 'done';
    /** Who began it: somebody's id, or `system`. */
    by: string;
    began: number;
    ended: number | null;
  };
  /**
   * A key that signs, or signed, the log's checkpoints; key is its generation. The first has a row once there is a second.
   * `from`: the size of the tree from which on it signs; `retired`: the size up to which it did; `until`: when it is to.
   */
  log_key: {
    generation: number;
    /** Which of the log secrets it is made from, counted from 1. */
    secret: number;
    vkey: string;
    from: number;
    began: number;
    until: number | null;
    retired: number | null;
  };
  /** A switch; key is its name. `exchange` stops all token exchanges. */
  switch: { open: boolean };
}

/** An attachment, as its ticket's row names it: its record, what it is, and from when others than its reporter may see it. */
export interface AttachedRow {
  id: string;
  kind: Kind;
  from: number;
}

/** What a control row may hold: ids, codes, numbers, times. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

export type ControlKind = keyof ControlContents;

/** The log's head: key `head`. The one control row without a digest in the log: it is about the log. */
export interface HeadContent {
  size: number;
  /** SHA-256 of the joined roots of the complete subtrees, largest first. */
  edge: string;
  /** How many checkpoints are stored, and the size of the newest (0 before the first): a lost one is found. */
  checkpoints: number;
  signed: number;
}

/** What expires. Under the same MAC, without a place in the log. */
export interface TransientContents {
  /** An access token; key is its SHA-256. */
  token:
    | { of: 'page'; actor: string }
    /** `made`: when, of a program's; a person's session is young. */
    | { of: 'staff'; actor: string; made?: number }
    /** Somebody who may set how they sign in, and nothing else. */
    | { of: 'enrol'; actor: string }
    | { of: 'contact'; contact: string; context: 'private' | 'group'; bot: string }
    /** A resident's page, opened by a link from their chat: no more than the chat, for more than one request. */
    | { of: 'chat_page'; contact: string; bot: string }
    /** The page of the one ticket `only`, opened by a link from a worker's chat: ends with whatever ends that chat. */
    | { of: 'ticket_page'; actor: string; contact: string; bot: string; only: string };
  /** A one-time link; key is the SHA-256 of its secret. */
  link: { to: Exclude<TransientContents['token'], { of: 'page' | 'staff' | 'contact' }>; page?: LinkPage };
  /** What somebody is to be reminded of in the chat; key begins with the seq of the log entry that caused it. */
  notification: {
    to: string;
    kind: NotificationKind;
    ticket: number | null;
    grid: number | null;
    at: number;
  };
  /** A binding code; key is the binding request's id. */
  code: {
    resident: string;
    maker: string;
    code: string;
    state: 'open' | 'answered';
    /** Keyed hash of the contact that answered. */
    contact: string | null;
    check: string;
  };
  /** An answered request; key is a keyed hash of actor and Idempotency-Key. */
  answered: { request: string; response: string };
  /** When to look at a consent again; key begins with the time, in milliseconds on 15 digits. */
  consent_due: { subject: string; purpose: string };
  /** What is remembered of a member of staff's looks (`policy/watch.ts`); key is their id. */
  watch: WatchState;
  /** A passkey's challenge that was used; key is the SHA-256 of it. */
  challenge: { used: true };
  /** Wrong PINs; key is the subject's id, or `nobody/` and the number. */
  tries: { wrong: number; lockedUntil: number };
  /** How much of a budget is used; key names budget, owner and window. */
  budget: { used: number };
}

export type TransientKind = keyof TransientContents;

/** An unexpired transient row that was read and found as it was written. */
export interface Transient<Kind extends TransientKind> {
  key: string;
  expiresAt: number;
  content: TransientContents[Kind];
}

/** A control row that was read and found as it was written. */
export interface Control<Kind extends ControlKind> {
  kind: Kind;
  key: string;
  version: number;
  content: ControlContents[Kind];
}

/** A written row, as the log entry of its write names it. */
export interface WrittenRow {
  kind: string;
  key: string;
  version: number;
  digest: string;
}

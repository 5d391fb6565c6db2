import type { RecordType } from '../../policy/fields.ts';
import type { HoldLaw } from '../../policy/erasure/holds.ts';

/** The control rows of what goes, what is kept back, and what must not come again; see `vault/control.ts`. */
export interface ErasureRows {
  /**
   * Somebody did not want to be written down again; key is random. `tag` is a keyed hash of the identity number's index tag
   * at the generation `base`, under the keys of `suppression.idNumber` up to `generation`; null once its time is over.
   */
  suppression: {
    tag: string | null;
    base: number;
    generation: number;
    at: number;
    until: number;
    state: 'live' | 'over' | 'released';
  };
  /**
   * A line of an import, or a record at a desk, that was not stored; key is random. Nothing of what it said is kept. `why`
   * is the officer's to know; `line` counts from 1, and is null at a desk.
   */
  held_back: {
    why: HeldBecause;
    suppression: string | null;
    at: number;
    by: string;
    how: 'import' | 'create' | 'update';
    line: number | null;
    state: 'open' | 'released' | 'closed';
    officer: string | null;
    decided: number | null;
  };
  /**
   * Words of somebody else's in which a person who was erased may be named; key is random. `spans` are the places where
   * their name, number or address stood, from and to, by field: places in a text say nothing of what stands there.
   */
  trace: {
    type: RecordType;
    record: string;
    case: string | null;
    why: 'about_them' | 'acted_for' | 'party';
    spans: Record<string, [number, number][]>;
    at: number;
    state: 'open' | 'redacted' | 'kept';
    by: string | null;
    decided: number | null;
  };
  /** A law has some of somebody's papers kept, whatever they ask; key is the subject's id. */
  hold: { law: HoldLaw; types: RecordType[]; until: number; by: string; at: number; lifted: number | null };
  /** One day's sweep; key is the day in China. `counts` by `type` or `type.field`. */
  sweep: { at: number; counts: Record<string, number>; done: boolean };
  /** A record whose time was over; key is its id. `version` is the last there was. */
  swept: { type: RecordType; version: number; at: number };
}

/** Why something was not stored. */
export type HeldBecause =
  /** Its identity number is on the suppression list. */
  | 'suppressed'
  /** It has the id of somebody who was erased, or refers to them. */
  | 'erased'
  /** Another record here has this identity number. */
  | 'on_file';

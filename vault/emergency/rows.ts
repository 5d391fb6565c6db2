import type { OrderKind, Orderable } from '../../policy/cases/orders.ts';

/** The control rows of emergency orders (docs/format.md). */
export interface OrderRows {
  /** An emergency order; key is the id of the approval that it began with, which also owns its notes. */
  order: {
    number: string;
    kind: OrderKind;
    grids: number[];
    fields: Orderable[];
    from: number;
    until: number;
    maker: string;
    second: string;
    state: 'live' | 'ended';
    /** How many records were read under it and notes written; and at its end how many notes were destroyed. */
    read: number;
    collected: number;
    deleted: number | null;
    ended: { at: number; early: boolean } | null;
  };
  /** Whom a note under an order is about; key is the note's id. It goes when the note goes. */
  order_note: { order: string; resident: string; by: string; at: number };
}

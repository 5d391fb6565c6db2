import type { LedgerRow } from '../storage/schema.ts';

/**
 * Erasures and withdrawals on their way to the ring's ledger. It only saves time: what is lost here with the process is
 * found again in the control rows, at every start and every alarm (`ledger.ts`).
 */
export class Untold {
  #begun: LedgerRow[] = [];
  #kept: LedgerRow[] = [];

  /** Of this transaction. */
  add(row: LedgerRow): void {
    this.#begun.push(row);
  }

  /** The transaction is done. */
  keep(): void {
    this.#kept.push(...this.#begun.splice(0));
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#begun = [];
  }

  /** All that is to be told now. */
  take(): LedgerRow[] {
    return this.#kept.splice(0);
  }

  /** They could not be told. */
  putBack(rows: readonly LedgerRow[]): void {
    this.#kept.unshift(...rows);
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }
}

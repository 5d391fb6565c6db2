import type { ControlRows } from '../control-rows.ts';
import type { ControlContents } from '../control.ts';

/** Where an index stands. */
export interface IndexState {
  /** The generation that is searched under. */
  generation: number;
  /** The one that is being made beside it, which every write makes as well; null while none is. */
  next: number | null;
}

/**
 * Which generation of its key each index is searched under: a row says so, and where there is none it is the first. The
 * ring may have another one already, that is not used yet.
 *
 * Kept in memory between requests, and looked up anew after a change and after a rollback.
 */
export class IndexStates {
  readonly #rows: ControlRows;
  #found = new Map<string, IndexState>();

  constructor(rows: ControlRows) {
    this.#rows = rows;
  }

  /** @throws Tampered when the row is not as it was written */
  of(name: string): IndexState {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const state = stateOf(this.#rows.get('index_state', name)?.content);
    this.#found.set(name, state);
    return state;
  }

  forget(): void {
    this.#found = new Map();
  }
}

/** What a row says of where its index stands. */
export function stateOf(content: ControlContents['index_state'] | undefined): IndexState {
  const { generation, phase } = content ?? { generation: 1, phase: 'done' };
  return { generation, next: phase === 'adding' ? generation + 1 : null };
}

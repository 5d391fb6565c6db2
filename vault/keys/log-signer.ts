import type { ControlRows } from '../control-rows.ts';
import type { NoteSigner } from '../log/note.ts';
import { Tampered } from '../outcome.ts';
import type { ControlStore } from '../storage/control.ts';
import type { LogKeyName } from './log-secrets.ts';

/** What the log's keys are made from. */
export interface LogKeySource {
  /** How many log secrets there are: a next key is made from the last of them. */
  readonly secrets: number;
  /** @returns undefined where its secret is not there */
  key(name: LogKeyName): NoteSigner | undefined;
}

/** Signs the log's checkpoints with every key that signs at this moment. Its `vkey` is the newest one's. */
export class LogSigner implements NoteSigner {
  readonly #first: NoteSigner;
  readonly #source: LogKeySource | undefined;
  readonly #store: ControlStore;
  readonly #rows: ControlRows;
  #signing: readonly NoteSigner[] | undefined;

  constructor(
    first: NoteSigner,
    source: LogKeySource | undefined,
    { store, rows }: { store: ControlStore; rows: ControlRows },
  ) {
    this.#first = first;
    this.#source = source;
    this.#store = store;
    this.#rows = rows;
  }

  get name(): string {
    return this.#first.name;
  }

  get keyId(): number {
    return this.#newest().keyId;
  }

  get vkey(): string {
    return this.#newest().vkey;
  }

  /** Those of all keys that sign, the newest first. */
  get vkeys(): string[] {
    return this.#all().map(({ vkey }) => vkey);
  }

  get source(): LogKeySource | undefined {
    return this.#source;
  }

  /** The note with a signature of each: C2SP signed-note has them below each other. */
  sign(text: string): string {
    const lines = this.#all().map((signer) => signer.sign(text).slice(text.length + 1));
    return `${text}\n${lines.join('')}`;
  }

  forget(): void {
    this.#signing = undefined;
  }

  #newest(): NoteSigner {
    return this.#all()[0] ?? this.#first;
  }

  /** @throws Tampered when a row names a key that the secrets do not make */
  #all(): readonly NoteSigner[] {
    this.#signing ??= this.#load();
    return this.#signing;
  }

  #load(): readonly NoteSigner[] {
    const rows = this.#store.ofKind('log_key').map((row) => this.#rows.checked(row, 'log_key').content);
    if (rows.length === 0) return [this.#first];
    return rows
      .filter(({ retired }) => retired === null)
      .sort((a, b) => b.generation - a.generation)
      .map((row) => {
        const signer = row.generation === 1 ? this.#first : this.#source?.key(row);
        if (signer?.vkey !== row.vkey) throw new Tampered(`log key ${row.generation}`);
        return signer;
      });
  }
}

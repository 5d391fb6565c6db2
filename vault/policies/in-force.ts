import { conditions } from '../../policy/conditions.ts';
import type { Grant, Policy } from '../../policy/grant.ts';
import { policy as builtIn } from '../../policy/rules.ts';
import { policyVersion } from '../../policy/version.ts';
import type { ControlRows } from '../control-rows.ts';
import type { WrittenRow } from '../control.ts';

/** A policy with the name that the log has it by. */
export interface PolicyVersion {
  version: string;
  table: Policy;
}

/** The policy that this program was built with. */
export const builtInVersion: PolicyVersion = { version: policyVersion, table: builtIn };

/**
 * The policy that decides: a row says which version, another what that version grants. A new program brings its own
 * table as a draft and changes nothing by itself. Refusals are the program's: they can only take away.
 *
 * Kept in memory between requests, and looked up anew after a change and after a rollback.
 */
export class PolicyInForce {
  readonly #rows: ControlRows;
  #found: PolicyVersion | undefined;

  constructor(rows: ControlRows) {
    this.#rows = rows;
  }

  get current(): PolicyVersion {
    this.#found ??= this.#load();
    return this.#found;
  }

  forget(): void {
    this.#found = undefined;
  }

  /** A version that was in force once; undefined where it never was here. */
  version(version: string): PolicyVersion | undefined {
    const grants = this.#rows.get('policy', version)?.content.grants;
    return grants && { version, table: tableOf(grants) };
  }

  /**
   * The rows of a community's first policy, the program's own, for the entry of its first start.
   * @returns nothing where one has been chosen before
   */
  begin(seq: number, at: number): WrittenRow[] {
    if (this.#rows.get('policy_in_force', 'self') !== undefined) return [];
    const grants = [...builtIn.grants];
    return this.activate({ version: policyVersion, grants, pia: null, maker: null, at }, seq);
  }

  /** Makes a version the one that decides, from this request on. */
  activate(
    {
      version,
      ...content
    }: { version: string; grants: Grant[]; pia: string | null; maker: string | null; at: number },
    seq: number,
  ): WrittenRow[] {
    const rows = [
      this.#rows.put('policy', version, content, seq),
      this.#rows.put('policy_in_force', 'self', { version }, seq),
    ];
    this.forget();
    return rows;
  }

  #load(): PolicyVersion {
    const version = this.#rows.get('policy_in_force', 'self')?.content.version;
    return (version === undefined ? undefined : this.version(version)) ?? builtInVersion;
  }
}

/**
 * A stored table as this program can decide by it. A rule with a condition that this program no longer knows is left
 * out: doubt releases nothing.
 */
export const tableOf = (grants: readonly Grant[]): Policy => ({
  refusals: builtIn.refusals,
  grants: grants.filter(({ when }) => when.every((name) => Object.hasOwn(conditions, name))),
});

import type { z } from 'zod';
import type { Answer } from './answers.ts';
import type * as relationSchemas from './relation-schemas.ts';
import type * as rightSchemas from './rights-schemas.ts';

type In<Schema extends z.ZodType> = z.input<Schema>;
type Out<Schema extends z.ZodType> = z.output<Schema>;
type Relations = typeof relationSchemas;
type Rights = typeof rightSchemas;

export type Relation = Out<Relations['relationItem']>;
export type Right = Out<Rights['rightPage']>['items'][number];

/** What people ask about themselves: who acts for them, and what their rights are. A part of `VaultClient`. */
export abstract class OwnCalls {
  abstract post<Value>(path: string, body: object, key?: string): Promise<Answer<Value>>;

  /** Who may act for one, and for whom one may act. */
  listRelations() {
    return this.post<Out<Relations['relationList']>>('/relations:search', {});
  }

  /** @param key as for `VaultClient.moveTicket` */
  giveDelegation(delegation: In<Relations['delegationGive']>, key?: string) {
    return this.post<Out<Relations['delegationAsked']>>('/relations', delegation, key);
  }

  /** @param key as for `VaultClient.moveTicket` */
  recordGuardian(guardian: In<Relations['guardianRecord']>, key?: string) {
    const path = '/relations/guardians';
    return this.post<Out<Relations['guardianAsked']>>(path, guardian, key);
  }

  /** @param key as for `VaultClient.moveTicket` */
  confirmRelation(other: string, key?: string) {
    return this.post<Relation>('/relations:confirm', { other }, key);
  }

  /**
   * @param other with whom; all that one has given when left out
   * @param key as for `VaultClient.moveTicket`
   */
  endRelation(other?: string, key?: string) {
    const body = other === undefined ? {} : { other };
    return this.post<Out<Relations['relationEnded']>>('/relations:end', body, key);
  }

  /**
   * Asks to see one of one's own rights done.
   * @param key as for `VaultClient.moveTicket`
   */
  openRight(right: In<Rights['rightOpen']>, key?: string) {
    return this.post<Out<Rights['rightView']>>('/rights', right, key);
  }

  /** What is held about oneself and why, without a value of it; and what an erasure would be. */
  knowMine() {
    return this.post<Out<Rights['known']>>('/rights:know', {});
  }

  /** One's own requests, with `mine`; else those that the caller may decide. */
  listRights(search: In<Rights['rightSearch']>) {
    return this.post<Out<Rights['rightPage']>>('/rights:search', search);
  }

  /** Why something was decided as it was. */
  explainEntry(entry: In<Rights['explainAsk']>) {
    return this.post<Out<Rights['explanation']>>('/log:explain', entry);
  }
}

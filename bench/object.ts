import type { Aead } from '../vault/crypto/aead.ts';
import { chooseAead } from '../vault/crypto/choose-aead.ts';
import { nobleAead } from '../vault/crypto/noble.ts';
import { sodiumModule } from '../vault/crypto/sodium-module.ts';
import { durableSql } from '../vault/storage/durable.ts';
import { makeResidents, makeWide } from './data.ts';
import { type BenchData, checkEngine, type Engine, type Task } from './engine.ts';
import { openPlain } from './plain.ts';
import { openSealed } from './sealed.ts';
import type { Room } from './sql.ts';

/** What an object is told, in the body of a request. */
export type ObjectOrder =
  | { open: 'plain' | 'sealed'; residents: number; wide: number; seed: number; notice: string }
  | { task: Task; turns: number };

/** One for all objects, as in the product. */
let aead: Aead | undefined;

/**
 * An engine inside a Durable Object, for the bench alone: the same code as on Node, over the object's own SQLite. It is
 * asked for a task so and so often and answers when that is done; who asks has the clock, for the one in here stands still
 * while it works.
 */
export class Community {
  readonly #storage: Storage;
  #engine: Engine | undefined;
  #turn = 0;

  constructor(state: { storage: Storage }) {
    this.#storage = state.storage;
  }

  async fetch(request: Request): Promise<Response> {
    const order = (await request.json()) as ObjectOrder;
    if ('open' in order) return this.#open(order);
    const work = this.#engine?.tasks[order.task];
    if (work === undefined) return new Response('no such task', { status: 404 });
    for (let at = 0; at < order.turns; at += 1) {
      const later = work((this.#turn += 1));
      if (later !== undefined) await later;
    }
    return new Response(null, { status: 204 });
  }

  async #open(order: Extract<ObjectOrder, { open: string }>): Promise<Response> {
    const { residents, wide, seed, notice } = order;
    const data: BenchData = { residents: makeResidents(residents, seed), wide: makeWide(wide, seed + 1) };
    const room: Room = { ...durableSql(this.#storage), stored: () => ({ all: 0, withoutLog: 0 }) };
    aead ??= chooseAead(sodiumModule);
    if (aead === nobleAead) throw new Error('libsodium did not start');
    const engine =
      order.open === 'plain' ? openPlain(room, data) : await openSealed({ room, aead, notice }, data);
    await checkEngine(engine, data);
    this.#engine = engine;
    return Response.json({ tasks: Object.keys(engine.tasks) });
  }
}

/** The object's own storage, as the product's code wants it. */
type Storage = Parameters<typeof durableSql>[0];

interface Namespace {
  getByName(name: string): { fetch(request: Request): Promise<Response> };
}

/** The path names the object. */
export default {
  fetch(request: Request, env: { COMMUNITY: Namespace }): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return Response.json({ ok: true });
    return env.COMMUNITY.getByName(pathname.slice(1)).fetch(request);
  },
};

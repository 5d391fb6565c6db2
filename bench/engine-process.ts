import { readFileSync } from 'node:fs';
import { cipher } from '../cli/cipher.ts';
import type { Aead } from '../vault/crypto/aead.ts';
import { nobleAead } from '../vault/crypto/noble.ts';
import { makeResidents, makeWide } from './data.ts';
import {
  type Bytes,
  checkEngine,
  type Checks,
  checkWide,
  type Engine,
  type Task,
  type WideEngine,
} from './engine.ts';
import { openPeer } from './peer-engine.ts';
import { type PeerName, peerNames, peerOf } from './peers/all.ts';
import { openPlain } from './plain.ts';
import { profile, type Profile } from './profile.ts';
import { openRotation } from './rotation.ts';
import { openSealed } from './sealed.ts';
import { openSql } from './sql.ts';

/** What a process is told at its start, as JSON in its first argument. */
export interface Settings {
  readonly engine: EngineName;
  /** A file that is not there yet. */
  readonly path: string;
  readonly residents: number;
  readonly wide: number;
  readonly seed: number;
  /** How many of the residents are looked at before anything is timed, where not all are; bytes are not counted then. */
  readonly checked?: number;
}

/** What our own engine can open and seal with. */
const aeads: Readonly<Record<OwnName, () => Aead>> = {
  wasm: () => {
    const aead = cipher();
    if (aead === nobleAead) throw new Error('libsodium did not start: run npm ci');
    return aead;
  },
  noble: () => nobleAead,
};

export type OwnName = 'wasm' | 'noble';
export type EngineName = 'plain' | 'rotation' | OwnName | PeerName;
/** What the product itself takes. */
export const chosen: OwnName = 'wasm';
export const ownNames = Object.keys(aeads) as readonly OwnName[];

/** Work `task` so often, and say how long it took; or say on what the time of a task goes. */
export type Order = { task: Task; turns: number } | { profile: Task; turns: number };
export type Report =
  | { kind: 'ready'; tasks: Task[]; records: number; bytes: Bytes; checks: Checks }
  | { kind: 'time'; milliseconds: number }
  | { kind: 'profile'; profile: Profile };

const noticeFile = new URL('../policy/notices/phone_contact.zh-CN.md', import.meta.url);
export const noticeText = (): string => readFileSync(noticeFile, 'utf8');

async function open(settings: Settings): Promise<[WideEngine, Checks]> {
  const { engine: name, path, residents, wide, seed, checked = residents } = settings;
  const data = { residents: makeResidents(residents, seed), wide: makeWide(wide, seed + 1) };
  const room = openSql(path, { sized: settings.checked === undefined });
  if (isPeer(name)) {
    const peer = await openPeer(room, data, peerOf(name));
    return [peer, await checkWide(peer, data)];
  }
  const parts = (own: OwnName) => ({ room, aead: aeads[own](), notice: noticeText() });
  if (name === 'rotation') {
    const rotation = await openRotation(parts(chosen), data);
    return [rotation, await checkWide(rotation, data)];
  }
  const engine: Engine = name === 'plain' ? openPlain(room, data) : await openSealed(parts(name), data);
  return [engine, await checkEngine(engine, { ...data, residents: data.residents.slice(0, checked) })];
}

const isPeer = (name: EngineName): name is PeerName => (peerNames as readonly string[]).includes(name);

async function main(settings: Settings): Promise<void> {
  const [engine, checks] = await open(settings);
  let turn = 0;
  process.on('message', (order: Order) => {
    void obey(engine, order, () => (turn += 1)).then((report) => process.send?.(report));
  });
  const { bytes, records } = engine;
  const ready: Report = { kind: 'ready', tasks: Object.keys(engine.tasks) as Task[], records, bytes, checks };
  process.send?.(ready);
}

async function obey(engine: WideEngine, order: Order, next: () => number): Promise<Report> {
  const work = engine.tasks['task' in order ? order.task : order.profile];
  if (work === undefined) throw new Error(`${engine.name} has no such task`);
  const repeat = async (): Promise<void> => {
    for (let at = 0; at < order.turns; at += 1) {
      const later = work(next());
      if (later !== undefined) await later;
    }
  };
  if ('profile' in order) return { kind: 'profile', profile: await profile(repeat) };
  const start = performance.now();
  await repeat();
  return { kind: 'time', milliseconds: performance.now() - start };
}

if (process.send !== undefined && process.argv[2] !== undefined) {
  await main(JSON.parse(process.argv[2]) as Settings);
}

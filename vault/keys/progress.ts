import { isService, type Role } from '../../policy/roles.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import type { ControlContents } from '../control.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import { type CustodyItem, custodyOf } from './custody.ts';
import { askForKey } from './index-turn.ts';
import { logKeyRows } from './log-key.ts';

/** A month's key: `retired` since nothing is wrapped by it, `destroy` when it is to be destroyed, `destroyed` when it was. */
export interface EpochProgress {
  name: string;
  current: boolean;
  /** How many subjects' and actors' keys are wrapped by it still. */
  keys: number;
  retired: number | null;
  destroy: number | null;
  destroyed: number | null;
}

/** An index's key; `made` of all `tags` have the next generation's, while one is on its way. */
export interface IndexProgress {
  name: string;
  generation: number;
  phase: ControlContents['index_state']['phase'];
  /** Since when the generation in use is the newest, or since when the next one is on its way. */
  since: number;
  tags: number;
  made: number;
}

/** A key that signs, or signed, the log. */
export interface LogKeyProgress {
  generation: number;
  vkey: string;
  from: number;
  began: number | null;
  until: number | null;
  retired: number | null;
}

/** What a program signs in with: when each of its tokens was made, where that is known, and when it ends. */
export interface ProgramProgress {
  id: string;
  role: Role;
  tokens: { made: number | null; expires: number }[];
}

export interface KeyProgress {
  epochs: EpochProgress[];
  indexes: IndexProgress[];
  log: LogKeyProgress[];
  programs: ProgramProgress[];
  /** How the keys are kept outside the vault. */
  custody: CustodyItem[];
}

/** How far the turning of the keys has come: numbers, names and times, and no key. */
export function readKeyProgress(unit: Unit): Outcome<KeyProgress> {
  const { vault } = unit;
  const allowed = permitted(unit, 'keys.read');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'keys.read', decision: 'granted', subject: { rule: allowed.rule } });
  return done({
    epochs: epochsOf(vault),
    indexes: indexesOf(vault),
    log: logKeysOf(vault),
    programs: programsOf(unit),
    custody: custodyOf(vault),
  });
}

/** Has one index get another key. Its records are found all the while (`index-turn.ts`). */
export function rotateIndex(unit: Unit, { index }: { index: string }): Outcome<IndexProgress> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'keys.rotate_index');
  if (!allowed.granted || !vault.keys.indexes.has(index))
    return refuseOperation(unit, allowed, {}, 'index.rotate');
  const row = askForKey(vault, index, actor.id, now);
  if (row === undefined) return failed('conflict');
  append(unit, { action: 'index.rotate', decision: 'done', subject: { rule: allowed.rule }, rows: [row] });
  return done(indexOf(vault, index));
}

function epochsOf(vault: Vault): EpochProgress[] {
  const counts = new Map(vault.store.keys.countByEpoch().map(({ epoch, count }) => [epoch, count]));
  const rows = new Map(
    vault.store.control
      .ofKind('epoch')
      .flatMap((stored) => unlessTampered(() => vault.rows.checked(stored, 'epoch')) ?? [])
      .map(({ key, content }) => [key, content]),
  );
  const names = new Set([...vault.keys.epochs, ...rows.keys(), ...counts.keys()]);
  return [...names].sort().map((name) => {
    const { retired = null, destroy = null, destroyed = null } = rows.get(name) ?? {};
    const keys = counts.get(name) ?? 0;
    return { name, current: name === vault.keys.epoch, keys, retired, destroy, destroyed };
  });
}

const indexesOf = (vault: Vault): IndexProgress[] =>
  [...vault.keys.indexes.keys()].sort().map((name) => indexOf(vault, name));

function indexOf(vault: Vault, name: string): IndexProgress {
  const row = vault.rows.get('index_state', name)?.content;
  const { generation = 1, phase = 'done' } = row ?? {};
  const since = row === undefined ? (vault.keys.indexes.get(name)?.made ?? 0) : (row.ended ?? row.began);
  const counts = vault.store.tags.countByGeneration(name);
  const of = (wanted: number): number => counts.find((one) => one.generation === wanted)?.count ?? 0;
  const next = phase === 'clearing' ? generation : generation + 1;
  const made = of(next);
  return {
    name,
    generation,
    phase,
    since,
    tags: Math.max(made, of(generation)),
    made: phase === 'done' ? 0 : made,
  };
}

function logKeysOf(vault: Vault): LogKeyProgress[] {
  const rows = logKeyRows(vault);
  if (rows.length === 0)
    return [{ generation: 1, vkey: vault.signer.vkey, from: 0, began: null, until: null, retired: null }];
  return rows.map(({ generation, vkey, from, began, until, retired }) => ({
    generation,
    vkey,
    from,
    began: began === 0 ? null : began,
    until,
    retired,
  }));
}

/** So many rows are looked at; a community has a few hundred sessions at a time. */
const mostTokens = 5_000;

function programsOf(unit: Unit): ProgramProgress[] {
  const { rows, store } = unit.vault;
  const programs = (['bot', 'kiosk'] as const)
    .filter(isService)
    .flatMap((role) => store.control.rolesNamed(role))
    .flatMap((row) => unlessTampered(() => rows.checked(row, 'role')) ?? [])
    .filter(({ content }) => !content.ended);
  const { found } = rows.transients('token', unit.now, mostTokens);
  return programs.map(({ key, content }) => ({
    id: key,
    role: content.role,
    tokens: found
      .flatMap(({ content: token, expiresAt }) =>
        token.of === 'staff' && token.actor === key ? [{ made: token.made ?? null, expires: expiresAt }] : [],
      )
      .sort((a, b) => a.expires - b.expires),
  }));
}

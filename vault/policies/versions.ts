import {
  compare,
  type Change,
  type Difference,
  type Limit,
  limited,
  replay,
} from '../../policy/show/compare.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { SaidFacts } from '../../policy/facts.ts';
import type { Policy } from '../../policy/grant.ts';
import { mayProposeNow, proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import type { ControlContents } from '../control.ts';
import type { OpenedEntry } from '../journal.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { builtInVersion, tableOf } from './in-force.ts';
import { append, type Unit } from '../vault.ts';

/** A version of the policy, without its table. */
export interface VersionState {
  version: string;
  state: 'in_force' | 'draft' | 'past';
  /** The impact assessment (PIA) it rests on; the first version has none. */
  pia: string | null;
  /** Null for the first version, which came with the program. */
  maker: string | null;
  at: number;
  rules: number;
}

const places: readonly VersionState['state'][] = ['in_force', 'draft', 'past'];

/** The versions there are: what decides, what is drafted, what was before, each newest first. One entry. */
export function listPolicies(unit: Unit): Outcome<{ items: VersionState[]; builtInDiffers: boolean }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'policy.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const { version: inForce, table } = vault.policy.current;
  const states = [
    ...rowsOf(unit, 'policy').map(({ key, content }) => {
      const state = key === inForce ? ('in_force' as const) : ('past' as const);
      return versionState(key, state, content);
    }),
    ...rowsOf(unit, 'policy_draft').flatMap(({ key, content }) =>
      content.dropped ? [] : versionState(key, 'draft', content),
    ),
  ].sort((a, b) => places.indexOf(a.state) - places.indexOf(b.state) || b.at - a.at);
  append(unit, { action: 'policy.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ items: states, builtInDiffers: differs(compare(table, builtInVersion.table)) });
}

const differs = ({ more, less, rules }: Difference): boolean =>
  [more, less, rules.added, rules.removed, rules.changed].some((list) => list.length > 0);

function rowsOf<Kind extends 'policy' | 'policy_draft'>({ vault }: Unit, kind: Kind) {
  return vault.store.control.ofKind(kind).map((row) => vault.rows.checked(row, kind));
}

const versionState = (
  version: string,
  state: VersionState['state'],
  { grants, pia, maker, at }: ControlContents['policy'],
): VersionState => ({ version, state, pia, maker, at, rules: grants.length });

export interface PolicyDraft {
  /** What it is made from: the policy in force, or the one that the program brought. */
  from: 'in_force' | 'built_in';
  /** What it takes away. */
  limits: readonly Limit[];
  /** The impact assessment it rests on (PIPL Art 55). */
  pia: string;
}

/**
 * Writes a draft beside the policy in force. It changes nothing until two people have put it in force. A community takes
 * away from what its program offers; what it could add, the program's next version brings.
 */
export function draftPolicy(unit: Unit, request: PolicyDraft): Outcome<VersionState> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'policy.draft');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const pia = vault.rows.get('pia', request.pia);
  if (pia === undefined || pia.content.signedAt === null) return failed('invalid', { errors: [noSuchPia] });
  const base = request.from === 'built_in' ? builtInVersion.table : vault.policy.current.table;
  const grants = limited(base.grants, request.limits);
  if (grants === undefined) return failed('invalid', { errors: [notALimit] });
  if (!differs(compare(vault.policy.current.table, { ...base, grants })))
    return failed('invalid', { errors: [noChange] });
  const version = freeName(unit);
  const content = { grants: [...grants], pia: request.pia, maker: actor.id, at: now, dropped: false };
  const row = vault.rows.add('policy_draft', version, content, vault.journal.size);
  append(unit, {
    action: 'policy.draft',
    decision: 'done',
    subject: { rule: allowed.rule, words: version },
    rows: [row],
  });
  return done(versionState(version, 'draft', content));
}

/** `7.1`, `7.2` …: after the program's own, counted here. */
function freeName({ vault }: Unit): string {
  for (let n = 1; ; n += 1) {
    const name = `${builtInVersion.version}.${n}`;
    const taken = (['policy', 'policy_draft'] as const).some((kind) => vault.rows.get(kind, name));
    if (!taken) return name;
  }
}

/** How past decisions would be taken under a draft. */
export interface Replay {
  /** How many were taken again, since when (UTC milliseconds; null where there was none). */
  looked: number;
  since: number | null;
  same: number;
  more: number;
  less: number;
  otherwise: number;
  /** Entries of the log that would have been decided otherwise, newest first, at most 50. */
  changed: { seq: number; as: 'more' | 'less' | 'otherwise' }[];
  /** Entries that are not as they were written: nothing is said of them. */
  tampered: number;
}

export interface PolicyComparison {
  version: string;
  more: Change[];
  less: Change[];
  rules: { added: string[]; removed: string[]; changed: string[] };
  replay: Replay;
}

/** So many of the newest decisions are taken again; a page must not walk a log of years. */
const mostReplayed = 3_000;

/**
 * A draft beside the policy in force: who would see more, who less, and how many past decisions would have been others.
 * Nothing is released by it: what a decision rested on stands in the log, and the fields' values in no entry.
 */
export function comparePolicy(unit: Unit, request: { version: string }): Outcome<PolicyComparison> {
  const { vault } = unit;
  const allowed = permitted(unit, 'policy.compare');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const draft = draftOf(unit, request.version);
  if (draft === undefined) return failed('not_found');
  const table = tableOf(draft.grants);
  const { more, less, rules } = compare(vault.policy.current.table, table);
  const found = {
    version: request.version,
    more: [...more],
    less: [...less],
    rules: { added: [...rules.added], removed: [...rules.removed], changed: [...rules.changed] },
    replay: replayLog(unit, table),
  };
  append(unit, {
    action: 'policy.compare',
    decision: 'granted',
    subject: { rule: allowed.rule, words: request.version },
  });
  return done(found);
}

function draftOf({ vault }: Unit, version: string) {
  const draft = vault.rows.get('policy_draft', version)?.content;
  return draft === undefined || draft.dropped ? undefined : draft;
}

/** Takes the newest decisions of the log again under another table. */
function replayLog({ vault }: Unit, table: Policy): Replay {
  const found: Replay = {
    looked: 0,
    since: null,
    same: 0,
    more: 0,
    less: 0,
    otherwise: 0,
    changed: [],
    tampered: 0,
  };
  const oldest = Math.max(0, vault.journal.size - mostReplayed);
  for (let seq = vault.journal.size - 1; seq >= oldest; seq -= 1) {
    const row = vault.store.log.get(seq);
    const entry = row && unlessTampered(() => vault.journal.open(row));
    if (entry === undefined) {
      found.tampered += 1;
      continue;
    }
    const past = decidedIn(entry);
    if (past === undefined) continue;
    const as = replay(table, past);
    found.looked += 1;
    found.since = entry.leaf.public.time;
    found[as] += 1;
    if (as !== 'same' && found.changed.length < 50) found.changed.push({ seq, as });
  }
  return found;
}

/** The decision that an entry keeps, where it is about a record's fields. */
function decidedIn({ leaf, subject }: OpenedEntry) {
  const { asked, facts, fields, purpose } = subject;
  if (asked === undefined || fields === undefined || purpose === undefined) return undefined;
  return { role: leaf.public.role, purpose, asked, fields, facts: (facts ?? {}) as SaidFacts };
}

/** Asks that a draft be put in force. A second person decides. */
export function proposePolicy(unit: Unit, request: { version: string; words: string }): Outcome<Proposed> {
  const allowed = mayProposeNow(unit, 'activate_policy');
  if (!allowed.granted) return refuseOperation(unit, allowed, {}, 'activate_policy.propose');
  if (draftOf(unit, request.version) === undefined) return failed('not_found');
  return proposeAct(unit, {
    act: 'activate_policy',
    of: { version: request.version },
    words: request.words,
  });
}

const versionIn = ({ of }: Waiting): string => (typeof of['version'] === 'string' ? of['version'] : '');

export const aboutPolicy = (_: Unit, approval: Waiting): Bilingual => ({
  zh: `政策 ${versionIn(approval)}`,
  en: `policy ${versionIn(approval)}`,
});

/** Puts a draft in force: from this entry on every decision names it. */
export function activatePolicy(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { vault, now } = unit;
  const version = versionIn(approval);
  const draft = draftOf(unit, version);
  if (draft === undefined) return failed('conflict');
  const seq = vault.journal.size;
  const { grants, pia, maker } = draft;
  const rows = [
    ...vault.policy.activate({ version, grants, pia, maker, at: now }, seq),
    vault.rows.put('policy_draft', version, { ...draft, dropped: true }, seq),
  ];
  append(unit, { action: 'policy.activate', decision: 'done', subject: { words: version }, rows });
  return done({ version });
}

/** Takes a draft away. What was in force once stays: old entries name it. */
export function dropPolicy(unit: Unit, request: { version: string }): Outcome<{ version: string }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'policy.draft');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const draft = draftOf(unit, request.version);
  if (draft === undefined) return failed('not_found');
  const dropped = { ...draft, dropped: true };
  const row = vault.rows.put('policy_draft', request.version, dropped, vault.journal.size);
  append(unit, {
    action: 'policy.drop',
    decision: 'done',
    subject: { rule: allowed.rule, words: request.version },
    rows: [row],
  });
  return done({ version: request.version });
}

const noSuchPia = {
  field: 'pia',
  code: 'no_such_pia',
  zh: '先写好影响评估并签定,再写明是哪一份',
  en: 'write and sign the impact assessment first, and name it here',
};
const notALimit = {
  field: 'limits',
  code: 'not_a_limit',
  zh: '只能把一条规则调低或停用;写入的规则只能停用',
  en: 'a limit lowers a rule or ends it; one that writes can only be ended',
};
const noChange = {
  field: 'limits',
  code: 'no_change',
  zh: '和现在的政策一样,不用新的版本',
  en: 'this is the policy in force already',
};

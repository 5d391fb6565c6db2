import { articleWords } from '../articles.ts';
import type { Bilingual } from '../bilingual.ts';
import { conditions } from '../conditions.ts';
import { fieldsOf, fieldSpec, recordTypes, type RecordType } from '../fields.ts';
import type { Action, Grant, Policy } from '../grant.ts';
import { laws } from '../laws.ts';
import { higher, type Level, levels } from '../levels.ts';
import { showable } from '../masks.ts';
import { needWords } from './need-words.ts';
import { operationRules } from '../operations.ts';
import { type Basis, purposeIds, type PurposeSpec, purposes } from '../purposes.ts';
import { roles } from '../roles.ts';
import { levelWords, logActionWords, roleWords } from '../words.ts';

/** The whole policy in words that an officer can sign: what `page.ts` and the console draw. */
export interface Sheet {
  /** What no table may allow. */
  readonly never: readonly Bilingual[];
  /** What beats every rule. */
  readonly refused: readonly Bilingual[];
  /** Who gets what and may do what; the roles that get nothing are named beside. */
  readonly roles: readonly RoleSheet[];
  readonly nothing: readonly Bilingual[];
  /** The most that each role gets of each field, by type of record. */
  readonly glance: readonly Glance[];
  readonly purposes: readonly PurposeSheet[];
}

export interface RoleSheet {
  readonly role: Bilingual;
  readonly lines: readonly Line[];
  /** What they may do beside, each with all that must be true. */
  readonly acts: readonly { readonly act: Bilingual; readonly when: readonly Bilingual[] }[];
}

/** One rule, said. */
export interface Line {
  readonly purpose: Bilingual;
  readonly basis: Bilingual;
  readonly does: Bilingual;
  readonly type: Bilingual;
  readonly shown: readonly { readonly level: Bilingual | null; readonly fields: readonly Bilingual[] }[];
  /** All must be true; empty: nothing more is asked. */
  readonly when: readonly Bilingual[];
  readonly rule: string;
}

export interface Glance {
  readonly type: Bilingual;
  readonly fields: readonly { readonly title: Bilingual; readonly sensitive: boolean }[];
  readonly rows: readonly { readonly role: Bilingual; readonly levels: readonly Level[] }[];
}

export interface PurposeSheet {
  readonly title: Bilingual;
  readonly basis: Bilingual;
  readonly ground: Bilingual;
  readonly controller: Bilingual;
  readonly recipients: Bilingual;
  readonly retention: Bilingual;
  readonly covers: readonly { readonly type: Bilingual; readonly fields: readonly Bilingual[] }[];
}

/** A policy as a sheet. @param policy with its grants in the order of the tables */
export function sheetOf(policy: Policy): Sheet {
  const sheets = roles.map((role) => ({
    role: roleWords[role],
    lines: policy.grants.filter((grant) => grant.roles.includes(role)).map(lineOf),
    acts: operationRules
      .filter((row) => row.roles.includes(role))
      .map(({ operation, when }) => ({
        act: logActionWords[operation],
        when: when.map((name) => needWords[name]),
      })),
  }));
  return {
    never: Object.values(laws).map(({ words }) => words),
    refused: policy.refusals.map(({ words }) => words),
    roles: sheets.filter(({ lines, acts }) => lines.length + acts.length > 0),
    nothing: sheets.filter(({ lines }) => lines.length === 0).map(({ role }) => role),
    glance: types.map((type) => glanceAt(type, policy)).filter(({ rows }) => rows.length > 0),
    purposes: purposeIds.map((id) => purposeSheet(purposes[id])),
  };
}

const types = Object.keys(recordTypes) as RecordType[];

/** What is done by each action; a rule that both reads and lists says so in one word. */
const actionWords: Readonly<Record<Action, Bilingual>> = {
  read: { zh: '逐条查看', en: 'reads, one at a time' },
  list: { zh: '成批查看', en: 'lists' },
  create: { zh: '登记', en: 'writes down' },
  update: { zh: '修改', en: 'changes' },
  provide: { zh: '封装后提供,自己看不到', en: 'puts into a sealed package, unseen' },
};

const bothWays: Bilingual = { zh: '查看(逐条、成批)', en: 'reads and lists' };

function doesOf(actions: readonly Action[]): Bilingual {
  if (actions.includes('read') && actions.includes('list')) return bothWays;
  return {
    zh: actions.map((action) => actionWords[action].zh).join('、'),
    en: actions.map((action) => actionWords[action].en).join(', '),
  };
}

function lineOf(grant: Grant): Line {
  const { basis, title } = purposes[grant.purpose];
  const shows = grant.actions.includes('read') || grant.actions.includes('list');
  const titles = (fields: readonly string[]) => fields.map((field) => titleOf(grant.type, field));
  const byLevel = levels.toReversed().map((level) => ({
    level: levelWords[level],
    fields: titles(grant.fields.filter((field) => level !== 'none' && shownBy(grant, field) === level)),
  }));
  return {
    purpose: title,
    basis: articleWords(basis.article),
    does: doesOf(grant.actions),
    type: recordTypes[grant.type].title,
    shown: shows
      ? byLevel.filter(({ fields }) => fields.length > 0)
      : [{ level: null, fields: titles(grant.fields) }],
    when: grant.when.map((name) => conditions[name].words),
    rule: grant.id,
  };
}

const titleOf = (type: RecordType, field: string): Bilingual =>
  fieldSpec(type, field)?.title ?? { zh: field, en: field };

/** The level at which a field of a grant that reads is shown. */
function shownBy({ type, level }: Grant, field: string): Level {
  const spec = fieldSpec(type, field);
  return spec === undefined ? 'none' : showable(spec, level);
}

function glanceAt(type: RecordType, { grants }: Policy): Glance {
  const fields = Object.entries(fieldsOf(type));
  const reading = grants.filter(
    ({ type: about, actions }) => about === type && (actions.includes('read') || actions.includes('list')),
  );
  const rows = roles.map((role) => ({
    role: roleWords[role],
    levels: fields.map(([field]) =>
      reading
        .filter((grant) => grant.roles.includes(role))
        .filter((grant) => (grant.fields as readonly string[]).includes(field))
        .map((grant) => shownBy(grant, field))
        .reduce(higher, 'none'),
    ),
  }));
  return {
    type: recordTypes[type].title,
    fields: fields.map(([, { title, class: kind }]) => ({ title, sensitive: kind === 'sensitive' })),
    rows: rows.filter(({ levels: shown }) => shown.some((level) => level !== 'none')),
  };
}

const grounds: Readonly<Record<Basis['kind'], Bilingual>> = {
  consent: { zh: '本人同意,可随时撤回', en: 'consent, which may be withdrawn at any time' },
  duty: { zh: '履行法定职责所必需', en: 'a duty that the law lays on the controller' },
  right: { zh: '本人行使权利', en: 'the person’s own right' },
  emergency: {
    zh: '紧急情况下保护生命健康财产安全',
    en: 'an emergency that endangers life, health or property',
  },
};

function purposeSheet(spec: PurposeSpec): PurposeSheet {
  return {
    title: spec.title,
    basis: articleWords(spec.basis.article),
    ground: grounds[spec.basis.kind],
    controller: spec.controller,
    recipients: spec.recipients,
    retention: spec.retention,
    covers: types.flatMap((type) => {
      const fields: readonly string[] = spec.covers[type] ?? [];
      return fields.length === 0
        ? []
        : [{ type: recordTypes[type].title, fields: fields.map((field) => titleOf(type, field)) }];
    }),
  };
}

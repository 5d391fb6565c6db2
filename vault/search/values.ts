import { fieldsOf, fieldSpec, type RecordType } from '../../policy/fields.ts';
import { indexTag } from '../crypto/index-tag.ts';
import type { FieldError } from '../outcome.ts';
import { checkValue } from '../validate.ts';
import type { Vault } from '../vault.ts';
import type { Where } from './request.ts';

/** One value that is looked for, as it stands in the index. */
export interface Wanted {
  name: string;
  /** `type.field`. */
  field: string;
  tag: string;
}

/** The values that were asked for, by field; in the order in which they were named. */
export const namedIn = (where: Extract<Where, { field: string } | { match: object }>): [string, string][] =>
  'field' in where
    ? [[where.field, where.value]]
    : Object.entries(where.match).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      );

/**
 * The tags of the values, each in its normal form. Nothing is looked up before all of them are right.
 * @param at where in the request the values stand, for what is wrong with one
 */
export function wantedOf(
  vault: Vault,
  type: RecordType,
  named: readonly [string, string][],
  now: number,
  at: (name: string) => string,
): { ok: true; wanted: Wanted[] } | { ok: false; errors: FieldError[] } {
  const wanted: Wanted[] = [];
  const errors: FieldError[] = [];
  for (const [name, value] of named) {
    const spec = fieldSpec(type, name);
    if (spec?.indexed !== true) {
      errors.push(notSearchable(type));
      continue;
    }
    const checked = checkValue(spec.check, value, now);
    if (!checked.ok) {
      const { code, zh, en } = checked;
      errors.push({ field: at(name), code, zh, en });
      continue;
    }
    const field = `${type}.${name}`;
    wanted.push({ name, field, tag: indexTag(vault.keys.index(field), checked.value) });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, wanted };
}

/** The fields of a type that are found by their exact value. */
export const searchable = (type: RecordType): string[] =>
  Object.entries(fieldsOf(type)).flatMap(([name, { indexed }]) => (indexed === true ? [name] : []));

function notSearchable(type: RecordType): FieldError {
  const names = searchable(type).join(', ');
  return {
    field: 'where',
    code: 'not_searchable',
    zh: `只能按这些字段查:${names || '无'}`,
    en: `these fields can be searched: ${names || 'none'}`,
  };
}

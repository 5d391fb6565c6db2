import {
  checks,
  type CheckName,
  longestValue,
  requiredWords,
  type Outcome as CheckOutcome,
} from '../policy/checks/check.ts';
import { fieldsOf, type RecordType } from '../policy/fields.ts';
import type { FieldError } from './outcome.ts';

/** Checked values in their normal form, by field name. An empty string empties the field. */
export type Draft = ReadonlyMap<string, string>;

export type Normalised = { ok: true; draft: Draft } | { ok: false; errors: FieldError[] };

/**
 * Checks every value of a record and brings it into its normal form; nothing is stored unless all are right.
 * @param now UTC milliseconds; dates are judged by the day in Jinan
 * @param options.partial only the named fields are there: required ones may be missing, not emptied
 */
export function normalise(
  type: RecordType,
  fields: Readonly<Record<string, string>>,
  now: number,
  options: { partial?: boolean } = {},
): Normalised {
  const specs = fieldsOf(type);
  const errors: FieldError[] = [];
  const draft = new Map<string, string>();
  for (const [name, raw] of Object.entries(fields)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) {
      const named = /^\w{1,40}$/.test(name) ? `fields.${name}` : 'fields';
      errors.push({ field: named, code: 'unknown_field', zh: '没有这个字段', en: 'there is no such field' });
      continue;
    }
    const checked = raw === '' ? { ok: true as const, value: '' } : checkValue(spec.check, raw, now);
    if (checked.ok) draft.set(name, checked.value);
    else errors.push({ field: `fields.${name}`, code: checked.code, zh: checked.zh, en: checked.en });
  }
  for (const [name, spec] of Object.entries(specs)) {
    const missing = options.partial === true ? draft.get(name) === '' : (draft.get(name) ?? '') === '';
    if (spec.required === true && missing && !errors.some(({ field }) => field === `fields.${name}`)) {
      errors.push({ field: `fields.${name}`, code: 'required', ...requiredWords });
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, draft };
}

/** Runs one check, on a text of a bounded length: whoever sends a megabyte of spaces is told so at once. */
export function checkValue(check: CheckName, raw: string, now: number): CheckOutcome {
  if (raw.length <= longestValue) return checks[check](raw, today(now));
  return { ok: false, code: 'too_long', zh: '内容太长', en: 'this is too long' };
}

/** The day in China as `YYYY-MM-DD`. Asia/Shanghai is UTC+8 all year since 1991. */
export function today(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}

import type { z } from '@hono/zod-openapi';
import type { Bilingual } from '../../policy/bilingual.ts';
import { requiredWords } from '../../policy/checks/check.ts';
import type { FieldError } from '../outcome.ts';
import { fieldPath } from './json.ts';

/** Errors told at once; a body made by a broken program would otherwise be answered by a larger one. */
export const mostErrors = 50;

/**
 * What a schema found wrong, in our codes and words. Nothing of the values is repeated.
 * @param issues of a parse with `reportInput`, without which a missing value looks like one of a wrong type
 */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], line?: number): FieldError[] {
  const errors: FieldError[] = [];
  for (const issue of issues) {
    errors.push(...errorsOf(issue, []));
    if (errors.length >= mostErrors) break;
  }
  return errors.slice(0, mostErrors).map((error) => (line === undefined ? error : { line, ...error }));
}

function errorsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  const field = fieldPath(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .slice(0, mostErrors)
        .map((key) => error(fieldPath([...path, key]), 'unknown_field', unknownField));
    case 'invalid_union': {
      const nearest = nearestBranch(issue.errors);
      if (nearest === undefined) return [error(field, 'not_in_list', oneOf([]))];
      return nearest.flatMap((inner) => errorsOf(inner, path));
    }
    case 'invalid_type':
      return issue.input === undefined
        ? [error(field, 'required', requiredWords)]
        : [error(field, 'wrong_type', typeWords(issue.expected))];
    case 'invalid_value':
      return issue.input === undefined
        ? [error(field, 'required', requiredWords)]
        : [error(field, 'not_in_list', oneOf(issue.values.map(String)))];
    case 'too_small':
      return [error(field, 'too_small', boundWords(issue.origin, 'least', Number(issue.minimum)))];
    case 'too_big':
      return [error(field, 'too_large', boundWords(issue.origin, 'most', Number(issue.maximum)))];
    case 'invalid_format':
      return [error(field, 'wrong_form', wrongForm)];
    case 'custom':
      return [error(field, String(issue.params?.['code'] ?? 'wrong_form'), customWords(issue.params))];
    default:
      return [error(field, 'wrong_form', wrongForm)];
  }
}

/** The alternative that the caller most likely meant: with the fewest unknown names, then with the fewest errors. */
function nearestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const unknown = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  return branches.toSorted((a, b) => unknown(a) - unknown(b) || a.length - b.length)[0];
}

const error = (field: string, code: string, words: Bilingual): FieldError => ({ field, code, ...words });

const unknownField: Bilingual = { zh: '没有这个字段', en: 'there is no such field' };
const wrongForm: Bilingual = {
  zh: '格式不对,请对照 /docs',
  en: 'this does not have the right form: see /docs',
};

const oneOf = (values: readonly string[]): Bilingual =>
  values.length === 0
    ? { zh: '不是可选的值,请对照 /docs', en: 'this is none of the possible values: see /docs' }
    : { zh: `只能是:${values.join('、')}`, en: `one of: ${values.join(', ')}` };

const typeNames: Readonly<Record<string, Bilingual>> = {
  string: { zh: '文字', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
};

function typeWords(expected: string): Bilingual {
  const name = typeNames[expected];
  return name === undefined ? wrongForm : { zh: `这里要${name.zh}`, en: `this has to be ${name.en}` };
}

function boundWords(origin: string, which: 'least' | 'most', bound: number): Bilingual {
  const zh = which === 'least' ? '至少' : '最多';
  const en = which === 'least' ? 'at least' : 'at most';
  if (origin === 'string') return { zh: `${zh} ${bound} 个字`, en: `${en} ${bound} characters` };
  if (origin === 'array') return { zh: `${zh} ${bound} 个`, en: `${en} ${bound} items` };
  return { zh: `${zh} ${bound}`, en: `${en} ${bound}` };
}

/** A schema's own rule brings its words along: `params: { code, zh, en }`. */
const customWords = (params: Record<string, unknown> | undefined): Bilingual =>
  typeof params?.['zh'] === 'string' && typeof params['en'] === 'string'
    ? { zh: params['zh'], en: params['en'] }
    : wrongForm;

import type { Bilingual } from '../bilingual.ts';
import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/**
 * One of a closed list, so that nobody's words are needed to sort by it. The normal form is its id; its Chinese title, and
 * the other words people have for it, are read too.
 */
export function oneOf(
  list: Readonly<Record<string, Bilingual>>,
  code: string,
  what: Bilingual,
  others: Readonly<Record<string, string>> = {},
): Check {
  const known = new Map([
    ...Object.entries(others),
    ...Object.entries(list).flatMap(([id, { zh }]): [string, string][] => [
      [id, id],
      [zh, id],
    ]),
  ]);
  const titles = Object.values(list).map(({ zh }) => zh);
  const unknown = refused(
    code,
    `${what.zh}请从这些里选:${titles.join('、')}`,
    `${what.en} is one of ${Object.keys(list).join(', ')}`,
  );
  return (raw) => {
    const read = identifier(raw);
    if ('refusal' in read) return read.refusal;
    const found = known.get(read.text);
    return found === undefined ? unknown : accepted(found);
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { termOf } from './consent.ts';
import { fieldSpec } from '../fields.ts';
import { audiences, type Notice, parseNotice } from './notices.ts';
import { purposeIds, purposes, restsOnConsent } from '../purposes.ts';

/** What the notices say against what the policy does: a notice that promises less than is done informs nobody. */
const folder = new URL('../notices/', import.meta.url);
const notices: readonly (readonly [string, Notice])[] = readdirSync(folder).map((name) => {
  const parsed = parseNotice(readFileSync(new URL(name, folder), 'utf8'));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.en}`);
  return [name, parsed.notice];
});
const byConsent = purposeIds.filter(restsOnConsent);

test('there is one for each purpose by consent, audience and language, and for nothing else', () => {
  const there = notices.map(([, { purpose, audience, language }]) => `${purpose} ${audience} ${language}`);
  const wanted = byConsent.flatMap((purpose) =>
    audiences.flatMap((audience) => ['zh-CN', 'en'].map((language) => `${purpose} ${audience} ${language}`)),
  );
  expect(there.toSorted()).toEqual(wanted.toSorted());
});

test('translations are one notice: the same id and version; adults and minors have each their own', () => {
  for (const purpose of byConsent)
    for (const audience of audiences) {
      const same = notices.filter(([, one]) => one.purpose === purpose && one.audience === audience);
      expect(new Set(same.map(([, { id, version }]) => `${id}@${version}`)).size).toBe(1);
    }
  expect(new Set(notices.map(([, { id }]) => id)).size).toBe(byConsent.length * audiences.length);
});

describe.each(notices)('%s', (_, { purpose, language, body }) => {
  const section = (heading: string): string => body.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

  test('names every field that its purpose covers', () => {
    const kinds = section(language === 'en' ? 'Which information' : '用到哪些信息').toLowerCase();
    for (const [type, fields] of Object.entries(
      purposes[purpose].covers as Record<string, readonly string[]>,
    ))
      for (const field of fields) {
        const { zh = '', en = '' } = fieldSpec(type, field)?.title ?? {};
        expect(kinds).toContain(language === 'en' ? en.toLowerCase() : zh);
      }
  });

  test('says how long the consent lasts, as it does', () => {
    const long = section(language === 'en' ? 'How long' : '保存多久');
    const term = termOf(purpose, 0);
    const days = term === null ? null : Math.round(term / 86_400_000);
    const said =
      days === null
        ? /到.*撤回为止|until .* takes? it back/i
        : days === 365
          ? /一年|one year/i
          : /半年|half a year/i;
    expect(long).toMatch(said);
    if (days !== null) expect(long).toMatch(/到期前一个月|one month before it ends/);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noticeParts, parseNotice } from './notices.ts';

const text = readFileSync(new URL('../notices/phone_contact.zh-CN.md', import.meta.url), 'utf8');

test('the notice for telephone calls has all its parts', () => {
  const parsed = parseNotice(text);
  expect(parsed).toMatchObject({
    ok: true,
    notice: { id: 'phone_contact', version: '1', language: 'zh-CN', purpose: 'phone_contact' },
  });
  expect(parsed.ok && parsed.notice.body.startsWith('您报了一件事')).toBe(true);
});

test.each(['id', 'version', 'language', 'purpose', 'title', 'controller', 'contact'])(
  'without the line %s it is refused, and so with an empty one',
  (name) => {
    const line = new RegExp(`^${name}: .*\n`, 'mu');
    expect(parseNotice(text.replace(line, ''))).toMatchObject({ ok: false, missing: name });
    expect(parseNotice(text.replace(line, `${name}:\n`))).toMatchObject({ ok: false, missing: name });
  },
);

test.each(Object.entries(noticeParts))(
  'without the section %s it is refused, and so with an empty one',
  (part, { zh }) => {
    const heading = `## ${zh}\n`;
    expect(text).toContain(heading);
    expect(parseNotice(text.replace(heading, ''))).toMatchObject({ ok: false, missing: `section ${part}` });
    const emptied = text.replace(new RegExp(`(## ${zh}\n)[^#]*`, 'u'), '$1\n');
    expect(parseNotice(emptied)).toMatchObject({ ok: false, missing: `section ${part}` });
  },
);

test('a purpose that does not exist is no purpose, and text without front matter no notice', () => {
  expect(parseNotice(text.replace('purpose: phone_contact', 'purpose: selling'))).toMatchObject({
    missing: 'purpose',
  });
  expect(parseNotice('您好')).toMatchObject({ ok: false, missing: 'front matter' });
  expect(parseNotice('')).toMatchObject({ ok: false, missing: 'front matter' });
});

test('line ends of Windows do not hide a part', () => {
  expect(parseNotice(text.replaceAll('\n', '\r\n')).ok).toBe(true);
});

import type { Bilingual } from '../bilingual.ts';
import { isPurpose, type PurposeId } from '../purposes.ts';

/**
 * What a notice must tell somebody before they are asked to agree: PIPL Art 17 (who, what for, how, which
 * kinds, how long, which rights and how), Art 23 (to whom), and Art 30 (why it is needed and what it means
 * for the person). Each is a section under its own heading, so that a missing one is seen by a program and
 * not by a court.
 */
export const noticeParts = {
  controller: { zh: '谁在用', en: 'Who uses it' },
  purpose: { zh: '用来做什么', en: 'What for' },
  method: { zh: '怎么用', en: 'How' },
  kinds: { zh: '用到哪些信息', en: 'Which information' },
  recipients: { zh: '给谁看', en: 'Who sees it' },
  retention: { zh: '保存多久', en: 'How long' },
  necessity: { zh: '为什么需要,对您有什么影响', en: 'Why, and what it means for you' },
  rights: { zh: '您的权利', en: 'Your rights' },
} as const satisfies Readonly<Record<string, Bilingual>>;

const headers = ['id', 'version', 'language', 'purpose', 'title', 'controller', 'contact'] as const;

/**
 * Whom a notice speaks to. A child under 14 does not decide alone: their notice is put to a guardian, and only what a
 * guardian says to it counts (PIPL Art 31). A file that does not say is for `adult`s, which is anybody of 14 and more.
 */
export const audiences = ['adult', 'minor'] as const;
export type Audience = (typeof audiences)[number];

export type NoticePart = keyof typeof noticeParts;
type Header = (typeof headers)[number];

export interface Notice {
  readonly id: string;
  readonly version: string;
  readonly language: string;
  readonly audience: Audience;
  readonly purpose: PurposeId;
  readonly title: string;
  readonly controller: string;
  readonly contact: string;
  /** What is shown, in Markdown. */
  readonly body: string;
}

/**
 * What is missing: `front matter`, one of its lines (`version`), or a section of the body (`section
 * retention`).
 */
export type NoticeFailure = { readonly ok: false; readonly missing: string } & Bilingual;

/**
 * Reads a notice: lines `key: value` between two `---`, then the text. Pure: the SHA-256 that a consent
 * refers to is taken elsewhere, over the file's exact bytes, because two texts that read alike may differ
 * in them.
 */
export function parseNotice(text: string): { readonly ok: true; readonly notice: Notice } | NoticeFailure {
  const [, head, body] = /^---\n(.*?)\n---\n(.*)$/su.exec(text.replace(/\r\n/gu, '\n')) ?? [];
  if (head === undefined || body === undefined) return missing('front matter');
  const values = frontMatter(head);
  for (const name of headers) {
    if ((values.get(name) ?? '') === '') return missing(name);
  }
  const purpose = values.get('purpose') ?? '';
  if (!isPurpose(purpose)) return missing('purpose');
  const audience = audiences.find((name) => name === (values.get('audience') ?? 'adult'));
  if (audience === undefined) return missing('audience');
  for (const part of Object.keys(noticeParts) as NoticePart[]) {
    if (!hasSection(body, part)) return missing(`section ${part}`);
  }
  const value = (name: Header): string => values.get(name) ?? '';
  return {
    ok: true,
    notice: {
      id: value('id'),
      version: value('version'),
      language: value('language'),
      audience,
      purpose,
      title: value('title'),
      controller: value('controller'),
      contact: value('contact'),
      body: body.trim(),
    },
  };
}

const missing = (what: string): NoticeFailure => ({
  ok: false,
  missing: what,
  zh: `告知书缺少这一部分:${what}`,
  en: `the notice lacks this part: ${what}`,
});

function frontMatter(head: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) values.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return values;
}

/** A section counts when its heading (in either language) stands in the text and words stand under it. */
function hasSection(body: string, part: NoticePart): boolean {
  const { zh, en } = noticeParts[part];
  return body
    .split(/^## /mu)
    .slice(1)
    .some((section) => {
      const [heading = '', ...words] = section.split('\n');
      return (heading.trim() === zh || heading.trim() === en) && words.join('').trim() !== '';
    });
}

import type { Bilingual } from '../bilingual.ts';
import type { TouchedGroup } from './breach.ts';
import { fieldSpec } from '../fields.ts';
import { levelWords } from '../words.ts';

/** What the officer wrote of a breach; empty where nothing is said yet. */
export interface BreachWords {
  readonly what: string;
  readonly cause: string;
  readonly harm: string;
  readonly measures: string;
  readonly advice: string;
  readonly contact: string;
}

/**
 * The notice to the people of one group, with the parts that PIPL Art 57 asks for: the kinds of information, cause and
 * possible harm (1); what was done and what they can do (2); whom to reach (3). A draft: the officer reads it before
 * anybody gets it.
 */
export function noticeToPersons(
  community: string,
  group: Pick<TouchedGroup, 'fields' | 'level' | 'sensitive'>,
  words: BreachWords,
): Bilingual {
  const kinds = { zh: kindsIn('zh', group.fields), en: kindsIn('en', group.fields) };
  const sensitive = group.sensitive
    ? { zh: '其中有敏感个人信息。', en: ' Some of it is sensitive personal information.' }
    : { zh: '', en: '' };
  return {
    zh: [
      `${community}居民委员会告诉您一件事:您的个人信息可能被不该看的人看到或改动了。`,
      `涉及:${kinds.zh}(${levelWords[group.level].zh})。${sensitive.zh}`,
      `发生了什么:${words.what || blank.zh}`,
      `原因:${words.cause || blank.zh}`,
      `可能的影响:${words.harm || blank.zh}`,
      `我们做了:${words.measures || blank.zh}`,
      `您可以:${words.advice || blank.zh}`,
      `找我们:${words.contact || blank.zh}`,
      '您也可以随时查看谁看过您的信息。',
    ].join('\n'),
    en: [
      `The residents' committee of ${community}: your personal information may have been seen or changed by somebody who should not have.`,
      `Concerned: ${kinds.en} (${levelWords[group.level].en}).${sensitive.en}`,
      `What happened: ${words.what || blank.en}`,
      `Why: ${words.cause || blank.en}`,
      `What it may lead to: ${words.harm || blank.en}`,
      `What we did: ${words.measures || blank.en}`,
      `What you can do: ${words.advice || blank.en}`,
      `How to reach us: ${words.contact || blank.en}`,
      'You can see at any time who has looked at your information.',
    ].join('\n'),
  };
}

/** The report to the authority: the same parts, in figures. It names nobody. */
export function noticeToAuthority(
  community: string,
  facts: { found: string; from: string; to: string; people: number; sensitive: number },
  groups: readonly TouchedGroup[],
  words: BreachWords,
): Bilingual {
  const list = (language: 'zh' | 'en') =>
    groups.map((group) => `${kindsIn(language, group.fields)} (${group.subjects.length})`).join('; ');
  return {
    zh: [
      `个人信息安全事件报告(${community})`,
      `发现时间:${facts.found}`,
      `可能的时段:${facts.from} 至 ${facts.to}`,
      `可能涉及:${facts.people} 人,其中敏感个人信息 ${facts.sensitive} 人`,
      `信息种类(人数):${list('zh') || blank.zh}`,
      `情况:${words.what || blank.zh}`,
      `原因:${words.cause || blank.zh}`,
      `可能造成的危害:${words.harm || blank.zh}`,
      `已采取的补救措施:${words.measures || blank.zh}`,
      `个人可以采取的措施:${words.advice || blank.zh}`,
      `联系方式:${words.contact || blank.zh}`,
    ].join('\n'),
    en: [
      `Report of a personal information incident (${community})`,
      `Found: ${facts.found}`,
      `Possible period: ${facts.from} to ${facts.to}`,
      `May concern: ${facts.people} people, of ${facts.sensitive} of them sensitive information`,
      `Kinds of information (people): ${list('en') || blank.en}`,
      `What happened: ${words.what || blank.en}`,
      `Cause: ${words.cause || blank.en}`,
      `Possible harm: ${words.harm || blank.en}`,
      `Remedial measures taken: ${words.measures || blank.en}`,
      `What people can do: ${words.advice || blank.en}`,
      `Contact: ${words.contact || blank.en}`,
    ].join('\n'),
  };
}

/** What stands where the officer has still to write something. */
const blank: Bilingual = { zh: '〔待填写〕', en: '[to be filled in]' };

function kindsIn(language: 'zh' | 'en', fields: readonly string[]): string {
  const titles = fields.map((name) => {
    const [type = '', field = ''] = name.split('.');
    return fieldSpec(type, field)?.title[language] ?? name;
  });
  return [...new Set(titles)].join(language === 'zh' ? '、' : ', ');
}

import type { Bilingual } from '../bilingual.ts';
import type { Level } from '../levels.ts';
import type { Glance, Line, PurposeSheet, RoleSheet, Sheet } from './sheet.ts';
import { levelWords } from '../words.ts';

/**
 * The sheet (`sheet.ts`) as HTML: Chinese, with English beside it. {@link pageOf} is a page of its own for signing on
 * paper; {@link sectionsOf} is what stands in it, and the console puts it into a frame of its own.
 */
export function pageOf(sheet: Sheet, version: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>谁能得到什么 · 邻盾</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${both(words.title)}</h1>
<p class="lead">${both(filled(words.version, version))}</p>
${sectionsOf(sheet)}
</main>
</body>
</html>
`;
}

/** The sections, without a title and a frame. All text is escaped. */
export const sectionsOf = (sheet: Sheet): string =>
  [
    contents(sheet),
    section('never', words.never, words.neverHow, list(sheet.never)),
    section('first', words.first, words.firstHow, list(sheet.refused)),
    section('glance', words.glance, words.glanceHow, legend + sheet.glance.map(glanceTable).join('\n')),
    section('who', words.who, words.whoHow, sheet.roles.map(roleTable).join('\n')),
    section('nothing', words.nothing, words.nothingHow, list(sheet.nothing)),
    section('purposes', words.purposes, words.purposesHow, sheet.purposes.map(purposeCard).join('\n')),
    signatures,
  ].join('\n');

const words = {
  title: { zh: '谁能得到什么', en: 'Who gets what' },
  version: { zh: '政策版本 {}', en: 'policy version {}' },
  never: { zh: '绝不会发生的事', en: 'What never happens' },
  neverHow: {
    zh: '下面的规则无论怎么改,都不许违反这几条。每次改动都用上千个问题逐条试过。',
    en: 'No rule may break these, however it is changed. Each is tried on thousands of questions with every change.',
  },
  first: { zh: '先拒绝的情形', en: 'What is refused before all' },
  firstHow: { zh: '这些情形下,任何规则都不起作用。', en: 'Where one of these applies, no rule helps.' },
  glance: { zh: '一览:每个角色最多能看到什么', en: 'At a glance: the most each role sees' },
  glanceHow: {
    zh: '这是条件全都满足时的上限;平时更少。',
    en: 'This is the most, where every condition holds; usually it is less.',
  },
  who: { zh: '谁、为什么、在什么条件下', en: 'Who, what for, and under which conditions' },
  whoHow: {
    zh: '每一行是一条规则,所列条件须同时满足。没有写的,一律不给。每次查看都有记录,居民看得到。',
    en: 'Each line is a rule; all its conditions must hold. What is not written is not given. Each look is recorded, and the resident sees it.',
  },
  nothing: { zh: '看不到任何档案的角色', en: 'Roles that see no record at all' },
  nothingHow: {
    zh: '这些角色能办别的事,但不因此看到任何一项个人信息。',
    en: 'They have other things to do, and see nobody’s data by doing them.',
  },
  purposes: { zh: '用途', en: 'Purposes' },
  purposesHow: {
    zh: '不属于这些用途的,不处理。',
    en: 'What serves none of these is not done.',
  },
  purpose: { zh: '用途', en: 'What for' },
  what: { zh: '看什么、做什么', en: 'What' },
  when: { zh: '条件', en: 'When' },
  act: { zh: '还能办', en: 'May also' },
  always: { zh: '无其他条件', en: 'nothing more is asked' },
  role: { zh: '角色', en: 'Role' },
  sensitive: { zh: '敏感', en: 'sensitive' },
  basis: { zh: '依据', en: 'Ground' },
  controller: { zh: '谁负责', en: 'Controller' },
  recipients: { zh: '给谁', en: 'Recipients' },
  retention: { zh: '多久', en: 'How long' },
  covers: { zh: '最多涉及', en: 'Covers at most' },
  contents: { zh: '目录', en: 'Contents' },
  officer: { zh: '隐私官(签字、日期)', en: 'Privacy officer (signature, date)' },
  second: { zh: '复核人(签字、日期)', en: 'Second person (signature, date)' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A level as a shape, so that it is told apart in black and white and by who sees no colour. */
const marks: Readonly<Record<Level, string>> = { none: '·', fact: '○', masked: '◐', clear: '●' };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Chinese, and English after it. */
const both = ({ zh, en }: Bilingual): string =>
  `<span lang="zh-CN">${escape(zh)}</span> <span class="en" lang="en">${escape(en)}</span>`;

const filled = ({ zh, en }: Bilingual, value: string): Bilingual => ({
  zh: zh.replace('{}', value),
  en: en.replace('{}', value),
});

const joined = (all: readonly Bilingual[], zh = '、', en = ', '): Bilingual => ({
  zh: all.map((each) => each.zh).join(zh),
  en: all.map((each) => each.en).join(en),
});

const list = (items: readonly Bilingual[]): string =>
  `<ul>${items.map((item) => `<li>${both(item)}</li>`).join('\n')}</ul>`;

const section = (id: string, title: Bilingual, how: Bilingual, body: string): string =>
  `<section id="${id}">\n<h2>${both(title)}</h2>\n<p>${both(how)}</p>\n${body}\n</section>`;

const contents = ({ roles }: Sheet): string => {
  const entries = [
    ['never', words.never],
    ['first', words.first],
    ['glance', words.glance],
    ['who', words.who],
    ['nothing', words.nothing],
    ['purposes', words.purposes],
  ] as const;
  const links = entries.map(([id, title]) => `<li><a href="#${id}">${both(title)}</a></li>`);
  const to = roles.map(({ role }) => `<a href="#role-${anchor(role)}">${escape(role.zh)}</a>`).join(' ');
  return `<nav class="contents" aria-label="${words.contents.zh}"><ol>${links.join('\n')}</ol><p>${to}</p></nav>`;
};

const anchor = ({ en }: Bilingual): string => en.replaceAll(/[^a-z]+/gi, '-').toLowerCase();

const head = (...titles: readonly Bilingual[]): string =>
  `<thead><tr>${titles.map((title) => `<th scope="col">${both(title)}</th>`).join('')}</tr></thead>`;

const legend = `<p class="legend">${(['clear', 'masked', 'fact', 'none'] as const)
  .map((level) => `<span><b aria-hidden="true">${marks[level]}</b> ${both(levelWords[level])}</span>`)
  .join(' ')}</p>`;

function glanceTable({ type, fields, rows }: Glance): string {
  const titles = fields.map(({ title, sensitive }) => ({
    zh: sensitive ? `${title.zh}(${words.sensitive.zh})` : title.zh,
    en: sensitive ? `${title.en} (${words.sensitive.en})` : title.en,
  }));
  const body = rows.map(
    ({ role, levels }) =>
      `<tr><th scope="row">${both(role)}</th>${levels
        .map((level) => `<td title="${escape(levelWords[level].zh)}">${mark(level)}</td>`)
        .join('')}</tr>`,
  );
  return `<div class="wide" tabindex="0"><table class="glance"><caption>${both(type)}</caption>${head(words.role, ...titles)}<tbody>${body.join('\n')}</tbody></table></div>`;
}

const mark = (level: Level): string =>
  `<b aria-hidden="true">${marks[level]}</b><span class="unseen">${escape(levelWords[level].zh)}</span>`;

const roleTable = ({ role, lines, acts }: RoleSheet): string =>
  `<h3 id="role-${anchor(role)}">${both(role)}</h3>
${lines.length === 0 ? '' : `<div class="wide" tabindex="0"><table class="rules">${head(words.purpose, words.what, words.when)}<tbody>${lines.map(lineRow).join('\n')}</tbody></table></div>`}
${acts.length === 0 ? '' : `<div class="wide" tabindex="0"><table class="acts">${head(words.act, words.when)}<tbody>${acts.map(actRow).join('\n')}</tbody></table></div>`}`;

const actRow = ({ act, when }: RoleSheet['acts'][number]): string =>
  `<tr><td>${both(act)}</td><td>${both(when.length === 0 ? words.always : joined(when, ';', '; '))}</td></tr>`;

const lineRow = ({ purpose, basis, does, type, shown, when, rule }: Line): string =>
  `<tr><td>${both(purpose)}<p class="aside">${both(basis)}</p></td>
<td>${both(does)}<b class="type">${both(type)}</b>${shown.map(shownItem).join('')}</td>
<td>${when.length === 0 ? both(words.always) : list(when)}<code>${escape(rule)}</code></td></tr>`;

const shownItem = ({ level, fields }: Line['shown'][number]): string =>
  `<p>${both(joined(fields))}${level === null ? '' : `<br><span class="level">${both(level)}</span>`}</p>`;

const purposeCard = (purpose: PurposeSheet): string =>
  `<div class="purpose"><h3>${both(purpose.title)}</h3><dl>${[
    [words.basis, `${both(purpose.ground)}<p class="aside">${both(purpose.basis)}</p>`],
    [words.controller, both(purpose.controller)],
    [words.recipients, both(purpose.recipients)],
    [words.retention, both(purpose.retention)],
    [
      words.covers,
      purpose.covers.length === 0
        ? '—'
        : purpose.covers.map(({ type, fields }) => `<p>${both(type)} ${both(joined(fields))}</p>`).join(''),
    ],
  ]
    .map(([name, value]) => `<dt>${both(name as Bilingual)}</dt><dd>${value as string}</dd>`)
    .join('\n')}</dl></div>`;

const signatures = `<div class="sign"><p>${both(words.officer)}</p><p>${both(words.second)}</p></div>`;

/** After WeUI's own properties, so that it looks as the console does without needing it. */
const style = `
:root { --weui-BG-0: #ededed; --weui-BG-2: #fff; --weui-FG-0: rgba(0,0,0,.9); --weui-FG-1: rgba(0,0,0,.64);
  --weui-BRAND: #046b35; --weui-LINK: #3d5280; --line: rgba(0,0,0,.14); }
@media (prefers-color-scheme: dark) { :root { --weui-BG-0: #111; --weui-BG-2: #191919; --weui-FG-0: rgba(255,255,255,.88);
  --weui-FG-1: rgba(255,255,255,.66); --weui-BRAND: #5fd394; --weui-LINK: #a9bbe4; --line: rgba(255,255,255,.16); } }
body { margin: 0; background: var(--weui-BG-0); color: var(--weui-FG-0);
  font: 16px/1.6 system-ui, -apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.3; } h2 { margin-top: 2em; } h3 { margin: 1.5em 0 .4em; }
a { color: var(--weui-LINK); } p { margin: .4em 0; } ul { margin: .2em 0; padding-left: 1.2em; }
.en, .aside { color: var(--weui-FG-1); font-size: .86em; } .aside { margin: .1em 0; }
table { width: 100%; border-collapse: collapse; background: var(--weui-BG-2); margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-top: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--weui-FG-1); }
.rules td:first-child { width: 24%; } .rules td:last-child { width: 36%; } .acts td:first-child { width: 36%; }
.glance td { font-size: 1.15em; } .level { color: var(--weui-BRAND); font-weight: 600; }
.type { display: block; font-weight: 600; } .legend span { margin-right: .6em; } .wide { overflow-x: auto; position: relative; }
.purpose { background: var(--weui-BG-2); padding: .1rem 1rem .6rem; margin: .7rem 0; }
dl { display: grid; grid-template-columns: 9em 1fr; gap: .3rem 1rem; margin: 0; } dd { margin: 0; }
code { display: block; color: var(--weui-FG-1); font-size: .8em; margin-top: .3em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sign { display: flex; gap: 3rem; margin-top: 4rem; } .sign p { flex: 1; border-top: 1px solid; padding-top: .3rem; }
@media print {
  :root { --weui-BG-0: #fff; --weui-BG-2: #fff; --weui-FG-0: #000; --weui-FG-1: #333; --weui-BRAND: #000; --line: #999; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } .contents { display: none; } .wide { overflow: visible; }
  tr, .purpose, .sign { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`;

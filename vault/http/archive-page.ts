import { kindWords } from '../media/kinds.ts';
import { articleWords } from '../../policy/articles.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { fieldSpec, isRecordType, recordTypes } from '../../policy/fields.ts';
import { rights, rightStateWords } from '../../policy/rights/rights.ts';
import { decisionWords, logActionWords, purposeWords, roleWords } from '../../policy/words.ts';
import type { Language } from './language.ts';
import type { ValueOf } from './route.ts';

type Signed = ValueOf<'takeArchive'>;
type Archive = Signed['archive'];

/**
 * An archive as one page that a person reads: no picture, script or style from anywhere else. The signed JSON is in it, so
 * that the file that is read is the file that is proven.
 */
export function archivePage(signed: Signed, language: Language): string {
  const { archive, note, vkey } = signed;
  const say = (words: Bilingual): string => escaped(language === 'en' ? words.en : words.zh);
  const title = say({
    zh: `${archive.community.name}:我的全部信息`,
    en: `${archive.community.name}: all about me`,
  });
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${style}</style></head><body>`,
    `<h1>${title}</h1><p>${say(made)} <time>${escaped(archive.made)}</time></p>`,
    ...records(archive, say),
    table(
      say(ticketsTitle),
      archive.tickets.map(({ year, number, state, opened }) => [`${year}-${number}`, state, timeOf(opened)]),
    ),
    ...attachments(archive, say),
    table(
      say(consentsTitle),
      archive.consents.map(({ purpose, event, at, notice }) => [
        say(purposeWords(purpose)),
        event,
        timeOf(at),
        `${notice.id}@${notice.version}`,
      ]),
    ),
    table(
      say(rightsTitle),
      archive.rights.map(({ right, state, opened }) => [
        say(rights[right].title),
        say(rightStateWords[state]),
        timeOf(opened),
      ]),
    ),
    table(
      say(relationsTitle),
      archive.relations.map((one) => [one.kind, one.as, one.state]),
    ),
    table(
      say(logTitle),
      archive.log.map((entry) => logRow(entry, say)),
    ),
    archive.logLeftOut ? `<p>${say(leftOut)}</p>` : '',
    table(
      say(knownTitle),
      archive.known.purposes.map((one) => [
        say(one.title),
        say(articleWords(one.basis)),
        say(one.recipients),
        say(one.retention),
      ]),
    ),
    `<h2>${say(proofTitle)}</h2><p>${say(proofWhat)}</p><pre>${escaped(note)}</pre><p><code>${escaped(vkey)}</code></p>`,
    `<script type="application/json" id="archive">${JSON.stringify(signed).replaceAll('<', '\\u003c')}</script>`,
    '</body></html>',
    '',
  ].join('\n');
}

type Say = (words: Bilingual) => string;

const records = (archive: Archive, say: Say): string[] =>
  archive.records.map(({ type, fields }) => {
    const title = isRecordType(type) ? recordTypes[type].title : { zh: type, en: type };
    const rows = Object.entries(fields).map(([name, value]) => [
      say(fieldSpec(type, name)?.title ?? { zh: name, en: name }),
      escaped(value),
    ]);
    return table(say(title), rows);
  });

/** What is attached to their tickets, and how each is fetched. */
function attachments({ attachments: all }: Archive, say: Say): string[] {
  const rows = all.map(({ ticket, n, kind, name, size, sha256 }) => [
    `${escaped(ticket)} · ${n}`,
    `${say(kindWords[kind as keyof typeof kindWords] ?? { zh: kind, en: kind })} ${escaped(name)}`,
    `${Math.ceil(size / 1024)} KB`,
    `<code>${escaped(sha256)}</code>`,
  ]);
  return rows.length === 0 ? [] : [table(say(attachmentsTitle), rows), `<p>${say(attachmentsHow)}</p>`];
}

function logRow({ time, action, role, who, decision, purpose }: Archive['log'][number], say: Say): string[] {
  const known = (table: Readonly<Record<string, Bilingual>>, id: string): string =>
    say(Object.hasOwn(table, id) ? (table[id] as Bilingual) : { zh: id, en: id });
  const name = who === null || who.level === 'none' ? '' : escaped(who.value);
  return [
    timeOf(time),
    `${known(roleWords, role)} ${name}`,
    known(logActionWords, action),
    known(decisionWords, decision),
    purpose === null ? '' : say(purposeWords(purpose)),
  ];
}

/** @param rows cells of HTML: what comes from a record has been escaped */
const table = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<h2>${title}</h2><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}td{border-top:1px solid #ccc;padding:.3rem .5rem;vertical-align:top}' +
  'img{max-width:100%}pre,code{overflow-wrap:anywhere;white-space:pre-wrap}';

const made = { zh: '制作于', en: 'made' };
const ticketsTitle = { zh: '工单', en: 'Tickets' };
const attachmentsTitle = { zh: '照片、语音和文件', en: 'Photos, voice messages and files' };
const attachmentsHow = {
  zh: '它们太大,没有放进来。登录后打开「我的工单」里的那张工单,照片点开、语音和文件点“下载”就能拿到;后面那一串是它的 SHA-256,可以核对。',
  en: 'They are too large to be in here. Sign in and open the ticket under “My tickets”: open a photo, download a voice message or a file. The digits are its SHA-256, to compare with.',
};
const consentsTitle = { zh: '同意记录', en: 'Consents' };
const rightsTitle = { zh: '权利申请', en: 'Requests' };
const relationsTitle = { zh: '监护和代办', en: 'Guardians and delegates' };
const logTitle = { zh: '谁看过、做过什么(时间为世界时)', en: 'Who looked, and what was done (times in UTC)' };
const leftOut = { zh: '更早的记录没有放进来。', en: 'Older entries did not fit in.' };
const knownTitle = { zh: '为什么存、给谁看、存多久', en: 'Why it is held, who receives it, for how long' };
const proofTitle = { zh: '签名', en: 'Signature' };
const proofWhat = {
  zh: '下面的签名证明:这一页里所附的数据(id 为 archive 的部分)是社区给出的,没有改过。核对办法见 docs/archive-format.md。',
  en: 'This signature proves that the data in this page (the element with id archive) is what the community gave out, unchanged. How to check it: docs/archive-format.md.',
};

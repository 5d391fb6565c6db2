import type { OwnEntry } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { listed, shownNumber, when } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { fieldName, pageLink } from './records.ts';
import { wordsOf } from './tickets.ts';

/** How far back one answer looks, in entries. */
const lookedAt = 30;

/** Looks of one person for one ticket within this many milliseconds are one look in what is said. */
const oneLook = 30 * 60_000;

/** Who has looked at one's own data: the last time in one sentence, what was refused, and where all of it is. */
export async function whoSawMe(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.ownLog({ only: 'others', limit: lookedAt }));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const entries = asked.value.items.filter(isLook);
  const seen = looksOf(entries.filter(({ decision }) => decision === 'granted'));
  const refused = looksOf(entries.filter(({ decision }) => decision === 'refused'));
  const [last] = seen;
  const [lastRefused] = refused;
  // Who is not bound has no page: of what they reported the vault can tell, of their household's record it cannot.
  const link = await pageLink(ctx, 'log');
  const none = link === undefined ? '' : texts.say('seen.none');
  const lines = [
    last === undefined ? none : texts.say('seen.last', told(ctx, last)),
    seen.length > 1 ? texts.say('seen.before', { count: seen.length - 1 }) : '',
    lastRefused === undefined
      ? ''
      : texts.say('seen.refused', { count: refused.length, ...told(ctx, lastRefused) }),
  ];
  const more = link === undefined ? texts.say('seen.unbound') : texts.say('seen.more', { link });
  ctx.replyInPrivate(lines.join('') + more);
}

/** Somebody looked, or wanted to. A move of a ticket is no look, nor is what the vault does by itself. */
export const isLook = ({ action, role }: OwnEntry): boolean =>
  /^(?:record|ticket|attachment)\.(?:read|list|search)$/.test(action) && role !== 'bot' && role !== 'system';

/** Entries that belong together: a page that shows a number reads the ticket around it, too. Newest first. */
function looksOf(entries: readonly OwnEntry[]): OwnEntry[] {
  const looks: OwnEntry[] = [];
  for (const entry of entries) {
    const last = looks.at(-1);
    const isSame =
      last !== undefined &&
      last.ticket === entry.ticket &&
      last.role === entry.role &&
      JSON.stringify(last.who) === JSON.stringify(entry.who) &&
      last.time - entry.time < oneLook;
    if (isSame) looks[looks.length - 1] = { ...last, fields: { ...entry.fields, ...last.fields } };
    else looks.push(entry);
  }
  return looks;
}

function told(ctx: Context, { time, role, who, fields, ticket, decision }: OwnEntry) {
  const { texts } = ctx;
  const name = wordsOf(who ?? undefined) ?? '';
  const known = texts.has(`role.${role}`) ? texts.say(`role.${role}`) : texts.say('seen.somebody');
  return {
    when: when(texts, time, ctx.now),
    who: known + name,
    ticket: ticket === null ? '' : texts.say('seen.ticket', { number: shownNumber(ticket) }),
    fields: fieldWords(ctx, fields, decision),
  };
}

/** What was seen of the person in clear, or else the rest; all of it, and what a report is filed under, is on the page. */
function fieldWords(ctx: Context, fields: OwnEntry['fields'], decision: OwnEntry['decision']): string {
  const { texts } = ctx;
  // Of what was refused nothing was shown; what was wanted is told.
  const wanted = decision === 'refused';
  const shown = Object.entries(fields).filter(([, level]) => wanted || level !== 'none');
  const clear = shown.filter(([name, level]) => level === 'clear' && !ofReport.has(name));
  const masked = shown.filter(([name, level]) => level !== 'clear' && !ofReport.has(name));
  const report = shown.filter(([name]) => name === 'description' || name === 'supplement');
  const some = clear.length > 0 ? clear : [...masked, ...report];
  const names = new Set((some.length > 0 ? some : shown).map(([name]) => fieldName(ctx, name)));
  if (names.size === 0) return texts.say('field.other');
  const words = listed(texts, [...names].slice(0, mostNamed));
  const isHidden = !wanted && clear.length === 0 && masked.length > 0 && report.length === 0;
  return isHidden ? words + texts.say('seen.masked') : words;
}

const ofReport: ReadonlySet<string> = new Set([
  'category',
  'description',
  'place',
  'supplement',
  'result',
  'rating',
  // And what an attachment is, beside what is on it.
  'kind',
  'media',
  'bytes',
  'blurred',
]);
const mostNamed = 4;

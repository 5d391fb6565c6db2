import type { LinkPage, ReleasedRecord, Shown } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { ask, sayProblem } from './asking.ts';
import { wordsOf } from './tickets.ts';

/** One's own record and dogs, masked as everything that goes through a chat, and a link to one's own page. */

export async function myRecord(ctx: Context): Promise<void> {
  const { texts } = ctx;
  if (ctx.intent.slots.topic === 'page') return ownPage(ctx);
  const asked = await ask(ctx, (vault) =>
    vault.searchRecords('resident', { purpose: 'own_record', where: { mine: true }, limit: 1 }),
  );
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const [own] = asked.value.items;
  if (own === undefined) return ctx.replyInPrivate(texts.say('bind.first'));
  const lines = Object.entries(own.fields).flatMap(([name, shown]) =>
    shown.level === 'none'
      ? []
      : [texts.say('record.line', { field: fieldName(ctx, name), value: shownWords(ctx, shown) })],
  );
  const link = await pageLink(ctx, 'me');
  const page = link === undefined ? '' : `\n${texts.say('record.page', { link })}`;
  ctx.replyInPrivate(texts.say('record.mine', { lines: lines.join('\n') }) + page);
}

async function ownPage(ctx: Context): Promise<void> {
  const asked = await ask(ctx, (vault) => vault.openLink({ page: 'me' }));
  if (!asked.ok) return sayProblem(ctx, asked.problem, ctx.texts.say('bind.first'));
  ctx.replyInPrivate(ctx.texts.say('record.page', { link: ctx.consoleUrl + asked.value.path }));
}

/** A link for one use to a page of the speaker's own; undefined for who has none. */
export async function pageLink(ctx: Context, page: LinkPage): Promise<string | undefined> {
  const asked = await ask(ctx, (vault) => vault.openLink({ page }));
  return asked.ok ? ctx.consoleUrl + asked.value.path : undefined;
}

export const myDog = (ctx: Context): Promise<void> =>
  dogs(ctx, (dog) => {
    const { name, vaccinatedUntil, licence, chip } = dog.fields;
    const value = (shown: Shown | undefined) => shownWords(ctx, shown);
    const told = { vaccine: value(vaccinatedUntil), licence: value(licence), chip: value(chip) };
    const lines = [
      ctx.texts.say('record.dog', { name: dogName(ctx, name), ...told }),
      ...remindersOf(ctx, dog),
    ];
    return lines.join('\n');
  });

export const dogVaccine = (ctx: Context): Promise<void> =>
  dogs(ctx, ({ fields }) => {
    const { name, vaccinatedUntil } = fields;
    const vaccine = shownWords(ctx, vaccinatedUntil);
    const [, until] = /^有,到(.+)$/u.exec(vaccine) ?? [];
    if (until !== undefined)
      return ctx.texts.say('record.vaccine_until', { name: dogName(ctx, name), until });
    return ctx.texts.say('record.vaccine', { name: dogName(ctx, name), vaccine });
  });

/** What the dog's record reminds of; the day stands on the keeper's own page. */
const remindersOf = ({ texts }: Context, { reminders = [] }: ReleasedRecord): string[] =>
  reminders.map(({ code }) => texts.say('record.remind', { what: texts.say(`dog_remind.${code}`) }));

async function dogs(ctx: Context, line: (dog: ReleasedRecord) => string): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) =>
    vault.searchRecords('dog', { purpose: 'own_record', where: { mine: true }, limit: 10 }),
  );
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const { items } = asked.value;
  ctx.replyInPrivate(items.length === 0 ? texts.say('record.no_dog') : items.map(line).join('\n'));
}

const dogName = ({ texts }: Context, shown: Shown | undefined): string =>
  wordsOf(shown) ?? texts.say('record.unnamed_dog');

/** A value as it was released, in words. */
function shownWords({ texts }: Context, shown: Shown | undefined): string {
  if (shown === undefined || shown.level === 'none') return texts.say('record.hidden');
  if (shown.level === 'fact') return texts.say(shown.value === 'yes' ? 'record.fact_yes' : 'record.fact_no');
  // A word of a closed list is kept as its id.
  const listed = `listed.${shown.value}`;
  return /^[a-z_]+$/u.test(shown.value) && texts.has(listed) ? texts.say(listed) : shown.value;
}

export function fieldName({ texts }: Context, name: string): string {
  const key = `field.${name.replace('.', '_')}`;
  return texts.say(texts.has(key) ? key : 'field.other');
}

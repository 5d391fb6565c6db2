import type { OwnEntry } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { asMessages, inLanguage } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { isLook } from './seen.ts';

/** How far back is looked for what is meant, in entries. */
const lookedAt = 50;
/** How many messages one explanation may take. */
const mostMessages = 4;

/** 为什么: why one was refused, or why one's data was seen. The newest that is meant, in the vault's own words (PIPL Art 48). */
export async function explain(ctx: Context): Promise<void> {
  const { texts, message } = ctx;
  const isRefusal = /拒|不给|不让|没批|不批|不准|没办成|看不了|办不了/u.test(message.text);
  const isSeen = !isRefusal && /看|查|翻|调|打/u.test(message.text);
  const asked = await ask(ctx, (vault) => vault.ownLog({ limit: lookedAt }));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const { items } = asked.value;
  const refused = items.find(({ by, decision }) => by === 'self' && decision === 'refused');
  const seen = mostTelling(items, /电话|手机|号/u.test(message.text));
  const meant = isRefusal ? refused : isSeen ? seen : newer(refused, seen);
  if (meant === undefined)
    return ctx.replyInPrivate(texts.say(isRefusal ? 'explain.no_refusal' : 'explain.nothing'));
  const explained = await ask(ctx, (vault) => vault.explainEntry({ seq: meant.seq }));
  if (!explained.ok) return sayProblem(ctx, explained.problem, texts.say('explain.nothing'));
  // The last paragraph is about the version of the rules: for the page, and for who proves something.
  const paragraphs = explained.value.paragraphs.slice(0, -1).map((one) => inLanguage(texts, one));
  for (const words of asMessages(texts, paragraphs, mostMessages)) ctx.replyInPrivate(words);
}

/** The newest look of somebody else; at the telephone number, where that was asked about and seen. */
function mostTelling(items: readonly OwnEntry[], atPhone: boolean): OwnEntry | undefined {
  const looks = items.filter((one) => one.by === 'other' && one.decision === 'granted' && isLook(one));
  const phone = looks.find(({ fields }) => fields['mobile'] === 'clear' || fields['mobile'] === 'masked');
  return (atPhone ? phone : undefined) ?? looks[0];
}

const newer = (a: OwnEntry | undefined, b: OwnEntry | undefined): OwnEntry | undefined =>
  a === undefined || (b !== undefined && b.seq > a.seq) ? b : a;

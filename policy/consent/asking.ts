import type { Bilingual } from '../bilingual.ts';
import {
  type ConsentEvent,
  type CurrentNotice,
  isAtTheDoor,
  quiet,
  renewBefore,
  standingOf,
} from './consent.ts';

/** For what somebody may be asked: for the first time, because the text is new, or before or after a yes runs out. */
export type AskKind = 'first' | 'new_text' | 'renewal';

/** Why somebody is not asked now. */
export const askWords = {
  no_notice: { zh: '这项现在没有告知书,不能问', en: 'there is no notice for it now' },
  stands: { zh: '已经同意,不用再问', en: 'the consent stands; nobody need ask' },
  to_confirm: {
    zh: '当面同意过,等本人确认',
    en: 'recorded at the door, and waiting for the person’s own word',
  },
  unanswered: {
    zh: '上次没有等到本人确认,先不再问',
    en: 'the last one was never confirmed; not asked again yet',
  },
  same_text: {
    zh: '本人说过不同意。告知书没有变,不再问;本人随时可以自己同意',
    en: 'the answer was no, and the notice is the same: not asked again. They may agree by themselves at any time',
  },
  too_soon: { zh: '本人说过不同意,30天以内不再问', en: 'the answer was no: not asked again within 30 days' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type AskRefusal = keyof typeof askWords;

export type Asking =
  | { readonly may: true; readonly kind: AskKind }
  /** `from`: when it may be asked, UTC milliseconds; null where no time alone makes it so. */
  | { readonly may: false; readonly why: AskRefusal; readonly from: number | null };

/**
 * Whether somebody may be asked for a consent now. Asking is ours; saying yes is theirs, at any time: this binds the bot,
 * the pages and the worker at the door, and nobody who comes by themselves.
 *
 * Asked again only for a new text or purpose, and never sooner than 30 days after a no: a question that comes until it is
 * answered rightly is no free choice (PIPL Art 14), and saying no must cost nothing (Art 16).
 *
 * @param events of one subject and one purpose, in the order in which they were appended
 * @param current the notices in force for that purpose and that subject's audience
 */
export function mayAsk(
  events: readonly ConsentEvent[],
  current: readonly CurrentNotice[],
  now: number,
): Asking {
  const { state, consent, last, until } = standingOf(events, current, now);
  if (current.length === 0) return no('no_notice', null);
  switch (state) {
    case 'none':
      return yes('first');
    case 'provisional':
      return no('to_confirm', until);
    case 'hand_over':
      return yes('first');
    case 'number_changed':
      return yes('renewal');
    case 'superseded':
      return yes('new_text');
    case 'given':
      if (until === null) return no('stands', null);
      return until - renewBefore <= now ? yes('renewal') : no('stands', until - renewBefore);
    case 'expired': {
      // Silence was no yes: it is left as alone as a no would be, and may be asked once more in the same words.
      const unconfirmed = consent !== null && isAtTheDoor(consent) && !wasConfirmed(events);
      const from = (until ?? consent?.at ?? 0) + quiet;
      return unconfirmed && now < from ? no('unanswered', from) : yes('renewal');
    }
    case 'refused':
    case 'withdrawn': {
      const said = last?.notice;
      const isNew = !current.some(({ id, version }) => id === said?.id && version === said.version);
      if (!isNew) return no('same_text', null);
      const from = (last?.at ?? 0) + quiet;
      return now < from ? no('too_soon', from) : yes('new_text');
    }
  }
}

const yes = (kind: AskKind): Asking => ({ may: true, kind });
const no = (why: AskRefusal, from: number | null): Asking => ({ may: false, why, from });

/** Whether the last yes was confirmed. */
function wasConfirmed(events: readonly ConsentEvent[]): boolean {
  const given = events.findLastIndex(({ event }) => event === 'given' || event === 'renewed');
  return events.slice(given + 1).some(({ event }) => event === 'confirmed');
}

import { type Asking, mayAsk } from '../../policy/consent/asking.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { type ConsentEvent, isAtTheDoor } from '../../policy/consent/consent.ts';
import type { ConsentState } from '../../policy/facts.ts';
import type { Audience } from '../../policy/consent/notices.ts';
import { type PurposeId, purposes, purposeIds, restsOnConsent } from '../../policy/purposes.ts';
import { whatStops } from '../../policy/consent/stops.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';
import { audienceOf, consentEvents, consentStanding, noticesFor } from './events.ts';

/** One event as its subject sees it. */
export interface ConsentHistory {
  /** Its receipt is asked for with this. */
  id: string;
  event: ConsentEvent['event'];
  /** UTC milliseconds. */
  at: number;
  until: number | null;
  /** Whose word it was. */
  by: ConsentEvent['by']['kind'];
  /** How a worker knew who stood before them; null where there was none. */
  checked: ConsentEvent['by']['checked'];
  channel: ConsentEvent['channel']['kind'];
  notice: { id: string; version: string; lang: string };
}

/** Where somebody stands with one purpose. */
export interface ConsentStanding {
  purpose: PurposeId;
  title: Bilingual;
  /** `not_asked_for`: the purpose rests on a duty or a right, so there is nothing to agree to. */
  state: ConsentState | 'not_asked_for';
  basis: string;
  /** Of the last word, UTC milliseconds; null where nobody was asked. */
  since: number | null;
  /** When the consent runs out, or has to be confirmed by; null where it does not. */
  until: number | null;
  /** Whose word the consent is: `door` is a worker's, with the person before them. */
  by: 'self' | 'guardian' | 'delegate' | 'door' | 'paper' | null;
  /** Whether the person may be asked for it now; null where there is nothing to ask for. */
  ask: Asking | null;
  /** Which notices they are asked with. */
  audience: Audience;
  /** What no longer works without it, and what goes on all the same. */
  stops: readonly Bilingual[];
  goesOn: readonly Bilingual[];
  /** Newest first, at most so many as {@link longestHistory}. */
  history: readonly ConsentHistory[];
}

const longestHistory = 20;

/** A subject's standing with every purpose, for themselves or who acts for them: one entry. */
export function listConsents(
  asking: Unit,
  request: { for?: string | undefined },
): Outcome<{ items: ConsentStanding[] }> {
  const acting = actingFor(asking, request.for);
  const { subject, unit } = acting;
  const allowed = permitted(unit, 'consent.list', actingFacts(acting, 'consent.list'));
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject });
  append(unit, { action: 'consent.list', decision: 'granted', subject: { subject, rule: allowed.rule } });
  return done({ items: purposeIds.map((purpose) => standingWith(unit, subject, purpose)) });
}

/** What is told of one purpose. */
export function standingWith(unit: Unit, subject: string, purpose: PurposeId): ConsentStanding {
  const { title, basis } = purposes[purpose];
  const common = { purpose, title, basis: basis.article, audience: audienceOf(unit, subject) };
  if (!restsOnConsent(purpose)) return { ...common, ...notAskedFor };
  const events = consentEvents(unit, subject, purpose);
  const { state, consent, last, until } = consentStanding(unit, subject, purpose);
  return {
    ...common,
    state,
    since: last?.at ?? null,
    until,
    by: consent === null ? null : whoseWord(consent),
    ask: mayAsk(events, noticesFor(unit, subject, purpose), unit.now),
    ...whatStops(purpose),
    history: events.slice(-longestHistory).reverse().map(told),
  };
}

const notAskedFor = {
  state: 'not_asked_for',
  since: null,
  until: null,
  by: null,
  ask: null,
  stops: [],
  goesOn: [],
  history: [],
} as const;

function whoseWord(consent: ConsentEvent): ConsentStanding['by'] {
  const { kind } = consent.by;
  if (isAtTheDoor(consent)) return 'door';
  if (kind === 'worker') return 'paper';
  return kind === 'guardian' || kind === 'delegate' ? kind : 'self';
}

const told = ({ id, event, at, until, by, channel, notice }: ConsentEvent): ConsentHistory => ({
  id,
  event,
  at,
  until,
  by: by.kind,
  checked: by.checked,
  channel: channel.kind,
  notice: { id: notice.id, version: notice.version, lang: notice.lang },
});

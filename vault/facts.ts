import { erasedReporter } from '../policy/cases/case.ts';
import { text as checkText } from '../policy/checks/text.ts';
import { type Facts, nothingKnown } from '../policy/facts.ts';
import { type PurposeId, restsOnConsent } from '../policy/purposes.ts';
import { orderFact } from './emergency/under-order.ts';
import { emergencyFacts } from './emergency/views.ts';
import { isPending } from '../policy/rights/rights.ts';
import { relationFacts } from './people/acting.ts';
import { consentStanding } from './consent/events.ts';
import { hasOpenTrace } from './erasure/traces.ts';
import { isRestricted } from './rights/restriction.ts';
import type { RecordRow } from './storage/schema.ts';
import type { Unit } from './vault.ts';

/** What a caller says beside what it wants; everything else the vault finds out itself. */
export interface Grounds {
  purpose: PurposeId;
  case?: string | undefined;
  reason?: string | undefined;
}

/**
 * What is true of this actor and this record, now.
 * @param row the record asked for; for a new one its subject alone
 */
export function factsFor(
  unit: Unit,
  row: Pick<RecordRow, 'id' | 'type' | 'subject'>,
  grounds: Grounds,
): Facts {
  const { vault, actor } = unit;
  const own = row.type === 'ticket' ? vault.rows.get('case', row.id) : undefined;
  const whose = own === undefined ? vault.rows.get('subject', row.subject) : undefined;
  const grid = own?.content.grid ?? whose?.content.grid ?? null;
  // A note of a mediation is of its matter, whatever case is named.
  const ownCase = own?.key ?? (row.type === 'mediation_note' ? row.subject : undefined);
  const named = ownCase ?? grounds.case;
  const about = named === undefined ? null : caseFacts(unit, named, row);
  return {
    ...nothingKnown,
    context: actor.context,
    within: withinOf(actor.only, named, about),
    self: actor.id === row.subject,
    ...emergencyFacts(unit, row.subject),
    order: orderFact(unit, grounds, grid),
    ...relationFacts(unit, row.subject, grounds.purpose),
    strong: actor.strong,
    ownGrid: grid !== null && actor.grids.includes(grid),
    case: about,
    consent: restsOnConsent(grounds.purpose)
      ? consentStanding(unit, row.subject, grounds.purpose).state
      : 'none',
    held: isHeld(unit, named, row),
    hasReason: saidWords(grounds.reason) !== '',
    restricted: isRestricted(vault, row.subject),
    // Asked for only where it can matter: each is a look at another row.
    traceOpen: grounds.purpose === 'clear_traces' && hasOpenTrace(vault, row.id),
    storageOnly:
      own === undefined
        ? whose === undefined && vault.rows.get('erasure', row.subject) !== undefined
        : own.content.reporter === erasedReporter,
  };
}

/** Whether an attachment's reporter has the time still to hide something in it. */
function isHeld(
  { vault, now }: Unit,
  named: string | undefined,
  row: Pick<RecordRow, 'id' | 'type'>,
): boolean {
  if (row.type !== 'attachment' || named === undefined) return false;
  const attached = vault.rows.get('case', named)?.content.attachments ?? [];
  return attached.some(({ id, from }) => id === row.id && now < from);
}

/** Of a session that was made for one ticket: whether this is asked of that ticket, and has to do with it. */
function withinOf(only: string | null, named: string | undefined, about: Facts['case']): Facts['within'] {
  if (only === null) return 'everything';
  return named === only && about?.about === true ? 'one_ticket' : 'nothing';
}

/** The words somebody gave as a reason, as they can be read; empty where there are none that can be seen. */
export function saidWords(reason: string | undefined): string {
  const said = reason === undefined ? undefined : checkText(reason, '');
  return said?.ok === true ? said.value : '';
}

/** What is true of the case that was named, of whichever kind it is; null where there is none of that id. */
function caseFacts(unit: Unit, id: string, row: Pick<RecordRow, 'id' | 'type' | 'subject'>): Facts['case'] {
  const { rows } = unit.vault;
  const ticket = rows.get('case', id)?.content;
  if (ticket !== undefined) {
    const { kind, state, assignee, reporter, attachments = [], until = Infinity } = ticket;
    // Of two tickets of one reporter each has its own attachments; what is said of somebody is of one ticket alone.
    const own =
      row.type === 'attachment'
        ? attachments.some(({ id: attached }) => attached === row.id)
        : row.type === 'statement'
          ? ticket.statement === row.id
          : row.subject === reporter;
    const mine = assignee === unit.actor.id && worksIn(unit, ticket.grid);
    return { kind, state, mine, about: row.id === id || own, inTime: unit.now < until };
  }
  const visit = rows.get('visit', id)?.content;
  if (visit === undefined) return matterFacts(unit, id, row) ?? requestFacts(unit, id, row);
  return {
    kind: 'visit',
    state: visit.state,
    mine: visit.assignee === unit.actor.id && worksIn(unit, visit.grid),
    about: visit.subjects.includes(row.subject),
    inTime: unit.now < visit.until,
  };
}

/** A mediation is about its notes and its parties. */
function matterFacts({ vault, actor }: Unit, id: string, row: Pick<RecordRow, 'subject'>): Facts['case'] {
  const matter = vault.rows.get('matter', id)?.content;
  if (matter === undefined) return null;
  const { state, mediator, parties } = matter;
  const about = row.subject === id || parties.includes(row.subject);
  return { kind: 'mediation', state, mine: mediator === actor.id, about, inTime: true };
}

/** Whoever was moved to another grid has left their cases behind, in the same moment. */
const worksIn = ({ actor }: Unit, grid: number): boolean => actor.grids.includes(grid);

/**
 * A request to see a right done is a case too, and its own words are part of it. A correction reaches one record: what
 * else is theirs it is not about.
 */
function requestFacts(
  unit: Unit,
  id: string,
  row: Pick<RecordRow, 'id' | 'type' | 'subject'>,
): Facts['case'] {
  const request = unit.vault.rows.get('right', id)?.content;
  if (request === undefined) return null;
  const { state, assignee, about } = request;
  return {
    kind: 'request',
    state: state === 'in_hand' ? 'handling' : isPending(state) ? 'submitted' : 'closed',
    mine: assignee === unit.actor.id,
    about: row.id === id || (about !== null && row.id === about.id),
    inTime: true,
  };
}

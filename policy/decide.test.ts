import { describe, expect, test } from 'vitest';
import { caseStates } from './cases/case.ts';
import { decide, type Decision, type Facts } from './decide.ts';
import { nothingKnown } from './facts.ts';
import { fieldsOf } from './fields.ts';

const ticket = { kind: 'ticket', state: 'handling', mine: true, about: true, inTime: true } as const;
const desk = nothingKnown;
const own: Facts = { ...desk, self: true };
const calling: Facts = { ...desk, ownGrid: true, case: ticket, consent: 'given' };

const ask = (
  role: string,
  purpose: string,
  what: string,
  facts: Facts,
  action: string = 'read',
): Decision => {
  const [type = '', ...fields] = what.split(/[ ,]+/u);
  return decide({ action, role, purpose, type, fields }, facts);
};

describe('the telephone number', () => {
  const call = (facts: Facts, action = 'read') =>
    ask('grid_worker', 'phone_contact', 'resident mobile', facts, action);

  test('is clear to the worker who has the ticket, with consent, while it is being handled', () => {
    expect(call(calling)).toEqual({
      granted: true,
      level: 'clear',
      fields: { mobile: 'clear' },
      withheld: {},
      rule: 'call-about-my-ticket',
      reason: 'granted',
      fact: null,
      basis: 'PIPL Art 13(1)',
    });
  });

  test.each<[string, Partial<Facts>, string, keyof Facts]>([
    ['withdrawn', { consent: 'withdrawn' }, 'consent_withdrawn', 'consent'],
    ['never given', { consent: 'none' }, 'no_consent', 'consent'],
    ['refused', { consent: 'refused' }, 'consent_refused', 'consent'],
    ['given to an older notice', { consent: 'superseded' }, 'consent_superseded', 'consent'],
    ['run out', { consent: 'expired' }, 'consent_expired', 'consent'],
    ['without a case', { case: null }, 'case_missing', 'case'],
    ["under a colleague's case", { case: { ...ticket, mine: false } }, 'case_not_yours', 'case'],
    ["under somebody else's case", { case: { ...ticket, about: false } }, 'case_not_about', 'case'],
    ['closed', { case: { ...ticket, state: 'closed' } }, 'case_closed', 'case'],
    ['handled', { case: { ...ticket, state: 'handled' } }, 'case_wrong_state', 'case'],
    ['past its time', { case: { ...ticket, inTime: false } }, 'case_overdue', 'case'],
    ['under a visit', { case: { ...ticket, kind: 'visit' } }, 'case_wrong_kind', 'case'],
    ['restricted by the person', { restricted: true }, 'restricted', 'restricted'],
    ['owed a review', { reviewOverdue: true }, 'review_overdue', 'reviewOverdue'],
    ['not taken', { case: { ...ticket, state: 'dispatched' } }, 'case_wrong_state', 'case'],
    ['in a chat', { context: 'private' }, 'desk_only', 'context'],
    ['in a group', { context: 'group' }, 'group_context', 'context'],
    ['through a link for another ticket', { within: 'nothing' }, 'outside_the_link', 'within'],
  ])('is refused when %s', (_, change, reason, fact) => {
    expect(call({ ...calling, ...change })).toMatchObject({ granted: false, level: 'none', reason, fact });
  });

  test('is there through a link for this ticket too', () => {
    expect(call({ ...calling, within: 'one_ticket' })).toMatchObject({ granted: true, level: 'clear' });
  });

  test('is never listed, and not released for another purpose', () => {
    expect(call(calling, 'list')).toMatchObject({ granted: false, reason: 'no_rule' });
    expect(ask('grid_worker', 'handle_ticket', 'resident mobile', calling)).toMatchObject({
      granted: false,
      reason: 'purpose_does_not_cover',
    });
  });
});

describe('a ticket and its reporter', () => {
  test('who has the ticket sees the masked name and nothing else', () => {
    const all = `resident ${Object.keys(fieldsOf('resident')).join(' ')}`;
    const decision = ask('grid_worker', 'handle_ticket', all, { ...calling, consent: 'none' });
    expect(decision.fields).toMatchObject({
      name: 'masked',
      mobile: 'none',
      address: 'none',
      idNumber: 'none',
    });
    expect(Object.values(decision.fields).filter((level) => level !== 'none')).toEqual(['masked']);
    expect(decision.withheld).toMatchObject({ mobile: 'purpose_does_not_cover' });
  });

  const words = 'ticket category description place supplement';
  test.each([
    ['submitted', { category: 'clear', description: 'none', place: 'masked', supplement: 'none' }],
    ['dispatched', { category: 'clear', description: 'none', place: 'masked', supplement: 'none' }],
    ['handled', { category: 'none', description: 'none', place: 'none', supplement: 'none' }],
  ] as const)('a worker of the grid who has not taken it sees, while it is %s: %o', (state, fields) => {
    const facts: Facts = { ...calling, case: { ...ticket, mine: false, state } };
    expect(ask('grid_worker', 'handle_ticket', words, facts, 'list').fields).toEqual(fields);
  });

  test.each(caseStates)('the words are clear to who took it from handling until closed: %s', (state) => {
    const { fields } = ask('grid_worker', 'handle_ticket', 'ticket description', {
      ...calling,
      case: { ...ticket, state },
    });
    const inHand = ['handling', 'extension_requested', 'handled'].includes(state);
    expect(fields).toEqual({ description: inHand ? 'clear' : 'none' });
  });

  test.each([
    ['desk', 'clear'],
    ['private', 'masked'],
  ] as const)(
    'the whole place is read by who took it at a desk; in a chat the building: %s',
    (context, level) => {
      const facts: Facts = { ...calling, context, case: { ...ticket, state: 'handling' } };
      expect(ask('grid_worker', 'handle_ticket', 'ticket place', facts).fields).toEqual({ place: level });
    },
  );

  test('a worker of another grid gets nothing, and the log says why', () => {
    const facts: Facts = { ...desk, case: { ...ticket, mine: false, state: 'submitted' } };
    expect(ask('grid_worker', 'handle_ticket', 'ticket category', facts)).toMatchObject({
      granted: false,
      rule: 'ticket-waiting',
      reason: 'not_your_grid',
      fact: 'ownGrid',
    });
  });

  test('the dispatcher sees what is needed to dispatch while it is accepted', () => {
    const facts: Facts = { ...desk, case: { ...ticket, mine: false, state: 'accepted' } };
    expect(ask('dispatcher', 'dispatch', words, facts).fields).toEqual({
      category: 'clear',
      description: 'clear',
      place: 'clear',
      supplement: 'none',
    });
    expect(
      ask('dispatcher', 'dispatch', words, { ...facts, case: { ...ticket, state: 'handling' } }).granted,
    ).toBe(false);
  });

  test.each([
    ['submitted', 'clear'],
    ['reopened', 'clear'],
    ['returned', 'clear'],
    ['extension_requested', 'clear'],
    ['handled', 'none'],
    ['closed', 'none'],
  ] as const)(
    'the dispatcher sees what and where of a ticket that waits for a desk, no words: %s',
    (state, level) => {
      const facts: Facts = { ...desk, case: { ...ticket, mine: false, state } };
      expect(ask('dispatcher', 'dispatch', words, facts, 'list').fields).toEqual({
        category: level,
        description: 'none',
        place: level,
        supplement: 'none',
      });
    },
  );

  test('anybody may report, from a group too; in a group nothing can be added or read', () => {
    const group: Facts = { ...own, context: 'group', case: { ...ticket, mine: false } };
    for (const role of ['resident', 'reporter', 'grid_worker']) {
      const granted = (what: string, action: string) =>
        ask(role, 'handle_ticket', what, group, action).granted;
      expect(granted('ticket category description place', 'create')).toBe(true);
      expect(granted('ticket supplement', 'update')).toBe(false);
      expect(granted('ticket description', 'read')).toBe(false);
    }
    expect(ask('bot', 'handle_ticket', 'ticket description', group, 'create').reason).toBe('no_rule');
  });

  test('who reported adds while it is open and rates when it is closed, and writes nothing else', () => {
    const at = (state: (typeof caseStates)[number]): Facts => ({
      ...own,
      context: 'private',
      case: { ...ticket, mine: false, state },
    });
    const update = (what: string, facts: Facts) => ask('reporter', 'handle_ticket', what, facts, 'update');
    expect(update('ticket supplement', at('handling')).granted).toBe(true);
    expect(update('ticket supplement', at('closed'))).toMatchObject({
      granted: false,
      reason: 'case_closed',
    });
    expect(update('ticket rating', at('closed')).granted).toBe(true);
    expect(update('ticket rating', at('handled'))).toMatchObject({
      granted: false,
      reason: 'case_wrong_state',
    });
    expect(update('ticket rating', at('rated'))).toMatchObject({ granted: false, reason: 'case_closed' });
    expect(update('ticket result', at('handling'))).toMatchObject({ granted: false, reason: 'no_rule' });
    expect(update('ticket supplement', { ...at('handling'), self: false })).toMatchObject({
      reason: 'not_your_record',
    });
  });
});

describe("one's own record", () => {
  const all = `resident ${Object.keys(fieldsOf('resident')).join(' ')}`;

  test('is masked through the chat and clear on the own page', () => {
    expect(ask('resident', 'own_record', all, { ...own, context: 'private' }).fields).toEqual({
      name: 'masked',
      mobile: 'masked',
      idNumber: 'fact',
      birthDate: 'masked',
      address: 'masked',
      household: 'fact',
      householdRole: 'masked',
      care: 'none',
    });
    expect(ask('resident', 'own_record', all, own).fields).toMatchObject({ mobile: 'none' });
    expect(ask('resident', 'own_record', all, { ...own, strong: true }).fields).toMatchObject({
      mobile: 'clear',
      idNumber: 'fact',
      care: 'clear',
    });
  });

  test('of a dog shows through the chat until when the vaccination lasts, masked', () => {
    expect(
      ask('resident', 'own_record', 'dog vaccinatedUntil', { ...own, context: 'private' }).fields,
    ).toEqual({
      vaccinatedUntil: 'masked',
    });
  });

  test("is nobody else's", () => {
    expect(ask('resident', 'own_record', all, desk)).toMatchObject({
      granted: false,
      reason: 'not_your_record',
    });
    expect(ask('resident', 'own_record', all, { ...own, context: 'group' })).toMatchObject({
      reason: 'group_context',
    });
  });
});

describe('a grid', () => {
  test('is seen by its workers, masked', () => {
    const facts: Facts = { ...desk, ownGrid: true };
    expect(ask('grid_worker', 'grid_overview', 'resident name mobile address', facts, 'list').fields).toEqual(
      {
        name: 'masked',
        mobile: 'masked',
        address: 'masked',
      },
    );
    expect(ask('grid_worker', 'dog_care', 'dog name vaccinatedUntil', facts, 'list').level).toBe('masked');
    expect(ask('grid_worker', 'record_keeping', 'resident idNumber', facts).level).toBe('fact');
  });

  test('is not seen by workers of another', () => {
    expect(ask('grid_worker', 'grid_overview', 'resident name', desk, 'list')).toMatchObject({
      granted: false,
      reason: 'not_your_grid',
    });
  });

  test('another purpose needs words', () => {
    const facts: Facts = { ...desk, ownGrid: true };
    expect(ask('grid_worker', 'other', 'resident name', facts)).toMatchObject({ reason: 'reason_missing' });
    expect(ask('grid_worker', 'other', 'resident name mobile', { ...facts, hasReason: true }).fields).toEqual(
      {
        name: 'masked',
        mobile: 'fact',
      },
    );
  });

  test('a write is granted whole or not at all', () => {
    const facts: Facts = { ...desk, ownGrid: true };
    expect(ask('grid_worker', 'record_keeping', 'resident name idNumber', facts, 'create').fields).toEqual({
      name: 'clear',
      idNumber: 'clear',
    });
    const half = ask('grid_worker', 'record_keeping', 'resident name nickname', facts, 'create');
    expect(half).toMatchObject({ granted: false, level: 'none', fields: { name: 'none', nickname: 'none' } });
  });
});

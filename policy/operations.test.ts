import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseActions, caseStates, step } from './cases/case.ts';
import { contexts } from './facts.ts';
import { operationRules, operations, permit, type OperationFacts } from './operations.ts';
import { roles, type Role } from './roles.ts';

const desk: OperationFacts = {
  context: 'desk',
  within: true,
  self: false,
  guardianOf: false,
  delegateOf: false,
  relation: null,
  minor: false,
  sensitive: false,
  strong: false,
  enrolling: false,
  unenrolled: false,
  service: false,
  ownGrid: false,
  maker: false,
  namesRole: false,
  givenBefore: false,
  saidHere: false,
  move: null,
  right: null,
};
const signedIn: OperationFacts = { ...desk, strong: true };
const asRight = (erases: boolean) => ({ strongly: true, decides: [], possible: true, erases });
const chat: OperationFacts = { ...desk, context: 'private' };
const group: OperationFacts = { ...desk, context: 'group' };

test.each<[string, string, OperationFacts]>([
  ['staff.appoint', 'administrator', desk],
  ['community.setup', 'administrator', desk],
  ['import', 'administrator', desk],
  ['token.mint', 'administrator', { ...desk, service: true }],
  ['token.revoke', 'administrator', desk],
  ['token.revoke', 'privacy_officer', desk],
  ['token.revoke', 'resident', { ...chat, self: true }],
  ['exchange', 'bot', group],
  ['exchange.switch', 'privacy_officer', desk],
  ['link.open', 'administrator', desk],
  ['link.open', 'resident', { ...chat, self: true }],
  ['link.open', 'grid_worker', { ...chat, ownGrid: true }],
  ['notification.take', 'bot', desk],
  ['binding.open', 'grid_worker', { ...desk, ownGrid: true }],
  ['binding.open', 'grid_worker', { ...signedIn, self: true }],
  ['binding.end', 'grid_worker', { ...chat, self: true }],
  ['ticket.list', 'grid_worker', { ...chat, ownGrid: true }],
  ['binding.open', 'resident', { ...signedIn, self: true }],
  ['sign_in.enrol', 'resident', { ...desk, self: true, enrolling: true }],
  ['sign_in.enrol', 'dispatcher', { ...signedIn, self: true }],
  ['sign_in.unlock', 'resident', { ...chat, self: true }],
  ['sign_in.invite', 'grid_worker', { ...signedIn, ownGrid: true, unenrolled: true }],
  ['sign_in.remove', 'privacy_officer', signedIn],
  ['sign_in.remove', 'administrator', signedIn],
  ['binding.answer', 'reporter', chat],
  ['binding.confirm', 'grid_worker', { ...desk, maker: true }],
  ['binding.end', 'resident', { ...chat, self: true }],
  ['binding.end', 'resident', { ...desk, self: true }],
  ['binding.end', 'privacy_officer', desk],
  ['binding.end', 'administrator', desk],
  ['consent.give', 'resident', { ...signedIn, self: true }],
  ['consent.give', 'resident', { ...chat, self: true, givenBefore: true, saidHere: true }],
  ['consent.withdraw', 'resident', { ...chat, self: true }],
  ['consent.refuse', 'resident', { ...chat, self: true }],
  ['consent.list', 'resident', { ...chat, self: true }],
  ['consent.give', 'guardian', { ...desk, guardianOf: true, strong: true }],
  ['consent.withdraw', 'guardian', { ...chat, guardianOf: true }],
  ['consent.give', 'delegate', { ...desk, delegateOf: true, strong: true }],
  ['consent.withdraw', 'delegate', { ...chat, delegateOf: true, sensitive: true }],
  ['consent.withdraw', 'resident', { ...chat, self: true, minor: true }],
  ['relation.guardian', 'grid_worker', { ...desk, ownGrid: true, minor: true }],
  ['relation.give', 'resident', { ...desk, self: true, strong: true }],
  ['relation.give', 'grid_worker', { ...desk, ownGrid: true }],
  ['relation.confirm', 'resident', { ...chat, self: true, saidHere: true }],
  ['relation.confirm', 'resident', { ...signedIn, self: true }],
  ['relation.end', 'resident', { ...chat, self: true }],
  ['relation.end', 'privacy_officer', desk],
  ['relation.list', 'resident', { ...chat, self: true }],
  ['right.open', 'guardian', { ...desk, guardianOf: true, strong: true, right: asRight(false) }],
  ['right.open', 'delegate', { ...desk, delegateOf: true, strong: true, right: asRight(false) }],
  ['log.own', 'guardian', { ...chat, guardianOf: true }],
  ['log.own', 'delegate', { ...chat, delegateOf: true }],
  ['ticket.list', 'delegate', { ...chat, delegateOf: true }],
  ['consent.receipt', 'resident', { ...chat, self: true }],
  ['consent.refuse', 'resident', { ...chat, self: true, minor: true }],
  ['consent.withdraw', 'resident', { ...chat, self: true, minor: true }],
  ['consent.record', 'grid_worker', { ...desk, ownGrid: true }],
  ['consent.confirm', 'resident', { ...chat, self: true, saidHere: true }],
  ['consent.confirm', 'resident', { ...signedIn, self: true }],
  ['consent.confirm', 'resident', { ...desk, self: true, saidHere: true }],
  ['consent.dispute', 'resident', { ...chat, self: true, minor: true }],
  ['ticket.create', 'reporter', group],
  ['ticket.create', 'resident', chat],
  ['ticket.list', 'grid_worker', { ...desk, ownGrid: true }],
  ['ticket.list', 'dispatcher', desk],
  ['ticket.list', 'reporter', { ...chat, self: true }],
  ['log.search', 'privacy_officer', desk],
  ['policy.read', 'outside_auditor', desk],
  ['log.own', 'resident', { ...chat, self: true }],
  ['approval.propose', 'dispatcher', { ...desk, namesRole: true }],
  ['approval.decide', 'committee_head', { ...desk, namesRole: true }],
  ['approval.list', 'grid_leader', desk],
  ['reporter.read', 'privacy_officer', { ...desk, maker: true }],
])('%s is granted to a %s under %o', (operation, role, facts) => {
  expect(permit(operation, role, facts)).toMatchObject({ granted: true, reason: 'granted' });
});

test.each<[string, string, OperationFacts, string]>([
  ['staff.appoint', 'privacy_officer', desk, 'no_rule'],
  ['staff.appoint', 'administrator', chat, 'own_page_only'],
  ['token.mint', 'privacy_officer', desk, 'no_rule'],
  ['token.revoke', 'grid_worker', desk, 'not_your_record'],
  ['exchange', 'administrator', desk, 'no_rule'],
  ['exchange.switch', 'administrator', desk, 'no_rule'],
  ['exchange.switch', 'bot', desk, 'no_rule'],
  ['exchange.switch', 'privacy_officer', { ...desk, within: false }, 'outside_the_link'],
  ['link.open', 'resident', { ...desk, self: true }, 'private_only'],
  ['link.open', 'resident', chat, 'not_your_record'],
  ['link.open', 'resident', { ...group, self: true }, 'private_only'],
  ['link.open', 'reporter', { ...chat, self: true }, 'no_rule'],
  ['link.open', 'grid_worker', chat, 'not_your_grid'],
  ['link.open', 'grid_worker', { ...desk, ownGrid: true }, 'private_only'],
  ['link.open', 'privacy_officer', desk, 'no_rule'],
  ['notification.take', 'administrator', desk, 'no_rule'],
  ['ticket.list', 'grid_worker', { ...group, ownGrid: true }, 'group_context'],
  ['binding.open', 'grid_worker', desk, 'not_your_grid'],
  ['binding.open', 'resident', { ...chat, self: true }, 'own_page_only'],
  ['binding.answer', 'reporter', group, 'private_only'],
  ['binding.answer', 'resident', chat, 'no_rule'],
  ['binding.confirm', 'grid_worker', { ...desk, ownGrid: true }, 'not_the_maker'],
  ['consent.give', 'resident', { ...chat, self: true }, 'consent_not_renewal'],
  ['consent.give', 'resident', { ...desk, givenBefore: true }, 'not_your_record'],
  ['consent.give', 'resident', { ...chat, self: true, givenBefore: true }, 'consent_elsewhere'],
  ['consent.give', 'resident', { ...desk, self: true, minor: true }, 'guardian_decides'],
  ['consent.receipt', 'resident', chat, 'not_your_record'],
  ['consent.receipt', 'grid_worker', { ...desk, ownGrid: true }, 'no_rule'],
  ['consent.record', 'grid_worker', desk, 'not_your_grid'],
  ['consent.record', 'grid_worker', { ...chat, ownGrid: true }, 'own_page_only'],
  ['consent.record', 'grid_worker', { ...desk, ownGrid: true, minor: true }, 'guardian_decides'],
  ['consent.record', 'resident', { ...desk, self: true }, 'no_rule'],
  ['consent.confirm', 'resident', { ...chat, self: true }, 'consent_elsewhere'],
  ['consent.confirm', 'resident', { ...desk, self: true }, 'consent_elsewhere'],
  ['relation.confirm', 'resident', { ...chat, self: true }, 'consent_elsewhere'],
  ['consent.confirm', 'resident', desk, 'not_your_record'],
  ['consent.confirm', 'grid_worker', { ...desk, ownGrid: true }, 'no_rule'],
  ['consent.dispute', 'resident', { ...group, self: true }, 'group_context'],
  ['consent.dispute', 'grid_worker', { ...desk, ownGrid: true }, 'no_rule'],
  ['binding.end', 'resident', chat, 'not_your_record'],
  ['binding.end', 'resident', { ...group, self: true }, 'group_context'],
  ['binding.end', 'grid_worker', { ...desk, ownGrid: true, maker: true }, 'not_your_record'],
  ['binding.end', 'reporter', { ...chat, self: true }, 'no_rule'],
  ['consent.give', 'grid_worker', { ...desk, ownGrid: true }, 'no_rule'],
  ['consent.withdraw', 'resident', { ...group, self: true }, 'group_context'],
  ['consent.give', 'resident', { ...desk, self: true, minor: true }, 'guardian_decides'],
  ['consent.give', 'guardian', { ...desk, strong: true }, 'not_guardian'],
  ['consent.give', 'guardian', { ...desk, strong: true, relation: 'hand_over' }, 'hand_over'],
  ['consent.give', 'guardian', { ...desk, guardianOf: true }, 'sign_in_needed'],
  ['consent.give', 'guardian', { ...chat, guardianOf: true, strong: true }, 'own_page_only'],
  [
    'consent.give',
    'delegate',
    { ...desk, delegateOf: true, strong: true, sensitive: true },
    'sensitive_is_own',
  ],
  ['consent.give', 'delegate', { ...desk, strong: true, relation: 'beyond_scope' }, 'beyond_scope'],
  ['consent.withdraw', 'delegate', { ...chat, relation: 'relation_over' }, 'relation_over'],
  ['relation.give', 'resident', { ...chat, self: true, strong: true }, 'own_page_only'],
  ['relation.give', 'resident', { ...desk, self: true }, 'sign_in_needed'],
  ['relation.give', 'resident', { ...desk, self: true, strong: true, minor: true }, 'guardian_decides'],
  ['relation.give', 'delegate', { ...desk, delegateOf: true, strong: true }, 'no_rule'],
  ['relation.end', 'delegate', { ...desk, delegateOf: true, strong: true }, 'no_rule'],
  ['relation.guardian', 'grid_worker', desk, 'not_your_grid'],
  ['relation.guardian', 'dispatcher', { ...desk, ownGrid: true }, 'no_rule'],
  [
    'right.open',
    'delegate',
    { ...desk, delegateOf: true, strong: true, right: asRight(true) },
    'erase_is_own',
  ],
  [
    'right.open',
    'guardian',
    { ...desk, guardianOf: true, strong: true, right: asRight(true) },
    'erase_is_own',
  ],
  ['right.open', 'delegate', { ...desk, strong: true, right: asRight(false) }, 'not_delegate'],
  ['log.own', 'delegate', { ...chat, relation: 'relation_ended' }, 'relation_ended'],
  ['ticket.list', 'grid_worker', desk, 'not_your_grid'],
  ['ticket.list', 'resident', { ...group, self: true }, 'group_context'],
  ['ticket.move', 'grid_worker', desk, 'case_missing'],
  ['log.search', 'administrator', desk, 'no_rule'],
  ['policy.read', 'grid_worker', desk, 'no_rule'],
  ['log.own', 'resident', { ...group, self: true }, 'group_context'],
  ['log.own', 'grid_worker', { ...desk, self: true }, 'no_rule'],
  ['approval.propose', 'dispatcher', desk, 'not_this_role'],
  ['approval.propose', 'dispatcher', { ...chat, namesRole: true }, 'own_page_only'],
  ['approval.decide', 'committee_head', { ...desk, namesRole: true, maker: true }, 'own_proposal'],
  ['approval.decide', 'committee_head', desk, 'not_this_role'],
  ['approval.decide', 'grid_worker', { ...desk, namesRole: true }, 'no_rule'],
  ['reporter.read', 'privacy_officer', desk, 'not_the_maker'],
  ['token.mint', 'administrator', desk, 'people_sign_in'],
  ['binding.open', 'resident', { ...desk, self: true }, 'sign_in_needed'],
  ['consent.give', 'resident', { ...desk, self: true }, 'sign_in_needed'],
  ['sign_in.enrol', 'resident', { ...chat, self: true, strong: true }, 'own_page_only'],
  ['sign_in.enrol', 'resident', { ...desk, self: true }, 'enrolment_only'],
  ['sign_in.enrol', 'resident', { ...signedIn, enrolling: true }, 'not_your_record'],
  ['sign_in.invite', 'grid_worker', { ...signedIn, unenrolled: true }, 'not_your_grid'],
  ['sign_in.invite', 'grid_worker', { ...signedIn, ownGrid: true }, 'enrolled_already'],
  ['sign_in.invite', 'administrator', { ...signedIn, ownGrid: true, unenrolled: true }, 'no_rule'],
  ['sign_in.remove', 'grid_worker', { ...signedIn, ownGrid: true }, 'no_rule'],
])('%s is refused to a %s under %o: %s', (operation, role, facts, reason) => {
  expect(permit(operation, role, facts)).toMatchObject({ granted: false, reason });
});

const anyFacts: fc.Arbitrary<OperationFacts> = fc.record({
  context: fc.constantFrom(...contexts),
  guardianOf: fc.boolean(),
  delegateOf: fc.boolean(),
  relation: fc.constant(null),
  minor: fc.boolean(),
  sensitive: fc.boolean(),
  strong: fc.boolean(),
  enrolling: fc.boolean(),
  unenrolled: fc.boolean(),
  service: fc.boolean(),
  within: fc.constantFrom(true, true, true, true, true, true, true, false),
  self: fc.boolean(),
  ownGrid: fc.boolean(),
  maker: fc.boolean(),
  namesRole: fc.boolean(),
  givenBefore: fc.boolean(),
  saidHere: fc.boolean(),
  move: fc.option(
    fc.record({
      state: fc.constantFrom(...caseStates),
      action: fc.constantFrom(...caseActions),
      reporter: fc.boolean(),
      assignee: fc.boolean(),
    }),
  ),
  right: fc.option(
    fc.record({
      strongly: fc.boolean(),
      decides: fc.subarray<Role>(['grid_worker', 'privacy_officer']),
      possible: fc.boolean(),
      erases: fc.boolean(),
    }),
  ),
});

test('what could be taken from somebody by their chat account alone needs a passkey or a PIN', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('right.open', 'right.withdraw', 'right.copy'),
      anyFacts,
      (operation, facts) => {
        const weak = {
          ...facts,
          strong: false,
          right: { strongly: true, decides: [], possible: true, erases: false },
        };
        expect(permit(operation, 'resident', weak).granted).toBe(false);
      },
    ),
  );
});

test('a request is decided by a role that the right names, while it is pending, at a desk', () => {
  fc.assert(
    fc.property(fc.constantFrom(...roles), anyFacts, (role, facts) => {
      if (!permit('right.decide', role, facts).granted) return;
      expect(facts.context).toBe('desk');
      expect(facts.right?.possible).toBe(true);
      expect(facts.right?.decides).toContain(role);
      if (role === 'grid_worker') expect(facts.ownGrid).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a ticket moves exactly where the case machine says, outside groups, dispatchers at their desk', () => {
  fc.assert(
    fc.property(fc.constantFrom(...roles), anyFacts, (role, facts) => {
      const moved =
        facts.move !== null &&
        step(facts.move.state, facts.move.action, { ...facts.move, role, ownGrid: facts.ownGrid }).ok;
      const lets = role !== 'delegate' || facts.delegateOf;
      const place = role === 'dispatcher' ? facts.context === 'desk' : facts.context !== 'group';
      expect(permit('ticket.move', role, facts).granted).toBe(moved && place && facts.within && lets);
    }),
    { numRuns: 2000 },
  );
});

test('is total: what is unknown is refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), anyFacts, (operation, role, facts) => {
      fc.pre(
        !(operations as readonly string[]).includes(operation) ||
          !(roles as readonly string[]).includes(role),
      );
      expect(permit(operation, role, facts)).toEqual({ granted: false, rule: 'none', reason: 'no_rule' });
    }),
  );
});

test('in a group only a report and an exchange are possible', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operations),
      fc.constantFrom(...roles),
      anyFacts,
      (operation, role, facts) => {
        if (!permit(operation, role, { ...facts, context: 'group' }).granted) return;
        // The bot itself sits at a desk; it says where an answer goes only when it exchanges.
        expect(['ticket.create', 'exchange', 'notification.take']).toContain(operation);
      },
    ),
    { numRuns: 2000 },
  );
});

test('every operation has a rule, and every rule its own id', () => {
  expect(new Set(operationRules.map(({ operation }) => operation))).toEqual(new Set(operations));
  expect(new Set(operationRules.map(({ id }) => id)).size).toBe(operationRules.length);
});

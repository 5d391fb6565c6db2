import { expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { type ConsentState, consentStates, type Facts, nothingKnown } from '../facts.ts';
import { fieldsOf } from '../fields.ts';
import { purposeIds, restsOnConsent } from '../purposes.ts';
import { policy } from '../rules.ts';

const visiting = (consent: ConsentState): Facts => ({
  ...nothingKnown,
  ownGrid: true,
  consent,
  case: { kind: 'visit', state: 'accepted', mine: true, about: true, inTime: true },
});
const visit = (field: string, consent: ConsentState) =>
  decide(
    { action: 'read', role: 'grid_worker', purpose: 'care_visit', type: 'resident', fields: [field] },
    visiting(consent),
  );

test('what a worker recorded at the door lets them find the door, and not the care needs, until it is confirmed', () => {
  expect(visit('address', 'provisional')).toMatchObject({ granted: true, level: 'clear' });
  expect(visit('care', 'provisional')).toMatchObject({
    granted: false,
    rule: 'confirmed-for-more',
    reason: 'consent_unconfirmed',
    fact: 'consent',
  });
  expect(visit('care', 'given')).toMatchObject({ granted: true, level: 'clear' });
});

test('an unconfirmed consent releases no sensitive field and hands nothing over, whatever the facts are', () => {
  for (const purpose of purposeIds.filter(restsOnConsent)) {
    for (const { roles, actions, type, fields } of policy.grants.filter(
      (grant) => grant.purpose === purpose,
    )) {
      for (const field of fields) {
        const isMore = purpose === 'provide_by_consent' || fieldsOf(type)[field]?.class === 'sensitive';
        if (!isMore) continue;
        for (const role of roles)
          for (const action of actions)
            for (const inTime of [true, false]) {
              const facts = { ...visiting('provisional'), strong: true, self: true };
              const asked = { action, role, purpose, type, fields: [field] };
              const open = { kind: 'ticket', state: 'handling', mine: true, about: true, inTime } as const;
              expect(decide(asked, facts).granted).toBe(false);
              expect(decide(asked, { ...facts, case: open }).granted).toBe(false);
            }
      }
    }
  }
});

test('of all that can be said of a consent only given and provisional open anything', () => {
  const opening = consentStates.filter((state) => visit('address', state).granted);
  expect(opening).toEqual(['given', 'provisional']);
});

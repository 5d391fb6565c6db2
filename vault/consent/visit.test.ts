import { beforeEach, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { noticeOf } from '../../tests/node-vault.ts';

/** A care visit: the purpose whose consent opens something sensitive. */
let c: NodeCommunity;
let visit: string;
const { id, version, sha256, lang } = noticeOf('care_visit');
const notice = { id, version, sha256, lang };

beforeEach(async () => {
  c = await nodeCommunity();
  const leader = c.staff('grid_leader', [3], '孙丽');
  value(
    c.ask(c.worker.token, 'updateRecord', {
      type: 'resident',
      id: c.resident,
      purpose: 'record_keeping',
      version: 1,
      fields: { care: '独居,耳背,请按门铃两次' },
    }),
  );
  const plan = {
    purpose: 'care_visit',
    grid: 3,
    subjects: [c.resident],
    days: 7,
    reason: '入冬看望',
  } as const;
  visit = value(c.ask(c.worker.token, 'planVisit', plan)).id;
  value(c.ask(leader.token, 'moveVisit', { visit, move: 'approve' }));
  c.bind('wx-wang', c.resident);
});

const look = () =>
  c.ask(c.worker.token, 'readRecord', {
    type: 'resident',
    id: c.resident,
    purpose: 'care_visit',
    case: visit,
    fields: ['address', 'care'],
  });
const say = (event: 'given' | 'withdrawn' | 'confirmed') =>
  c.ask(c.page(c.resident), 'recordConsent', {
    purpose: 'care_visit',
    event,
    ...(event === 'given' ? { notice } : {}),
  });
const reads = () => value(c.ask(c.officer.token, 'searchLog', { limit: 1, action: 'record.read' })).items[0];

test('recorded at the door it shows where, and what somebody needs only after their own word', () => {
  expect(code(look())).toBe('denied');
  expect(reads()).toMatchObject({ reason: 'no_consent', rule: 'consent-first' });
  value(
    c.ask(c.worker.token, 'recordAtDoor', {
      resident: c.resident,
      purpose: 'care_visit',
      event: 'given',
      notice,
      checked: 'identity_card',
    }),
  );
  expect(value(look()).fields).toMatchObject({ address: { level: 'clear' }, care: { level: 'none' } });
  expect(reads()).toMatchObject({ decision: 'granted', fields: { address: 'clear', care: 'none' } });
  value(say('confirmed'));
  expect(value(look()).fields).toMatchObject({ care: { level: 'clear', value: '独居,耳背,请按门铃两次' } });
});

test('withdrawn it takes them off the round with the next look, and its worker is told so', () => {
  value(say('given'));
  expect(code(look())).toBe('ok');
  const li = value(c.ask(c.worker.token, 'openBinding', {}));
  value(c.ask(c.chat('wx-li'), 'answerBinding', { code: li.code ?? '' }));
  value(c.ask(c.worker.token, 'confirmBinding', li.id));
  value(say('withdrawn'));
  expect(code(look())).toBe('denied');
  expect(reads()).toMatchObject({ reason: 'consent_withdrawn' });
  const kinds = value(c.ask(c.bot.token, 'takeNotifications', { limit: 50 })).items.map(({ kind }) => kind);
  expect(kinds).toContain('consent_withdrawn_visit');
});

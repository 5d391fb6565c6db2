import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { noticeOf, type NodeVault, phoneNotice } from '../../tests/node-vault.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { transact } from '../vault.ts';
import { sweepConsents } from './due.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const day = 24 * 3_600_000;
/** Tokens of staff last an hour, and these tests take a year. */
const worker = () => c.page(c.worker.id);
const ref = ({ id, version, sha256, lang }: typeof phoneNotice) => ({ id, version, sha256, lang });

beforeEach(async () => {
  c = await nodeCommunity();
});

interface AtDoor {
  purpose?: PurposeId;
  event?: 'given' | 'refused';
  resident?: string;
}
const atDoor = (by = worker(), { purpose = 'phone_contact', event = 'given', resident }: AtDoor = {}) =>
  ask(by, 'recordAtDoor', {
    resident: resident ?? c.resident,
    purpose,
    event,
    notice: ref(noticeOf(purpose)),
    checked: 'known',
  });
const say = (
  by: string,
  event: 'given' | 'withdrawn' | 'confirmed' | 'disputed',
  purpose: PurposeId = 'phone_contact',
) =>
  ask(by, 'recordConsent', {
    purpose,
    event,
    ...(event === 'given' ? { notice: ref(noticeOf(purpose)) } : {}),
  });
/** What the alarm does; as of `now`. */
const sweep = (now: number) => transact(c.vault.vault, () => sweepConsents(c.vault.vault, now));
/** The newest entries, but for the tokens that the tests take. */
const log = () =>
  value(ask(c.page(c.officer.id), 'searchLog', { limit: 20 })).items.filter(
    ({ action }) => action !== 'token.mint',
  );
const standing = (purpose: PurposeId = 'phone_contact') =>
  value(ask(c.page(c.resident), 'listConsents', {})).items.find((item) => item.purpose === purpose);
const reminders = () =>
  value(ask(c.page(c.bot.id), 'takeNotifications', { limit: 50 })).items.map(({ kind }) => kind);

/** A ticket of the resident's that the worker is handling. */
function ticket(): string {
  const made = value(
    ask(c.chat('wx-wang'), 'createTicket', { category: 'lift', description: '电梯坏了', place: '3号楼' }),
  );
  if (!('id' in made)) throw new Error('a private chat gets the ticket itself');
  value(ask(worker(), 'moveTicket', { ticket: made.id, action: 'take', version: 1 }));
  return made.id;
}
const call = (of: string) =>
  ask(worker(), 'readRecord', {
    type: 'resident',
    id: c.resident,
    purpose: 'phone_contact',
    case: of,
    fields: ['mobile'],
  });

describe('a consent recorded at the door', () => {
  test('is provisional, is said to be a worker’s word, and asks the person in their chat', () => {
    c.bind('wx-wang', c.resident);
    expect(value(atDoor())).toEqual({
      purpose: 'phone_contact',
      state: 'provisional',
      confirmBy: c.vault.now + 7 * day,
    });
    expect(log()[0]).toMatchObject({
      action: 'consent.record',
      decision: 'done',
      role: 'grid_worker',
      rule: 'consent-at-door',
    });
    expect(standing()).toMatchObject({
      state: 'provisional',
      by: 'door',
      until: c.vault.now + 7 * day,
      ask: { may: false, why: 'to_confirm' },
      history: [{ event: 'given', by: 'worker', checked: 'known', channel: 'in_person' }],
    });
    expect(reminders()).toContain('consent_confirm');
  });

  test('stands in the person’s own log as somebody else’s doing', () => {
    atDoor();
    const own = value(ask(c.page(c.resident), 'ownLog', { limit: 5, only: 'others' }));
    expect(own.items.map(({ action }) => action)).toContain('consent.record');
  });

  test('lets the worker call at once, and shows no care needs before it is confirmed', () => {
    c.bind('wx-wang', c.resident);
    const open = ticket();
    expect(code(call(open))).toBe('denied');
    value(atDoor());
    expect(value(call(open)).fields['mobile']).toMatchObject({ level: 'clear' });
  });

  test('is for residents of the worker’s own grid alone', () => {
    expect(code(atDoor(c.otherWorker.token))).toBe('denied');
    expect(log()[0]).toMatchObject({
      action: 'consent.record',
      decision: 'refused',
      reason: 'not_your_grid',
    });
    expect(code(atDoor(c.dispatcher.token))).toBe('denied');
    expect(log()[0]).toMatchObject({ reason: 'no_rule' });
    expect(code(atDoor(c.page(c.resident)))).toBe('denied');
    expect(standing()).toMatchObject({ state: 'none' });
  });

  test('is about a notice in force, and a purpose that rests on consent', () => {
    const old = { ...ref(phoneNotice), sha256: '00'.repeat(32) };
    const request = { resident: c.resident, event: 'given', checked: 'known' } as const;
    expect(code(ask(worker(), 'recordAtDoor', { ...request, purpose: 'phone_contact', notice: old }))).toBe(
      'invalid',
    );
    const minor = ref(noticeOf('phone_contact', 'minor'));
    expect(code(ask(worker(), 'recordAtDoor', { ...request, purpose: 'phone_contact', notice: minor }))).toBe(
      'invalid',
    );
    expect(
      code(ask(worker(), 'recordAtDoor', { ...request, purpose: 'dog_care', notice: ref(phoneNotice) })),
    ).toBe('invalid');
  });

  test('is never one of a child: the guardian decides', () => {
    const fields = { name: '王小宝', birthDate: '2020-05-01' };
    const child = value(
      ask(worker(), 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields,
      }),
    ).id;
    expect(code(atDoor(worker(), { resident: child }))).toBe('denied');
    expect(log()[0]).toMatchObject({ action: 'consent.record', reason: 'guardian_decides' });
  });
});

describe('the person’s own word', () => {
  test('confirms it on their page, and in a chat that was theirs before', () => {
    c.bind('wx-wang', c.resident);
    atDoor();
    expect(value(say(c.chat('wx-wang'), 'confirmed'))).toMatchObject({ state: 'given', by: 'door' });
    expect(log()[0]).toMatchObject({ action: 'consent.confirm', decision: 'done', role: 'resident' });
    expect(standing()?.history.map(({ event }) => event)).toEqual(['confirmed', 'given']);
  });

  test('confirms it on the page that such a chat opens', () => {
    c.bind('wx-wang', c.resident);
    atDoor();
    expect(code(say(c.chatPage('wx-wang'), 'confirmed'))).toBe('ok');
  });

  test('is not said by a telephone that was bound after the record', () => {
    atDoor();
    c.bind('wx-worker', c.resident);
    expect(code(say(c.chat('wx-worker'), 'confirmed'))).toBe('denied');
    expect(log()[0]).toMatchObject({ action: 'consent.confirm', reason: 'consent_elsewhere' });
    // The page that it opens is no more than the chat.
    expect(code(say(c.chatPage('wx-worker'), 'confirmed'))).toBe('denied');
    expect(code(say(c.page(c.resident), 'confirmed'))).toBe('ok');
  });

  test('is not the worker’s', () => {
    atDoor();
    expect(code(say(worker(), 'confirmed'))).toBe('denied');
    expect(standing()).toMatchObject({ state: 'provisional' });
  });

  test('“no, I did not” ends it at once, in any chat of theirs, and tells the officer whose record it was', () => {
    c.bind('wx-wang', c.resident);
    const open = ticket();
    atDoor();
    expect(code(call(open))).toBe('ok');
    expect(value(say(c.chat('wx-wang'), 'disputed'))).toMatchObject({
      state: 'refused',
      ended: [{ number: 1 }],
    });
    const [alert, dispute] = log();
    expect(alert).toMatchObject({ action: 'watch.alert', reason: 'disputed' });
    expect(dispute).toMatchObject({
      action: 'consent.dispute',
      decision: 'done',
      words: `recorded by ${c.worker.id}`,
    });
    expect(value(c.ask(c.officer.token, 'listAlerts', undefined)).items).toMatchObject([
      { kind: 'disputed', of: c.worker.id, state: 'open' },
    ]);
    expect(code(call(open))).toBe('denied');
    expect(log()[0]).toMatchObject({ action: 'record.read', reason: 'consent_refused' });
  });

  test('also after it was confirmed, by whoever held the telephone', () => {
    c.bind('wx-wang', c.resident);
    atDoor();
    say(c.chat('wx-wang'), 'confirmed');
    expect(value(say(c.page(c.resident), 'disputed'))).toMatchObject({ state: 'refused' });
  });

  test('has to have something that it is said to', () => {
    const page = c.page(c.resident);
    expect(code(say(page, 'confirmed'))).toBe('invalid');
    expect(log()[0]).toMatchObject({ action: 'consent.confirm', reason: 'nothing_to_confirm' });
    value(say(page, 'given'));
    expect(code(say(page, 'disputed'))).toBe('invalid');
    expect(standing()).toMatchObject({ state: 'given', by: 'self' });
  });
});

describe('what nobody confirms', () => {
  test('runs out after seven days, with an entry, and comes too late after', () => {
    c.bind('wx-wang', c.resident);
    const open = ticket();
    atDoor();
    c.vault.now += 7 * day - 1;
    expect(code(call(open))).toBe('ok');
    c.vault.now += 1;
    expect(code(call(open))).toBe('denied');
    expect(log()[0]).toMatchObject({ reason: 'consent_expired' });
    expect(sweep(c.vault.now)).toBe(1);
    expect(log()[0]).toMatchObject({ action: 'consent.expire', role: 'system' });
    expect(sweep(c.vault.now)).toBe(0);
    expect(code(say(c.page(c.resident), 'confirmed'))).toBe('invalid');
    expect(standing()?.history.map(({ event }) => event)).toEqual(['expired', 'given']);
  });

  test('a sweep before that changes nothing, and one after a confirmation neither', () => {
    atDoor();
    expect(sweep(c.vault.now + 6 * day)).toBe(0);
    say(c.page(c.resident), 'confirmed');
    c.vault.now += 8 * day;
    sweep(c.vault.now);
    expect(standing()).toMatchObject({ state: 'given' });
  });
});

describe('asking again at the door', () => {
  const why = (outcome: ReturnType<typeof atDoor>) =>
    outcome.ok ? 'asked' : outcome.problem.errors?.map((error) => error.code)[0];

  test('is refused with why and from when, and is logged', () => {
    say(c.page(c.resident), 'given');
    expect(why(atDoor())).toBe('not_to_be_asked_stands');
    say(c.page(c.resident), 'withdrawn');
    expect(why(atDoor())).toBe('not_to_be_asked_same_text');
    expect(log()[0]).toMatchObject({
      action: 'consent.record',
      decision: 'refused',
      reason: 'not_to_be_asked',
    });
    c.vault.now += 400 * day;
    expect(why(atDoor())).toBe('not_to_be_asked_same_text');
  });

  test('after a no to an older text waits thirty days, and says the day', () => {
    say(c.page(c.resident), 'given');
    say(c.page(c.resident), 'withdrawn');
    const later = { ...phoneNotice, version: '99', sha256: '11'.repeat(32) };
    Object.assign(c.vault.vault, { notices: [later] });
    const again = () =>
      ask(worker(), 'recordAtDoor', {
        resident: c.resident,
        purpose: 'phone_contact',
        event: 'given',
        notice: ref(later),
        checked: 'answers',
      });
    const outcome = again();
    expect(outcome.ok ? '' : outcome.problem.errors?.[0]?.zh).toContain('2026-12-23起');
    c.vault.now += 30 * day - 1;
    expect(why(again())).toBe('not_to_be_asked_too_soon');
    c.vault.now += 1;
    expect(why(again())).toBe('asked');
  });

  test('a no at the door holds at once, and the person may say yes themselves at any time', () => {
    c.bind('wx-wang', c.resident);
    expect(value(atDoor(worker(), { event: 'refused' }))).toMatchObject({
      state: 'refused',
      confirmBy: null,
    });
    expect(reminders()).toContain('consent_recorded');
    expect(why(atDoor())).toBe('not_to_be_asked_same_text');
    expect(code(say(c.page(c.resident), 'given'))).toBe('ok');
  });
});

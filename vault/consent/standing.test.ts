import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { noticeOf, type NodeVault, phoneNotice } from '../../tests/node-vault.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { transact } from '../vault.ts';
import { sweepConsents } from './due.ts';
import { appendEvents } from './events.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const day = 24 * 3_600_000;
/** Tokens of staff last an hour, and these tests take a year. */
const worker = () => c.page(c.worker.id);

beforeEach(async () => {
  c = await nodeCommunity();
});

const say = (by: string, event: 'given' | 'refused' | 'withdrawn', purpose: PurposeId = 'phone_contact') => {
  const { id, version, sha256, lang } = noticeOf(purpose);
  return ask(by, 'recordConsent', {
    purpose,
    event,
    ...(event === 'withdrawn' ? {} : { notice: { id, version, sha256, lang } }),
  });
};
const standing = (purpose: PurposeId = 'phone_contact') =>
  value(ask(c.page(c.resident), 'listConsents', {})).items.find((item) => item.purpose === purpose);
/** What the alarm does; as of `now`. */
const sweep = (now: number) => transact(c.vault.vault, () => sweepConsents(c.vault.vault, now));
/** The newest entry, but for the tokens that the tests take. */
const newest = () =>
  value(ask(c.page(c.officer.id), 'searchLog', { limit: 20 })).items.find(
    ({ action }) => action !== 'token.mint',
  );
const reminders = () =>
  value(ask(c.page(c.bot.id), 'takeNotifications', { limit: 50 })).items.filter(({ kind }) =>
    kind.startsWith('consent'),
  );

describe('a withdrawal', () => {
  test('says who can no longer see what, and what goes on all the same', () => {
    const page = c.page(c.resident);
    say(page, 'given');
    const { stops, goesOn } = value(say(page, 'withdrawn'));
    expect(stops.map(({ zh }) => zh).join('\n')).toMatch(/网格员.*不能再看您的手机号\(完整显示\)/);
    expect(goesOn.map(({ zh }) => zh).join('\n')).toMatch(/「网格日常」仍能看您的.*手机号\(部分遮住\)/);
    expect(stops.map(({ en }) => en).join('\n')).toMatch(/can no longer see mobile number \(in clear\)/);
  });

  test('ends the clear access of open tickets with the very next read, and tells their worker', () => {
    c.bind('wx-wang', c.resident);
    const li = value(ask(worker(), 'openBinding', {}));
    value(ask(c.chat('wx-li'), 'answerBinding', { code: li.code ?? '' }));
    value(ask(worker(), 'confirmBinding', li.id));
    say(c.page(c.resident), 'given');
    value(ask(c.chat('wx-wang'), 'createTicket', { category: 'lift', description: '坏了', place: '3号楼' }));
    value(ask(worker(), 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const { items } = value(
      ask(worker(), 'listTickets', { purpose: 'handle_ticket', where: { todo: true }, limit: 5 }),
    );
    const call = () =>
      ask(worker(), 'readRecord', {
        type: 'resident',
        id: c.resident,
        purpose: 'phone_contact',
        case: items[0]?.id ?? '',
        fields: ['mobile'],
      });
    expect(code(call())).toBe('ok');
    expect(value(say(c.chat('wx-wang'), 'withdrawn')).ended).toEqual([{ year: 2026, number: 1 }]);
    expect(code(call())).toBe('denied');
    expect(newest()).toMatchObject({ action: 'record.read', reason: 'consent_withdrawn' });
    expect(reminders()).toMatchObject([{ kind: 'consent_withdrawn', ticket: 1 }]);
  });

  test('of what rests on a duty is answered with how to ask for an explanation', () => {
    const outcome = ask(c.page(c.resident), 'recordConsent', { purpose: 'dog_care', event: 'withdrawn' });
    expect(outcome.ok ? [] : outcome.problem.errors).toMatchObject([
      { code: 'not_by_consent', zh: expect.stringMatching(/这项不靠您的同意,您可以要求说明.*找隐私官/) },
    ]);
  });
});

describe('a consent with an end', () => {
  const year = 365 * day;
  test('lasts as long as its notice says, is asked about in its last month, and runs out with an entry', () => {
    c.bind('wx-wang', c.resident);
    say(c.page(c.resident), 'given', 'care_visit');
    const until = c.vault.now + year;
    expect(standing('care_visit')).toMatchObject({ state: 'given', until, ask: { why: 'stands' } });
    c.vault.now = until - 30 * day;
    expect(sweep(c.vault.now)).toBe(1);
    expect(reminders()).toMatchObject([{ kind: 'consent_renew' }]);
    expect(standing('care_visit')).toMatchObject({ ask: { may: true, kind: 'renewal' } });
    c.vault.now = until;
    expect(standing('care_visit')).toMatchObject({ state: 'expired' });
    sweep(c.vault.now);
    expect(newest()).toMatchObject({ action: 'consent.expire', subject: c.resident });
    expect(standing('care_visit')?.history.map(({ event }) => event)).toEqual(['expired', 'given']);
  });

  test('is renewed before it ends, for another year', () => {
    say(c.page(c.resident), 'given', 'care_visit');
    c.vault.now += year - day;
    expect(value(say(c.page(c.resident), 'given', 'care_visit'))).toMatchObject({
      state: 'given',
      until: c.vault.now + year,
      history: [{ event: 'renewed' }, { event: 'given' }],
    });
    c.vault.now += 2 * day;
    sweep(c.vault.now);
    expect(standing('care_visit')).toMatchObject({ state: 'given' });
  });

  test('that ran out while nobody looked has its end in the history, before what comes after', () => {
    say(c.page(c.resident), 'given', 'care_visit');
    c.vault.now += year + day;
    say(c.page(c.resident), 'given', 'care_visit');
    expect(standing('care_visit')?.history.map(({ event }) => event)).toEqual(['given', 'expired', 'given']);
  });
});

test('nobody is asked for what a no was said to; the page and the chat hear why', () => {
  say(c.page(c.resident), 'refused');
  expect(standing()).toMatchObject({ state: 'refused', ask: { may: false, why: 'same_text', from: null } });
  expect(standing('care_visit')).toMatchObject({ state: 'none', ask: { may: true, kind: 'first' } });
  expect(standing('dog_care')).toMatchObject({ state: 'not_asked_for', ask: null });
});

describe('a child', () => {
  const birth = (date: string) =>
    value(
      ask(worker(), 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '王小宝', birthDate: date },
      }),
    ).id;

  test('is asked with the notice for minors, and does not consent alone', () => {
    const child = birth('2020-05-01');
    const { items } = value(ask(c.page(child), 'listConsents', {}));
    expect(items.find(({ purpose }) => purpose === 'phone_contact')).toMatchObject({ audience: 'minor' });
    const { id, version, sha256, lang } = noticeOf('phone_contact', 'minor');
    const outcome = ask(c.page(child), 'recordConsent', {
      purpose: 'phone_contact',
      event: 'given',
      notice: { id, version, sha256, lang },
    });
    expect(code(outcome)).toBe('denied');
    expect(newest()).toMatchObject({ action: 'consent.give', reason: 'guardian_decides' });
  });

  test('of fourteen is asked anew: what the guardian said to the notice for minors ends that day', () => {
    const child = birth('2012-12-01');
    const { id, version, sha256, lang } = noticeOf('phone_contact', 'minor');
    const { vault, now } = c.vault;
    transact(vault, () => {
      const { rows } = appendEvents({ vault, now }, { subject: child, purpose: 'phone_contact' }, [
        {
          event: 'given',
          notice: { id, version, sha256, lang },
          by: { kind: 'guardian', id: c.resident, checked: null },
          channel: { kind: 'page', message: null },
        },
      ]);
      const about = { subject: child, purpose: 'phone_contact' };
      const by = { actor: c.resident, role: 'guardian', via: 'test', request: 'request' };
      vault.journal.append({ action: 'consent.give', decision: 'done', subject: about, rows, ...by }, now);
    });
    const theirs = () =>
      value(ask(c.page(child), 'listConsents', {})).items.find(({ purpose }) => purpose === 'phone_contact');
    expect(theirs()).toMatchObject({ state: 'given', by: 'guardian', audience: 'minor' });
    c.vault.now = Date.UTC(2026, 10, 30, 15, 59, 59);
    expect(theirs()).toMatchObject({ state: 'given' });
    c.vault.now += 1000;
    expect(theirs()).toMatchObject({ state: 'hand_over', audience: 'adult', ask: { kind: 'first' } });
  });
});

describe('a receipt', () => {
  const receipt = (by: string, id: string) => ask(by, 'consentReceipt', { id });
  test('is of one’s own events alone, the same each time, and asking for it is logged', () => {
    const page = c.page(c.resident);
    const [event] = value(say(page, 'given')).history;
    const id = event?.id ?? '';
    const first = value(receipt(page, id));
    expect(first.receipt).toMatchObject({
      record_id: id,
      pii_principal_id: c.resident,
      privacy_notice: { id: 'phone_contact', sha256: phoneNotice.sha256 },
      event: { event_state: 'given', to_confirm: false, entity: { kind: 'subject', id: c.resident } },
      log: { origin: 'lindun/hengda/1' },
    });
    expect(newest()).toMatchObject({
      action: 'consent.receipt',
      decision: 'granted',
      purpose: 'phone_contact',
    });
    c.vault.now += day;
    expect(value(receipt(c.page(c.resident), id))).toEqual(first);
    const other = value(
      ask(worker(), 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '孙丽' },
      }),
    ).id;
    expect(code(receipt(c.page(other), id))).toBe('denied');
    expect(newest()).toMatchObject({ action: 'consent.receipt', decision: 'refused', reason: 'not_there' });
    expect(code(receipt(worker(), id))).toBe('denied');
  });

  test('names the log entry that its event was written in', () => {
    const page = c.page(c.resident);
    const [event] = value(say(page, 'given')).history;
    const entry = c.vault.vault.journal.size - 1;
    expect(value(receipt(page, event?.id ?? '')).receipt.log.entry).toBe(entry);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { amr, uploaded } from '../../tests/attach.ts';
import { perDay } from './budget.ts';
import { enter } from './links.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

const hour = 3_600_000;
const words = { category: 'other', description: '3号楼的灯坏了' };
const report = (contact: string, context: 'private' | 'group' = 'private') =>
  c.vault.ask(c.chat(contact, context), 'createTicket', words);
const newest = () => value(c.vault.ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('what one person brings in each day is bounded:', () => {
  test.each(['wx-wang', 'wx-stranger'])('the tickets of %s, in a group and in private', (contact) => {
    for (let n = 0; n < perDay['ticket.create']; n += 1)
      expect(code(report(contact, n % 2 === 0 ? 'group' : 'private'))).toBe('ok');
    const refused = report(contact, 'group');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'too_many_requests' } });
    expect(newest()).toMatchObject({ action: 'ticket.create', decision: 'refused', reason: 'over_budget' });
    // Somebody else's is their own, and the next day is another.
    expect(code(report('wx-other'))).toBe('ok');
    c.vault.now += 24 * hour;
    c.bot.token = value(c.vault.ask(c.administrator, 'mintToken', { for: c.bot.id, minutes: 60 })).token;
    expect(code(report(contact))).toBe('ok');
  });

  test('a report that was sent again uses nothing, and gets the answer it had', () => {
    for (let n = 0; n < perDay['ticket.create'] + 5; n += 1)
      expect(code(c.vault.ask(c.chat('wx-wang'), 'createTicket', words, 'the same'))).toBe('ok');
    expect(code(report('wx-wang'))).toBe('ok');
  });

  test('the words added to tickets, also on the page that a chat opens', () => {
    value(report('wx-wang'));
    const secret = value(c.vault.ask(c.chat('wx-wang'), 'openLink', {})).path.split('#')[1] ?? '';
    const { vault, now } = c.vault;
    const { token } = value(transact(vault, () => enter(vault, { secret, request: 'tap' }, now)));
    const add = () => c.vault.ask(token, 'supplementTicket', { ticket: '1', text: '还' });
    for (let n = 0; n < perDay['ticket.supplement']; n += 1) expect(code(add())).toBe('ok');
    expect(code(add())).toBe('too_many_requests');
    expect(newest()).toMatchObject({ action: 'ticket.supplement', reason: 'over_budget', ticket: 1 });
  });

  test('what is attached', async () => {
    const sent = await uploaded(amr());
    for (const n of ['1', '2', '3', '4', '5', '6']) {
      value(report('wx-wang'));
      for (let file = 0; file < 5; file += 1) {
        const attached = c.vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket: n, ...sent });
        expect(code(attached)).toBe('ok');
      }
    }
    const over = c.vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket: '6', ...sent });
    expect(code(over)).toBe('too_many_requests');
    expect(newest()).toMatchObject({ action: 'attachment.add', reason: 'over_budget' });
  });
});

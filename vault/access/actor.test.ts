import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity } from '../../tests/node-community.ts';
import { knowsToken } from './actor.ts';
import { tokenHash } from '../crypto/token.ts';

let c: NodeCommunity;
const known = (token: string): boolean => knowsToken(c.vault.vault, token, c.vault.now);

beforeEach(async () => {
  c = await nodeCommunity();
});

describe('whether a token is known', () => {
  test('is told of every kind, and of none that was not given out, or has ended', () => {
    for (const token of [c.administrator, c.worker.token, c.page(c.resident), c.chat('wx-wang')])
      expect(known(token)).toBe(true);
    for (const token of ['', 'lin_x', `${c.worker.token}0`, tokenHash(c.worker.token)])
      expect(known(token)).toBe(false);
    const [revoked, late] = [c.page(c.resident), c.chat('wx-wang')];
    expect(code(c.vault.ask(c.administrator, 'revokeTokens', { token: revoked }))).toBe('ok');
    c.vault.now += 60_000;
    expect([known(revoked), known(late)]).toEqual([false, false]);
  });

  test('spends nothing and logs nothing', () => {
    const token = c.chat('wx-wang');
    const entries = c.vault.vault.journal.size;
    expect([known(token), known(token), known('lin_x')]).toEqual([true, true, false]);
    expect(c.vault.vault.journal.size).toBe(entries);
    expect(code(c.vault.ask(token, 'listConsents', {}))).not.toBe('unauthenticated');
  });

  test('leaves a damaged one to the request, which refuses and logs it', () => {
    const token = c.page(c.resident);
    c.sql.all(`UPDATE transient SET mac = zeroblob(32) WHERE key = ?`, [tokenHash(token)]);
    expect(known(token)).toBe(true);
    expect(code(c.vault.ask(token, 'listConsents', {}))).toBe('tampered');
  });
});

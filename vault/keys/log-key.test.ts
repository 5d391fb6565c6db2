import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { publishCheckpoint, publishedCheckpoint } from '../audit/publish.ts';
import { doWhatIsDue } from '../due.ts';
import { openNote } from '../log/note.ts';
import { transact } from '../vault.ts';

let c: NodeCommunity;
let dir: string;
let old: string;
const day = 86_400_000;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-log-key-'));
  c = await nodeCommunity(join(dir, 'vault.sqlite'));
  old = c.vault.vault.signer.vkey;
  publish();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function publish(): string {
  const { vault, now } = c.vault;
  transact(vault, () => {
    doWhatIsDue(vault, now);
    // Something new, so that there is something to sign.
    vault.journal.append(
      { action: 'start', decision: 'done', actor: 'system', role: 'system', via: 'system', request: 'test' },
      now,
    );
    publishCheckpoint(vault);
  });
  return publishedCheckpoint(vault) ?? '';
}

const signedBy = (note: string, vkeys: readonly string[]): string[] => {
  const opened = openNote(note, vkeys);
  return opened.ok ? opened.value.signers.map(({ vkey }) => vkey) : [];
};

function change(days: number): string {
  const asked = value(c.vault.ask(c.officer.token, 'proposeLogKey', { days, words: '每年一次' }));
  const decide = { approval: asked.approval, decision: 'approve' } as const;
  value(c.vault.ask(c.administrator, 'decideApproval', decide));
  return c.vault.vault.signer.vkey;
}

describe('another key for the log', () => {
  test('both sign for the days that were decided, then the new one alone; who trusts the old one follows the log to it', () => {
    const next = change(30);
    expect(next).not.toBe(old);
    expect(next.split('+')[0]).toBe(old.split('+')[0]);
    const both = publish();
    expect(signedBy(both, [old, next]).sort()).toEqual([old, next].sort());
    expect(signedBy(both, [old])).toEqual([old]);
    expect(signedBy(both, [next])).toEqual([next]);
    expect(c.vault.verified()).toEqual([]);
    c.vault.now += 31 * day;
    const alone = publish();
    expect(signedBy(alone, [old, next])).toEqual([next]);
    expect(c.vault.verified()).toEqual([]);
  });

  test('an old key that is not to be trusted any more signs nothing from then on', () => {
    const next = change(0);
    expect(signedBy(publish(), [old, next])).toEqual([next]);
    // No checkpoint that the old key signed reaches the entry that begins the new one: who has the old one alone is told.
    expect(c.vault.verified()).toContainEqual(expect.objectContaining({ code: 'checkpoint_invalid' }));
    expect(c.vault.verified(next)).not.toContainEqual(expect.objectContaining({ table: 'log_entry' }));
  });

  test('it takes two people, who run or watch over the vault, and one change after the other', () => {
    expect(code(c.vault.ask(c.worker.token, 'proposeLogKey', { days: 30 }))).toBe('denied');
    const { approval } = value(c.vault.ask(c.officer.token, 'proposeLogKey', { days: 30 }));
    const decide = { approval, decision: 'approve' } as const;
    expect(code(c.vault.ask(c.officer.token, 'decideApproval', decide))).toBe('denied');
    expect(c.vault.vault.signer.vkey).toBe(old);
    value(c.vault.ask(c.administrator, 'decideApproval', decide));
    const again = value(c.vault.ask(c.officer.token, 'proposeLogKey', { days: 30 }));
    const second = { approval: again.approval, decision: 'approve' } as const;
    expect(code(c.vault.ask(c.administrator, 'decideApproval', second))).toBe('conflict');
  });

  test('a checkpoint of later that the retired key alone signed is refused', () => {
    change(1);
    publish();
    c.vault.now += 2 * day;
    publish();
    expect(c.vault.verified()).toEqual([]);
    const first = c.vault.vault.signer.source?.key({ generation: 1, secret: 1 });
    const [stored] = c.vault.sql.all('SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1', []);
    const text = `${String(stored?.['note']).split('\n\n')[0]}\n`;
    const forged = first?.sign(text) ?? '';
    c.vault.sql.all('UPDATE checkpoint SET note = ? WHERE size = ?', [forged, Number(stored?.['size'])]);
    expect(c.vault.verified()).toContainEqual(expect.objectContaining({ code: 'checkpoint_invalid' }));
  });

  test('a row that names another key than the secrets make is refused', () => {
    change(30);
    c.vault.sql.all(
      `UPDATE control SET content = replace(content, '"secret":1', '"secret":2') WHERE kind = 'log_key'`,
      [],
    );
    c.vault.vault.signer.forget();
    expect(() => c.vault.vault.signer.vkey).toThrow('not as it was written');
  });
});

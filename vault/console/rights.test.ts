import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type NodeConsole, nodeConsole } from '../../tests/node-console.ts';
import { rightIds } from '../../policy/rights/rights.ts';
import { canonicalText } from '../log/entry.ts';
import { openNote } from '../log/note.ts';

let c: NodeConsole;
let own: ReturnType<NodeConsole['holding']>;
beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
  own = c.holding(c.page(c.resident));
});

const links = (html: string): string[] =>
  [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, at = '']) => at);
const forms = (html: string): string[] =>
  [...html.matchAll(/<form [^>]*action="([^"]+)"/g)].map(([, at = '']) => at);
const passphrase = 'correct horse battery';

describe('my rights', () => {
  test('each is two taps away: one on the list, one on its page', async () => {
    const list = await own.get('/me/rights');
    for (const id of rightIds) {
      const at =
        id === 'see'
          ? '/c/hengda/me'
          : id === 'withdraw'
            ? '/c/hengda/me/consents'
            : `/c/hengda/me/rights/${id}`;
      expect(links(list.html)).toContain(at);
      const page = await own.get(at);
      expect(page.status).toBe(200);
      if (at.includes('/rights/')) expect(forms(page.html)).toContain(at);
    }
    expect(links((await own.get('/me')).html)).toContain('/c/hengda/me/rights');
  });

  test('where the session came from the chat, what needs more says so, and where to sign in', async () => {
    const chat = await c.fromChat('wx-wang');
    for (const id of ['copy', 'move', 'correct', 'restrict', 'delete']) {
      const page = await chat.get(`/me/rights/${id}`);
      expect([id, forms(page.html).filter((at) => at.endsWith(`/${id}`))]).toEqual([id, []]);
      expect(page.text).toContain('通行密钥或口令');
    }
    expect(forms((await chat.get('/me/rights/explain')).html)).toContain('/c/hengda/me/rights/explain');
  });

  test('know: what is held, for what, by which article, who receives it; no value', async () => {
    const page = await own.submit('/me/rights/know');
    expect(page.text).toContain('手机号 存着');
    expect(page.text).toContain('电话联系');
    expect(page.text).toContain('《个人信息保护法》第十三条第一款第一项');
    expect(page.html).not.toMatch(/13800138000|王秀英|旺财/);
  });

  test('correct: a wrong value is told beside its field; a right one shows its clock, and can be taken back', async () => {
    const about = `resident:${c.resident}:mobile`;
    const wrong = await own.submit('/me/rights/correct', { about, proposed: '12345', evidence: '' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('proposed-error');
    const done = await own.submit('/me/rights/correct', { about, proposed: '13600136000', evidence: '回执' });
    expect(done.text).toContain('收到了');
    expect(done.text).toMatch(/已收到 · 今天 .* · 最迟 12月14日 答复, 还有 16 个工作日/);
    const at = links(done.html).find((link) => link.includes('/requests/')) ?? '';
    const back = await own.submit(at.replace('/c/hengda', ''));
    expect(back.text).toContain('收回了');
  });

  test('delete: what goes and what stays is said before; afterwards the two dates, and the session is over', async () => {
    const before = await own.get('/me/rights/delete');
    expect(before.text).toContain('没有办法恢复');
    expect(before.text).toContain('留下的只有');
    const unsure = await own.post('/me/rights/delete');
    expect([unsure.status, unsure.text.includes('先勾上「我知道」')]).toEqual([422, true]);
    expect((await own.get('/me')).status).toBe(200);
    const after = await own.submit('/me/rights/delete', { sure: 'yes' });
    expect(after.text).toContain('从 11月23日 起,谁也打不开');
    expect(after.text).toContain('2027年1月6日');
    expect((await own.get('/me')).status).toBe(401);
  });

  test('why: a tap beside a line of the log says by which rule', async () => {
    value(
      c.vault.ask(c.worker.token, 'readRecord', {
        type: 'resident',
        id: c.resident,
        purpose: 'grid_overview',
      }),
    );
    const log = await own.get('/me/log');
    const at = forms(log.html).find((action) => action.endsWith('/why')) ?? '';
    const why = await own.submit(at.replace('/c/hengda', ''));
    expect(why.text).toContain('规则「grid-residents」');
    expect(why.text).toContain('为什么');
  });
});

describe('a copy', () => {
  test('two passphrases that differ, and one that is short, are told', async () => {
    const differ = await own.submit('/me/rights/copy', { passphrase, again: 'something else' });
    expect([differ.status, differ.html.includes('again-error')]).toEqual([422, true]);
    const short = await own.submit('/me/rights/copy', { passphrase: '1234567', again: '1234567' });
    expect([short.status, short.html.includes('passphrase-error')]).toEqual([422, true]);
  });

  test.runIf(spawnSync('gpg', ['--version']).status === 0)(
    'opens with GnuPG and the passphrase alone; the page in it has the data, and its signature verifies',
    async () => {
      value(
        c.vault.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '<b>3号楼</b>有狗' }),
      );
      const file = await own.submit('/me/rights/copy', { passphrase, again: passphrase });
      expect(file.headers.get('content-type')).toBe('application/pgp-encrypted');
      expect(file.headers.get('content-disposition')).toBe(
        'attachment; filename="lindun-2026-11-23.html.asc"',
      );
      expect(file.html).toContain('-----BEGIN PGP MESSAGE-----');
      expect(file.html).not.toContain('13800138000');
      const page = decrypted(file.html, passphrase);
      expect(page).toContain('<td>13800138000</td>');
      expect(page).toContain('&#60;b&#62;3号楼');
      expect(page).not.toMatch(/<b>|https?:\/\/|<link|<script(?! type="application\/json")/);
      const embedded = /<script type="application\/json" id="archive">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
      const { archive, note, vkey } = JSON.parse(embedded) as { archive: object; note: string; vkey: string };
      const opened = openNote(note, [c.vault.vault.archives.vkey]);
      expect(vkey).toBe(c.vault.vault.archives.vkey);
      const digest = bytesToHex(sha256(utf8ToBytes(canonicalText(archive))));
      expect(opened).toMatchObject({ ok: true, value: { text: `lindun-archive/1\nhengda\n${digest}\n` } });
      expect(() => decrypted(file.html, 'another passphrase')).toThrow();
    },
  );
});

/** What GnuPG makes of a message. */
function decrypted(message: string, secret: string): string {
  const home = mkdtempSync(join(tmpdir(), 'lindun-gpg-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'message.asc');
  writeFileSync(file, message);
  const how = [
    '--homedir',
    home,
    '--batch',
    '--quiet',
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    secret,
  ];
  return execFileSync('gpg', [...how, '--decrypt', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe('the officer’s list', () => {
  const overdueFirst = async () => {
    value(c.vault.ask(c.page(c.resident), 'openRight', { right: 'explain', words: '为什么看我的电话' }));
    c.vault.now += 30 * 86_400_000;
    const token = c.page(c.resident);
    value(c.vault.ask(token, 'openRight', { right: 'explain', words: '为什么看我的地址' }));
    return c.staff(c.officer.id);
  };

  test('has the overdue first, says how many, and of which years no holidays are known', async () => {
    const officer = await overdueFirst();
    const page = await officer.get('/requests');
    expect(page.text).toContain('2 项待办,1 项超期');
    expect(page.text.indexOf('已经超过')).toBeLessThan(page.text.indexOf('还有'));
    expect(page.text).toContain('2027 年的放假安排还没有公布,先只按周末算');
    expect(page.text).not.toContain('为什么看我的');
  });

  test('taken in hand it shows the words; answered in words, the resident reads the answer', async () => {
    const officer = await overdueFirst();
    const at = links((await officer.get('/requests')).html).find((link) => link.includes('/requests/')) ?? '';
    const path = at.replace('/c/hengda', '');
    expect((await officer.get(path)).text).not.toContain('为什么看我的电话');
    const taken = await officer.submit(`${path}/take`, { version: 1 });
    expect(taken.text).toContain('为什么看我的电话');
    const empty = await officer.submit(`${path}/answer`, { version: 2, words: '' });
    expect(empty.status).toBe(422);
    const done = await officer.submit(`${path}/answer`, {
      version: 2,
      words: '因为您报了漏水,要约时间上门。',
    });
    expect(done.text).toContain('已经答复');
    const token = c.page(c.resident);
    const mine = await c.holding(token).get(`/me${path.replace('/requests/', '/rights/requests/')}`);
    expect(mine.text).toContain('因为您报了漏水,要约时间上门。');
  });
});

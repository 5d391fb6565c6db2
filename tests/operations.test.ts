import { execFile, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { hasGnuPG } from './gnupg.ts';
import { settle } from './people.ts';
import { testVault } from './wire.ts';

/**
 * docs/operations.md as somebody follows it: every block of commands, in the page's order, on one community. What the page
 * leaves to the machine (systemd, where the media are, what went wrong) is in `prelude` and `before`.
 */
const root = dirname(import.meta.dirname);
const parent = fs.mkdtempSync(join(tmpdir(), 'lindun-operations-'));
const at = (name: string): string => join(parent, name);
const places: Readonly<Record<string, string>> = {
  '/var/lib/lindun-keys': at('service'),
  '/var/lib/lindun': at('lindun'),
  '/etc/lindun': at('etc'),
  '/srv/served': at('served'),
  '/mnt/': `${at('mnt')}/`,
  '/tmp/rotated': at('rotated'),
};
let port = 0;
let bot = '';
/** What the privacy officer has signed in with. */
let officer = '';

/** What a section starts from. */
const before: Readonly<Record<string, string>> = {
  根密钥丢了: `rm '${at('lindun/keys/root.secret')}'`,
  new: `setsid "$NODE" "$LINDUN" serve --dir '${at('served')}' --port 0 --key-service "$(cat '${at('service.url')}')" --key-service-credential '${at('etc/vault.credential')}' >'${at('served.log')}' 2>&1 &
for i in $(seq 300); do [ -s '${at('served/run/vault.url')}' ] && break; sleep 0.1; done
kill $!; wait $! || true`,
};

interface Block {
  readonly title: string;
  readonly commands: string;
}

const page = fs.readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
const blocks: readonly Block[] = page.split(/^## /m).flatMap((section) => {
  const title = section.split('\n')[0] ?? '';
  return [...section.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands = '']) => ({ title, commands }));
});

const prelude = (): string => `set -eu
npx() { shift; "$NODE" "$LINDUN" "$@"; }
systemctl() {
  case "$1 $2" in
    'start lindun')
      setsid "$NODE" "$LINDUN" serve --dir '${at('lindun')}' --port ${port} >>'${at('lindun.log')}' 2>&1 &
      echo $! >'${at('lindun.pid')}'
      for i in $(seq 300); do curl -fs http://localhost:${port}/healthz >/dev/null && return; sleep 0.1; done
      cat '${at('lindun.log')}' >&2; return 1 ;;
    'stop lindun')
      kill "$(cat '${at('lindun.pid')}')"
      while kill -0 "$(cat '${at('lindun.pid')}')" 2>/dev/null; do sleep 0.1; done ;;
    'start lindun-key-service')
      setsid "$NODE" "$LINDUN" key-service --dir '${at('service')}' --port 0 >'${at('service.log')}' 2>&1 &
      echo $! >'${at('service.pid')}'
      for i in $(seq 300); do grep -q '^credential' '${at('service.log')}' && break; sleep 0.1; done
      sed -n 's/^key service: //p' '${at('service.log')}' >'${at('service.url')}' ;;
  esac
}
`;

function run(script: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE: process.execPath,
    LINDUN: join(root, 'bin', 'lindun.mjs'),
    GNUPGHOME: at('gnupg'),
    BOT: bot,
    OFFICER: officer,
  };
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['--norc', '-c', script],
      { env, cwd: parent, timeout: 170_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}

/** What the privacy officer does in the console, as a request. */
const agreed = `OPEN=http://localhost:8787/v1/communities/hengda/approvals
WITH="Authorization: Bearer $OFFICER"
WAITING=$(curl -fsS -X POST $OPEN:search -H "$WITH" -H 'Content-Type: application/json' -d '{}' | grep -o '"id":"[0-9a-z]*"' | head -1 | cut -d'"' -f4)
curl -fsS -X POST $OPEN/$WAITING:decide -H "$WITH" -H 'Content-Type: application/json' -H 'Idempotency-Key: agreed' -d '{"decision":"approve"}'`;

/** The page's commands with this machine's places and port. */
function placed(commands: string): string {
  let text = commands
    .replace(/^# 隐私官在控制台.*$/m, agreed)
    .replaceAll('localhost:8787', `localhost:${port}`);
  for (const [from, to] of Object.entries(places)) text = text.replaceAll(from, to);
  return text;
}

beforeAll(async () => {
  if (!hasGnuPG) return;
  const vault = await testVault();
  const people = await settle(vault, vault.vault.adminToken);
  bot = people.bot.id;
  officer = people.officer.token;
  await vault.vault.stop();
  spawnSync('cp', ['-a', vault.dir, at('lindun')]);
  await vault.close();
  for (const name of ['gnupg', 'etc', 'mnt', 'mnt/officers', 'mnt/log'])
    fs.mkdirSync(at(name), { mode: 0o700 });
  for (const name of ['wang', 'li']) {
    const key = `gpg --batch --passphrase '' --quick-gen-key '${name} <${name}@example.org>' default default never
gpg --armor --export ${name}@example.org >'${at(`mnt/officers/${name}.asc`)}'`;
    const made = await run(key);
    if (made.code !== 0) throw new Error(made.stderr);
  }
  port = await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}, 120_000);
afterAll(async () => {
  for (const name of ['lindun.pid', 'service.pid'])
    if (fs.existsSync(at(name))) await run(`kill "$(cat '${at(name)}')" || true; sleep 1`);
  spawnSync('gpgconf', ['--homedir', at('gnupg'), '--kill', 'all']);
  fs.rmSync(parent, { recursive: true, force: true });
});

describe.skipIf(!hasGnuPG)('docs/operations.md', () => {
  test('has a section with commands for each of the bad days', () => {
    const titles = blocks.map(({ title }) => title).join('\n');
    for (const day of [
      '第一天',
      '演练',
      '从备份恢复',
      '根密钥丢了',
      '根密钥泄露',
      '日志密钥',
      '楼管家',
      '见证人',
      '密钥服务',
    ])
      expect(titles).toContain(day);
  });

  test.each(blocks.map((block, at) => [at + 1, block.title, block.commands] as const))(
    'block %i, %s, does what it says',
    async (_, title, commands) => {
      const first = Object.entries(before).find(
        ([key]) => title.includes(key) || (key === 'new' && commands.includes('new-root')),
      );
      const script = `${prelude()}\n${first?.[1] ?? ''}\n${placed(commands)}`;
      const { code, stdout, stderr } = await run(script);
      expect([code, stderr.replaceAll(/^(gpg:|\s+").*\n/gm, '')], `${stdout}\n${stderr}`).toEqual([0, '']);
      expect(stdout).not.toMatch(/\b[0-9a-f]{64}\b/);
    },
    180_000,
  );

  test('afterwards all is in order, nothing is due, and the new credential of the bot works while the old is gone', async () => {
    expect(verifyDirectory({ dir: at('lindun') }).ok).toBe(true);
    expect(fs.readFileSync(at('etc/bot.token'), 'utf8')).toMatch(/^lin_[\w-]+\n$/);
    expect(fs.statSync(at('etc/bot.token')).mode & 0o077).toBe(0);
    expect(fs.readdirSync(at('mnt/log')).sort()).toEqual([
      'log.secret',
      'log.secret.next',
      'today.checkpoint',
    ]);
    const listed = await run(`${prelude()}\nnpx lindun keys progress --dir '${at('lindun')}'`);
    expect(listed.stdout).toMatch(/日志密钥第 2 代 lindun\/hengda/);
    expect(listed.stdout).not.toMatch(/日志密钥第 1 代/);
    expect(listed.stdout).toMatch(/索引 resident.mobile:(第 2 代|正在换第 2 代)/);
    const told = await run(`${prelude()}\nnpx lindun keys custody --dir '${at('lindun')}'`);
    expect(told.stdout.match(/该做了/g) ?? []).toEqual(['该做了']);
    // The backup that was restored is from before the drill.
    expect(told.stdout).toMatch(/恢复演练:从未;该做了/);
    expect(fs.readdirSync(at('service')).sort()).toEqual(['root.secret', 'vault.credential']);
  }, 60_000);
});

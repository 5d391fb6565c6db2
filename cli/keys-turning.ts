import * as fs from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { findCommunities, nextLogSecretFile } from './directory.ts';
import { Fault } from './fault.ts';
import { takeLock } from './lock.ts';
import { demandPrivate, newSecret, writeOnce } from './secret-file.ts';
import { type Spoken, withVault } from './with-vault.ts';

/** The keys that turn inside the vault: here is only what asks for it, and shows how far it has come. */
export function turningCommands(): Command[] {
  return [progressCommand(), rotateIndexCommand(), rotateLogCommand(), rotateBotCommand()];
}

const dirOption = ['--dir <folder>', '保险库的状态目录 / the vault’s state directory', '.lindun'] as const;

interface IndexLine {
  readonly name: string;
  readonly generation: number;
  readonly phase: 'asked' | 'adding' | 'clearing' | 'done';
  readonly tags: number;
  readonly made: number;
}

/** As `POST /keys:progress` tells it; times in UTC milliseconds. */
interface Progress {
  readonly epochs: readonly { name: string; current: boolean; keys: number; destroy: number | null }[];
  readonly indexes: readonly IndexLine[];
  readonly log: readonly { generation: number; vkey: string; until: number | null; retired: number | null }[];
}

const progressOf = async (vault: Spoken, community: string): Promise<Progress> =>
  (await vault.post(community, '/keys:progress')) as unknown as Progress;

const each = async (
  dir: string,
  work: (vault: Spoken, community: string) => Promise<void>,
): Promise<void> => {
  await withVault(dir, async (vault) => {
    for (const { community } of findCommunities(dir).communities) await work(vault, community);
  });
};

function progressCommand(): Command {
  return new Command('progress')
    .description('各种密钥更换到哪一步 / how far the keys have turned')
    .option(...dirOption)
    .action(({ dir }: { dir: string }) =>
      each(dir, async (vault, community) => {
        const { epochs, indexes, log } = await progressOf(vault, community);
        say(`社区 ${community}`, `community ${community}`);
        for (const { name, current, keys, destroy } of epochs) {
          const then =
            destroy === null ? ['', ''] : [`,${day(destroy)} 销毁`, `, destroyed on ${day(destroy)}`];
          const now = current ? ['(本月)', ' (this month)'] : ['', ''];
          say(
            `  月度密钥 ${name}${now[0]}:封着 ${keys} 把${then[0]}`,
            `  epoch key ${name}${now[1]}: wraps ${keys}${then[1]}`,
          );
        }
        for (const { name, generation, phase, made, tags } of indexes) {
          if (phase === 'done')
            say(`  索引 ${name}:第 ${generation} 代`, `  index ${name}: generation ${generation}`);
          else
            say(
              `  索引 ${name}:正在换第 ${generation + 1} 代,${made}/${tags}`,
              `  index ${name}: turning to generation ${generation + 1}, ${made}/${tags}`,
            );
        }
        for (const { generation, vkey, until } of log.filter(({ retired }) => retired === null)) {
          const end = until === null ? '' : ` → ${day(until)}`;
          say(
            `  日志密钥第 ${generation} 代 ${vkey}${end}`,
            `  log key, generation ${generation}: ${vkey}${end}`,
          );
        }
      }),
    );
}

function rotateIndexCommand(): Command {
  return new Command('rotate-index')
    .description('更换查找索引的密钥,在后台完成 / have indexes get other keys, behind the scenes')
    .option('--index <name...>', '例如 resident.mobile,默认全部 / such as resident.mobile, default all')
    .option(...dirOption)
    .action(({ dir, index }: { dir: string; index?: string[] }) =>
      each(dir, async (vault, community) => {
        const { indexes } = await progressOf(vault, community);
        const unknown = index?.find((name) => !indexes.some((one) => one.name === name));
        if (unknown !== undefined) throw new Fault('argument', `没有索引 ${unknown}`, `no index ${unknown}`);
        for (const { name, phase } of indexes) {
          if (index !== undefined && !index.includes(name)) continue;
          if (phase === 'done') await vault.post(community, '/keys:rotate-index', { index: name });
          say(
            `社区 ${community}:索引 ${name} ${phase === 'done' ? '将换成新的密钥' : '已经在换'}`,
            `community ${community}: the index ${name} ${phase === 'done' ? 'gets another key' : 'is getting one already'}`,
          );
        }
        if (!vault.running) say('保险库运行以后在后台完成', 'done behind the scenes once the vault runs');
      }),
    );
}

function rotateLogCommand(): Command {
  return new Command('rotate-log')
    .description(
      '申请更换日志签名密钥,要第二个人同意 / ask for another key for the log; a second person agrees',
    )
    .requiredOption(
      '--days <number>',
      '新旧并签几天,0 为旧的立即停用 / for how many days both sign',
      wholeDays,
    )
    .option(
      '--new-secret',
      '另造日志密钥(原来的可能泄露);要先停下保险库 / of a new log secret, with the vault at rest',
    )
    .option(...dirOption)
    .action(async ({ dir, days, newSecret: isNew }: { dir: string; days: number; newSecret?: true }) => {
      if (isNew) addLogSecret(dir);
      await each(dir, async (vault, community) => {
        const { approval = '' } = (await vault.post(community, '/keys:rotate-log', { days })) as Record<
          string,
          string
        >;
        say(
          `社区 ${community}:已提出(${approval}),请隐私官在控制台的「待确认的事」里同意`,
          `community ${community}: proposed (${approval}); the privacy officer agrees in the console`,
        );
      });
    });
}

/** One more line of the file that next keys are made from; the vault reads it at its start. */
function addLogSecret(dir: string): void {
  const lock = takeLock(join(dir, 'lock'));
  if (lock === undefined)
    throw new Fault(
      'locked',
      '保险库在运行:先停下它,它只在启动时读日志密钥',
      'the vault is running: stop it first, it reads the log secrets at its start only',
    );
  try {
    const file = nextLogSecretFile(join(dir, 'log', 'log.secret'));
    const had = fs.existsSync(file) ? (demandPrivate(file), fs.readFileSync(file, 'latin1')) : '';
    writeOnce(file, `${had}${newSecret()}`);
    say(
      `新的日志密钥在 ${file},请和 log.secret 一起备份`,
      `the new log secret is in ${file}: back it up beside log.secret`,
    );
  } finally {
    lock.release();
  }
}

function rotateBotCommand(): Command {
  return new Command('rotate-bot')
    .description('给楼管家换凭据,写进它的令牌文件 / give the chat assistant another token, into its file')
    .requiredOption('--bot <id>', '任命它时给的编号 / the id its appointment answered')
    .requiredOption('--out <file>', '它的令牌文件 / its token file')
    .option(
      '--overlap <minutes>',
      '旧的再用几分钟,0 为立即停用 / how long the old ones go on',
      wholeMinutes,
      0,
    )
    .option('--community <id>', '社区代号 / the community', 'hengda')
    .option(...dirOption)
    .action(
      async (options: { dir: string; bot: string; out: string; overlap: number; community: string }) => {
        const { dir, bot, out, overlap, community } = options;
        await withVault(dir, async (vault) => {
          const body = { for: bot, minutes: 43_200, overlap };
          const { token, others } = await vault.post(community, '/tokens:rotate', body);
          writeOnce(out, `${String(token)}\n`);
          say(
            `新的令牌已写进 ${out},30 天有效;旧的 ${String(others)} 个${overlap === 0 ? '已停用' : `再用 ${overlap} 分钟`}`,
            `the new token is in ${out}, good for 30 days; ${String(others)} older ones ${overlap === 0 ? 'are ended' : `go on for ${overlap} minutes`}`,
          );
        });
      },
    );
}

const wholeDays = (text: string): number => whole(text, 366);
const wholeMinutes = (text: string): number => whole(text, 10_080);

function whole(text: string, most: number): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > most)
    throw new Fault('argument', `要 0 到 ${most} 的整数`, `a whole number from 0 to ${most}`);
  return Number(text);
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

function say(zh: string, en: string): void {
  process.stdout.write(`${zh}\n${en}\n`);
}

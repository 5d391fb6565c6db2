import * as fs from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { copyData, copyRings, destroyOldCopies } from './copies.ts';
import { findCommunities } from './directory.ts';
import { drill, type Drilled } from './drill.ts';
import { Fault } from './fault.ts';
import { openedRoot, sealRoot } from './officers.ts';
import { putRoot, restoreInto } from './restore.ts';
import { rotateRoot } from './rotate-root.ts';
import { readCustody, type Custody } from './custody-text.ts';
import { turningCommands } from './keys-turning.ts';
import { withVault } from './with-vault.ts';

const dirOption = ['--dir <folder>', '保险库的状态目录 / the vault’s state directory', '.lindun'] as const;
const today = (): string => new Date().toISOString().slice(0, 10);

/** The commands below `lindun keys`: docs/operations.md says when each is for. */
export function keysSubcommands(): Command[] {
  return [
    rotateRootCommand(),
    copyCommand(),
    officersCommand(),
    drillCommand(),
    putRootCommand(),
    custodyCommand(),
    ...turningCommands(),
  ];
}

function rotateRootCommand(): Command {
  return new Command('rotate-root')
    .description('更换根密钥;保险库可以照常运行 / exchange the root secret; the vault may go on running')
    .option(...dirOption)
    .action(async ({ dir }: { dir: string }) => {
      const { root: place } = findCommunities(dir);
      const root = await rotateRoot(dir, ({ community, done, of, keys }) => {
        say(
          `[${done}/${of}] 社区 ${community}:${keys} 把密钥已由新的根密钥封存`,
          `[${done}/${of}] community ${community}: ${keys} keys are wrapped by the new root secret`,
        );
      });
      say(`根密钥现在是 ${root}`, `the root secret is ${root} now`);
      if (place.kind === 'service')
        say(
          `最后一步:在密钥服务上 npx lindun key-service finish-root --root ${root}`,
          `last step, at the key service: npx lindun key-service finish-root --root ${root}`,
        );
      say(
        '保管人的副本和密钥环副本都要重做:lindun keys officers,lindun keys copy',
        'the officers’ copy and the ring’s copy are to be made anew: lindun keys officers, lindun keys copy',
      );
    });
}

function copyCommand(): Command {
  return new Command('copy')
    .description('复制密钥环,销毁旧副本 / copy the key ring and destroy older copies')
    .requiredOption('--out <folder>', '放副本的文件夹,不要和数据放在一起 / a folder apart from the data')
    .option(...dirOption)
    .action(async ({ dir, out }: { dir: string; out: string }) => {
      const copies = await copyRings(dir, out, today());
      for (const { community, file, keys, destroyed } of copies) {
        say(
          `社区 ${community}:${keys} 把密钥已复制到 ${file};销毁旧副本 ${destroyed.length} 份`,
          `community ${community}: ${keys} keys copied to ${file}; ${destroyed.length} older copies destroyed`,
        );
      }
      await withVault(dir, async (vault) => {
        for (const { community, root, keys } of copies)
          await vault.post(community, '/keys:note', { what: 'copy', root, count: keys });
      });
    });
}

function officersCommand(): Command {
  return new Command('officers')
    .description('把根密钥封给几位保管人,任何一位都能打开 / seal the root secret for several officers')
    .requiredOption('--to <file...>', '保管人的 OpenPGP 公钥 / the officers’ OpenPGP public keys')
    .requiredOption('--out <file>', '封好的副本 / the sealed copy')
    .option('--root-file <file>', '根密钥文件,例如密钥服务的 / the root’s file, such as a key service’s')
    .option(...dirOption)
    .action(
      async ({ dir, to, out, rootFile }: { dir: string; to: string[]; out: string; rootFile?: string }) => {
        const file = rootFile ?? fileOf(dir);
        const { root, officers } = await sealRoot(file, to, out, Date.now());
        say(
          `根密钥 ${root} 已封给 ${officers.length} 位保管人:${out};任何一位都能用 gpg --decrypt 打开`,
          `the root secret ${root} is sealed for ${officers.length} officers in ${out}; any one of them opens it with gpg --decrypt`,
        );
        if (!fs.existsSync(join(dir, 'data'))) {
          say('这里没有保险库,没有登记', 'there is no vault here to note it');
          return;
        }
        await withVault(dir, async (vault) => {
          for (const { community } of findCommunities(dir).communities)
            await vault.post(community, '/keys:note', { what: 'officers', root, count: officers.length });
        });
      },
    );
}

function fileOf(dir: string): string {
  const { root } = findCommunities(dir);
  if (root.kind === 'file') return root.file;
  throw new Fault(
    'argument',
    '根密钥在密钥服务里:在那台机器上执行,并写明 --root-file',
    'the root secret is in a key service: do this on its machine, with --root-file',
  );
}

interface DrillOptions {
  dir: string;
  root: string;
  ring: string;
  data: string;
  logSecret?: string;
  vkey?: string;
  community?: string[];
  note: boolean;
  json?: true;
}

function drillCommand(): Command {
  return withParts(new Command('drill'))
    .description('恢复演练:用三样东西恢复到临时目录,看打不打得开 / try the recovery in a scratch folder')
    .option('--vkey <key>', '日志公钥 / the log’s verifier key')
    .option('--no-note', '不在日志里登记 / do not note it in the log')
    .option('--json', '一个 JSON 对象 / one JSON object')
    .option(...dirOption)
    .action(async (options: DrillOptions) => {
      const { dir, root, ring, data, logSecret, vkey, community = [] } = options;
      const found = drill(
        {
          root: openedRoot(textOf(root)),
          rings: ring,
          data,
          ...(logSecret === undefined ? {} : { logSecretFile: logSecret }),
          ...(vkey === undefined ? {} : { vkey }),
        },
        [...community, ...(fs.existsSync(dir) ? idsIn(dir) : [])],
      );
      const works = found.length > 0 && found.every(isWorking);
      if (options.json) process.stdout.write(`${JSON.stringify({ ok: works, communities: found })}\n`);
      else for (const each of found) tell(each);
      process.exitCode = works ? 0 : 1;
      if (works && options.note) await noteDrill(dir, found, options.json === true);
    });
}

const isWorking = ({ losses, verified, failed, samples }: Drilled): boolean =>
  losses.length === 0 && verified && failed === 0 && samples > 0;

async function noteDrill(dir: string, found: readonly Drilled[], quiet: boolean): Promise<void> {
  await withVault(dir, async (vault) => {
    for (const { community, root, samples } of found)
      await vault.post(community, '/keys:note', { what: 'drill', root, count: samples });
  });
  if (!quiet) say('已登记在访问记录里', 'noted in the access log');
}

function tell(drilled: Drilled): void {
  const { community, root, keys, opened, verified, findings, samples, failed, ringFrom, dataFrom } = drilled;
  const from = (day: string | undefined): string => (day === undefined ? '' : ` (${day})`);
  say(`社区 ${community} 的恢复演练`, `the recovery of community ${community}, tried`);
  say(
    `  根密钥 ${root} 打开了密钥环副本${from(ringFrom)}里 ${keys} 把密钥中的 ${opened} 把`,
    `  the root secret ${root} opened ${opened} of the ${keys} keys in the ring's copy${from(ringFrom)}`,
  );
  say(
    `  数据备份${from(dataFrom)}核对:${verified ? '没有发现问题' : `发现问题 ${findings} 处`}`,
    `  the data's backup${from(dataFrom)} was verified: ${verified ? 'nothing was found' : `${findings} findings`}`,
  );
  say(
    `  抽查档案 ${samples + failed} 份:打开 ${samples} 份,打不开 ${failed} 份;内容已丢弃`,
    `  ${samples + failed} records tried: ${samples} opened, ${failed} did not; what was in them is thrown away`,
  );
  for (const { zh, en } of drilled.losses) say(`  丢失:${zh}`, `  lost: ${en}`);
  say('  三样东西各缺一样会怎样', '  what would be lost with each of the three missing');
  const { root: noRoot, ring: noRing, data: noData } = drilled.without;
  for (const { zh, en } of [noRoot, noRing, noData]) say(`   · ${zh}`, `   · ${en}`);
}

function putRootCommand(): Command {
  return new Command('put-root')
    .description(
      '把保管人打开的根密钥放回去;打得开密钥环才收 / put an opened root back, if it opens the ring',
    )
    .requiredOption(
      '--root <file>',
      '打开了的根密钥副本,- 为标准输入 / the opened copy, - for standard input',
    )
    .option(...dirOption)
    .action(({ dir, root }: { dir: string; root: string }) => {
      const name = putRoot(dir, openedRoot(textOf(root)));
      say(`根密钥 ${name} 已放回`, `the root secret ${name} is back`);
    });
}

function custodyCommand(): Command {
  return new Command('custody')
    .description('密钥保管到何时了,哪些该做了 / how the keys are kept, and what is due')
    .option('--json', '一个 JSON 对象 / one JSON object')
    .option(...dirOption)
    .action(async ({ dir, json }: { dir: string; json?: true }) => {
      const found: Record<string, Custody[]> = {};
      await withVault(dir, async (vault) => {
        for (const { community } of findCommunities(dir).communities)
          found[community] = (await vault.post(community, '/keys:read'))['items'] as Custody[];
      });
      if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
      else
        for (const [community, items] of Object.entries(found))
          readCustody(community, items, Date.now(), say);
    });
}

/** `lindun backup`: the data alone, apart from the keys. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('备份数据(不含任何密钥) / back the data up, without any key')
    .requiredOption('--out <folder>', '放备份的文件夹 / a folder for the backups')
    .option('--keep-days <days>', '更早的备份销毁 / older ones are destroyed', wholeDays, 35)
    .option(...dirOption)
    .action(({ dir, out, keepDays }: { dir: string; out: string; keepDays: number }) => {
      for (const { community, file } of copyData(dir, out, today()))
        say(`社区 ${community} 的数据已备份到 ${file}`, `the data of community ${community} is in ${file}`);
      const before = new Date(Date.now() - keepDays * 86_400_000).toISOString().slice(0, 10);
      for (const file of destroyOldCopies(out, 'data', before))
        say(`已销毁旧备份 ${file}`, `an older backup was destroyed: ${file}`);
    });
}

/** `lindun restore`: a state directory from its parts. */
export function restoreCommand(): Command {
  return withParts(new Command('restore'))
    .description('用根密钥、密钥环副本和数据备份重建状态目录 / put a state directory together from its parts')
    .requiredOption('--into <folder>', '空的文件夹 / an empty folder')
    .action((options: Omit<DrillOptions, 'dir' | 'note'> & { into: string }) => {
      const { into, root, ring, data, logSecret, community = [] } = options;
      const parts = { root: openedRoot(textOf(root)), rings: ring, data };
      const log = logSecret === undefined ? {} : { logSecretFile: logSecret };
      for (const restored of restoreInto(into, { ...parts, ...log }, community))
        say(
          `社区 ${restored.community} 已恢复到 ${into}`,
          `community ${restored.community} is restored in ${into}`,
        );
      say(
        `先核对再启动:npx lindun verify --dir ${into},npx lindun serve --dir ${into}`,
        `verify it, then start it: npx lindun verify --dir ${into}, npx lindun serve --dir ${into}`,
      );
    });
}

const withParts = (command: Command): Command =>
  command
    .requiredOption(
      '--root <file>',
      '打开了的根密钥副本,- 为标准输入 / the opened copy of the root, - for standard input',
    )
    .requiredOption('--ring <folder>', '密钥环副本所在 / where the ring’s copies lie')
    .requiredOption('--data <folder>', '数据备份所在 / where the data’s backups lie')
    .option('--log-secret <file>', '日志密钥的备份 / the log secret’s backup')
    .option('--community <id...>', '社区代号 / community ids');

/** From standard input, so that an opened root need not lie on a disk: `gpg --decrypt … | lindun keys drill --root -`. */
const textOf = (file: string): string => {
  if (file !== '-' && !fs.existsSync(file)) throw new Fault('secret', `缺少 ${file}`, `${file} is missing`);
  return fs.readFileSync(file === '-' ? 0 : file, 'utf8');
};

const idsIn = (dir: string): string[] => {
  try {
    return findCommunities(dir).communities.map(({ community }) => community);
  } catch {
    return []; // the machine with the vault may be gone: that is what the drill is for
  }
};

const wholeDays = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new Fault('argument', '天数是整数', 'days are a whole number');
  return Number(text);
};

function say(zh: string, en: string): void {
  process.stdout.write(`${zh}\n${en}\n`);
}

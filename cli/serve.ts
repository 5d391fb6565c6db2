import { Command, InvalidArgumentError } from 'commander';
import type { RootOptions } from './root-place.ts';
import { startVault } from './workerd.ts';

type Options = RootOptions & {
  dir: string;
  host: string;
  port: number;
  community: string[];
  bundle?: string;
};

/**
 * `lindun serve`: the vault on this machine until SIGTERM or SIGINT, exit code 0, or until workerd
 * ends, 1. Ctrl-C before it was up: 130, as the shell has it for what was broken off.
 */
export function serveCommand(): Command {
  return new Command('serve')
    .description('在本机运行保险库 / run the vault on this machine, on plain workerd')
    .option('--dir <folder>', '数据、密钥和日志密钥所在 / where data, keys and the log key lie', '.lindun')
    .option('--host <address>', '监听地址 / address to listen on', '127.0.0.1')
    .option('--port <number>', '端口,0 为任一空闲 / port, 0 for a free one', portNumber, 8787)
    .option('--community <id...>', '社区代号 / community ids', ['hengda'])
    .option('--root-file <file>', '根密钥文件,默认 keys/root.secret / the file with the root secret')
    .option('--key-service <url>', '密钥服务 http://地址:端口 / the key service')
    .option('--key-service-credential <file>', '密钥服务的凭据 / its credential')
    .option('--bundle <folder>', '已构建的程序 / a bundle built before; default: these sources')
    .action(serve);
}

async function serve({ dir, host, port, community, bundle, ...root }: Options): Promise<void> {
  process.umask(0o077);
  // Asked for while still starting, the end comes as soon as the start has: a half-made directory helps
  // nobody.
  const asked = Promise.withResolvers<void>();
  let signal: NodeJS.Signals | undefined;
  for (const each of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(each, () => {
      signal ??= each;
      asked.resolve();
    });
  }
  let vault;
  try {
    const built = bundle === undefined ? {} : { bundle };
    vault = await startVault({ dir, host, port, communities: community, ...root, ...built });
  } catch (error) {
    // Ctrl-C reaches the whole group, the build and workerd too: that they ended is what was asked for.
    if (signal === undefined) throw error;
    process.exitCode = signal === 'SIGINT' ? 130 : 0;
    return;
  }
  console.log(`vault: ${vault.url}`);
  const died = await Promise.race([asked.promise.then(() => undefined), vault.exited]);
  if (died === undefined) {
    await vault.stop();
    return;
  }
  console.error(`workerd 已退出 / workerd has ended: ${died.signal ?? died.code}`);
  process.exitCode = 1;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('0–65535');
  return port;
}

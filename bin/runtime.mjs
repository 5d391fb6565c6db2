/**
 * What start.mjs and bin/lindun.mjs share: where the packaged Node 24 is, and how a program is run
 * under it. Plain JavaScript without dependencies, for the oldest Node that may start us (20).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** One line, Chinese first, on the error stream; then the exit code, for `process.exit(fail(…))`. */
export function fail(zh, en) {
  process.stderr.write(`${zh} / ${en}\n`);
  return 1;
}

/**
 * Why this machine cannot run us, as [zh, en], or undefined: workerd and the packaged Node are Linux
 * binaries.
 */
export function unsupported(platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) return undefined;
  return [
    `邻盾需要 Linux x64 或 arm64,这台机器是 ${platform} ${arch}`,
    `Lindun needs Linux on x64 or arm64; this machine is ${platform} ${arch}`,
  ];
}

/** The folder of the packaged Node 24's binary, or undefined when nothing is installed. */
export function packagedNode() {
  const bin = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin');
  return existsSync(join(bin, 'node')) ? bin : undefined;
}

/**
 * Runs a command with the packaged Node first in PATH and resolves to the exit code to leave with.
 *
 * A signal sent to this process alone goes on to the child, and we end when the child has: whoever
 * started us may rely on nothing being left. A child ended by a signal gives 128 + its number, as a
 * shell does.
 */
export function run(command, args, options = {}) {
  const bin = packagedNode();
  const path =
    bin === undefined ? process.env.PATH : `${bin}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = spawn(command, args, {
    stdio: 'inherit',
    ...options,
    env: { ...process.env, PATH: path, ...options.env },
  });
  const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  const forward = (signal) => child.kill(signal);
  for (const signal of forwarded) process.on(signal, forward);
  return new Promise((resolve) => {
    const done = (code) => {
      for (const signal of forwarded) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      done(fail(`无法运行 ${command}:${error.message}`, `cannot run ${command}: ${error.message}`));
    });
    child.on('exit', (code, signal) =>
      done(signal === null ? (code ?? 1) : 128 + (signalNumber(signal) ?? 0)),
    );
  });
}

function signalNumber(name) {
  return { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[name];
}

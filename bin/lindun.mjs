#!/usr/bin/env node
// `npx lindun …` from any Node: the commands are TypeScript, which the packaged Node 24 runs as it is.
import { join } from 'node:path';
import { fail, packagedNode, root, run, unsupported } from './runtime.mjs';

const machine = unsupported();
const node = packagedNode();
if (machine !== undefined) process.exitCode = fail(...machine);
else if (node === undefined) {
  process.exitCode = fail(
    `尚未安装,请在 ${root} 里运行 npm ci --include=dev`,
    `not installed: run npm ci --include=dev in ${root}`,
  );
} else {
  process.exitCode = await run(join(node, 'node'), [join(root, 'cli', 'main.ts'), ...process.argv.slice(2)]);
}

import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { Fault } from './fault.ts';
import { keysCommand } from './keys.ts';
import { serveCommand } from './serve.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('lindun')
  .description('邻盾 / Lindun: a vault for the residents of a community')
  .version(packageJson.version)
  .addCommand(serveCommand())
  .addCommand(verifyCommand())
  .addCommand(keysCommand());

try {
  await program.parseAsync();
} catch (error) {
  // What the machine refuses is said in words; anything else is a fault of ours and keeps its stack.
  if (!(error instanceof Fault)) throw error;
  console.error(`${error.words.zh}\n${error.words.en}`);
  process.exitCode = 1;
}

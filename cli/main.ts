import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { asFault } from './fault.ts';
import { keyServiceCommand } from './key-service.ts';
import { indexCommand } from './index-report.ts';
import { backupCommand, restoreCommand } from './keys-commands.ts';
import { keysCommand } from './keys.ts';
import { policyCommand } from './policy.ts';
import { receiptCommand } from './receipt.ts';
import { serveCommand } from './serve.ts';
import { usageError } from './usage.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('lindun')
  .description('邻盾 / Lindun: a vault for the residents of a community')
  .version(packageJson.version)
  .enablePositionalOptions()
  .addCommand(serveCommand())
  .addCommand(verifyCommand())
  .addCommand(keysCommand())
  .addCommand(keyServiceCommand())
  .addCommand(indexCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(policyCommand())
  .addCommand(receiptCommand());

const commands = program.commands.flatMap((command) => [command, ...command.commands]);
for (const command of [program, ...commands]) {
  command.configureOutput({ outputError: (said, write) => write(`${usageError(said)}\n${said}`) });
}

try {
  await program.parseAsync();
} catch (error) {
  // What the machine refuses is said in words; anything else is a fault of ours and keeps its stack.
  const fault = asFault(error);
  if (fault === undefined) throw error;
  console.error(`${fault.words.zh}\n${fault.words.en}`);
  process.exitCode = 1;
}

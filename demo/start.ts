/**
 * `npm start`: a vault with a made-up community in it, a chat that stands in for WeChat, the assistant in it, and the
 * way in for who wants to look. This process starts them, starts them again when they end, and ends them all.
 * Everything goes the way anybody's program would go, over HTTP; only the starting of workerd is the command line's.
 */
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asFault } from '../cli/fault.ts';
import { factsFile } from './facts.ts';
import { openLog } from './program.ts';
import { endOrphans } from './orphans.ts';
import { demandFree } from './ports.ts';
import { say } from './print.ts';
import { run } from './run.ts';
import { storySeed } from './seed/community.ts';
import { type Settings, settingsOf } from './settings.ts';
import { beginState, claim, clear, folderOf } from './state.ts';

const screen = process.stdout;

/** Runs until it is asked to end. @throws Fault when something does not come up */
async function start(settings: Settings): Promise<void> {
  process.umask(0o077);
  const asked = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked.abort());
  const lock = claim(settings.dir);
  try {
    const dir = realpathSync(settings.dir);
    await endOrphans(dir);
    await demandFree(settings.port, 'vault');
    await demandFree(settings.chatPort, 'chat');
    if (settings.fresh) clear(dir);
    rmSync(factsFile(dir), { force: true }); // until the addresses of this start are known there are none
    const { households } = settings;
    const state = beginState(dir, { seed: storySeed, began: Date.now(), households });
    const log = openLog(join(folderOf(dir), 'programs.log'));
    if (!state.settled)
      say(screen, { zh: '第一次要先构建,请稍候', en: 'the first start builds; one moment' });
    await run({ settings: { ...settings, dir }, state, log, screen, asked: asked.signal });
  } finally {
    lock.release();
  }
}

try {
  await start(settingsOf(process.argv.slice(2), process.env));
} catch (error) {
  // What the machine refuses is said in words; anything else is a fault of ours and keeps its stack.
  const fault = asFault(error);
  if (fault === undefined) throw error;
  console.error(`${fault.words.zh}\n${fault.words.en}`);
  process.exitCode = 1;
}

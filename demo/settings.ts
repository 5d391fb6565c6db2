import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../cli/fault.ts';
import { homes } from './seed/cast.ts';
import { allHouseholds } from './seed/community.ts';

/** What a start was asked for. */
export interface Settings {
  /** The state directory, absolute. */
  readonly dir: string;
  /** The vault's port and the chat's; 0 is a free one. */
  readonly port: number;
  readonly chatPort: number;
  /** Begin anew. */
  readonly fresh: boolean;
  /** Play the first steps over HTTP and print them as lines to paste. */
  readonly curl: boolean;
  /** How many households a new community has. */
  readonly households: number;
}

const root = resolve(import.meta.dirname, '..');

/**
 * @param args what stands behind `npm start --`; it goes before the environment
 * @throws Fault 'argument'
 */
export function settingsOf(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const said = optionsIn(args);
  return {
    dir: resolve(root, env['LINDUN_DIR'] ?? '.lindun'),
    port: portOf(said.port ?? env['LINDUN_PORT'] ?? '8787'),
    chatPort: portOf(said['chat-port'] ?? env['LINDUN_CHAT_PORT'] ?? '8788'),
    fresh: said.fresh === true,
    curl: said.curl === true,
    households: householdsOf(env['LINDUN_DEMO_HOUSEHOLDS'] ?? String(allHouseholds)),
  };
}

const known = {
  fresh: { type: 'boolean' },
  curl: { type: 'boolean' },
  port: { type: 'string' },
  'chat-port': { type: 'string' },
} as const;

function optionsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch {
    const said = args.join(' ');
    throw new Fault(
      'argument',
      `不认识 ${said};可用的是 --fresh、--curl、--port 8787、--chat-port 8788`,
      `${said} is not understood; there are --fresh, --curl, --port 8787 and --chat-port 8788`,
    );
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Fault('argument', '端口应是 0 到 65535 的数', 'a port is a number from 0 to 65535');
}

/** For tests: a small community takes seconds. */
function householdsOf(text: string): number {
  const least = homes.length + 20;
  if (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= allHouseholds) return Number(text);
  throw new Fault(
    'argument',
    `LINDUN_DEMO_HOUSEHOLDS 应是 ${least} 到 ${allHouseholds} 的数`,
    `LINDUN_DEMO_HOUSEHOLDS is a number from ${least} to ${allHouseholds}`,
  );
}

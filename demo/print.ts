import type { Words } from './answer.ts';
import { type Credential, type Seat, seats, type SignIn } from './sign-in.ts';
import { cast, type Line, type RoleName } from './lines.ts';
import { lead, people, rooms } from './seed/cast.ts';

/** Where words go: a terminal gets a bar that moves, anything else plain lines. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells what is going on, once for each step. */
export function say(screen: Screen, { zh, en }: Words): void {
  screen.write(`${zh} / ${en}\n`);
}

/** Shows how far something is. @returns to be called with how much is done */
export function progress(screen: Screen, { zh, en }: Words, total: number): (done: number) => void {
  const words = `${zh} / ${en}`;
  let shown = 0;
  return (done) => {
    const part = total === 0 ? 1 : done / total;
    if (screen.isTTY === true) {
      const bar = '█'.repeat(Math.round(part * 24)).padEnd(24, '░');
      screen.write(`\r${words} ${bar} ${done}/${total}${done >= total ? '\n' : ''}`);
    } else if (part - shown >= 0.25 || done >= total) {
      shown = part;
      screen.write(`${words} ${done}/${total}\n`);
    }
  };
}

/** What the story begins with: who one is, where, and what to write. */
export const firstWords = '@楼管家 3号楼下有狗没拴绳,吓到孩子了';

/** What somebody needs who has just typed `npm start`: where to go, what to write first, how to stop. */
export function welcome({ chat, vault, signIn }: { chat: string; vault: string; signIn: SignIn }): string {
  const who = people.find(({ id }) => id === lead.resident)?.name ?? '';
  const where = rooms[0]?.topic ?? '';
  return `
邻盾开好了,两头都能看 / Lindun is ready

  聊天 chat     ${chat}
                选「${who}」,进「${where}」,写一句:
                ${firstWords}
                choose ${who}, open ${where}, write that line, and see what the group hears

  登录 sign in  ${ways(signIn)}

  接口 API      ${vault}/docs
  停下 stop     Ctrl-C;下次 npm start 接着来 / the next start goes on from here
                重新来过 begin anew: npm start -- --fresh

`;
}

const titles: Readonly<Record<Seat, string>> = {
  officer: '隐私官 officer          ',
  worker: '网格员 grid worker      ',
  neighbour: '5号网格 grid 5’s worker ',
  dedicated: '专属网格员 shops’ worker',
  leader: '网格长 grid leader      ',
  head: '居委会主任 head         ',
  dispatcher: '调度员 dispatcher       ',
  mediator: '和事佬 mediator         ',
  auditor: '外部审计 auditor        ',
  resident: '居民 resident           ',
};

const ways = (signIn: SignIn): string =>
  seats.map((seat) => `${titles[seat]} ${way(signIn[seat])}`).join(`\n${' '.repeat(16)}`);
const way = ({ address, pin }: Credential): string => `${address}   口令 PIN ${pin}`;

/** Lines to paste, role by role in the order of the story. */
export function story(lines: readonly Line[], tokens: Readonly<Record<RoleName, string>>): string {
  let before: RoleName | undefined;
  const parts = lines.map((line) => {
    const heading = line.role === before ? '' : headingOf(line.role, tokens[line.role]);
    before = line.role;
    const [command, ends] = 'curl' in line ? [line.curl, line.expect] : [line.shell, 'exit 0'];
    return `${heading}\n# ${line.title.zh}\n# ${line.title.en}  → ${ends}\n${command}\n`;
  });
  return parts.join('');
}

function headingOf(role: RoleName, token: string): string {
  const { zh, en } = cast[role];
  return `\n── ${zh} · ${en} ──\n令牌 token: ${token}\n`;
}

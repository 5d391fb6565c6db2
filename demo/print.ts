import { cast, type Line, type RoleName, type Words } from './lines.ts';

/** Where words go: a terminal gets a bar that moves, anything else plain lines. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells what is going on, once for each step. */
export function say(screen: Screen, { zh, en }: Words): void {
  screen.write(`${zh} / ${en}\n`);
}

/** Shows how far the import is. @returns to be called with the number of lines that are in */
export function progress(screen: Screen, total: number): (done: number) => void {
  const words = '导入编造的社区 / importing the made-up community';
  let shown = 0;
  return (done) => {
    const part = done / total;
    if (screen.isTTY === true) {
      const bar = '█'.repeat(Math.round(part * 24)).padEnd(24, '░');
      screen.write(`\r${words} ${bar} ${done}/${total}${done >= total ? '\n' : ''}`);
    } else if (part - shown >= 0.25 || done >= total) {
      shown = part;
      screen.write(`${words} ${done}/${total}\n`);
    }
  };
}

/** The whole of what a start has to show, role by role in the order of the story. */
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

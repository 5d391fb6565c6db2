import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { parseNotice } from '../policy/consent/notices.ts';
import { checkWording } from '../policy/consent/wording.ts';

const own = join(dirname(import.meta.dirname), 'policy', 'notices');

/** One thing that is wrong with a notice. */
export interface NoticeProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly found: string;
  readonly zh: string;
  readonly en: string;
}

/** `lindun policy notices`: exit code 0 when every notice has its parts and is in plain words, 1 when one is not. */
export function noticesCommand(): Command {
  return new Command('notices')
    .description('检查告知书:该有的都有,话说得明白 / check notices: every part is there, in plain words')
    .argument('[file...]', '告知书文件,默认是本程序带的 / notice files; default: those of this program')
    .option('--json', '给程序读 / for a program')
    .action((files: string[], { json = false }: { json?: boolean }) => {
      const paths = files.length > 0 ? files : readdirSync(own).map((name) => join(own, name));
      const problems = paths.flatMap((path) => problemsOf(path, readFileSync(path, 'utf8')));
      if (json) process.stdout.write(`${JSON.stringify({ notices: paths.length, problems })}\n`);
      else process.stdout.write(report(paths.length, problems));
      process.exitCode = problems.length === 0 ? 0 : 1;
    });
}

/** What is wrong with one notice file, in the order of its lines. */
export function problemsOf(file: string, text: string): readonly NoticeProblem[] {
  const parsed = parseNotice(text);
  if (!parsed.ok) {
    const { missing, zh, en } = parsed;
    return [{ file, line: 1, code: 'part_missing', found: missing, zh, en }];
  }
  const { language, audience } = parsed.notice;
  const wording = checkWording(text, { language, audience });
  return wording.map((problem) => ({ file, ...problem })).toSorted((a, b) => a.line - b.line);
}

function report(notices: number, problems: readonly NoticeProblem[]): string {
  const lines = problems.map(({ file, line, found, zh, en }) => {
    const words = found === '' ? '' : `“${found}” `;
    return `${file}:${line}: ${words}${zh}\n  ${en}\n`;
  });
  const sum =
    problems.length === 0
      ? `${notices} 份告知书,都没有问题\n  ${notices} notices, nothing to mend\n`
      : `${notices} 份告知书,${problems.length} 处要改\n  ${notices} notices, ${problems.length} things to mend\n`;
  return `${lines.join('')}${sum}`;
}

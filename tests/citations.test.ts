import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Comments send the reader to pages and their headings; a page that is rewritten must not leave them nowhere. */
const root = dirname(import.meta.dirname);
const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.py', '*.go'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');

const citations = files
  .filter((file) => file !== '' && existsSync(join(root, file)))
  .flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\n\s*(?:\*|\/\/) /g, ' ');
    const found = text.matchAll(/docs\/([\w-]+\.md)(?:`?, "([^"]+)")?/g);
    return [...found].map(([, page = '', heading]) => ({ file, page, heading }));
  });

test('every page and every heading that code cites is there', () => {
  expect(citations.filter(({ heading }) => heading !== undefined).length).toBeGreaterThan(5);
  const lost = citations.filter(({ page, heading }) => {
    const path = join(root, 'docs', page);
    if (!existsSync(path)) return true;
    const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
    return heading !== undefined && ![...headings].some(([, title]) => title === heading);
  });
  expect(lost).toEqual([]);
});

import { existsSync } from 'node:fs';
import AxeSource from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's. What a test tool would download is a browser that nobody here chose. */
const program = '/usr/bin/chromium';

/** Starts Chromium, or says that it is missing; where it must not be (LINDUN_REQUIRE_FOREIGN), that is an error. */
export async function openBrowser(): Promise<{ browser: Browser } | { missing: string }> {
  if (!existsSync(program)) {
    const missing = 'Chromium is missing: apt-get install chromium fonts-noto-cjk';
    if (process.env['LINDUN_REQUIRE_FOREIGN'] === '1') throw new Error(missing);
    return { missing };
  }
  // Root may not use its sandbox; the rest keeps it from asking after the world.
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet];
  return { browser: await chromium.launch({ executablePath: program, args }) };
}

/** What axe-core finds on a page that is serious or worse, as one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's own policy does not bind.
  await page.evaluate(AxeSource.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { target: string[] }[] }[];
}

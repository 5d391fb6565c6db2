import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['policy', 'migrations', 'vault', 'bot', 'cli', 'demo', 'bench', 'tests'].map(
      (part) => `${part}/**/*.test.ts`,
    ),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['policy/**/*.test.ts', 'vault/**/*.test.ts', 'cli/**/*.test.ts', 'demo/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

/**
 * The tests against the real server (`npm run test:server`): they need its binary, so they are a run of their own.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { environment: 'node', include: ['test-server/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 30_000, fileParallelism: false },
});

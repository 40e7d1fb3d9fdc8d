import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/services-setup.ts'],
    // A worker takes file after file and keeps what it has loaded: half of the time of the unit tests went into loading
    // the same modules for every file anew. So a file leaves nothing behind in its process.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than two cores: what crosses processes waits half of its time for leases, polls and time-outs.
    maxWorkers: 3,
  },
});

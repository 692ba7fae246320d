// How the browser tests run: Debian's Chromium, one worker (two cores carry a server and three browsers), no retries:
// a test that passes the second time has found something.
import { defineConfig } from '@playwright/test'

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const LAUNCH = {
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-color-profile=srgb',
  ],
}

export default defineConfig({
  testDir: './specs',
  outputDir: './test-results',
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: LAUNCH,
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})

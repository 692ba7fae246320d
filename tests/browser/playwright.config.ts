// How the browser tests run: Debian's Chromium, two workers with a server and a browser each (most of a test is waiting for
// the other person's screen), no retries: a test that passes the second time has found something. No trace is written: it is made
// of every action of every test, slows each by a third, and hides who waits for nothing. Ask for one by `--trace retain-on-failure`.
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
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: LAUNCH,
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})

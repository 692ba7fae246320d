// The browser tests that must wait for minutes of real time, apart from the others.
import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

export default defineConfig({ ...base, testDir: './long', timeout: 8 * 60_000 })

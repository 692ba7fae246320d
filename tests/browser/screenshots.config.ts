// The pictures of README and docs, made by the same fixtures as the tests.
import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

export default defineConfig({ ...base, testDir: './screenshots' })

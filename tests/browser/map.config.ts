// The figures of the map's screen, made by the same fixtures as the tests.
import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

export default defineConfig({ ...base, testDir: './map' })

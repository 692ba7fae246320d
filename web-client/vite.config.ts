/**
 * The build of the web client: one HTML page, hashed assets under /assets/, the service worker as /sw.js.
 * Owns the dev proxy and the list of what the service worker keeps. Knows nothing of the application's own code.
 */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { transformWithOxc, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const SERVER = process.env['PAIRWAY_SERVER'] ?? 'http://127.0.0.1:8080';

/** Builds src/sw.ts (which imports nothing) and writes into it the files of the application shell. */
function serviceWorker(): Plugin {
  return {
    name: 'pairway-service-worker',
    apply: 'build',
    // After the plugin that takes out chunks that hold a style sheet only: a worker that names a file that is not there keeps nothing.
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const shell = Object.keys(bundle)
          .filter((name) => name.startsWith('assets/') && !name.endsWith('.map'))
          .sort();
        const files = ['', 'icon.svg', 'images/nhsuk-icon-cross.svg', ...shell];
        const page = readFileSync(new URL('./index.html', import.meta.url), 'utf8');
        const version = createHash('sha256').update(files.join('\n')).update(page).digest('hex').slice(0, 12);
        const source = readFileSync(new URL('./src/sw.ts', import.meta.url), 'utf8');
        const { code } = await transformWithOxc(source, 'sw.ts');
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: code
            // The mark that makes it a module for the type checker; a worker is a plain script and would not start with it.
            .replace(/^export {};?$/m, '')
            .replace('"__PAIRWAY_FILES__"', JSON.stringify(files))
            .replace('__PAIRWAY_VERSION__', version),
        });
      },
    },
  };
}

/** Names the files of the page by the root of the host, where everything else names them relative to itself: the page has many addresses. */
function pageFiles(): Plugin {
  return {
    name: 'pairway-page-files',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => html.replaceAll('="./', '="/') },
  };
}

export default defineConfig({
  // The server may be below a path: see config.ts, sw.ts and server/src/assets.rs.
  base: './',
  plugins: [serviceWorker(), pageFiles()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  css: { preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsDir: 'assets',
    // Nothing is inlined: the content security policy allows no data: script, style or font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': SERVER,
      '/health': SERVER,
      '/collab': { target: SERVER, ws: true },
      '/yjs': { target: SERVER, ws: true },
    },
  },
  test: {
    environment: 'node',
    setupFiles: ['test/words.ts'],
    include: ['test/**/*.test.{ts,tsx}', 'src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Real sockets on a busy machine: the waits inside the tests end sooner and say what was awaited.
    testTimeout: 20_000,
  },
});

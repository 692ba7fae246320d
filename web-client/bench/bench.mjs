/**
 * The map beside @xyflow/react in Chromium, CPU throttled four times, both built for production from the same data:
 * `node bench.mjs [steps]`. Five runs by turns, medians, and their ratio: ratios can be compared between machines, milliseconds
 * cannot. A browser gives at most sixty frames a second, so frames are measured with that limit and without it. Besides, of our own map
 * alone: what letters of others cost who types, and what links cost when a step is moved.
 * Needs Chromium and the packages of tests/browser and web-client.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = new URL('.', import.meta.url).pathname;
const { build, preview } = await import(createRequire(join(here, '../package.json')).resolve('vite'));
const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const STEPS = Number(process.argv[2] ?? 2500);
const THROTTLE = 4;
const RUNS = Number(process.env.RUNS ?? 5);

const outDir = await mkdtemp(join(tmpdir(), 'pairway-map-bench-'));
const root = join(here, 'page');
await build({
  root, configFile: false, logLevel: 'error', oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  css: { preprocessorOptions: { scss: { loadPaths: [join(here, '../node_modules')], quietDeps: true } } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { outDir, emptyOutDir: true, target: 'es2022', rollupOptions: { input: { own: join(root, 'own.html'), flow: join(root, 'flow.html') } } },
});
const server = await preview({ root, configFile: false, logLevel: 'error', build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
const { port } = server.httpServer.address();
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const launch = (flags = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...flags] });
const browser = await launch();
/** Draws the next frame as soon as the last one is done. */
const unlimited = await launch(['--disable-frame-rate-limit', '--disable-gpu-vsync']);

/** Opens a page, and does something in it. */
async function on(where, path, act) {
  const page = await where.newPage({ viewport: { width: 1366, height: 768 } });
  page.on('pageerror', (error) => { throw error; });
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(`http://127.0.0.1:${port}/${path}`, { timeout: 180_000 });
  await page.waitForFunction(() => window.measured !== undefined, undefined, { timeout: 180_000 });
  const row = await page.evaluate(act);
  await page.close();
  return row;
}

/** One run of one page. */
async function measure(name) {
  const path = `${name}.html?steps=${STEPS}`;
  const row = await on(browser, path, async () => {
    const { measured } = window;
    const elements = measured.elements();
    return { 'ready, ms': measured.readyMs, elements, 'frame while panning at 100 %, ms': await measured.panMs(), 'frame with all in view, ms': await measured.panAllInViewMs(), 'one remote edit, ms': await measured.remoteEditMs() };
  });
  const free = await on(unlimited, path, async () => ({
    'the same without a limit of frames, 100 %': await window.measured.panMs(), 'all in view': await window.measured.panAllInViewMs(),
  }));
  return { ...row, ...free };
}

/** Typing alone and while others type 200 letters a second; a step moved in maps with and without links. */
async function measureOwn() {
  const path = `own.html?steps=${STEPS}`;
  const typing = (perSecond) => on(browser, path, `window.measured.more.typingMs(${perSecond})`);
  const moved = (links) => on(browser, `${path}&links=${links}`, 'window.measured.more.movesMs()');
  return { alone: await typing(0), beside: await typing(200), none: await moved('none'), anywhere: await moved('anywhere'), nearby: await moved('nearby') };
}

const runs = { own: [], flow: [] };
const alone = [];
for (let run = 0; run < RUNS; run += 1) {
  for (const name of run % 2 === 0 ? ['own', 'flow'] : ['flow', 'own']) runs[name].push(await measure(name));
  alone.push(await measureOwn());
}
await browser.close();
await unlimited.close();
await server.close();
await rm(outDir, { recursive: true, force: true });

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value) => Math.round(value * 100) / 100;
console.log(`map: ${STEPS} steps and links, CPU throttled ${THROTTLE} times, medians of ${RUNS} runs by turns`);
console.table(Object.fromEntries(Object.keys(runs.own[0]).map((what) => {
  const [own, flow] = [median(runs.own.map((row) => row[what])), median(runs.flow.map((row) => row[what]))];
  return [what, { Pairway: round(own), 'React Flow': round(flow), 'Pairway / React Flow': round(own / flow) }];
})));

const of = (read) => median(alone.map(read));
const ratio = (value, base) => ({ ms: round(value), 'without, ms': round(base), ratio: round(value / base) });
console.log('our own map');
console.table({
  'typing beside 200 letters a second of others, 95th of 100': ratio(of((run) => run.beside), of((run) => run.alone)),
  'a step moved, links anywhere': ratio(of((run) => run.anywhere.usual), of((run) => run.none.usual)),
  'longest of twenty': ratio(of((run) => run.anywhere.longest), of((run) => run.none.longest)),
  'a step moved, links nearby': ratio(of((run) => run.nearby.usual), of((run) => run.none.usual)),
  'longest of twenty, nearby': ratio(of((run) => run.nearby.longest), of((run) => run.none.longest)),
  // Against a whole such frame without links.
  'the page answers nobody until new lines are there, nearby': ratio(of((run) => run.nearby.block), of((run) => run.none.usual)),
});

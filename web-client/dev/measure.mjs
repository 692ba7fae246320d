/**
 * Measures the map with many steps in Chromium, CPU throttled four times, against the same map with everything in the
 * page, and prints both with their ratio: `node dev/measure.mjs [steps]`. Ratios can be compared between machines,
 * milliseconds cannot. Needs the packages of tests/browser and Chromium.
 */
import { createRequire } from 'node:module';
import { createServer } from 'vite';

const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const STEPS = Number(process.argv[2] ?? 2500);
const THROTTLE = 4;
const vite = await createServer({ root: new URL('..', import.meta.url).pathname, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
await vite.listen();
const { port } = vite.httpServer.address();
const browser = await chromium.launch({ executablePath: process.env.PAIRWAY_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

async function measure(everything) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(`http://127.0.0.1:${port}/dev/measure.html?steps=${STEPS}${everything ? '&everything=1' : ''}`, { timeout: 120_000 });
  await page.waitForFunction(() => window.measured !== undefined, undefined, { timeout: 120_000 });
  const row = await page.evaluate(async () => {
    const { measured } = window;
    const elements = measured.elements();
    const pan = await measured.panMs();
    const panAllInView = await measured.panAllInViewMs();
    const remoteEdit = await measured.remoteEditMs();
    return { ready: measured.readyMs, elements, pan, panAllInView, remoteEdit };
  });
  await page.close();
  return row;
}

const thrifty = await measure(false);
const all = await measure(true);
console.log(`${STEPS} steps, CPU throttled ${THROTTLE} times (milliseconds, but for the number of elements)`);
console.table(Object.fromEntries(Object.keys(thrifty).map((name) => [name, {
  'as drawn': Math.round(thrifty[name] * 10) / 10,
  'everything in the page': Math.round(all[name] * 10) / 10,
  ratio: Math.round((all[name] / thrifty[name]) * 10) / 10,
}])));

/** What a frame costs in which somebody else moves a step: the map is laid out and its links are routed. */
async function moves(links) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(`http://127.0.0.1:${port}/dev/measure.html?steps=${STEPS}&links=${links}`, { timeout: 120_000 });
  await page.waitForFunction(() => window.measured !== undefined, undefined, { timeout: 120_000 });
  const times = await page.evaluate(async () => ({ ...await window.measured.remoteMovesMs(), routing: window.measured.routingMs() }));
  await page.close();
  return times;
}

const round = (value) => Math.round(value * 10) / 10;
const rows = {};
for (const links of ['none', 'anywhere', 'nearby']) rows[`links: ${links}`] = await moves(links);
console.log(`A frame in which a step is moved, of it routing, and the ratio to a frame without routing (milliseconds)`);
console.table(Object.fromEntries(Object.entries(rows).map(([links, { usual, longest, routing }]) => [links, {
  usual: round(usual), routing: round(routing.usual), ratio: round(usual / (usual - routing.usual)), longest: round(longest), 'longest routing': round(routing.longest),
}])));
await browser.close();
await vite.close();

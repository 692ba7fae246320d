/**
 * Measures how long a map takes to open that somebody flooded with stages and lanes that say nothing: as many as the server
 * leaves, and what a browser can meet before the server has taken the rest out: `node dev/measure-flooded.mjs [counts…]`.
 * Needs the packages of tests/browser and Chromium.
 */
import { createRequire } from 'node:module';
import { createServer } from 'vite';

const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const given = process.argv.slice(2).map(Number);
const COUNTS = given.length > 0 ? given : [10, 200, 3000, 10000];
/** As many times each; the middle one counts. */
const TIMES = 3;
const vite = await createServer({ root: new URL('..', import.meta.url).pathname, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
await vite.listen();
const { port } = vite.httpServer.address();
const browser = await chromium.launch({ executablePath: process.env.PAIRWAY_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

async function measure(count) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`http://127.0.0.1:${port}/dev/measure.html?flooded=${count}`, { timeout: 120_000 });
  await page.waitForFunction(() => window.measured !== undefined, undefined, { timeout: 120_000 });
  const row = await page.evaluate(async () => {
    const { measured } = window;
    return { kilobytes: measured.bytes / 1000, usableMs: await measured.usable, pictureMs: measured.readyMs, elements: measured.elements(), panMs: await measured.panMs() };
  });
  if (process.env.MAP_PICTURES) await page.screenshot({ path: `${process.env.MAP_PICTURES}/flooded-${count}.png` });
  await page.close();
  return row;
}

await measure(10);
const rows = {};
for (const count of COUNTS) {
  const all = [];
  for (let time = 0; time < TIMES; time += 1) all.push(await measure(count));
  all.sort((one, other) => one.usableMs - other.usableMs);
  rows[`${count} stages and ${count} lanes`] = Object.fromEntries(Object.entries(all[Math.floor(TIMES / 2)]).map(([name, value]) => [name, Math.round(value * 10) / 10]));
}
console.table(rows);
await browser.close();
await vite.close();

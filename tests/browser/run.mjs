// Runs all journeys, or those whose files contain an argument; a line for each, everything about those that fail.
import { cpus } from 'node:os';
import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { prepare } from './lib/server.mjs';

const here = new URL('./journeys/', import.meta.url);
const wanted = process.argv.slice(2);
// the longest ones begin first, so that none is waited for alone at the end
const slow = (name) => ['pictures', 'every-page'].findIndex((part) => name.includes(part)) + 1;
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort((a, b) => slow(b) - slow(a) || a.localeCompare(b))
  .map((name) => new URL(name, here).pathname);
if (files.length === 0) {
  console.error(`no journeys are called ${wanted.join(', ')}`);
  process.exit(2);
}

const started = Date.now();
const remove = await prepare();
const failures = [];
let passed = 0;
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const stream = run({ files, concurrency: Math.max(2, Math.min(4, cpus().length)) });
stream.on('test:stderr', ({ message }) => process.stderr.write(message));
stream.on('test:pass', (test) => {
  if (test.details.type === 'suite' || test.nesting === 0) return;
  passed += 1;
  console.log(`  passed  ${test.name}  ${seconds(test.details.duration_ms)}`);
});
stream.on('test:fail', (test) => {
  if (test.details.error?.failureType === 'subtestsFailed') return;
  failures.push(test);
  console.log(`  FAILED  ${test.name}  ${seconds(test.details.duration_ms)}`);
});
stream.on('end', async () => {
  await remove();
  for (const test of failures) {
    const cause = test.details.error?.cause ?? test.details.error;
    console.error(`\nFAILED: ${test.name}\n${test.file ?? ''}\n${cause?.stack ?? cause}`);
  }
  console.log(`${passed} journeys passed, ${failures.length} failed, in ${seconds(Date.now() - started)}`);
  process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
});
stream.resume();

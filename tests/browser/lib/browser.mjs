// The distribution's Chromium, and pages that notice what must never happen.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--disable-lcd-text',
];

/** Starts the browser. */
export function launch() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('Chromium is not installed; CHROMIUM can name the file');
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

/**
 * What went wrong behind the page: console errors (broken security policies are among them), scripts that threw, requests
 * to other hosts, failed assets, and answers nobody expected.
 */
export class Guard {
  constructor(context, host) {
    this.troubles = [];
    this.refusals = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.host !== host) this.troubles.push(`left this machine: ${url}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // a download ends a navigation, and a closing page ends its requests
      if (!why.includes('ERR_ABORTED')) this.troubles.push(`failed: ${request.url()} ${why}`);
    });
    context.on('response', (response) => {
      const status = response.status();
      if (status < 400) return;
      const said = `${status} ${response.request().method()} ${response.url()}`;
      const isPage = response.request().resourceType() === 'document';
      if (isPage && status < 500) this.refusals.push({ status, said });
      else this.troubles.push(said);
    });
    context.on('console', (message) => {
      // the status of a page is looked at above
      const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
      if (['error', 'warning'].includes(message.type()) && !isStatus) this.troubles.push(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.troubles.push(`script: ${error.error()}`));
  }

  /** The next refusal of a page is expected and has this status. */
  expect(status) {
    const found = this.refusals.shift();
    assert.equal(found?.status, status, `expected a page with status ${status}, got ${found?.said ?? 'none'}`);
  }

  /** A script was refused with this status, which is expected. */
  expectAnswer(status) {
    const at = this.troubles.findIndex((said) => said.startsWith(`${status} `));
    assert.ok(at >= 0, `expected an answer with status ${status}`);
    this.troubles.splice(at, 1);
  }

  /** Nothing happened that nobody expected. */
  assertQuiet() {
    const all = [...this.troubles, ...this.refusals.map((one) => `not expected: ${one.said}`)];
    assert.deepEqual(all, [], 'behind the pages');
  }
}

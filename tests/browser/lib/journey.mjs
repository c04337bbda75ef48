// A journey: a person with a browser, a demonstration to walk through, and a picture when something goes wrong.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Guard, launch } from './browser.mjs';
import { demonstration } from './server.mjs';

const PICTURES = process.env.SEKIMORI_FAILURES ?? join(tmpdir(), 'sekimori-journeys-failed');

/** One person in one browser window. */
export class Person {
  constructor(context, page, guard, address, script) {
    Object.assign(this, { context, page, guard, address, script });
  }

  /** Opens a path of the program; `status` says what the page should answer. */
  async open(path, status = 200) {
    const response = await this.page.goto(new URL(path, this.address).href);
    assert.equal(response.status(), status, path);
    if (status >= 400) this.guard.expect(status);
    return this;
  }

  /** The path that is open. */
  path() {
    const url = new URL(this.page.url());
    return url.pathname + url.search;
  }

  /** Presses what leads to another page, agrees when asked whether that is meant, and waits for the page. */
  async press(what, status = 200) {
    const target = typeof what === 'string' ? this.page.getByRole('button', { name: what, exact: true }) : what;
    const asks = this.script && (await target.getAttribute('data-ask')) !== null;
    if (asks) await target.click();
    const sure = asks ? this.page.locator('dialog .btn--next') : target;
    const [response] = await Promise.all([
      this.page.waitForResponse((one) => this.isPage(one) && (one.status() < 300 || one.status() >= 400)),
      sure.click(),
    ]);
    await this.page.waitForLoadState('load');
    assert.equal(response.status(), status, `${response.request().method()} ${response.url()}`);
    if (status >= 400) this.guard.expect(status);
    return this;
  }

  isPage(response) {
    const request = response.request();
    return request.isNavigationRequest() && request.frame() === this.page.mainFrame();
  }

  /** Follows a link by its words. */
  follow(name, status = 200) {
    return this.press(this.page.getByRole('link', { name, exact: true }).first(), status);
  }

  /** Fills the fields of a form by their names: text, choices (a list of values), or one of a list. */
  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`[name="${name}"]:not([type=hidden])`);
      const first = field.first();
      const kind = await first.evaluate((one) => (one.tagName === 'SELECT' ? 'select' : one.type));
      if (kind === 'checkbox') {
        for (const box of await field.all()) await box.setChecked([].concat(value).includes(await box.inputValue()));
      } else if (kind === 'radio') {
        await this.page.locator(`[name="${name}"][value="${value}"]`).check();
      } else if (kind === 'select') {
        await first.selectOption(value);
      } else if (kind === 'file') {
        await first.setInputFiles(value);
      } else {
        await first.fill(value);
      }
    }
    return this;
  }

  /** The text of the main part of the page. */
  text() {
    return this.page.locator('main').innerText();
  }

  /** The main part says this. */
  async says(...texts) {
    const main = await this.text();
    for (const text of texts) {
      if (text instanceof RegExp) assert.match(main, text);
      else assert.ok(main.includes(text), `the page ${this.path()} does not say “${text}”:\n${main.slice(0, 3000)}`);
    }
    return this;
  }

  /** The main part does not say this. */
  async saysNot(...texts) {
    const main = await this.text();
    for (const text of texts) assert.ok(!main.includes(text), `the page ${this.path()} says “${text}”`);
    return this;
  }

  /** The message after something was done. */
  async wasTold(text) {
    assert.match(await this.page.locator('main p.note[role=status]').innerText(), text instanceof RegExp ? text : new RegExp(text));
    return this;
  }

  /** How many elements there are. */
  count(selector) {
    return this.page.locator(selector).count();
  }

  /** A file a link or button gives: its name and bytes. */
  async download(target) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), target.click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  }

  /** Signs in, from wherever the person is. */
  async signIn(login, password, status = 200) {
    await this.open('/sign-in');
    return this.enterAs(login, password, status);
  }

  /** Sends the form for signing in that is open. */
  async enterAs(login, password, status = 200) {
    await this.page.locator('#f-sign-in-login').fill(login);
    await this.page.locator('#f-sign-in-password').fill(password);
    return this.press(this.page.locator('main form .btn--next'), status);
  }
}

/** What a journey gets: people of the demonstration, each in a window of their own. */
class World {
  constructor(browser, demo, script) {
    Object.assign(this, { browser, demo, script, people: [], options: {}, lang: 'ja' });
  }

  /** Somebody who has not signed in. */
  async guest(options = {}) {
    const { script = this.script, ...rest } = options;
    const context = await this.browser.newContext({
      baseURL: this.demo.address,
      javaScriptEnabled: script,
      locale: this.lang === 'en' ? 'en-GB' : 'ja-JP',
      timezoneId: 'Asia/Tokyo',
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      ...this.options,
      ...rest,
    });
    context.setDefaultTimeout(15_000);
    const guard = new Guard(context, new URL(this.demo.address).host);
    const person = new Person(context, await context.newPage(), guard, this.demo.address, script);
    this.people.push(person);
    return person;
  }

  /** A person of the sample, signed in. */
  async person(login, options = {}) {
    const person = await this.guest(options);
    await person.signIn(login, this.demo.password(login));
    if (this.lang === 'en') await person.press('English');
    return person;
  }

  async end(name, failed) {
    for (const [index, person] of this.people.entries()) {
      if (failed) await picture(person, `${name} ${index + 1}`);
      await person.context.close();
    }
    if (!failed) for (const person of this.people) person.guard.assertQuiet();
  }
}

async function picture(person, name) {
  await mkdir(PICTURES, { recursive: true });
  const path = join(PICTURES, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`);
  try {
    await person.page.screenshot({ path, fullPage: true });
    console.error(`    ${person.path()} → ${path}`);
  } catch (error) {
    console.error(`    no picture of ${name}: ${error.message}`);
  }
}

const LIMIT = 300_000;
const SCRIPTS = { both: [true, false], on: [true], off: [false] };

/**
 * Journeys of one file share a browser; each run has a demonstration of its own, so that no journey depends on another.
 * `script` says whether it is walked with JavaScript `on`, `off`, or in `both` ways.
 */
export function journeys(title, define) {
  describe(title, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(async () => { await browser?.close(); });
    define((name, { script = 'both' } = {}, walk) => {
      for (const on of SCRIPTS[script]) {
        const full = script === 'both' ? `${name} (${on ? 'with' : 'without'} JavaScript)` : name;
        test(full, { timeout: LIMIT }, async () => {
          const demo = await demonstration();
          const world = new World(browser, demo, on);
          let failed = true;
          try {
            await walk(world);
            failed = false;
          } catch (error) {
            if (demo.log()) error.message += `\nthe program said:\n${demo.log().slice(-2000)}`;
            throw error;
          } finally {
            try {
              await world.end(full, failed);
            } finally {
              await demo.stop();
            }
          }
        });
      }
    });
  });
}

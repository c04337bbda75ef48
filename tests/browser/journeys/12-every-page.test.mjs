import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { journeys } from '../lib/journey.mjs';
import { OF_ENGAGEMENT, PAGES } from '../lib/pages.mjs';
import { answer, go, PLAIN } from '../lib/steps.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 390, 1024, 1440];

// Every page a person of the sample meets, with what is open on it.
async function* everyPage(world) {
  const guest = await world.guest();
  await guest.open('/sign-in');
  yield [guest, 'sign-in'];
  await guest.open('/engagements');
  yield [guest, 'sign-in before a page'];

  const people = new Map();
  for (const [login, path] of PAGES) {
    if (!people.has(login)) people.set(login, await world.person(login));
    yield [await people.get(login).open(path), `${login} ${path}`];
  }
  const owner = people.get('takato');
  await owner.open('/engagements?view=all');
  const engagement = await owner.page.locator('tbody th a').first().getAttribute('href');
  for (const part of OF_ENGAGEMENT) yield [await owner.open(engagement + part), `takato engagement${part}`];
  const officer = people.get('kiryu');
  for (const kind of ['危機的業務の例外許可', '条件の免除']) {
    await officer.open('/approvals?box=waiting');
    const link = officer.page.getByRole('link', { name: kind });
    if ((await link.count()) > 0) {
      await officer.press(link.first());
      yield [officer, `kiryu ${kind}`];
    }
  }
  const chief = people.get('sagisawa');
  await chief.open('/approvals?box=waiting');
  await chief.press(chief.page.locator('tbody th a').first());
  yield [chief, 'sagisawa decides'];
  const welfare = await world.person('odagiri');
  await welfare.open('/engagements?stage=decide');
  const critical = await welfare.page.locator('tbody th a').first().getAttribute('href');
  yield [await welfare.open(`${critical}/exception`), 'odagiri exception'];
  yield [await welfare.open(`${critical}/criticality`), 'odagiri criticality'];

  await owner.open('/engagements/new');
  for (let step = 1; step <= 6; step += 1) {
    yield [owner, `step ${step}`];
    if (step < 6) {
      await answer(owner, step, PLAIN);
      await owner.press(go(owner, 'next'));
    }
  }
  await owner.open('/engagements/new');
  await owner.press(go(owner, 'next'), 422);
  yield [owner, 'step 1 refused'];
  await owner.open('/engagements/R1-9999', 404);
  yield [owner, 'not found'];
  await owner.open('/ledger', 403);
  yield [owner, 'forbidden'];
}

// What is wider than the window, in words.
async function wider(one) {
  const found = [];
  for (const width of WIDTHS) {
    await one.page.setViewportSize({ width, height: 900 });
    const over = await one.page.evaluate(() => {
      const page = document.scrollingElement;
      if (page.scrollWidth <= page.clientWidth) return [];
      const all = [...document.querySelectorAll('main *')];
      const out = all.filter((e) => e.getBoundingClientRect().right > page.clientWidth + 0.5);
      return [page.scrollWidth, ...out.slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)];
    });
    if (over.length > 0) found.push(`${width} px: ${over.join(' | ')}`);
  }
  await one.page.setViewportSize({ width: 1440, height: 900 });
  return found;
}

// What a page must have and must not show.
async function odd(one) {
  const found = [];
  const headings = await one.count('h1');
  if (headings !== 1) found.push(`${headings} first headings`);
  const filled = await one.page.locator('main .btn--next:visible').count();
  if (filled > 1) found.push(`${filled} filled buttons`);
  const title = await one.page.title();
  if (!/.｜(関守|Sekimori)$/.test(title)) found.push(`the title is “${title}”`);
  const raw = (await one.page.locator('body').innerText()).match(/\{ ?\$|\bf-[a-z]+-[a-z]+\b|\bundefined\b|\bSome\(/);
  if (raw) found.push(`“${raw[0]}” is no text for people`);
  return found;
}

// Serious and critical findings of axe, in light and in dark.
async function barriers(one) {
  const found = [];
  await one.page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark']) {
    await one.page.emulateMedia({ colorScheme });
    const { passes, violations } = await one.page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const said = await globalThis.axe.run(document, { runOnly: tags });
      const grave = said.violations.filter((rule) => ['serious', 'critical'].includes(rule.impact));
      const where = (rule) => rule.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary}`);
      return { passes: said.passes.length, violations: grave.map((rule) => `${rule.id}: ${where(rule).join(' | ')}`) };
    });
    if (passes <= 10) found.push(`${colorScheme}: only ${passes} rules were looked at`);
    found.push(...violations.map((rule) => `${colorScheme}: ${rule}`));
  }
  await one.page.emulateMedia({ colorScheme: 'light' });
  return found;
}

journeys('every page', (journey) => {
  for (const lang of ['ja', 'en']) {
    journey(`fits every width and can be used by everyone, in light and dark: ${lang}`, { script: 'on' }, async (world) => {
      world.lang = lang;
      const found = [];
      let pages = 0;
      for await (const [one, name] of everyPage(world)) {
        pages += 1;
        for (const look of [odd, wider, barriers]) found.push(...(await look(one)).map((said) => `${name}: ${said}`));
      }
      assert.ok(pages >= 40, `${pages} pages`);
      assert.deepEqual(found, []);
    });
  }
});

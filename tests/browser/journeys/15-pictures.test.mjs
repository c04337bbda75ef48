import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journeys } from '../lib/journey.mjs';
import { answer, go } from '../lib/steps.mjs';

const DOCUMENTS = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
const LARGEST = 400_000;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const EXAMPLE = '/engagements?view=all&q=%E4%BD%8F%E6%B0%91%E7%B7%8F%E5%90%88%E7%AA%93%E5%8F%A3%E3%82%B7%E3%82%B9%E3%83%86%E3%83%A0+%E9%81%8B%E7%94%A8%E4%BF%9D%E5%AE%88';

const WORK = {
  title: '住民異動の届の入力',
  summary: '引っ越しの届を、庁舎の端末に入力してもらう。',
  category: 'processing',
  system: '住民総合窓口システム',
  activities: ['operation'],
  'term.from': '令和9年4月1日',
  'term.to': '令和10年3月31日',
  amount: '6,200,000',
  information: ['personal', 'business_secret', 'system_security'],
  people_count: '12,480',
};

// Opens the example: work at a gate with conditions of every kind.
async function example(one) {
  await one.open(EXAMPLE);
  const stopped = one.page.locator('tbody tr', { hasText: /契約|Contract/ });
  await one.press(stopped.first().locator('th a'));
}

// Opens the first engagement that words find.
async function found(one, words) {
  await one.open(`/engagements?view=all&q=${encodeURIComponent(words)}`);
  await one.press(one.page.locator('tbody th a').first());
}

const waiting = (kind) => async (one) => {
  await one.open('/approvals?box=waiting');
  await one.press(one.page.getByRole('link', { name: kind }).first());
};

const PICTURES = [
  ['sign-in', null, (one) => one.open('/sign-in')],
  ['home', 'takato', (one) => one.open('/')],
  ['home-phone', 'takato', (one) => one.open('/'), PHONE],
  ['engagements', 'kiryu', (one) => one.open('/engagements')],
  ['engagement', 'takato', example],
  ['engagement-dark', 'takato', example, { colorScheme: 'dark' }],
  ['engagement-phone', 'takato', example, PHONE],
  ['engagement-en', 'takato', example, { english: true }],
  ['requirements', 'takato', async (one) => { await example(one); await one.open(`${one.path()}/requirements`); }],
  ['paper', 'takato', async (one) => { await example(one); await one.open(`${one.path()}/papers/pledge?lang=ja`); }],
  ['catalogue', 'takato', (one) => one.open('/catalogue/KL-15')],
  ['new-engagement', 'takato', async (one) => {
    await one.open('/engagements/new');
    for (const step of [1, 2]) {
      await answer(one, step, WORK);
      await one.press(go(one, 'next'));
    }
    await answer(one, 3, WORK);
  }],
  ['exception-request', 'odagiri', async (one) => {
    await one.open('/approvals?box=mine');
    await one.press(one.page.getByRole('link', { name: '例外' }).first());
    const engagement = await one.page.locator('dl.facts a').first().getAttribute('href');
    await one.open(`${engagement}/exception`);
  }],
  ['approval', 'kiryu', waiting('例外')],
  ['contractors', 'takato', (one) => one.open('/contractors')],
  ['selection', 'mizukami', async (one) => { await found(one, 'ごみ収集'); await one.open(`${one.path()}/selection`); }],
  ['handovers', 'wakatsuki', async (one) => { await found(one, '健診案内'); await one.open(`${one.path()}/handovers`); }],
  ['register', 'sagisawa', (one) => one.open('/register')],
  ['consultations', 'sagisawa', (one) => one.open('/consultations')],
  ['organisation', 'kasai', (one) => one.open('/organisation')],
  ['ledger', 'sakaki', async (one) => {
    await one.open('/ledger');
    await one.press('台帳を検証する');
    const newest = Number(await one.page.locator('tbody tr td').first().innerText());
    await one.open(`/ledger?before=${newest - 60}`);
  }],
  ['account', 'kiryu', (one) => one.open('/account')],
];

journeys('pictures', (journey) => {
  journey('the main pages as the documents show them', { script: 'on' }, async (world) => {
    const update = process.env.UPDATE_SCREENSHOTS === '1';
    const folder = update ? DOCUMENTS : await mkdtemp(join(tmpdir(), 'sekimori-pictures-'));
    await mkdir(folder, { recursive: true });
    try {
      for (const [name, login, open, { english, ...options } = {}] of PICTURES) {
        const one = login ? await world.person(login, options) : await world.guest(options);
        if (english) await one.press('English');
        await open(one);
        const path = join(folder, `${name}.png`);
        const height = await one.page.evaluate(() => document.documentElement.scrollHeight);
        const { width } = one.page.viewportSize();
        // the menu stands beside the whole page, as it does on a screen that is high enough
        const clip = { x: 0, y: 0, width, height: Math.min(height, width > 800 ? 1250 : 2400) };
        await one.page.setViewportSize({ width, height: clip.height });
        await one.page.evaluate(() => { document.activeElement?.blur(); document.querySelector('.flash')?.remove(); });
        await one.page.screenshot({ path, fullPage: true, clip });
        const { size } = await stat(path);
        assert.ok(size > 5_000 && size < LARGEST, `${name}.png has ${size} bytes`);
        if (english) await one.press('日本語');
      }
    } finally {
      if (!update) await rm(folder, { recursive: true, force: true });
    }
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { enter } from '../lib/steps.mjs';

const background = (one) => one.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const brightness = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0);

journeys('ways of looking and working', (journey) => {
  journey('language and theme are switched, and stay with the person', {}, async (world) => {
    const guest = await world.guest();
    await guest.open('/sign-in');
    await guest.press('English');
    assert.equal(await guest.page.locator('html').getAttribute('lang'), 'en');
    await guest.says('Sign in');

    const one = await world.person('takato');
    await one.open('/engagements?view=all&sort=amount');
    await one.press('English');
    assert.equal(one.path(), '/engagements?view=all&sort=amount', 'the same page');
    assert.equal(await one.page.locator('html').getAttribute('lang'), 'en');
    await one.says('Engagements');
    const light = brightness(await background(one));
    for (let i = 0; i < 2 && brightness(await background(one)) >= light; i += 1) {
      await one.press(one.page.locator('#nav button[name=theme]'));
    }
    assert.equal(await one.page.locator('html').getAttribute('data-theme'), 'dark');
    assert.ok(brightness(await background(one)) < 200, 'dark');

    const elsewhere = await world.person('takato');
    assert.equal(await elsewhere.page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await elsewhere.page.locator('html').getAttribute('data-theme'), 'dark');

    // what people wrote stays in the language they wrote it in; the program's words change
    await elsewhere.open('/register');
    await elsewhere.says('被災者台帳', 'Version');
    await elsewhere.press('日本語');
    assert.equal(await elsewhere.page.locator('html').getAttribute('lang'), 'ja');
  });

  journey('by keyboard alone', {}, async (world) => {
    const one = await world.person('takato');
    await one.open('/');
    const focus = () => one.page.evaluate(() => {
      const at = document.activeElement;
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      return {
        text: at.innerText ?? '',
        next: at.classList.contains('btn--next'),
        href: at.getAttribute('href'),
        line: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        body: at === document.body,
      };
    });
    await one.page.keyboard.press('Tab');
    const first = await focus();
    assert.equal(first.text, '本文へ移動', 'the skip link comes first');
    assert.ok(first.seen && first.line, 'and is seen when it has the focus');
    await one.page.keyboard.press('Enter');
    assert.match(one.page.url(), /#main$/);
    let steps = 0;
    let at = await focus();
    while (!at.next && steps < 12) {
      await one.page.keyboard.press('Tab');
      at = await focus();
      assert.ok(at.seen && at.line, `a visible focus at “${at.text}”`);
      steps += 1;
    }
    assert.ok(at.next, 'the next action within a dozen presses of Tab');
    await Promise.all([one.page.waitForURL((url) => url.pathname === at.href), one.page.keyboard.press('Enter')]);

    // the filter menu opens, and Escape closes it
    await one.open('/engagements?view=all');
    const menu = one.page.locator('summary', { hasText: '段階' });
    await menu.focus();
    await one.page.keyboard.press('Enter');
    assert.equal(await one.count('details.menu[open]'), 1);
    if (one.script) {
      await one.page.keyboard.press('Escape');
      assert.equal(await one.count('details.menu[open]'), 0);
      assert.ok(await menu.evaluate((summary) => summary === document.activeElement), 'the focus is where it was');
    }

    // through the whole page without a trap
    await one.open('/engagements/new');
    const seen = new Set();
    for (let i = 0; i < 120; i += 1) {
      await one.page.keyboard.press('Tab');
      const now = await focus();
      if (now.body) break;
      assert.ok(now.line, `a visible focus at “${now.text}”`);
      seen.add(`${i}`);
    }
    assert.ok(seen.size > 20 && seen.size < 120, `${seen.size} stops`);
  });

  journey('on a phone the menu opens and leads on', {}, async (world) => {
    const one = await world.person('takato', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const nav = one.page.locator('#nav');
    assert.equal(await nav.isVisible(), false);
    await one.page.getByRole('button', { name: 'メニュー' }).tap();
    assert.equal(await nav.isVisible(), true);
    await one.press(nav.getByRole('link', { name: /委託案件/ }));
    assert.match(one.path(), /^\/engagements/);
    for (const target of await one.page.locator('main :is(.btn, .chip, .tabs a):visible').all()) {
      const box = await target.boundingBox();
      assert.ok(box.height >= 30, `large enough for a thumb: ${await target.innerText()} ${box.height}`);
    }
  });

  journey('on paper the menus go and the folds open', { script: 'off' }, async (world) => {
    const one = await world.person('takato');
    const engagement = `/engagements/${await enter(one, { system: '窓口の番号札' })}`;
    assert.ok((await one.count('.conds details:not([open])')) > 0, 'something is folded');
    await one.page.emulateMedia({ media: 'print' });
    assert.equal(await one.page.locator('#nav').isVisible(), false);
    assert.equal(await one.page.locator('main .btn').first().isVisible(), false);
    assert.equal(await one.page.locator('.print-only').isVisible(), true);
    const folded = one.page.locator('.conds details').first();
    const inside = await folded.locator('.cond').first().evaluate((e) => e.getBoundingClientRect().height);
    assert.ok(inside > 0, 'what is folded on the screen is on the paper');
    const pdf = await one.page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
    await one.open(`${engagement}/record`);
    await one.page.emulateMedia({ media: 'print' });
    const record = await one.page.locator('.record').boundingBox();
    assert.ok(record.x >= 0 && record.height > 400);
  });
});

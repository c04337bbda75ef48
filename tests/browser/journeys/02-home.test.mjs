import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';

journeys('the home page', (journey) => {
  journey('a section officer finds the next action', {}, async (world) => {
    const one = await world.person('takato');
    await one.says('きょうの仕事', '次の一手', '差し戻された依頼を直す', 'この 2週間の期限', '市民課とその配下');
    const next = one.page.locator('.todo .btn--next');
    assert.equal(await next.count(), 1, 'one filled button');
    assert.equal(await one.count('main .btn--next'), 1, 'and no other on the page');
    assert.equal(await one.count('.fortnight > li'), 15, 'what is late, and fourteen days');
    await one.press(next);
    assert.match(one.path(), /^\/approvals\//);
    await one.says('差戻し', '書き足してほしい', '直して出し直す');

    await one.open('/');
    const stages = one.page.locator('.stock a');
    assert.equal(await stages.count(), 7);
    const wanted = Number(await stages.first().locator('b').innerText());
    await one.press(stages.first());
    assert.match(one.path(), /stage=decide/);
    assert.equal(await one.count('tbody tr'), wanted, 'the figure and the list agree');
  });

  journey('an officer finds what waits, longest first', { script: 'off' }, async (world) => {
    const one = await world.person('kiryu');
    const waiting = one.page.locator('.wait li');
    assert.ok((await waiting.count()) >= 2);
    const badge = Number(await one.page.locator('#nav a[href="/approvals"] .n').innerText());
    await one.press(waiting.first().locator('a'));
    assert.match(one.path(), /^\/approvals\//);
    await one.says('依頼の内容', '決める');
    await one.open('/approvals?box=waiting');
    assert.equal(await one.count('tbody tr'), badge, 'menu and list agree');
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { answer, go, number } from '../lib/steps.mjs';

const FACTS = {
  title: '住民異動の届の入力',
  summary: '引っ越しの届を端末に入力してもらう。',
  category: 'processing',
  system: '住民異動の受付',
  activities: ['processing'],
  information: ['unknown'],
  items: [{ name: '転入と転出の届', access: 'provided', criticality: 'unjudged' }],
  places: ['unknown'],
  connection: 'unknown',
  subcontracting: 'unknown',
};

journeys('a new engagement', (journey) => {
  journey('asked in six steps, left after the third and taken up again', {}, async (world) => {
    const one = await world.person('takato');
    await one.open('/engagements');
    await one.press('委託案件をはじめる');
    assert.match(one.path(), /^\/drafts\/[^/]+\/1$/);
    await one.says('6問のうち 1問目');

    // everything wrong at once, and nothing typed is lost
    await one.fill({ title: '', system: '住民異動の受付' });
    await one.press(go(one, 'next'), 422);
    await one.says('か所を直してください', '案件名');
    assert.equal(await one.page.locator('[name=system]').inputValue(), '住民異動の受付');
    assert.equal(await one.page.locator('[name=title]').getAttribute('aria-invalid'), 'true');
    if (one.script) {
      const focus = await one.page.evaluate(() => document.activeElement.className);
      assert.equal(focus, 'errors', 'the summary has the focus');
    }
    await answer(one, 1, FACTS);
    await one.press(go(one, 'next'));

    // dates of the era and wide digits, also when they are wrong
    await one.fill({ 'term.from': '令和９年４月１日', 'term.to': '令和9年3月31日', amount: '１，２００，０００' });
    await one.press(go(one, 'next'), 422);
    assert.equal(await one.page.locator('[name="term.from"]').inputValue(), '令和９年４月１日', 'as typed');
    assert.equal(await one.page.locator('[name=amount]').inputValue(), '１，２００，０００', 'as typed');
    await one.fill({ 'term.to': '令和10年3月31日' });
    await one.press(go(one, 'next'));
    assert.match(one.path(), /\/3$/);

    // public only together with another kind is no answer; not yet known is one
    await one.fill({ information: ['personal', 'public_only'], people_count: 'たくさん' });
    await one.press(go(one, 'next'), 422);
    assert.equal(await one.page.locator('[name=people_count]').inputValue(), 'たくさん');
    assert.ok(await one.page.locator('[name=information][value=personal]').isChecked());
    await one.fill({ information: ['unknown'], people_count: '' });
    await one.press(go(one, 'next'));
    assert.match(one.path(), /\/4$/);
    await one.press(go(one, 'later'));
    assert.equal(one.path(), '/drafts');
    await one.wasTold('下書きを保存しました');
    await one.press('退出');

    // another device, later
    const two = await world.person('takato');
    await two.open('/drafts');
    await two.press(two.page.getByRole('link', { name: FACTS.title }));
    assert.match(two.path(), /\/4$/);
    await two.says('まだわからない', '令和9年4月1日');
    await answer(two, 4, FACTS);
    await two.press(go(two, 'next'));
    await answer(two, 5, FACTS);
    await two.press(go(two, 'next'));
    await two.says('この内容で登録しますか', '令和9年4月1日', '令和10年3月31日', '1,200,000', 'まだ判定していない情報が1件あります');
    await two.press(go(two, 'submit'));
    await two.wasTold('登録しました');
    await two.says(FACTS.title, 'まだ判断できません', '残り');
    const made = number(two);

    await two.open('/drafts');
    await two.saysNot(FACTS.title);
    await two.open(`/engagements?q=${made}`);
    await two.says(FACTS.title);
  });

  journey('a draft can be thrown away', {}, async (world) => {
    const one = await world.person('takato');
    await one.open('/engagements/new');
    await answer(one, 1, FACTS);
    await one.press(go(one, 'later'));
    await one.says(FACTS.title);
    await one.press('下書きを消す');
    await one.wasTold('下書きを消しました');
    await one.saysNot(FACTS.title);
  });
});

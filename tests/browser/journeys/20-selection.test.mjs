import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';

// The engagement of the sample whose selection is published and has three candidates.
async function open(one) {
  await one.open('/engagements?q=%E3%81%94%E3%81%BF%E5%8F%8E%E9%9B%86%E5%8F%97%E4%BB%98');
  const engagement = await one.page.locator('tbody th a').first().getAttribute('href');
  await one.open(`${engagement}/selection`);
  return `${engagement}/selection`;
}

journeys('selection', (journey) => {
  journey('candidates are compared, one is mended, proposed by procurement and chosen by the section', {}, async (world) => {
    const legal = await world.person('hayase');
    const base = await open(legal);
    await legal.says('候補の比較', '苔庭コンタクト', '葦火データサービス', '雪洞ドキュメント', '固定済み');
    assert.equal((await legal.page.locator('#digest').innerText()).length, 64);
    assert.equal(await legal.page.locator('table.weigh thead th').count(), 4);

    // a score without its reason comes back with everything that was typed
    await legal.press(legal.page.locator('table.weigh thead a', { hasText: '葦火' }));
    await legal.fill({ price: '１１，８８０，０００円', 'grounds.quality': '' });
    await legal.press(legal.page.getByRole('button', { name: '保存する', exact: true }), 422);
    assert.equal(await legal.page.locator('[name=price]').inputValue(), '１１，８８０，０００円');
    await legal.fill({ 'grounds.quality': '手順は整っているが、粗大ごみの受付は初めて。' });
    await legal.press(legal.page.getByRole('button', { name: '保存する', exact: true }));
    await legal.wasTold('保存しました');

    await legal.open(`${base}/decision`);
    await legal.fill({ contractor: await legal.page.locator('[name=contractor]').first().getAttribute('value') });
    await legal.fill({ reason: '総合点が最も高く、認証の範囲も合っている。' });
    await legal.press(legal.page.getByRole('button', { name: '提案する', exact: true }));
    await legal.wasTold('提案しました');
    await legal.open(`${base}/decision`);
    assert.equal(await legal.count('button[value=choose]'), 0, 'who proposes does not decide');

    const owner = await world.person('mizukami');
    await open(owner);
    await owner.press(owner.page.getByRole('link', { name: '提案を見て決める' }));
    await owner.fill({ reason: '提案のとおりとする。' });
    await owner.press(owner.page.getByRole('button', { name: 'この候補に決める', exact: true }));
    await owner.wasTold('委託先を決めました');
    await owner.says('に決めました');
    await owner.open(base.replace('/selection', ''));
    // what is met stands folded
    assert.ok((await owner.page.locator('main').textContent()).includes('固定した式で採点しました'));
  });
});

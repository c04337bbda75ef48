import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { enter, go } from '../lib/steps.mjs';

journeys('cutting the scope', (journey) => {
  journey('one engagement becomes two, and critical information stays with one of them', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, {
      title: '古い届の預かりと運搬',
      summary: '古い届を新しい書庫へ運び、書架ができるまで預かってもらう。',
      category: 'storage_transport',
      system: '文書庫',
      activities: ['storage', 'transport'],
      information: ['personal'],
      items: [
        { name: '保存期間中の届', access: 'provided', criticality: 'not_critical' },
        { name: '住まいを伏せた人の届', access: 'provided', criticality: 'critical', needed_for: 'transport' },
      ],
    });
    await owner.says('責任者の判断が要ります');
    await owner.open(`/engagements/${made}/split`);
    await owner.fill({ activities: ['storage', 'transport'] });
    await owner.press(go(owner, 'see'), 422);
    await owner.fill({ activities: ['transport'] });
    await owner.press(go(owner, 'see'));
    await owner.says('残す部分', '分ける部分', '住まいを伏せた人の届');
    await owner.fill({ title_kept: '古い届の預かり', title_split: '古い届の運搬' });
    await owner.press(go(owner, 'split'));
    await owner.wasTold('案件を分けました');
    const shown = await owner.page.locator('main').innerText();
    assert.match(shown, /分割/);

    await owner.open('/engagements?q=%E5%8F%A4%E3%81%84%E5%B1%8A');
    assert.equal(await owner.page.locator('tbody tr', { hasText: made }).count(), 0);
    const titles = await owner.page.locator('tbody th .name').allInnerTexts();
    assert.deepEqual(titles.sort(), ['古い届の運搬', '古い届の預かり'].sort());
    await owner.press(owner.page.getByRole('link', { name: '古い届の預かり' }));
    await owner.says('委託できます', made);
    await owner.saysNot('住まいを伏せた人の届');
    await owner.open('/engagements?q=%E5%8F%A4%E3%81%84%E5%B1%8A%E3%81%AE%E9%81%8B%E6%90%AC');
    await owner.press(owner.page.getByRole('link', { name: '古い届の運搬' }));
    await owner.says('責任者の判断が要ります');
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { condition, enter, main, openWaiting, pass } from '../lib/steps.mjs';

const WORK = {
  title: '落とし物の電話の応対',
  summary: '庁舎の落とし物についての電話を受け、台帳で確かめて答えてもらう。',
  system: '落とし物の台帳',
  information: ['personal'],
  people_count: '800',
  items: [{ name: '届け出た人と落とした人の連絡先', access: 'accessible', criticality: 'not_critical' }],
};

const newest = async (one) => {
  await one.open('/register');
  return Number((await one.page.locator('.head .head__sub').first().innerText()).match(/第(\d+)版/)[1]);
};

journeys('work that the register does not list', (journey) => {
  journey('asked, decided, and taken into the register', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, WORK);
    await owner.says('責任者の判断が要ります');
    const open = await condition(owner, 'G1-4');
    assert.match(open.text, /未充足/);
    await owner.press(open.fix);
    assert.match(owner.path(), /\/criticality$/);
    await owner.fill({ explanation: '' });
    await owner.press(main(owner), 422);
    await owner.fill({ explanation: '氏名と電話番号を、日に三件ほど画面で見ます。持ち出しはありません。' });
    await owner.press(main(owner));
    await owner.wasTold('承認を依頼しました');
    assert.match((await condition(owner, 'G1-4')).text, /承認待ち/);
    const version = await newest(owner);

    const officer = await world.person('kiryu');
    await openWaiting(officer, made);
    await officer.says('氏名と電話番号を、日に三件ほど', '届け出た人と落とした人の連絡先');
    await officer.press(main(officer), 422);
    await officer.says('この業務は危機的ですか', '決定の理由');
    await officer.fill({ critical: 'no', reason: '見るだけで、件数も少ない。' });
    await officer.press(main(officer));
    await officer.wasTold('決定を記録しました');
    await officer.says('見るだけで、件数も少ない。');

    // the page that was open while the officer decided shows the state of then, and says so
    await owner.open(`/engagements/${made}`);
    await owner.says('委託できます', '桐生 諒');

    const chief = await world.person('sagisawa');
    await openWaiting(chief, made);
    await chief.says('付録1', '見るだけで、件数も少ない。');
    await chief.fill({
      update: 'yes',
      list: 'non_critical',
      system: '落とし物の台帳',
      activities: ['processing'],
      information: '届け出た人と落とした人の連絡先',
      entry_reason: '日に数件を画面で見るだけで、害は小さい',
      review_on: '令和10年3月31日',
    });
    await chief.fill({ reason: 'ほかの庁舎でも同じ仕事がある。' });
    await chief.press(main(chief));
    await chief.wasTold('決定を記録しました');
    assert.equal(await newest(chief), version + 1);
    await chief.says('落とし物の台帳');

    // the engagement keeps the version it was entered under
    await owner.open(`/engagements/${made}`);
    assert.match(await owner.page.locator('dl.facts').innerText(), new RegExp(`第${version}版`));
    await pass(owner);

    // the next of its kind needs no officer
    const later = await enter(owner, { ...WORK, title: '支所の落とし物の電話の応対' });
    await owner.says('条件がそろいました', '委託できます');
    assert.match(await owner.page.locator('dl.facts').innerText(), new RegExp(`第${version + 1}版`));
    assert.notEqual(later, made);

    // an old version is still there to read
    await owner.open(`/register/versions/${version}`);
    await owner.saysNot('落とし物の台帳');
  });
});

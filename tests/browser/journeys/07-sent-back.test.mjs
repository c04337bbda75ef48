import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { condition, enter, main, openWaiting } from '../lib/steps.mjs';

const CLOUD = {
  title: '会議室の予約のサービス',
  summary: '市民が使う会議室の予約を、用意されたサービスで受ける。',
  category: 'asp',
  system: '市公式サイト',
  activities: ['service_use'],
  information: ['personal'],
  people_count: '1,200',
  items: [{ name: '予約した人の氏名と電話番号', access: 'provided', criticality: 'not_critical' }],
  rights_reach_all: 'yes',
};

journeys('back and forth', (journey) => {
  journey('sent back, mended, decided', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, { system: '窓口の番号札', title: '番号札の機械の見回り' });
    await owner.press((await condition(owner, 'G1-4')).fix);
    await owner.fill({ explanation: '番号札の機械を見回る。' });
    await owner.press(main(owner));

    const officer = await world.person('kiryu');
    await openWaiting(officer, made);
    await officer.page.locator('details.fold summary').click();
    const back = officer.page.locator('form[action$="/send-back"]');
    await officer.press(back.getByRole('button', { name: '依頼を差し戻す' }), 422);
    await officer.says('理由');
    await back.locator('[name=reason]').fill('機械に何が残るのかを書き足してほしい。');
    await officer.press(back.getByRole('button', { name: '依頼を差し戻す' }));
    await officer.wasTold('差し戻しました');

    await owner.open('/');
    await owner.says('差し戻された依頼を直す');
    await owner.open('/approvals?box=mine');
    await owner.press(owner.page.locator('tbody tr', { hasText: made }).locator('th a'));
    await owner.says('機械に何が残るのかを書き足してほしい。');
    await owner.follow('直して出し直す');
    await owner.says('差し戻されています', '機械に何が残るのか');
    assert.equal(await owner.page.locator('[name=explanation]').inputValue(), '番号札の機械を見回る。');
    await owner.fill({ explanation: '番号札の機械を見回る。機械には発券の時刻だけが残る。' });
    await owner.press(main(owner));
    await owner.wasTold(/依頼|承認/);

    await openWaiting(officer, made);
    await officer.says('発券の時刻だけが残る');
    await officer.fill({ critical: 'no', reason: '時刻だけである。' });
    await officer.press(main(officer));
    await owner.open(`/engagements/${made}`);
    await owner.says('委託できます');
  });

  journey('withdrawn by the one who asked', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, { system: '窓口の番号札', title: '番号札の機械の見回り' });
    await owner.press((await condition(owner, 'G1-4')).fix);
    await owner.fill({ explanation: '番号札の機械を見回る。' });
    await owner.press(main(owner));
    await owner.open('/approvals?box=mine');
    await owner.press(owner.page.locator('tbody tr', { hasText: made }).locator('th a'));
    const form = owner.page.locator('form[action$="/withdraw"]');
    await form.locator('[name=reason]').fill('自分たちで行うことにした。');
    await owner.press(form.getByRole('button'));
    await owner.wasTold('取り下げました');

    // and the work is not outsourced after all
    await owner.open(`/engagements/${made}/end`);
    await owner.fill({ standing: 'in_house', reason: '職員が回れるようになった。' });
    await owner.press('案件を終わらせる');
    await owner.wasTold('終わらせました');
    await owner.open('/engagements');
    assert.equal(await owner.page.locator('tbody tr', { hasText: made }).count(), 0, 'not among what moves');
    await owner.open('/engagements?view=all');
    assert.equal(await owner.page.locator('tbody tr', { hasText: made }).count(), 1);
  });

  journey('a waiver is asked for and approved', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, CLOUD);
    const open = await condition(owner, 'G1-10');
    assert.match(open.text, /未充足/);
    await owner.press(open.found.getByRole('link', { name: '免除を依頼する' }));
    assert.equal(await owner.page.locator('[name=condition]').inputValue(), 'G1-10');
    await owner.fill({ reason: '試しの三か月は無償で、効果の目安は本番の前に決める。', until: '令和2年1月1日' });
    await owner.press(main(owner), 422);
    await owner.fill({ until: '令和9年3月31日' });
    await owner.press(main(owner));
    await owner.wasTold('承認を依頼しました');
    assert.match((await condition(owner, 'G1-10')).text, /承認待ち/);

    const officer = await world.person('kiryu');
    await openWaiting(officer, made);
    await officer.says('試しの三か月は無償', 'G1-10');
    await officer.fill({ reason: '試しの間に限って認める。' });
    await officer.press(main(officer));
    await officer.wasTold('決定を記録しました');

    await owner.open(`/engagements/${made}`);
    const waived = (await condition(owner, 'G1-10')).text;
    assert.match(waived, /免除/);
    assert.match(waived, /桐生 諒/);
    assert.match(waived, /令和9年3月31日/);
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { condition, enter, main, openWaiting, pass } from '../lib/steps.mjs';

const WORK = {
  title: '保護費の算定の確かめ',
  summary: '算定の結果を、二人で読み合わせてもらう。',
  system: '生活保護システム',
  activities: ['processing'],
  information: ['personal', 'my_number'],
  people_count: '2,100',
  items: [{ name: '世帯の収入と病状', access: 'accessible', criticality: 'critical' }],
  places: ['client_premises'],
  connection: 'on_site',
};

journeys('critical work', (journey) => {
  journey('refused, then permitted with directed measures', {}, async (world) => {
    const owner = await world.person('odagiri');
    const made = await enter(owner, WORK);
    await owner.says('原則として委託できません', 'あと');
    const open = await condition(owner, 'G1-5');
    assert.match(open.text, /未充足/);
    await owner.press(open.fix);
    assert.match(owner.path(), /\/exception$/);

    // rows are added without losing what was typed, and an unacceptable rest is refused at its row
    await owner.fill({
      necessity: '監査の指摘で三か月以内に読み合わせる必要があり、職員だけでは間に合わない。',
      'lines[0].threat': '作業者が世帯の事情を外で話す',
      'lines[0].before': 'high',
      'lines[0].measures': '会議室で職員が立ち会い、携帯電話を預かる。',
      'lines[0].residual': 'high',
    });
    const rows = await owner.count('.rowset');
    await owner.press(owner.page.locator('button[name=go][value=add]'));
    assert.ok((await owner.count('.rowset')) > rows);
    assert.equal(await owner.page.locator('[name="lines[0].residual"]').inputValue(), 'high');
    await owner.fill({ grounds: '紙も画面も会議室から出ないため。' });
    await owner.press(owner.page.locator('button[name=go][value=send]'), 422);
    assert.equal(await owner.page.locator('[name="lines[0].residual"]').getAttribute('aria-invalid'), 'true');
    await owner.fill({ 'lines[0].residual': 'low' });
    await owner.press(owner.page.locator('button[name=go][value=send]'));
    await owner.wasTold('承認を依頼しました');
    await owner.open(`/engagements/${made}/pass`, 409);

    const officer = await world.person('kiryu');
    await openWaiting(officer, made);
    await officer.says('作業者が世帯の事情を外で話す', '会議室で職員が立ち会い', '監査の指摘');
    await officer.fill({ reason: '必要と根拠を確かめた。', until: '令和9年3月31日' });
    await officer.press(main(officer), 422);
    await officer.says('指示する対策');
    assert.equal(await officer.page.locator('[name=reason]').first().inputValue(), '必要と根拠を確かめた。', 'nothing is lost');
    await officer.fill({ measures: '名簿の二名に限る。\n作業のたびに立会いの記録を出す。' });
    await officer.press(main(officer));
    await officer.wasTold('決定を記録しました');
    await officer.says('名簿の二名に限る。', '作業のたびに立会いの記録を出す。');

    await owner.open(`/engagements/${made}`);
    await owner.says('指示された対策を条件に委託できます', '条件がそろいました');
    await pass(owner);
    await owner.open(`/engagements/${made}/record`);
    await owner.says('指示された対策を条件に委託できます');
  });

  journey('the one who asks does not decide', { script: 'off' }, async (world) => {
    const owner = await world.person('odagiri');
    await owner.open('/approvals?box=mine');
    await owner.press(owner.page.locator('tbody th a').first());
    assert.equal(await owner.count('form[action$="/decide"]'), 0);
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { enter, main } from '../lib/steps.mjs';

const WORK = {
  title: '受診券の封入と発送',
  summary: '受診券に宛名を印字し、封をして差し出してもらう。',
  category: 'processing',
  system: '広報紙と案内冊子',
  activities: ['processing'],
  information: ['personal'],
  items: [{ name: '宛名', access: 'provided', criticality: 'not_critical' }],
  places: ['contractor_premises'],
  connection: 'none',
  subcontracting: 'yes',
};

const REQUEST = {
  part: '封入と発送',
  extent: 'part',
  ground: 'expertise',
  reason: '封入の設備を持っている',
  in_our_contract: 'yes',
  between_them: 'yes',
  measures_reported: 'yes',
  measures_sufficient: 'yes',
  verification: '毎月の報告と現物を照らし合わせる',
};

const APPROVE = { reason: '同じ水準で行うと確かめた', conditions: '作業者の名簿を出す', until: '2027-03-31' };

/** A firm of the list. */
async function firm(one, name) {
  await one.open('/contractors/new');
  await one.fill({ name });
  await one.press(main(one));
}

async function request(one, chain, from, to, fields = {}) {
  await one.open(`${chain}/new`);
  await one.page.locator('[name=applicant]').selectOption({ label: from });
  await one.fill({ to, ...REQUEST, ...fields });
  await one.press(main(one));
  return one.path().split('?')[0];
}

journeys('chain', (journey) => {
  journey('a second tier is approved by two offices, a third refused, and a hidden firm stands out', {}, async (world) => {
    const one = await world.person('takato');
    const engagement = `/engagements/${await enter(one, WORK)}`;
    const chain = `${engagement}/chain`;
    await one.open(chain);
    await one.says('委託先がまだ決まっていません');
    await one.open(`${engagement}/facts`);
    await one.page.locator('select[name=contractor]').selectOption({ index: 1 });
    const contractor = (await one.page.locator('select[name=contractor] option:checked').innerText()).trim();
    await one.press(main(one));
    await firm(one, '有限会社封緘社');
    await firm(one, '合同会社夜便');

    // what is not known of the subcontractor's measures holds the approval up, by name and source
    const early = await request(one, chain, contractor, '有限会社封緘社', { measures_sufficient: 'unknown' });
    await one.fill(APPROVE);
    await one.press('再委託を承認する', 409);
    await one.says('RS-8', 'N-7.5-3');
    await one.open(early);
    await one.fill({ reason: '対策の報告を待つ' });
    await one.press('承認しない');
    await one.says('不承認');

    const second = await request(one, chain, contractor, '有限会社封緘社');
    await one.fill({ ...APPROVE, reason: '' });
    await one.press('再委託を承認する', 422);
    assert.equal(await one.page.locator('[name=conditions]').inputValue(), APPROVE.conditions, 'what was typed stays');
    await one.fill(APPROVE);
    await one.press('再委託を承認する');
    await one.says('責任者の判断済み');
    const officer = await world.person('kiryu');
    await officer.open(second);
    await officer.fill(APPROVE);
    await officer.press('再委託を承認する');
    await officer.says('承認済み');

    // the third tier asks in its turn, and is refused
    const third = await request(one, chain, '有限会社封緘社', '合同会社夜便');
    await officer.open(third);
    await officer.fill({ reason: '宛名に触れる会社を増やさない' });
    await officer.press('承認しない');
    await one.open(chain);
    await one.says('承認済み', '不承認');
    await one.saysNot('承認のないまま働いている');

    // and is found at work all the same
    await one.page.locator('[name=giver]').selectOption({ label: '有限会社封緘社' });
    await one.fill({ firm: '合同会社夜便', note: '送り状の差出人で分かった' });
    await one.press('見つけた会社を記録する');
    await one.says('承認のないまま働いている会社が1社あります');
    await one.press(one.page.getByRole('link', { name: '合同会社夜便' }).first());
    await one.follow('この会社が関わる案件');
    await one.says(WORK.title, '再委託先');
    await one.open(chain);
    await one.press('作業を終えた');
    await one.saysNot('承認のないまま働いている');
    await one.open('/contractors/concentration');
    await one.says(contractor);
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { unzip } from '../lib/files.mjs';

const search = async (one, text) => {
  await one.open('/engagements?view=all');
  await one.page.locator('main [name=q]').fill(text);
  await one.press('探す');
  return numbers(one);
};
const numbers = (one) => one.page.locator('tbody td .id').allInnerTexts();
const column = (one, n) => one.page.locator(`tbody tr > :nth-child(${n})`).allInnerTexts();

journeys('the list of engagements', (journey) => {
  journey('finds what is written another way', { script: 'off' }, async (world) => {
    const one = await world.person('kiryu');
    const two = await search(one, '霧沢');
    assert.ok(two.length >= 2, 'two characters are enough');
    for (const name of await column(one, 3)) assert.match(name, /霧沢/);
    for (const same of ['㈱霧沢システム設計', '株式会社霧沢システム設計', '㈱霧沢ｼｽﾃﾑ設計', '霧沢しすてむ設計', '（株）霧沢']) {
      assert.deepEqual(await search(one, same), two, same);
    }
    const [first] = two;
    assert.deepEqual(await search(one, first), [first], 'a number');
    const wide = first.replaceAll(/[A-Z0-9-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    assert.deepEqual(await search(one, wide), [first], 'a number in wide letters');
    assert.deepEqual(await search(one, '霧沢 無い言葉'), []);
    await one.says('「霧沢 無い言葉」に当てはまる委託案件はありません');
    await one.press(one.page.getByRole('link', { name: /「霧沢」だけで探す/ }));
    assert.ok((await numbers(one)).length > 0, 'the way out leads somewhere');
  });

  journey('filters, order and pages', {}, async (world) => {
    const one = await world.person('kiryu');
    await one.open('/engagements?view=all');
    const first = await numbers(one);
    assert.equal(first.length, 25);
    await one.follow('古いほう');
    const second = await numbers(one);
    assert.ok(second.length > 0 && second.every((n) => !first.includes(n)), 'the next page has others');
    await one.follow('新しいほう');
    assert.deepEqual(await numbers(one), first, 'and back');

    await one.page.locator('.chip--add', { hasText: '段階' }).click();
    await one.press(one.page.locator('.menu ul').getByRole('link', { name: '実施', exact: true }));
    await one.page.locator('.chip--add', { hasText: '印' }).click();
    await one.press(one.page.locator('.menu[open] ul a').first());
    const rows = await numbers(one);
    assert.ok(rows.length > 0 && rows.length < 25);
    for (const stage of await column(one, 4)) assert.match(stage, /実施/);
    const said = Number((await one.page.locator('.count').innerText()).match(/^(\d+)件/)[1]);
    assert.equal(rows.length, said);

    await one.press(one.page.locator('th.num a'));
    const amounts = (await column(one, 7)).filter((a) => a !== '–').map((a) => Number(a.replaceAll(',', '')));
    assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a), 'largest first');
    assert.equal(await one.page.locator('th.num').getAttribute('aria-sort'), 'descending');

    // keep it under a name
    await one.page.locator('summary', { hasText: 'この見方を保存する' }).click();
    await one.press('見方を保存する', 422);
    await one.fill({ name: '実施中の個人情報' });
    await one.press('見方を保存する');
    await one.wasTold('保存しました');
    await one.open('/engagements');
    await one.press(one.page.locator('.tabs').getByRole('link', { name: '実施中の個人情報' }));
    assert.deepEqual((await numbers(one)).sort(), rows.sort());
    await one.press('この見方を消す');
    assert.equal(await one.page.locator('.tabs').getByRole('link', { name: '実施中の個人情報' }).count(), 0);

    await one.open('/engagements?stage=run&view=all');
    await one.press(one.page.locator('.chip--on'));
    assert.ok(!one.path().includes('stage='), 'a cross takes the filter away');
    await one.open('/engagements?stgae=run', 422);
  });

  journey('leaves as Excel and CSV', {}, async (world) => {
    const one = await world.person('kiryu');
    await one.open('/engagements?view=all&q=%E9%9C%A7%E6%B2%A2');
    const shown = await numbers(one);
    const excel = await one.download(one.page.getByRole('link', { name: /Excel/ }));
    assert.match(excel.name, /\.xlsx$/);
    assert.match(excel.name, /委託案件/);
    const parts = unzip(excel.bytes);
    assert.ok(parts.has('[Content_Types].xml') && parts.has('xl/workbook.xml'));
    const cells = [...parts].filter(([name]) => /sheet1|sharedStrings/.test(name)).map(([, body]) => body.toString('utf8')).join('');
    for (const number of shown) assert.ok(cells.includes(number), `${number} is in the sheet`);
    assert.ok(cells.includes('霧沢'));

    const csv = await one.download(one.page.getByRole('link', { name: 'CSV' }));
    assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'begins as Excel needs it');
    const lines = csv.bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    assert.equal(lines.length, shown.length + 1);
    assert.match(lines[0], /番号/);
    for (const number of shown) assert.ok(lines.some((line) => line.includes(number)));
  });
});

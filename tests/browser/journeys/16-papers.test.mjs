import assert from 'node:assert/strict';
import { unzip } from '../lib/files.mjs';
import { journeys } from '../lib/journey.mjs';
import { enter } from '../lib/steps.mjs';

const WORK = {
  title: '窓口予約システムの運用',
  summary: '予約システムを離れた場所から見守り、不具合に対応してもらう。',
  category: 'remote_operation',
  system: '窓口予約システム',
  activities: ['operation'],
  'term.from': '2027-04-01',
  'term.to': '2028-03-31',
  information: ['personal'],
  items: [{ name: '予約者の名簿', access: 'accessible', criticality: 'not_critical' }],
  places: ['contractor_premises'],
  connection: 'remote',
  rights_reach_all: 'no',
  subcontracting: 'yes',
};

const openFields = (one) => one.page.locator('section[aria-labelledby=h-open] a[href^="#"]')
  .evaluateAll((links) => links.map((link) => link.getAttribute('href').slice(1)));

// Gives an answer to a field, whatever it takes.
async function answerField(one, id) {
  const field = one.page.locator(`[id="${id}"]`);
  const kind = await field.evaluate((f) => (f.tagName === 'INPUT' && f.inputMode === 'numeric' ? 'number' : f.tagName));
  const hint = one.page.locator(`[id="${id}-h"]`);
  const said = (await hint.count()) > 0 ? await hint.innerText() : '';
  if (kind === 'FIELDSET') await field.locator('input').first().check();
  else if (kind === 'SELECT') await field.selectOption({ index: 1 });
  else if (kind === 'number') await field.fill(said.match(/(\d[\d,]*)から/)?.[1] ?? '10');
  else if (kind === 'TEXTAREA') await field.fill('本庁舎\n支所');
  else await field.fill(/令和/.test(said) ? '令和9年4月1日' : '別に示す一覧のとおり');
}

// Answers what is open in the paper that is shown, until nothing is.
async function settle(one) {
  for (let round = 0; round < 6; round += 1) {
    const fields = await openFields(one);
    if (fields.length === 0) break;
    for (const id of fields) await answerField(one, id);
    await one.press('保存して見直す');
    await one.wasTold('要件を保存しました');
  }
  assert.equal(await one.count('section[aria-labelledby=h-open] li'), 0, 'nothing is open');
  await one.says('すべて決まっている');
}

async function make(one, engagement, paper) {
  await one.open(`${engagement}/papers/${paper}`);
  await settle(one);
  await one.press('この内容で版を作る');
  await one.wasTold('版を作りました');
  assert.match(one.path(), /^\/documents\/doc_/);
  await one.says('第1版', '今の内容どおり');
  const word = await one.download(one.page.getByRole('link', { name: 'Word を保存する' }));
  assert.match(word.name, /第1版.*\.docx$/);
  assert.ok(unzip(word.bytes).has('word/document.xml'), 'a Word file');
  const pdf = await one.download(one.page.getByRole('link', { name: 'PDF を保存する' }));
  assert.equal(pdf.bytes.subarray(0, 5).toString('latin1'), '%PDF-');
  return unzip(word.bytes).get('word/document.xml').toString('utf8');
}

journeys('papers', (journey) => {
  journey('from a fresh engagement to specification and contract annex', {}, async (world) => {
    const one = await world.person('takato');
    const engagement = `/engagements/${await enter(one, WORK)}`;

    // what is asked, and why; the open choices are made with a reason
    await one.press(one.page.locator('nav.tabs a', { hasText: '要件' }));
    await one.says('個人の情報', '採るかどうかを選ぶ項目', '監査の要否');
    for (const level of await one.page.locator('select[name^="tailored."]').all()) {
      const name = await level.getAttribute('name');
      await level.selectOption('required');
      await one.page.locator(`[name="${name.replace('.level', '.reason')}"]`).fill('個人の情報を扱うため');
    }
    await one.press('採否を保存する');
    await one.wasTold('要件を保存しました');
    await one.saysNot('採るかどうかを選ぶ項目');
    await one.fill({ alternative: 'b' });
    await one.press('再委託の扱いを保存する');
    await one.fill({ wanted: 'no', reason: '委託先の認証で足りる' });
    await one.press('監査の要否を保存する');
    await one.says('監査を求めない', '委託先の認証で足りる');

    // the papers of the stages, none made yet
    await one.press(one.page.locator('nav.tabs a', { hasText: '文書' }));
    await one.says('まだない', '調達仕様書');
    const specification = await make(one, engagement, 'procurement-specification');
    assert.ok(specification.includes('窓口予約システム'));
    const annex = await make(one, engagement, 'security-annex');
    assert.ok(annex.includes('甲'));

    // each paragraph says what it comes from, and the catalogue says where else that is used
    await one.open(`${engagement}/papers/security-annex?sources=1`);
    const source = one.page.locator('.paper-trace a[href^="/catalogue/KL-"]').first();
    await one.page.locator('.paper-trace').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await one.press(source);
    await one.says('契約での文', '使われている所');

    // a changed value makes the version outdated; the next one shows what changed
    await one.open(`${engagement}/papers/security-annex`);
    await one.page.locator('.inputs details').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await one.fill({ 'values.KL-15.report_hours': '３' });
    await one.press('保存して見直す');
    await one.says('内容が変わった');
    await one.press('この内容で版を作る');
    await one.says('第2版', 'から変わったところ');
    assert.ok((await one.count('.paper-changes ins')) > 0);
    await one.open(`${engagement}/files`);
    await one.says('第1版', '第2版');
  });
});

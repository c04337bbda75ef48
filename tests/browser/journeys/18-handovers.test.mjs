import assert from 'node:assert/strict';
import { unzip } from '../lib/files.mjs';
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
  subcontracting: 'no',
};

const OUT = {
  kind: 'provide',
  item: '宛名',
  carrier: 'file',
  purpose: '受診券に印字するため',
  necessity: '宛名がないと印字できない',
  method: 'ファイル転送サービス',
  protection: '送る前に暗号化する',
};

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });

async function record(one, ledger, fields, status = 200) {
  await one.open(`${ledger}/new`);
  await one.fill(fields);
  await one.press(main(one), status);
}

const held = (one) => one.page.locator('section[aria-labelledby=h-held] td.num').allInnerTexts();

journeys('hand-overs', (journey) => {
  journey('from terms to a hand-over confirmed by link, and a claim that closes nothing until it is proven', {}, async (world) => {
    const one = await world.person('takato');
    const engagement = `/engagements/${await enter(one, WORK)}`;
    const ledger = `${engagement}/handovers`;
    await one.open(`${engagement}/facts`);
    await one.page.locator('select[name=contractor]').selectOption({ index: 1 });
    await one.press(main(one));

    // nothing goes out before somebody is named and the terms are in force; what was typed stays
    await record(one, ledger, OUT, 422);
    await one.says('G5-3', 'G5-6', 'G5-7', 'G5-8', 'N-8.1-6');
    assert.equal(await one.page.locator('[name=purpose]').inputValue(), OUT.purpose);
    await one.open(`${ledger}/handlers/new`);
    await one.fill({ name: '朽葉 惺', employer: 'own', agreed_on: today() });
    await one.press(main(one));
    await one.open(`${ledger}/terms`);
    await one.fill({ secrecy_from: today(), contract_from: today(), rule_version: '第1.0版',
      rule_accepted_on: today(), rule_accepted_by: '樫ノ木 倫' });
    await one.press(main(one));
    await one.open(`${ledger}/new`);
    await one.fill(OUT);
    await one.page.locator('[name=handler]').selectOption({ label: '朽葉 惺' });
    await one.press(main(one));
    await one.wasTold('記録しました');
    await one.says('受領未確認');
    assert.deepEqual(await held(one), ['1', '0']);

    // the receiver sees the same entry through a link that opens once
    await one.press(one.page.locator('form[action$="/link"] button').first());
    const link = new URL(await one.page.locator('#link-1').innerText(), 'http://x').pathname;
    const receiver = await world.guest();
    await receiver.open(link);
    await receiver.says('朽葉 惺');
    await receiver.press('確認をはじめる');
    await receiver.says('宛名', '【秘】関係者：朽葉 惺');
    await receiver.page.locator('[name=entries]').check();
    await receiver.fill({ name: '別の人' });
    await receiver.press('受け取ったことを確認する', 422);
    await receiver.page.locator('[name=entries]').check();
    await receiver.fill({ name: '朽葉 惺', condition: '異常なし' });
    await receiver.press('受け取ったことを確認する');
    await receiver.wasTold('受領を記録しました');
    const late = await world.guest();
    await late.open(link, 409);

    // said to be gone is not gone
    await record(one, ledger, { kind: 'erase', item: '宛名', carrier: 'file' });
    await one.says('裏付けなし');
    assert.deepEqual(await held(one), ['1', '1']);
    await one.press(one.page.locator('section[aria-labelledby=h-alerts] th a').first());
    const word = await one.download(one.page.getByRole('link', { name: '廃棄・消去証明書' }));
    assert.ok(unzip(word.bytes).get('word/document.xml').toString('utf8').includes('立ち会った人'));
    await one.fill({ method: 'key_destruction', place: '第二作業室', performer: '朽葉 惺', witness: '苅安 澪',
      performed_on: today(), report_number: '樫管-0031', report_received_on: today() });
    await one.page.locator('[name=file]').setInputFiles({ name: '証明書.pdf', mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7') });
    await one.page.locator('[name=file_as][value=certificate]').check();
    await one.page.locator('[name=confirm]').check();
    await one.press('報告を保存する');
    await one.says('裏付けあり');
    await one.open(ledger);
    await one.says('委託先に残っているものはありません');

    // an account without a second factor is shown until it is taken away
    await one.open(`${ledger}/accesses/new`);
    await one.fill({ name: 'vpn-07', kind: 'remote_access', second_factor: 'off', given_on: '2025-01-06' });
    await one.press(main(one));
    await one.says('二要素認証なし', '見直しの期限切れ');
    await one.press(one.page.locator('section[aria-labelledby=h-accesses] th a').first());
    await one.press('取り消したと記録する');
    await one.says('に取消し');
    await one.says('期限切れも、裏付けのない申し出もありません');

    // the workbook goes out and comes back
    const book = await one.download(one.page.getByRole('link', { name: 'Excelで書き出す' }));
    await one.page.locator('[name=file]').setInputFiles({ name: book.name, mimeType: 'application/octet-stream', buffer: book.bytes });
    await one.press('中身を確かめる');
    assert.equal(await one.page.locator('dl.facts dd').nth(1).innerText(), '2', 'both rows are known');
    await one.open(`${ledger}`);
    await one.page.locator('[name=file]').setInputFiles({ name: '台帳.csv', mimeType: 'text/csv',
      buffer: Buffer.from(`種類,日,情報,形\nもらった,${today()},宛名,紙\n`) });
    await one.press('中身を確かめる', 422);
    await one.says('A2', '提供');
    await one.open(ledger);
  });
});

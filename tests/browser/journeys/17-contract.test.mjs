import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';

const DRAFT = `業務委託契約書

青嶺市（以下「甲」という。）と霧沢システム設計（以下「乙」という。）は、次のとおり契約する。

第1条（秘密保持）
乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。

第2条（事故の報告）
乙は、情報の漏えい等の事故が発生したときは、遅滞なく甲に報告するものとする。
`;
const NEXT = DRAFT.replace('遅滞なく甲に報告するものとする', '知った時から24時間以内に甲に報告しなければならない');

const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

// Sends the form with a file; with a script the answer takes the place of the page without a navigation.
async function send(one, button, status = 200) {
  const target = one.page.getByRole('button', { name: button, exact: true });
  if (!one.script) return one.press(target, status);
  const [response] = await Promise.all([
    one.page.waitForResponse((answer) => answer.request().method() === 'POST'),
    target.click(),
  ]);
  if (response.status() >= 400) {
    assert.equal(response.status(), status);
    one.guard.expect(status);
  }
  await one.page.waitForFunction(() => !document.querySelector('progress'));
  await one.page.waitForLoadState('load');
  return one;
}

journeys('contract check', (journey) => {
  journey('a draft is checked, kept, corrected, and its next version compared', {}, async (world) => {
    const legal = await world.person('hayase');
    await legal.open('/engagements?q=%E4%BD%8F%E6%B0%91%E7%B7%8F%E5%90%88%E7%AA%93%E5%8F%A3');
    const engagement = await legal.page.locator('tbody th a').first().getAttribute('href');
    await legal.open(`${engagement}/contract`);
    await legal.says('保存した点検はまだありません');

    // a file that is none of ours comes back with a sentence at the field
    await legal.fill({ file: file('契約書.rtf', '{\\rtf1 abc}') });
    await send(legal, '保存せずに点検する', 422);
    await legal.says('リッチテキスト');

    await legal.fill({ file: file('案.txt', DRAFT) });
    await send(legal, '保存せずに点検する');
    await legal.says('まだ保存していません', '記載なし', '対案');
    assert.ok((await legal.count('.hl')) > 0, 'passages are marked');
    if (legal.script) {
      await legal.page.keyboard.press('n');
      await legal.page.keyboard.press('n');
      const focused = await legal.page.evaluate(() => document.activeElement.closest('details')?.querySelector('.anchor')?.id);
      assert.equal(focused, 'gap-2');
    }
    await legal.page.getByLabel('足りないものだけ').check();
    assert.equal(await legal.page.locator('.find:not(.find--gap)').first().isVisible(), false);

    await legal.press('この結果を保存する');
    await legal.wasTold('点検の結果を保存しました');
    const first = legal.path();
    await legal.says('第1版');
    const audit = legal.page.locator('#f-audit_right');
    await audit.locator('summary', { hasText: '判定を直す' }).click();
    await audit.locator('select').selectOption('present');
    await audit.locator('textarea').fill('別に結ぶ覚書にある');
    await legal.press(audit.getByRole('button', { name: '直した判定を保存する' }));
    await legal.wasTold('点検の結果を直しました');

    await legal.open(`${engagement}/contract`);
    await legal.fill({ file: file('案2.txt', NEXT), contract: { index: 1 } });
    await send(legal, '点検して保存する');
    await legal.page.waitForURL(/contract\/chk_/);
    await legal.says('第2版', '別に結ぶ覚書にある', '第1版との違い');
    await legal.follow('版を比べる');
    await legal.says('24時間以内に');

    // whoever may only look sees the result and no form
    const auditor = await world.person('sakaki');
    await auditor.open(first);
    await auditor.says('第1版', '判断するものではなく');
    assert.equal(await auditor.count('main form'), 0);
  });
});

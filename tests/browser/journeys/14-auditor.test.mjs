import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';

journeys('the auditor', (journey) => {
  journey('reads everything and changes nothing', { script: 'off' }, async (world) => {
    const one = await world.person('sakaki');
    for (const path of ['/', '/engagements?view=all', '/approvals?box=decided', '/register', '/contractors', '/consultations', '/organisation', '/ledger']) {
      await one.open(path);
      assert.equal(await one.count('main form[action="/drafts"], main a[href="/drafts"]'), 0, path);
    }
    await one.open('/engagements?view=all');
    const engagement = await one.page.locator('tbody th a').first().getAttribute('href');
    for (const part of ['', '/information', '/files', '/facts', '/history', '/record']) {
      await one.open(engagement + part);
      assert.equal(await one.count('main form[method=post]'), 0, `${part}: nothing to send`);
    }
    for (const path of ['/engagements/new', '/drafts', `${engagement}/end`, '/contractors/new', '/settings', '/consultations/new']) {
      await one.open(path, 403);
      await one.says('この操作はできません');
    }
    // a form made by hand gets no further
    const made = await one.context.request.post(`${engagement}/end`, {
      form: { standing: 'withdrawn', reason: '手で作った依頼', revision: '1' },
      headers: { origin: one.address },
      maxRedirects: 0,
    });
    assert.equal(made.status(), 403);
    await one.open(engagement);
    await one.saysNot('手で作った依頼', '取りやめ');
  });

  journey('verifies the ledger, exports it and keeps a checkpoint', {}, async (world) => {
    const one = await world.person('sakaki');
    await one.open('/ledger');
    await one.press('台帳を検証する');
    await one.says(/\d+件すべてがつながっています/);
    assert.match(await one.page.locator('.ledger-state').innerText(), /台帳を検証済み/);
    await one.press('控えを作る');
    await one.wasTold('控えを作りました');
    const point = await one.download(one.page.locator('.files .file a').first());
    assert.ok(point.bytes.length > 100);
    const file = await one.download(one.page.getByRole('button', { name: '台帳を書き出す' }));
    const lines = file.bytes.toString('utf8').trimEnd().split('\n');
    const count = Number((await one.text()).match(/(\d+)件すべて/)?.[1] ?? 0);
    assert.ok(lines.length >= count && count > 100, `${lines.length} lines, ${count} entries`);
    for (const line of lines) JSON.parse(line);

    await one.page.locator('summary', { hasText: '絞り込む' }).click();
    await one.fill({ action: 'approval.', person: 'kiryu' });
    await one.press('絞り込む');
    const by = await one.page.locator('tbody tr').count();
    assert.ok(by > 0);
    await one.says('桐生 諒');
    await one.saysNot('サインインした');
    await one.open('/ledger?person=nobody-here', 422);
  });
});

import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { enter, main, openWaiting, condition } from '../lib/steps.mjs';

const day = (offset) => {
  const date = new Date(Date.now() + 9 * 3_600_000 + offset * 86_400_000);
  return date.toISOString().slice(0, 10);
};

journeys('people and roles', (journey) => {
  journey('a new person, a role, and the first sign-in', {}, async (world) => {
    const admin = await world.person('kasai');
    await admin.open('/organisation');
    await admin.follow('利用者を加える');
    await admin.press(main(admin), 422);
    await admin.fill({ login: '高橋', name: '', unit: { label: '環境課' } });
    await admin.press(main(admin), 422);
    assert.equal(await admin.page.locator('[name=login]').inputValue(), '高橋');
    await admin.fill({ login: 'asagiri', name: '朝霧 澪' });
    await admin.press(main(admin));
    const password = await admin.page.locator('#password').innerText();
    assert.ok(password.length >= 12, 'shown once');
    await admin.says('朝霧 澪', '役割はありません');

    await admin.page.locator('summary', { hasText: '役割を与える' }).click();
    await admin.fill({ role: 'section_security_officer' });
    await admin.page.locator('form[action$="/grants"] [name=unit]').selectOption({ label: '環境課' });
    await admin.press(admin.page.locator('form[action$="/grants"]').getByRole('button'));
    await admin.wasTold('役割を与えました');
    await admin.says('課室情報セキュリティ責任者', '環境課', '有効');
    assert.equal(await admin.count('#password'), 0, 'the password is shown once only');

    const fresh = await world.guest();
    await fresh.signIn('asagiri', password);
    await fresh.says('きょうの仕事');
    await fresh.open('/account');
    await fresh.fill({ current: password, new: 'nagai-yoru-ni-ame-ga-furu', again: 'nagai-yoru-ni' });
    await fresh.press('パスワードを変える', 422);
    await fresh.fill({ current: password, new: 'nagai-yoru-ni-ame-ga-furu', again: 'nagai-yoru-ni-ame-ga-furu' });
    await fresh.press('パスワードを変える');
    await fresh.wasTold('パスワードを変えました');
    await fresh.press('退出');
    await fresh.signIn('asagiri', password, 422);
    await fresh.signIn('asagiri', 'nagai-yoru-ni-ame-ga-furu');

    // leaving ends everything at once, and coming back is possible
    await admin.press('離任にする');
    await admin.says('離任');
    await fresh.open('/engagements');
    assert.match(fresh.path(), /^\/sign-in/);
    await fresh.signIn('asagiri', 'nagai-yoru-ni-ame-ga-furu', 422);
  });

  journey('a substitute decides, and both names stay', {}, async (world) => {
    const owner = await world.person('takato');
    const made = await enter(owner, { system: '窓口の番号札', title: '番号札の機械の見回り' });
    await owner.press((await condition(owner, 'G1-4')).fix);
    await owner.fill({ explanation: '番号札の機械を見回る。' });
    await owner.press(main(owner));

    const substitute = await world.person('kuga');
    await substitute.open('/approvals?box=waiting');
    assert.equal(await substitute.page.locator('tbody tr', { hasText: made }).count(), 0, 'not before');

    const admin = await world.person('kasai');
    await admin.open('/organisation?q=kiryu');
    await admin.follow('桐生 諒');
    await admin.page.locator('summary', { hasText: '代理を立てる' }).click();
    const form = admin.page.locator('form[action$="/substitutions"]');
    await form.locator('[name=substitute]').fill('kuga');
    await form.locator('[name=from]').fill(day(0));
    await form.locator('[name=until]').fill(day(3));
    await admin.press(form.getByRole('button'));
    await admin.says('久我 沙織');

    await openWaiting(substitute, made);
    await substitute.says('桐生 諒の代理として決めます');
    await substitute.fill({ critical: 'no', reason: '時刻だけが残る。' });
    await substitute.press(main(substitute));
    await substitute.says('久我 沙織', '桐生 諒');

    await owner.open(`/engagements/${made}`);
    await owner.says('久我 沙織', '桐生 諒の代理');

    // the stand-in ends, and with it what it allowed
    await admin.open('/organisation?q=kiryu');
    await admin.follow('桐生 諒');
    await admin.press(admin.page.locator('tr', { hasText: '久我 沙織' }).getByRole('button'));
    await substitute.open('/approvals?box=waiting');
    await substitute.says('決定を待っている依頼はありません');
  });

  journey('sessions are seen and ended', {}, async (world) => {
    const here = await world.person('takato');
    const there = await world.person('takato');
    await here.open('/account');
    const rows = here.page.locator('section[aria-labelledby=h-sessions] tbody tr');
    assert.equal(await rows.count(), 2);
    assert.equal(await rows.filter({ hasText: 'この端末' }).count(), 1);
    await here.press(rows.getByRole('button', { name: '退出させる' }));
    await here.wasTold('退出させました');
    assert.equal(await rows.count(), 1);
    await there.open('/engagements');
    assert.match(there.path(), /^\/sign-in/);
    await here.open('/engagements');
    assert.equal(here.path(), '/engagements');
  });

  journey('a token works on the API until it is ended', {}, async (world) => {
    const one = await world.person('takato');
    await one.open('/account');
    await one.page.locator('summary', { hasText: 'アクセストークンを作る' }).click();
    await one.press('トークンを作る', 422);
    await one.page.locator('form[action="/account/tokens"] [name=name]').fill('月次の集計');
    await one.press('トークンを作る');
    const token = await one.page.locator('#token').innerText();
    const ask = (bearer) => fetch(new URL('/api/v1/engagements', world.demo.address), {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    });
    assert.equal((await ask()).status, 401);
    const refused = await ask(`${token}x`);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('content-type'), /application\/problem\+json/);
    const answer = await ask(token);
    assert.equal(answer.status, 200);
    const text = await answer.text();
    assert.match(text, /R\d+-\d{4}/);
    await one.open('/account');
    assert.equal(await one.count('#token'), 0, 'shown once');
    await one.press('無効にする');
    await one.wasTold('無効にしました');
    assert.equal((await ask(token)).status, 401);
  });
});

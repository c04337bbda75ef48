import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';

journeys('signing in', (journey) => {
  journey('sign in, look around, sign out', {}, async (world) => {
    const one = await world.guest();
    await one.open('/');
    assert.equal(one.path(), '/sign-in');
    await one.says('入る', '青嶺市');
    await one.saysNot('開こうとしたページ', 'いちど退出しました');

    await one.signIn('takato', 'not the password', 422);
    await one.says('違います');
    assert.equal(await one.page.locator('#f-sign-in-login').inputValue(), 'takato', 'the name stays');
    assert.equal(await one.page.locator('#f-sign-in-password').inputValue(), '', 'the password does not');

    await one.signIn('nobody-here', 'not the password', 422);
    const unknown = await one.text();
    await one.signIn('takato', 'not the password', 422);
    assert.equal((await one.text()).trim(), unknown.trim(), 'an unknown name and a wrong password look alike');

    await one.signIn('takato', world.demo.password('takato'));
    assert.equal(one.path(), '/');
    await one.says('きょうの仕事');

    await one.press('退出');
    assert.equal(one.path(), '/sign-in');
    await one.wasTold('退出しました');
    await one.open('/engagements');
    assert.equal(one.path(), '/sign-in?next=/engagements', 'what was open is not to be had any more');
  });

  journey('a page that was asked for opens after signing in, and nothing elsewhere does', { script: 'off' }, async (world) => {
    const one = await world.guest();
    await one.open('/register?q=%E5%8F%B0%E5%B8%B3');
    assert.match(one.path(), /^\/sign-in\?next=/);
    await one.says('開こうとしたページに進みます');
    await one.saysNot('いちど退出しました');
    await one.enterAs('takato', world.demo.password('takato'));
    assert.equal(one.path(), '/register?q=%E5%8F%B0%E5%B8%B3');

    const two = await world.guest();
    await two.open('/sign-in?next=https%3A%2F%2Fexample.com%2F');
    await two.enterAs('takato', world.demo.password('takato'));
    assert.equal(two.path(), '/');
  });

  journey('an account of the demonstration is one press away', {}, async (world) => {
    const one = await world.guest();
    await one.open('/sign-in?next=%2Fregister');
    await one.press(one.page.getByRole('button', { name: /高遠 美緒/ }));
    assert.equal(one.path(), '/register');
    assert.match(await one.page.locator('#nav').innerText(), /高遠 美緒/);
  });

  journey('too many wrong passwords stop the right one', { script: 'off' }, async (world) => {
    const one = await world.guest();
    for (let i = 0; i < 5; i += 1) await one.signIn('takato', `wrong ${i}`, 422);
    await one.says('15分');
    await one.signIn('takato', world.demo.password('takato'), 422);
    const other = await world.person('kiryu');
    await other.says('きょうの仕事');
  });
});

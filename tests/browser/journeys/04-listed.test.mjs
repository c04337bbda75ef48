import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { condition, enter, main, number, pass } from '../lib/steps.mjs';

journeys('work that the register lists', (journey) => {
  journey('listed as not critical: the gate opens', {}, async (world) => {
    const one = await world.person('takato');
    const made = await enter(one, {});
    await one.says('条件がそろいました', '委託できます', '付録1');
    await pass(one);
    assert.equal(number(one), made);
    await one.says('調達 → 選定', 'あと');
    assert.equal(await one.page.locator('.way [aria-current=step] b').innerText(), '調達');

    await one.open(`/engagements/${made}/history`);
    await one.says('関を通した', '案件を登録した', '高遠 美緒');
    await one.open(`/engagements/${made}/record`);
    await one.says('業務委託の判断の記録', made, '充足');
    await one.open(`/engagements/${made}/pass`, 409);
  });

  journey('a file shows that a condition is met', {}, async (world) => {
    const one = await world.person('takato');
    const made = await enter(one, {});
    await pass(one);
    const before = await one.count('.conds__open .cond');
    const open = await condition(one, 'G2-3');
    assert.match(open.text, /未充足/);
    // the paper could be made here; this one was written elsewhere
    await one.press(open.fix);
    assert.match(one.path(), /\/papers\/procurement-specification$/);
    await one.follow('G2-3 の充足を記録する');
    assert.match(one.path(), /\/declare\/G2-3$/);
    await one.press(main(one), 422);
    await one.says('何によって充足したか');

    const file = { name: '仕様書（案）第３版.txt', mimeType: 'text/plain', buffer: Buffer.from('事故のときは 24時間以内に第一報。\n') };
    await one.fill({ note: '仕様書の第3.8項に、第一報までの時間と連絡先を書いた。', file });
    await one.press(main(one));
    await one.wasTold('充足を記録しました');
    assert.equal(await one.count('.conds__open .cond'), before - 1);
    assert.match((await condition(one, 'G2-3')).text, /充足[\s\S]*仕様書の第3\.8項/);

    await one.open(`/engagements/${made}/files`);
    await one.says('仕様書（案）第３版.txt', 'SHA-256', 'G2-3');
    const got = await one.download(one.page.getByRole('link', { name: file.name }));
    assert.equal(got.name, file.name);
    assert.ok(got.bytes.equals(file.buffer), 'the bytes are those that were sent');

    // another one, by the page of files alone
    await one.fill({ file: { ...file, name: '打合せ.txt' }, effective_on: '令和8年11月1日', note: '打合せの記録' });
    await one.press(main(one));
    await one.wasTold('添付を保存しました');
    await one.says('打合せ.txt', '令和8年11月1日');
  });
});

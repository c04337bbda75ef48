import assert from 'node:assert/strict';
import { journeys } from '../lib/journey.mjs';
import { main } from '../lib/steps.mjs';

journeys('register, contractors, questions', (journey) => {
  journey('the register is searched, added to and corrected by the chief officer', {}, async (world) => {
    const chief = await world.person('sagisawa');
    await chief.open('/register');
    await chief.says('付録1 危機的業務の登録簿', '原則として委託しない業務', '委託できる業務', '見直しの時期です');
    const version = Number((await chief.text()).match(/第(\d+)版/)[1]);
    await chief.page.locator('main [name=q]').fill('ｼｽﾃﾑ');
    await chief.press('探す');
    const names = await chief.page.locator('tbody th .name').allInnerTexts();
    assert.ok(names.length > 0 && names.every((name) => /システム/.test(name)), 'widths of kana are the same');

    await chief.open('/register/entries/new');
    await chief.press(main(chief), 422);
    const entry = {
      list: 'critical',
      system: '避難行動要支援者名簿',
      activities: ['processing', 'transport'],
      information: '支援の要る理由、住まい、連絡先',
      reason: '漏れると身の危険につながる',
      decision: '名簿の更新の相談を受けて定める',
    };
    await chief.fill(entry);
    await chief.press(main(chief));
    await chief.wasTold('保存しました');
    await chief.says('避難行動要支援者名簿', `第${version + 1}版`);

    await chief.follow('避難行動要支援者名簿');
    await chief.fill({ change: 'remove', decision: '危機管理課の決まりに移した' });
    await chief.press(main(chief));
    await chief.saysNot('避難行動要支援者名簿');
    await chief.says(`第${version + 2}版`);
    await chief.open(`/register/versions/${version + 1}`);
    await chief.says('避難行動要支援者名簿', `これは第${version + 1}版です`);
    await chief.follow('いまの版を見る');
    assert.equal(chief.path(), '/register');
  });

  journey('a contractor is entered once, under its full name', {}, async (world) => {
    const legal = await world.person('hayase');
    await legal.open('/contractors');
    await legal.follow('委託先を登録する');
    await legal.fill({ name: '株式会社薄氷計算', corporate_number: '1234567890123' });
    await legal.press(main(legal), 422);
    await legal.says('法人番号');
    assert.equal(await legal.page.locator('[name=name]').inputValue(), '株式会社薄氷計算');
    await legal.fill({ corporate_number: '' });
    await legal.press(main(legal));
    await legal.wasTold(/登録しました|保存しました/);
    await legal.open('/contractors');
    await legal.page.locator('main [name=q]').fill('㈱薄氷');
    await legal.press('探す');
    assert.deepEqual(await legal.page.locator('tbody th .name').allInnerTexts(), ['株式会社薄氷計算']);

    await legal.page.locator('main [name=q]').fill('霧沢');
    await legal.press('探す');
    await legal.press(legal.page.locator('tbody th a').first());
    await legal.says('株式会社霧沢システム設計', 'この委託先の案件');
    await legal.press(legal.page.locator('tbody th a').first());
    await legal.says('株式会社霧沢システム設計');
  });

  journey('a question is asked and answered', {}, async (world) => {
    const asker = await world.person('takato');
    await asker.open('/consultations');
    await asker.follow('相談する');
    await asker.press(main(asker), 422);
    await asker.fill({
      urgency: 'question',
      subject: '町内会に配布を頼むとき',
      question: '町内会に広報紙の配布を頼むのは、業務の委託に当たりますか。\n名簿は渡しません。',
    });
    await asker.press(main(asker));
    await asker.wasTold('相談を送りました');
    await asker.says('町内会に広報紙の配布を頼むのは', 'まだ回答はありません');
    const question = asker.path();

    const chief = await world.person('sagisawa');
    await chief.open('/consultations');
    await chief.says('回答待ち');
    await chief.follow('町内会に配布を頼むとき');
    await chief.press(main(chief), 422);
    await chief.fill({ text: '名簿を渡さず、配るだけなら当たらない。' });
    await chief.press(main(chief));
    await chief.wasTold('回答を送りました');

    await asker.open(question);
    await asker.says('名簿を渡さず、配るだけなら当たらない。', '鷺沢 恭一');
    await asker.open('/consultations?q=%E7%94%BA%E5%86%85%E4%BC%9A');
    assert.equal(await asker.count('tbody tr'), 1);
    await asker.says('回答済み');
  });
});

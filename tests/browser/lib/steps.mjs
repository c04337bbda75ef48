// What people do again and again.
import assert from 'node:assert/strict';

/** Everything the questionnaire asks, for work on a system that the register lists as not critical. */
export const PLAIN = {
  title: '広報紙の封入と発送',
  summary: '毎月の広報紙を封筒に入れ、町内会ごとに束ねて発送してもらう。',
  category: 'processing',
  system: '広報紙と案内冊子',
  activities: ['processing'],
  'term.from': '2027-04-01',
  'term.to': '2028-03-31',
  amount: '2,400,000',
  information: ['public_only'],
  items: [],
  places: ['contractor_premises'],
  connection: 'none',
  subcontracting: 'no',
};

const STEPS = [
  ['title', 'summary', 'category', 'category_fit', 'system', 'activities'],
  ['term.from', 'term.to', 'amount', 'contractor'],
  ['information', 'people_count'],
  [],
  ['places', 'connection', 'installation_opens_critical', 'rights_reach_all', 'subcontracting'],
];

const pick = (facts, names) => Object.fromEntries(names.filter((n) => n in facts).map((n) => [n, facts[n]]));

/** The button of a step: `next`, `back`, `later`, `add`, `submit`. */
export const go = (one, where) => one.page.locator(`main form button[name=go][value=${where}]`);

/** The filled button of the form. */
export const main = (one) => one.page.locator('main form .btn--next').first();

/** Answers one step of the questionnaire. */
export async function answer(one, step, facts) {
  await one.fill(pick(facts, STEPS[step - 1]));
  if (step === 4) {
    for (const [i, item] of facts.items.entries()) {
      const fields = Object.entries(item).map(([name, value]) => [`items[${i}].${name}`, value]);
      await one.fill(Object.fromEntries(fields));
    }
  }
}

/** Enters an engagement from the first question to the last; gives its number. */
export async function enter(one, facts) {
  const all = { ...PLAIN, ...facts };
  await one.open('/engagements/new');
  for (let step = 1; step <= 5; step += 1) {
    await answer(one, step, all);
    await one.press(go(one, 'next'));
    assert.match(one.path(), new RegExp(`^/drafts/[^/]+/${step + 1}$`));
  }
  await one.press(go(one, 'submit'));
  await one.wasTold('登録しました');
  return number(one);
}

/** The number of the engagement that is open. */
export function number(one) {
  const found = one.path().match(/^\/engagements\/(R\d+-\d+)/);
  assert.ok(found, `no engagement is open but ${one.path()}`);
  return found[1];
}

/** Opens the request of a kind about an engagement from the list of those that wait. */
export async function openWaiting(one, text) {
  await one.open('/approvals?box=waiting');
  const row = one.page.locator('tbody tr', { hasText: text });
  assert.equal(await row.count(), 1, `one request about ${text} waits`);
  await one.press(row.locator('th a'));
  assert.match(one.path(), /^\/approvals\/[^/?]+$/);
}

/** Words of the condition with this id on the page of an engagement: state, text, links. */
export async function condition(one, id) {
  const found = one.page.locator(`[id="${id}"]`);
  await one.page.locator('details:not([open]) > summary').filter({ hasText: /条件/ }).evaluateAll((all) => {
    for (const summary of all) summary.parentElement.open = true;
  });
  return { text: await found.innerText(), fix: found.locator('.cond__fix a').first(), found };
}

/** Passes the gate that is open before the person. */
export async function pass(one) {
  await one.follow('関を通す');
  assert.match(one.path(), /\/pass$/);
  await one.press(main(one));
  await one.wasTold('関を通しました');
}

/** The forms' branches on a small phone: a listing with its pre-check, and a quick damage report completed in full. */
import { BRN, consents, damageUntilStory, FIRM, organisation, STORY } from '../fixture/answer.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

test('a firm that sells online already fills in a listing, and an amber pre-check stops nobody', async ({ world }) => {
  test.slow();
  const phone = await world.phone('listing', { width: 320, height: 640 });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('ONB');
  await consents(form);
  await form.nextTo('기업 정보');
  await organisation(form);
  await form.nextTo('담당자');
  // The contact is the representative: a tap instead of typing.
  await form.tick('contact_name-copy');
  await expect(form.box('contact_name')).toHaveValue('이다울');
  await form.type('contact_mobile', '01012345678');
  await form.choose('contact_pref', 'call');
  await form.nextTo('온라인 판매 경험');
  await form.choose('online_experience', 'yes_past');
  await form.choose('malls_used', 'smartstore');
  await form.nextTo('입점 준비');
  await expect(form.choice('mall_target', 'epost')).toBeChecked();
  await form.choose('mall_track', 'se_hall');
  await form.choose('wanted_services', 'detail');
  await form.choose('has_mailorder', 'yes');
  await form.type('mailorder_no', '2019-대구수성구-0515');
  // Worked out from the opening date.
  await form.reach(form.choice('check_1yr', 'true'));
  await expect(form.choice('check_1yr', 'true')).toBeChecked();
  await form.choose('check_maker', 'self');
  await form.choose('check_domestic', 'yes');
  await form.choose('check_parcel', 'cold');
  await form.choose('check_cert', 'false');
  await form.addRow('products');
  await form.typeInRow('products', 0, 'name', '쌀과자');
  await form.chooseInRow('products', 0, 'category', 'proc_food');
  await expect(form.inRow('products', 0, 'is_goods', 'true')).toBeChecked();
  await form.typeInRow('products', 0, 'spec', '500g');
  await form.typeInRow('products', 0, 'price_retail', '1만2천');
  await form.typeInRow('products', 0, 'price_sale', '9900');
  await form.typeInRow('products', 0, 'origin', '쌀 100%');
  await form.typeInRow('products', 0, 'food_type', '과자');
  await form.tickInRow('products', 0, 'maker-copy');
  await form.typeInRow('products', 0, 'maker_addr', '대구 수성구');
  await form.typeInRow('products', 0, 'shelf_life', '6개월');
  await form.typeInRow('products', 0, 'shelf_months', '12');
  await form.chooseInRow('products', 0, 'storage', 'room');
  await form.chooseInRow('products', 0, 'detail_page', 'none');
  // The parcels leave from the office: the whole address at once.
  await phone.look('listing-product');
  await form.tick('ship_from-copy');
  await expect(form.box('ship_from-road')).toHaveValue('달구벌대로 2310');
  await form.reach(form.box('precheck_result'));
  await expect(form.box('precheck_result')).toContainText('조건에 맞지 않아도 신청할 수 있습니다');
  await expect(form.box('pre_parcel')).toContainText('담당자와 함께 확인합니다');
  await phone.look('listing');
  await form.nextTo('서류·사진');
  await form.choose('d_brn_have', 'soon');
  await form.choose('d_type_have', 'soon');
  await phone.look('listing-papers');
  await form.nextTo('확인·제출');
  await expect(form.errors).toBeHidden();
  await phone.look('listing-review');
});

test('a quick damage report becomes a full one and nothing is typed again', async ({ world }) => {
  test.slow();
  const phone = await world.phone('quick-full', { width: 320, height: 640 });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('DMG');
  await expect(form.choice('mode', 'quick')).toBeChecked();
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
  await form.type('story', STORY);
  await form.saved();

  await form.open('consent');
  await form.choose('mode', 'full');
  await form.nextTo('기업·업종');
  await expect(form.box('org_name')).toHaveValue(FIRM);
  await expect(form.box('brn')).toHaveValue(BRN.replace(/^(...)(..)/, '$1-$2-'));
  await form.open('revenue');
  await expect(form.choice('rev_band', '60')).toBeChecked();
  await form.choose('rev_unit_hint', 'manwon');
  await form.addRow('rev_rows');
  await form.typeInRow('rev_rows', 0, 'month', '202003');
  await form.typeInRow('rev_rows', 0, 'base_amount', '10000');
  await form.typeInRow('rev_rows', 0, 'cur_amount', '3000');
  await phone.page.keyboard.press('Tab');
  await expect(form.row('rev_rows', 0)).toContainText('1억 원');
  await expect(form.box('rev_decline')).toContainText('70.0%');
  await expect(form.box('rev_loss')).toContainText('7,000만 원');
  await phone.look('revenue');
  // 70 % is nearer to 80 than to 60: one is told so, and goes on.
  await form.choose('rev_band', '80');
  await form.nextTo('취소·재고·휴업');
  await form.choose('loss_na', 'true');
  await form.nextTo('고용');
  await expect(form.box('emp_now')).toHaveValue('7');
  await form.type('emp_before', '9');
  for (const field of ['vul_before', 'vul_now', 'paid_leave', 'unpaid_leave', 'reduced_hours', 'paid_suspension']) {
    await form.type(field, '2');
  }
  for (const field of ['left_dismissal', 'left_recommended', 'left_expiry']) await form.type(field, '0');
  await form.type('left_voluntary', '1');
  await expect(form.box('emp_check')).toContainText('인원이 다릅니다');
  await phone.look('employment');
  // Eight on leave of seven, and numbers that do not add up, are told of and do not block.
  await form.nextTo('비용·자금');
  await form.choose('cost_na', 'true');
  await form.nextTo('어려움과 필요한 지원');
  await expect(phone.page.locator('#f-needs')).toContainText('1순위 인건비 지원');
  await form.nextTo('사례·사진');
  await expect(form.box('story')).toHaveValue(STORY);
});

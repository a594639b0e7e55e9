/** The coordinators' workspace, as somebody at a desk uses it: a wide window, a mouse and a keyboard. */
import { expect, Locator, Page } from '@playwright/test';
import { typeKorean } from '../fixture/hangul.ts';
import type { Phone } from '../fixture/phone.ts';
import type { World } from '../fixture/test.ts';

/** Good enough for NIST and for every account of a test. */
const PASSWORD = 'correct horse battery';

export interface Staff {
  coordinator: Desk;
  lead: Desk;
}

interface Person {
  login: string;
  name: string;
  role: 'administrator' | 'coordinator' | 'lead' | 'officer' | 'forwarder';
}

export const ADMINISTRATOR: Person = { login: 'admin', name: '관리자', role: 'administrator' };
export const COORDINATOR: Person = { login: 'coordinator', name: '김담당', role: 'coordinator' };
export const LEAD: Person = { login: 'lead', name: '이분과', role: 'lead' };

export class Desk {
  private constructor(
    readonly browser: Phone,
    readonly url: string,
  ) {}

  /** A window at an empty desk. */
  static async open(world: World, name: string): Promise<Desk> {
    const browser = await world.phone(name, { width: 1280, height: 800, touch: false });
    return new Desk(browser, world.url);
  }

  /** The first administrator makes a coordinator and a lead; both are logged in. */
  static async withStaff(world: World): Promise<Staff> {
    const coordinator = await Desk.open(world, 'coordinator');
    await coordinator.setUp(world.server.setupLink, ADMINISTRATOR);
    await coordinator.addAccount(COORDINATOR);
    await coordinator.addAccount(LEAD);
    await coordinator.logOut();
    await coordinator.logIn(COORDINATOR);
    const lead = await Desk.open(world, 'lead');
    await lead.page.goto(`${lead.url}/desk`);
    await lead.logIn(LEAD);
    return { coordinator, lead };
  }

  get page(): Page {
    return this.browser.page;
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The outcome of the last action, as it is read out. */
  get said(): Locator {
    return this.page.locator('#said');
  }

  /** The line of the queue that shows this text. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.table tbody tr').filter({ hasText: text });
  }

  /** The answer to a field on the page of a case. */
  answer(path: string): Locator {
    return this.page.locator(`[data-path="${path}"]`);
  }

  async look(label: string): Promise<void> {
    await this.browser.look(label);
  }

  async setUp(link: string, person: Person): Promise<void> {
    await this.page.goto(link);
    await this.page.locator('#setup-name').fill(person.name);
    await this.page.locator('#setup-login').fill(person.login);
    await this.page.locator('#setup-password').fill(PASSWORD);
    await this.page.locator('#setup-again').fill(PASSWORD);
    await this.page.getByRole('button', { name: '관리자 계정 만들기' }).click();
    await expect(this.page.locator('.desk-nav')).toBeVisible();
  }

  async addAccount(person: Person): Promise<void> {
    await this.page.goto(`${this.url}/desk/accounts`);
    await this.page.locator('#account-name').fill(person.name);
    await this.page.locator('#account-login').fill(person.login);
    await this.page.locator('#account-password').fill(PASSWORD);
    await this.page.locator(`input[name="account-role"][value="${person.role}"]`).check();
    await this.page.getByRole('button', { name: '계정 만들기' }).click();
    await expect(this.said).toContainText(person.login);
  }

  async logIn(person: Person, password = PASSWORD): Promise<void> {
    await this.page.locator('#login-login').fill(person.login);
    await this.page.locator('#login-password').fill(password);
    await this.page.getByRole('button', { name: '로그인하기' }).click();
    await expect(this.page.locator('.desk-nav')).toBeVisible();
  }

  /** Answers the question for the password over a page whose session has ended. */
  async logInAgain(person: Person): Promise<void> {
    await this.page.locator('#again-login').fill(person.login);
    await this.page.locator('#again-password').fill(PASSWORD);
    await this.page.locator('#login-again').getByRole('button', { name: '로그인하기' }).click();
    await expect(this.page.locator('#login-again')).toBeHidden();
  }

  async logOut(): Promise<void> {
    await this.page.getByRole('button', { name: '로그아웃' }).click();
    await expect(this.page.locator('#login-login')).toBeVisible();
  }

  /** Invites an enterprise and returns the eight characters that are read out on the phone. */
  async invite(enterprise: string): Promise<string> {
    await this.page.goto(`${this.url}/desk/invitations`);
    await this.page.locator('#invite-name').fill(enterprise);
    await this.page.getByRole('button', { name: '초대 만들기' }).click();
    const code = await this.page.locator('#invite-code > [aria-hidden]').textContent();
    return code ?? '';
  }

  /** Invites an enterprise that is known already: a further phone of it, or one that lost its enrolment. */
  async inviteAgain(enterprise: string): Promise<string> {
    await this.page.goto(`${this.url}/desk/invitations`);
    await this.page.locator('#invite-enterprise').selectOption({ label: enterprise });
    await this.page.getByRole('button', { name: '초대 만들기' }).click();
    const code = await this.page.locator('#invite-code > [aria-hidden]').textContent();
    return code ?? '';
  }

  /** Ends what the one phone of an enterprise may do. */
  async revokePhone(enterprise: string): Promise<void> {
    await this.page.goto(`${this.url}/desk/enterprises`);
    const card = this.page.locator('article.card').filter({ hasText: enterprise });
    await card.getByRole('button', { name: /사용 중지$/ }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: '사용 중지' }).click();
    await expect(this.said).toContainText('휴대폰 사용을 중지했습니다.');
  }

  /** How many versions of the open case there are. */
  async versions(): Promise<number> {
    return this.page.getByRole('group', { name: '제출한 내용' }).getByRole('button').count();
  }

  /** Opens the queue, with filters as the address bar shows them. */
  async queue(filters = ''): Promise<void> {
    await this.page.goto(`${this.url}/desk${filters && `?${filters}`}`);
    await expect(this.page.locator('section[aria-busy="false"]')).toBeVisible();
  }

  /** How many submissions there are, as the first tab of the queue counts them. */
  async countAll(): Promise<number> {
    await this.queue();
    return Number(await this.page.locator('.count-tabs a > span').first().textContent());
  }

  async search(text: string): Promise<void> {
    await this.page.locator('#search').click();
    await typeKorean(this.page, text);
  }

  /** Opens the first case of the queue whose line shows this text. */
  async openCase(text: string | RegExp): Promise<void> {
    await this.queue();
    await this.row(text).first().getByRole('link').click();
    await expect(this.page.locator('.facts')).toBeVisible();
  }

  async take(): Promise<void> {
    await this.page.getByRole('button', { name: '검토 시작하기' }).click();
    await expect(this.said).toContainText('검토를 시작했습니다.');
  }

  /** Asks for a supplement to one answer, with the deadline that the form proposes. */
  async askFor(path: string, what: string): Promise<void> {
    await this.beginToAsk(path, what);
    await this.submit('request_supplement');
    await expect(this.said).toContainText('보완을 요청했습니다.');
  }

  /** Writes a request for a supplement, and does not send it. */
  async beginToAsk(path: string, what: string): Promise<void> {
    await this.answer(path).getByRole('button', { name: /보완 요청$/ }).click();
    const box = this.page.locator('[id^="item-"][id$="-what"]').last();
    await box.click();
    await typeKorean(this.page, what);
  }

  /** Approves a damage case, or proposes to approve another one. */
  async approve(result: string, note: string): Promise<void> {
    await this.begin('approve');
    await this.choose(result);
    await this.page.locator('#act-text').fill(note);
    await this.submit('approve');
    await expect(this.said).toContainText('승인 내용을 저장했습니다.');
  }

  /** Proposes to return a case. */
  async reject(reason: string, note: string): Promise<void> {
    await this.begin('reject');
    await this.choose(reason);
    await this.page.locator('#act-text').fill(note);
    await this.submit('reject');
    await expect(this.said).toContainText('반려를 제안했습니다.');
  }

  /** Confirms what a colleague proposed. */
  async confirm(): Promise<void> {
    await this.begin('confirm');
    await this.submit('confirm');
    await expect(this.said).toContainText('제안을 확인했습니다.');
  }

  /** Opens the form for correcting a report for its applicant, at one step. */
  async beginToCorrect(step: string): Promise<void> {
    await this.begin('assist');
    await this.page.locator(`button[data-step="${step}"]`).click();
  }

  /** Types another answer in the place of the old one. */
  async retype(field: string, text: string): Promise<void> {
    await this.page.locator(`#f-${field}`).fill(text);
    await expect(this.change(field)).toContainText(text);
  }

  /** What a correction changes of an answer. */
  change(field: string): Locator {
    return this.page.locator(`#assist-changes [data-path="${field}"]`);
  }

  /** Saves the correction, told why. */
  async finishCorrection(reason: string): Promise<void> {
    await this.page.locator('#act-text').fill(reason);
    await this.submit('assist');
    await expect(this.said).toContainText('내용을 대신 고쳤습니다.');
  }

  /** Opens the form of an action. */
  async begin(action: string): Promise<void> {
    await this.page.locator(`button[data-action="${action}"]`).click();
  }

  async choose(code: string): Promise<void> {
    await this.page.locator(`input[name="act-choice"][value="${code}"]`).check();
  }

  /** Sends the open form of an action. */
  async submit(action: string): Promise<void> {
    await this.page.locator(`form[data-action="${action}"] button[type="submit"]`).click();
  }
}

/** The PIN of a phone: the page that asks for it, and the section of the storage page that sets it. */
import { expect, Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';
import { openStorage } from './storage.ts';

/** A store as it lies on the disk of a locked phone; what is sealed, in base 64. */
export interface Locked {
  lock: string;
  records: { name: string; sealed: string }[];
  files: { hash: string; kind: string; at: number; sealed: string }[];
}

export class PinPage {
  constructor(readonly page: Page) {}

  /** Opens the storage page, which has the section. */
  async open(): Promise<void> {
    await openStorage(this.page);
  }

  /** What is said instead of doing it. */
  get refusal(): Locator {
    return this.page.locator('main .banner--danger');
  }

  /** Types a new PIN twice, and presses the button. */
  async set(pin: string, again = pin, button = 'PIN 정하기'): Promise<void> {
    await this.page.locator('#pin-once').fill(pin);
    await this.page.locator('#pin-twice').fill(again);
    await press(this.page.getByRole('button', { name: button }));
  }

  async remove(): Promise<void> {
    await press(this.page.getByRole('button', { name: 'PIN 없애기' }));
    await expect(this.page.getByRole('button', { name: 'PIN 정하기' })).toBeVisible();
  }

  async lock(): Promise<void> {
    await press(this.page.getByRole('button', { name: '지금 잠그기' }));
    await this.asked();
  }

  /** The box that asks for the PIN, where it does. */
  get question(): Locator {
    return this.page.locator('#unlock-pin');
  }

  /** The PIN is asked for, and nothing else of the app is there. */
  async asked(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText('PIN을 입력해 주세요');
    await expect(this.page.locator('.card, .menu__panel a')).toHaveCount(0);
  }

  async unlock(pin: string): Promise<void> {
    await this.question.fill(pin);
    await press(this.page.getByRole('button', { name: '잠금 열기' }));
  }

  /** Deletes everything, after reading what that means and saying so twice; the app begins anew. */
  async wipe(meaning: string): Promise<void> {
    await press(this.page.locator('main').getByRole('button', { name: '모두 지우기' }).first());
    const dialog = this.page.locator('dialog');
    await expect(dialog).toContainText(meaning);
    await press(dialog.getByRole('button', { name: '다음' }));
    await expect(dialog).toContainText('되돌릴 수 없습니다');
    await press(dialog.getByRole('button', { name: '모두 지우기' }));
    await expect(this.page.locator('a[href="/start/DMG"]').first()).toBeVisible();
  }

  /**
   * Puts a locked store in the place of this phone's own, as it was frozen. The app is left for a page without it: it
   * would begin anew by itself, as soon as it meets the lock.
   */
  async freeze(store: Locked): Promise<void> {
    await this.page.goto(new URL('/healthz', this.page.url()).href);
    await this.page.evaluate(async ({ lock, records, files }) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      localStorage.clear();
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('ieum');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const writing = database.transaction(['records', 'files'], 'readwrite');
      writing.objectStore('records').clear();
      writing.objectStore('records').put(lock, 'ieum/1/lock');
      for (const { name, sealed } of records) writing.objectStore('records').put(bytes(sealed), name);
      for (const { hash, kind, at, sealed } of files) {
        writing.objectStore('files').put({ kind, bytes: new Blob([bytes(sealed)]), at }, hash);
      }
      await new Promise((done) => (writing.oncomplete = done));
      database.close();
    }, store);
  }

  /** Everything that lies in this browser's storage, as whoever copies the phone's disk reads it. */
  async onDisk(): Promise<string> {
    return this.page.evaluate(async () => {
      const parts: string[] = Object.entries(localStorage).flat();
      const text = (bytes: BufferSource) => new TextDecoder('latin1').decode(bytes) + new TextDecoder().decode(bytes);
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('ieum');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const name of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        for (const value of values) {
          if (typeof value === 'string') parts.push(value);
          else if (value instanceof Uint8Array) parts.push(text(value as Uint8Array<ArrayBuffer>));
          else parts.push(text(await (value as { bytes: Blob }).bytes.arrayBuffer()));
        }
      }
      database.close();
      return parts.join('\n');
    });
  }
}

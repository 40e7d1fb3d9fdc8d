/**
 * A real browser for tests of pages: Debian's Chromium, driven by playwright-core.
 * Guarantees: whatever a page says, asks for or fails at is kept, so that a test can hold it to nothing; it can ask nobody,
 * because the browser is offline.
 * Must not: download a browser: where none is installed, tests say so and are skipped (deploy/tools.ts).
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A page that is open, and all that was heard of it. */
export interface OpenPage {
  readonly page: Page;
  /** Uncaught errors, console messages, and addresses asked for besides its own: nothing, of a quiet page. */
  readonly heard: readonly string[];
}

/** Starts the browser; the caller closes it. */
export function startBrowser(): Promise<Browser> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const executablePath = folders.map((folder) => join(folder, 'chromium')).find(existsSync) ?? 'chromium';
  // Chromium's sandbox refuses to start as root, as in a container.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

/** Opens a file in a window of this size. */
export async function openFile(
  browser: Browser,
  file: string,
  viewport: { readonly width: number; readonly height: number },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport, colorScheme, offline: true, locale: 'vi-VN' });
  const page = await context.newPage();
  const own = pathToFileURL(file).href;
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('console', (message) => heard.push(`console: ${message.text()}`));
  page.on('request', (request) => {
    if (request.url() !== own) heard.push(`request: ${request.url()}`);
  });
  await page.goto(own);
  return { page, heard };
}

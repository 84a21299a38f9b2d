// chromium.mjs - starts Debian's Chromium for the tests, and pages that write down what went wrong in them.
// Uses no network beyond loopback and only the fonts of fonts.conf, so that every machine measures the same text.
// Called by the tests of this folder and crawl.mjs.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const CHROMIUM = process.env.NEWSPORTAL_CHROMIUM || "/usr/bin/chromium";

// --no-sandbox: the tests may be root's, and show only pages of their own.
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--no-first-run",
  "--no-default-browser-check", "--disable-client-side-phishing-detection", "--metrics-recording-only",
  "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export const ENVIRONMENT = { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL("fonts.conf", import.meta.url)) };

export function launch(more = []) {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...more], env: ENVIRONMENT });
}

export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** Which of the two a page is made for. */
export const deviceFor = (record) => (record.variant === "mobile" ? PHONE : DESKTOP);

// The browser's own remark on a page that is meant to be an error.
const ERROR_DOCUMENT = /^Failed to load resource: the server responded with a status of 4(04|10|22|51)\b/;

/**
 * Clicks what leads to another document, and waits until that one is loaded. A click alone is over when the new document
 * begins, or before: what is asked then may find half of it, without its styles, or the one that was left.
 */
export const arrive = (page, locator) => Promise.all([page.waitForNavigation(), locator.click()]);

/**
 * Opens a page in a context of its own and calls `use` with it. Afterwards nothing may have gone wrong in it: no error or
 * warning in the console (a violation of the content security policy is one), no exception, no failed request, no answer
 * of 400 or more but for documents that are `meant` to be errors, no request to anyone but `base`, no cookie but those named in `cookies`.
 */
export async function withPage(browser, base, options, use) {
  const { meant = false, cookies = [], ...settings } = options;
  const context = await browser.newContext(settings);
  const faults = [];
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    if (meant && ERROR_DOCUMENT.test(message.text())) return;
    faults.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => faults.push(`exception: ${error.error()}`));
  context.on("requestfailed", (request) => {
    // What the next page does not need any more is given up by the browser itself.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") faults.push(`request failed: ${request.url()} ${why}`);
  });
  context.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) faults.push(`asks another host: ${request.url()}`);
  });
  context.on("response", (response) => {
    const document = response.request().resourceType() === "document";
    if (response.status() >= 400 && !(meant && document)) faults.push(`${response.status()} ${response.url()}`);
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    await use(page, context);
    for (const { name } of await context.cookies()) if (!cookies.includes(name)) faults.push(`a cookie: ${name}`);
  } catch (error) {
    if (faults.length) error.message += `\nand in the browser:\n  ${faults.join("\n  ")}`;
    throw error;
  } finally {
    await context.close();
  }
  assert.deepEqual(faults, [], "what went wrong in the browser");
}

// test_050_keyboard.mjs - every page with the Tab key alone: first the skip link, which works; then every link and control in
// turn, each seen and not covered, each marked while it has the focus, and at the end out of the page again.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { deviceFor, launch, withPage } from "./chromium.mjs";
import { base, eachOnce } from "./site.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Runs in the browser before anything is focused: numbers what Tab should reach, and keeps how it looks at rest. */
function prepare() {
  const looks = (element) => {
    const style = getComputedStyle(element);
    return { outline: [style.outlineStyle, style.outlineWidth, style.outlineColor, style.outlineOffset].join(" "), shadow: style.boxShadow };
  };
  const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((element) => !element.disabled && element.type !== "hidden" && !element.closest("[inert]") && element.tabIndex >= 0)
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length);
  window.atRest = new Map(reachable.map((element) => [element, looks(element)]));
  window.looks = looks;
  return reachable.length;
}

/** Runs in the browser after each Tab: what has the focus, and what is wrong with how it is shown. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const now = window.looks(element), before = window.atRest.get(element);
  const box = element.getBoundingClientRect();
  const [style, width] = now.outline.split(" ");
  const marked = (style !== "none" && parseFloat(width) >= 1 && now.outline !== before?.outline) ||
    (now.shadow !== "none" && now.shadow !== before?.shadow);
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const faults = [];
  // What scrolls by itself takes the focus too, so that the keyboard can scroll it.
  const scrolls = element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX !== "visible";
  if (!before && !scrolls) faults.push("is none of the links and controls that are shown");
  if (!marked) faults.push("has no outline or shadow of its own while focused");
  // Nothing that stays in place while the page scrolls may lie over all of it.
  const spots = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([x, y]) => document.elementFromPoint(box.left + x * box.width, box.top + y * box.height));
  if (inside && !spots.some((spot) => spot && (element.contains(spot) || spot.contains(element)))) faults.push("is covered by something");
  if (!inside) faults.push(`is not in view (${[box.left, box.top, box.width, box.height].map(Math.round)})`);
  const name = `${element.localName}.${element.getAttribute("class")} ${element.getAttribute("href") ?? ""} ${element.textContent.trim().slice(0, 20)}`;
  window.order ??= new Map();
  if (!window.order.has(element)) window.order.set(element, window.order.size);
  return { name, faults, number: window.order.get(element), known: Boolean(before), skip: element.getAttribute("href") === "#main" };
}

for (const target of eachOnce) {
  test(`by keyboard: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), meant: target.meant, reducedMotion: "reduce" }, async (page) => {
      await page.goto(target.url, { waitUntil: "load" });
      const count = await page.evaluate(prepare);
      const faults = [];
      const reached = new Set();
      let last = null;
      for (let step = 0; ; step++) {
        await page.keyboard.press("Tab");
        const now = await page.evaluate(focused);
        if (!now) break; // out of the page
        if (step === 0) assert.ok(now.skip, `the first is ${now.name}`);
        // A date has its parts, each reached by a step of its own.
        if (now.number === last) { assert.ok(step < count + 50, `no way out after ${step} steps: ${now.name}`); continue; }
        if (reached.has(now.number)) break; // round again
        reached.add(now.number);
        last = now.number;
        faults.push(...now.faults.map((fault) => `${now.name} ${fault}`));
        assert.ok(step < count + 50, `no way out after ${step} steps: ${now.name}`);
      }
      assert.deepEqual(faults, []);
      const left = await page.evaluate(() => [...window.atRest.keys()].filter((element) => !window.order.has(element)).map((element) => element.outerHTML.slice(0, 120)));
      assert.deepEqual(left, [], "the keyboard does not reach");
    });
  });
}

for (const target of eachOnce) {
  test(`skip link: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), meant: target.meant, javaScriptEnabled: false }, async (page) => {
      await page.goto(target.url, { waitUntil: "load" });
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(/#main$/);
      assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), "the focus is not in the main part");
      await page.keyboard.press("Tab");
      const after = await page.evaluate(() => {
        const main = document.querySelector("main"), now = document.activeElement;
        return main.querySelector("a[href], button, input") ? main.contains(now) : Boolean(main.compareDocumentPosition(now) & 4);
      });
      assert.ok(after, "the next Tab does not go on from the main part");
    });
  });
}

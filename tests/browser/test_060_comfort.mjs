// test_060_comfort.mjs - the reader's comfort: nothing runs over the edge of any screen, also when the reader's text is twice
// as large; nothing jumps while pictures arrive; night is dark; paper gets what belongs on paper; a phone gets little
// to load; large letters are kept from page to page, without a cookie (withPage looks for those in every test).
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { deviceFor, launch, PHONE, withPage } from "./chromium.mjs";
import { base, each, eachOnce, first, form } from "./site.mjs";

const WIDTHS = [320, 360, 768, 1440];
const FIRST_VIEW = 40 * 1024; // bytes on the wire for a phone's first view: document, styles, scripts

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// ---- Width -----------------------------------------------------------------------------------------

/** Runs in the browser: what makes the page wider than the screen, empty when nothing does. */
function overflow() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const clipped = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(element));
  return [`${root.scrollWidth} px on ${root.clientWidth}`, ...wide.slice(-3).map((element) => `${element.localName}.${element.getAttribute("class")} "${element.textContent.trim().slice(0, 30)}"`)];
}

const paragraphSize = () => Math.max(...[...document.querySelectorAll("main p, main a, main h1")].map((part) => parseFloat(getComputedStyle(part).fontSize)));

for (const target of each) {
  test(`no sideways scrolling: ${target.name}, ${target.path}`, async () => {
    // Not as a phone: its browser would zoom out, and hide the fault.
    await withPage(browser, base, { meant: target.meant }, async (page, context) => {
      const faults = [];
      const measure = async (note) => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          for (const fault of await page.evaluate(overflow)) faults.push(`${width} px${note}: ${fault}`);
        }
      };
      await page.goto(target.url, { waitUntil: "load" });
      await measure("");
      const unfolded = async (note) => {
        await page.setViewportSize({ width: WIDTHS[0], height: 800 });
        for (const details of await page.locator("details").all()) {
          await details.evaluate((element) => { element.open = !element.open; });
          for (const fault of await page.evaluate(overflow)) faults.push(`unfolded${note}: ${fault}`);
          await details.evaluate((element) => { element.open = !element.open; });
        }
      };
      await unfolded("");
      const normal = await page.evaluate(paragraphSize);
      // The letters that the reader has chosen in the browser's settings: 200 % of the usual 16.
      const session = await context.newCDPSession(page);
      await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
      await measure(", letters of 200 %");
      await unfolded(", letters of 200 %");
      const large = await page.evaluate(paragraphSize);
      assert.ok(large >= normal * 1.6, `the text does not follow the reader's setting: ${normal} px became ${large} px`);
      assert.deepEqual(faults, []);
    });
  });
}

// ---- Layout shift ----------------------------------------------------------------------------------

/** Runs in the browser, first of all: notes every shift. Nobody touches the page here, so those that the browser puts down to
    "recent input" count as well: it takes being given the size of a phone for one. */
function watchShifts() {
  window.shifts = [];
  const note = (entries) => {
    for (const { value, sources } of entries) {
      if (value < 0.0005) continue; // a sum of none in the three digits that the figure has
      window.shifts.push(`${value.toFixed(4)} ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent).join(" | ")}`);
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  /** Until the page is painted as it is now: only then do pictures in view begin to come, and jumps count. */
  window.painted = async () => {
    await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
    note(observer.takeRecords());
  };
}

for (const target of each.filter((page) => page.variant === "mobile")) {
  test(`nothing jumps: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...PHONE, meant: target.meant }, async (page) => {
      // Pictures come after the words are on the screen: those that come before cannot move anything.
      let release;
      const painted = new Promise((resolve) => { release = resolve; });
      await page.route(/\.(svg|png|jpe?g|webp)(\?|$)|\/media\//, async (route) => {
        await painted;
        await route.continue();
      });
      await page.addInitScript(watchShifts);
      await page.goto(target.url, { waitUntil: "domcontentloaded" });
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
      release();
      await page.waitForLoadState("load");
      // Down to the end, as a reader would, so that late pictures come too.
      await page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
          scrollTo({ top: y, behavior: "instant" });
          await window.painted();
        }
        await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
        await window.painted();
      });
      assert.deepEqual(await page.evaluate(() => window.shifts), []);
    });
  });
}

test("a jump is seen", async () => {
  await withPage(browser, base, PHONE, async (page) => {
    await page.addInitScript(watchShifts);
    await page.goto(`${base}/m/`, { waitUntil: "load" });
    await page.evaluate(async () => {
      // What was never painted cannot jump.
      await window.painted();
      document.querySelector("main").style.marginTop = "200px";
      await window.painted();
    });
    assert.ok(await page.evaluate(() => window.shifts.length > 0));
  });
});

// ---- Night -----------------------------------------------------------------------------------------

/** Runs in the browser: luminance (0 to 1) of the page's ground and of the words of its main part. */
function night() {
  const luminance = (colour) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const painted = [document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor).find((colour) => colour !== "rgba(0, 0, 0, 0)");
  // The middle one of all inks: some words lie on a picture.
  const words = [...document.querySelectorAll("main *")].filter((element) => element.checkVisibility({ visibilityProperty: true }) &&
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const inks = words.map((element) => luminance(getComputedStyle(element).color)).sort((one, other) => one - other);
  return { ground: luminance(painted ?? "Canvas"), ink: inks[Math.floor(inks.length / 2)] };
}

for (const target of eachOnce) {
  test(`dark at night: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), meant: target.meant, colorScheme: "dark" }, async (page) => {
      await page.goto(target.url);
      const { ground, ink } = await page.evaluate(night);
      assert.ok(ground < 0.05, `the ground is too bright: ${ground}`);
      assert.ok(ink > 0.4, `the words are too dark: ${ink}`);
      await page.emulateMedia({ colorScheme: "light" });
      await page.reload(); // colours may take a moment to change in place
      const day = await page.evaluate(night);
      assert.ok(day.ground > 0.7 && day.ink < 0.3, `not light by day: ${JSON.stringify(day)}`);
    });
  });
}

// ---- Paper -----------------------------------------------------------------------------------------

for (const target of eachOnce.filter((page) => !page.meant)) {
  test(`on paper: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, deviceFor(target), async (page) => {
      await page.goto(target.url, { waitUntil: "load" });
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 718, height: 1000 }); // A4 less its margins, in CSS pixels
      const paper = await page.evaluate((other) => ({
        shown: [...document.querySelectorAll(`nav, .skip, form, button, a[href="${CSS.escape(other)}"]`)]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length).map((element) => element.outerHTML.slice(0, 80)),
        text: document.body.innerText,
        heading: document.querySelector("h1").checkVisibility({ visibilityProperty: true }),
        wide: document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth,
      }), target.switch);
      assert.deepEqual(paper.shown, [], "printed, but of no use on paper");
      assert.ok(paper.heading, "the heading is not printed");
      assert.ok(paper.text.includes(target.canonical[0]), "the address is not printed");
      // The table of content.sql is wider than any paper; browsers make such a page smaller.
      if (!target.wide) assert.ok(paper.wide <= 0, `${paper.wide} px wider than the paper`);
      const squeeze = (text) => text.replace(/\s+/g, "");
      if (form(target) === "article") {
        assert.ok(target.notice.length, "the story has no notice");
        for (const part of target.notice) assert.ok(squeeze(paper.text).includes(squeeze(part)), `not printed: ${part}`);
      }
    });
  });
}

test("a story's PDF has its pages", async () => {
  const story = first("article", "desktop");
  await withPage(browser, base, {}, async (page) => {
    await page.goto(story.url, { waitUntil: "load" });
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(sheets >= 1 && sheets <= 6, `${sheets} sheets`);
  });
});

// ---- Weight ----------------------------------------------------------------------------------------

for (const kind of ["front", "channel", "article"]) {
  test(`a phone's first view is light: ${kind}`, async () => {
    const target = first(kind, "mobile");
    await withPage(browser, base, PHONE, async (page) => {
      await page.goto(target.url, { waitUntil: "load" });
      const parts = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter((entry) => entry.entryType === "navigation" || ["link", "script", "css"].includes(entry.initiatorType) && /\.(css|js)(\?|$)/.test(entry.name))
        .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize]));
      assert.ok(parts.length >= 2, "no style was loaded");
      for (const [path, size] of parts) assert.ok(size > 0, `${path} has no size`);
      const sum = parts.reduce((total, [, size]) => total + size, 0);
      assert.ok(sum < FIRST_VIEW, `${sum} bytes: ${parts.map((part) => part.join(" ")).join(", ")}`);
    });
  });
}

// ---- Large letters ---------------------------------------------------------------------------------

const size = (page) => page.evaluate(paragraphSize);

/** The button that makes letters larger: a toggle (aria-pressed) whose press does. Null when there is none. */
async function largeLetters(page) {
  for (const button of await page.locator("button[aria-pressed]").all()) {
    if (!(await button.isVisible())) continue;
    const before = await size(page);
    await button.click();
    if ((await size(page)) > before) return button;
    await button.click();
  }
  return null;
}

test("large letters stay from page to page, and go again", async () => {
  await withPage(browser, base, { ...PHONE, reducedMotion: "reduce" }, async (page) => {
    const story = first("article", "mobile");
    await page.goto(story.url, { waitUntil: "load" });
    const normal = await size(page);
    const button = await largeLetters(page);
    assert.ok(button, "no button[aria-pressed] makes the letters larger");
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    const large = await size(page);
    assert.ok(large >= normal * 1.2, `${normal} px became ${large} px`);
    await page.reload({ waitUntil: "load" });
    assert.equal(await size(page), large, "lost by a reload");
    for (const kind of ["channel", "front", "static"]) {
      await page.goto(first(kind, "mobile").url, { waitUntil: "load" });
      assert.deepEqual(await page.evaluate(overflow), [], `${kind}: too wide with large letters`);
      assert.equal(await page.locator("button[aria-pressed=true]").count(), 1, `${kind}: not kept`);
    }
    await page.locator("button[aria-pressed=true]").click();
    await page.goto(story.url, { waitUntil: "load" });
    assert.equal(await size(page), normal, "it does not go again");
  });
});

test("no button is shown that needs a script where there is none", async () => {
  await withPage(browser, base, { ...PHONE, javaScriptEnabled: false }, async (page) => {
    await page.goto(first("article", "mobile").url, { waitUntil: "load" });
    const dead = await page.evaluate(() => [...document.querySelectorAll("button")].filter((button) => !button.form && button.checkVisibility({ visibilityProperty: true })).map((button) => button.outerHTML.slice(0, 80)));
    assert.deepEqual(dead, []);
  });
});

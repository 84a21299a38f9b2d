// test_040_journeys.mjs - what readers do, without any script: from the front page to a story and back, from desktop to phone
// and back without losing the place. And a page says the same to those who run no scripts, such as search engines.
// Links are found by where they lead, not by their words, and each is really clicked.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { DESKTOP, deviceFor, launch, PHONE, withPage } from "./chromium.mjs";
import { arrival, base, eachOnce, first, form, records, twin } from "./site.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/**
 * Clicks the first link below `scope` whose target `wanted` accepts; returns the target's record. What a closed <details>
 * hides is opened first, when no link can be seen as the page stands.
 */
async function follow(page, what, wanted, scope = "body") {
  const links = [];
  for (const link of await page.locator(`${scope} a[href]`).all()) {
    const address = await link.evaluate((element) => element.href);
    const target = arrival(address);
    if (target?.page && target.url !== page.url() && wanted(target)) links.push({ link, target, seen: await link.isVisible() });
  }
  const { link, target, seen } = links.find((one) => one.seen) ?? links[0] ?? {};
  assert.ok(link, `${page.url()} has no link to ${what}`);
  if (!seen) await link.locator("xpath=ancestor::details[1]/summary").click();
  await link.click();
  await page.waitForURL(target.url, { waitUntil: "load" });
  return target;
}

const is = (...forms) => (record) => forms.includes(form(record));
const DEVICES = { desktop: ["/", DESKTOP], mobile: ["/m/", PHONE] };

for (const [variant, [start, device]] of Object.entries(DEVICES)) {
  test(`from the front page to a story and home, ${variant}`, async () => {
    await withPage(browser, base, { ...device, javaScriptEnabled: false, reducedMotion: "reduce" }, async (page) => {
      await page.goto(base + start);
      // A channel that has more than a page; it may be a child of one in the menu.
      const channel = await follow(page, "a channel with more pages", (record) => is("channel")(record) && record.older, "nav");
      const older = await follow(page, "older stories", is("channel-older"), "main");
      assert.equal(older.headings[0], channel.headings[0]);
      await page.goBack();
      await follow(page, "older stories again", is("channel-older"), "main");
      const article = await follow(page, "a story", is("article"), "main");
      assert.equal(await page.locator("h1").textContent().then((text) => text.trim()), article.headings[0]);
      await follow(page, "a tag", is("tag"), "main");
      await follow(page, "all tags", is("tags"));
      await follow(page, "the newest", is("latest"));
      await follow(page, "a fixed page", is("static"), "footer");
      const home = await follow(page, "the front page", is("front"), "header");
      assert.equal(home.url, base + start);
    });
  });

  test(`back to newer stories, ${variant}`, async () => {
    await withPage(browser, base, { ...device, javaScriptEnabled: false, reducedMotion: "reduce" }, async (page) => {
      const deep = [...records.values()].find((record) => record.variant === variant && form(record).endsWith("-older"));
      assert.ok(deep, "no list has a second page");
      await page.goto(deep.url);
      const newer = await follow(page, "newer stories", (record) => record.kind === deep.kind && record.headings[0] === deep.headings[0], "main");
      assert.notEqual(newer.url, deep.url);
    });
  });

  test(`an archive leads to the stories of a day, ${variant}`, async () => {
    await withPage(browser, base, { ...device, javaScriptEnabled: false, reducedMotion: "reduce" }, async (page) => {
      await page.goto(base + start);
      await follow(page, "the archive", (record) => record.kind === "archive");
      if (!page.url().match(/\d{4}\/\d{2}\/$/)) await follow(page, "a month", is("archive-month"), "main");
      await follow(page, "a day", is("archive-day"), "main");
      await follow(page, "a story of the day", is("article"), "main");
    });
  });
}

// Whoever presses the switch has chosen, and a cookie of one word remembers that.
const CHOICE = { cookies: ["view"] };

for (const target of eachOnce.filter((page) => page.switch)) {
  test(`switch and back: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), ...CHOICE, meant: target.meant, javaScriptEnabled: false, reducedMotion: "reduce" }, async (page) => {
      await page.goto(target.url);
      const other = await follow(page, "its other variant", (record) => record.variant !== target.variant);
      assert.equal(other, twin(target), "the switch leads elsewhere");
      assert.equal(new URL(other.url).search, new URL(target.url).search, "the position in the list is lost");
      // An error has no other variant: its switch leads to the front page.
      assert.equal(form(other), target.kind === "error" ? "front" : form(target));
      const back = await follow(page, "the variant it came from", (record) => record.variant === target.variant);
      assert.equal(back.url, target.kind === "error" ? `${base}${DEVICES[target.variant][0]}` : target.url);
    });
  });
}

test("a phone is led to its pages, and may leave them", async () => {
  const userAgent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
  const story = first("article", "desktop");
  await withPage(browser, base, { ...PHONE, ...CHOICE, userAgent, reducedMotion: "reduce" }, async (page) => {
    await page.goto(story.url);
    assert.equal(page.url(), twin(story).url);
    await follow(page, "the desktop page", (record) => record.variant === "desktop");
    assert.equal(page.url(), story.url);
    await page.goto(`${base}/`);
    assert.equal(page.url(), `${base}/`, "the choice is forgotten");
    await follow(page, "the mobile page", (record) => record.variant === "mobile");
    await page.goto(story.url);
    assert.equal(page.url(), twin(story).url);
  });
});

/** Links and headings of the main part as they are shown, and how many pictures. */
function contents() {
  const main = document.querySelector("main");
  return {
    links: [...main.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
    headings: [...document.querySelectorAll("h1, h2, h3")].filter((heading) => heading.checkVisibility({ visibilityProperty: true })).map((heading) => heading.textContent.trim()),
    paragraphs: [...main.querySelectorAll("p, li, td, time")].filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => part.textContent.trim()),
    pictures: main.querySelectorAll("img").length,
  };
}

for (const target of eachOnce) {
  test(`the same without script: ${target.name}, ${target.path}`, async () => {
    const look = async (javaScriptEnabled) => {
      let seen;
      await withPage(browser, base, { ...deviceFor(target), meant: target.meant, javaScriptEnabled }, async (page) => {
        await page.goto(target.url, { waitUntil: "load" });
        seen = await page.evaluate(contents);
      });
      return seen;
    };
    const seen = [await look(true), await look(false)];
    // A day may end between the two looks, and with it the days that an office has for an answer.
    if (!isDeepStrictEqual(seen[0], seen[1])) seen[0] = await look(true);
    assert.deepEqual(seen[0], seen[1]);
    assert.ok(seen[1].headings.length > 0);
  });
}

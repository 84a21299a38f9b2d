// test_095_plaza.mjs - the information plaza from both sides, each step as people take it: finding a notice by filters and asking for its
// contact, then writing one, following it with the code, renewing it, taking it back. On a phone and a wide screen, without any script;
// with the keyboard alone; and axe-core on every page on the way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { arrive, DESKTOP, launch, PHONE, withPage } from "./chromium.mjs";
import { sql } from "./tools.mjs";

const base = process.env.NEWSPORTAL_URL;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COOKIES = ["newsportal-receipt"];
const PHONE_OF = { desktop: "000-0000-8101", mobile: "000-0000-8102", keys: "000-0000-8103" };
const VARIANTS = { desktop: ["", DESKTOP], mobile: ["/m", PHONE] };

let browser;
before(async () => {
  browser = await launch();
  // All tests come from one address, and a portal may be used for a second run.
  sql("UPDATE setting SET value = '1000' WHERE code IN ('desk_hour_address', 'desk_contact_address')");
});
after(() => browser?.close());

async function check(page, what) {
  await page.evaluate(AXE);
  const results = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  const faults = results.violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(" ")}`));
  assert.deepEqual(faults, [], what);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${what}: ${wide} px too wide`);
}

const main = (page, selector) => page.locator(`main ${selector}`).first();
const field = (page, name) => page.locator(`#plaza-new-${name}`);
/** Nobody reads a confirmation in less. */
const read = () => new Promise((resolve) => { setTimeout(resolve, 3200); });

async function fill(page, title, phone) {
  await field(page, "title").fill(title);
  await field(page, "f_side").selectOption("招聘");
  await field(page, "f_pay").fill("1600");
  await field(page, "text").fill("整理书架、收钱、给等船的人指路。\n电话13812345678。");
  await field(page, "days").selectOption("15");
  await field(page, "name").fill("张某");
  await field(page, "phone").fill(phone);
}

/** From the front page to a confirmed notice; returns the code. `seen` looks at each page. */
async function write(page, prefix, title, phone, seen) {
  await page.goto(`${base}${prefix}/plaza/`);
  await arrive(page, main(page, `a[href="${prefix}/plaza/new/"]`));
  await seen("choosing");
  await arrive(page, main(page, `a[href="${prefix}/plaza/new/jobs/"]`));
  await seen("the form");
  await fill(page, title, phone);
  await arrive(page, main(page, "form button[type=submit]"));
  await seen("the confirmation");
  const words = await page.locator("main .sent").innerText();
  assert.ok(words.includes(title) && words.includes("****") && !words.includes("13812345678") && !words.includes(phone), words);
  await read();
  await arrive(page, main(page, "form button[type=submit]"));
  assert.equal(new URL(page.url()).pathname, `${prefix}/plaza/receipt/`);
  await seen("the receipt");
  return (await page.locator(".receipt-code").innerText()).trim();
}

for (const [variant, [prefix, device]] of Object.entries(VARIANTS)) {
  for (const scripts of [true, false]) {
    const how = `${variant}, ${scripts ? "with" : "without"} script`;
    const options = { ...device, javaScriptEnabled: scripts, reducedMotion: "reduce", cookies: COOKIES };

    test(`finding a notice and asking for its contact, ${how}`, async () => {
      await withPage(browser, base, options, async (page) => {
        const seen = (what) => (scripts ? check(page, what) : null);
        await page.goto(`${base}${prefix}/plaza/`);
        await seen("the front page");
        await arrive(page, main(page, `a[href="${prefix}/plaza/secondhand/"]`));
        await seen("a category");
        const before_ = await page.locator(".notices > li").count();
        await page.locator(".filters > summary").click();
        await page.locator("#f-side").selectOption("求购");
        await page.locator("input[name=f-price-to]").fill("300");
        await arrive(page, page.locator(".filters button"));
        await page.locator("#f-side").selectOption("转让");
        await arrive(page, page.locator(".filters button"));
        const address = new URL(page.url());
        assert.equal(address.searchParams.get("f-side"), "转让");
        assert.equal(await page.locator("input[name=f-price-to]").inputValue(), "300");
        await seen("a narrowed list");
        const shown = await page.locator(".notices > li").count();
        assert.ok(shown > 0 && shown < before_, `${shown} of ${before_}`);
        await arrive(page, page.locator(".notices > li a").first());
        await seen("a notice");
        assert.ok(!(await page.content()).includes("000-0000-30"), "no contact before somebody asked");
        await arrive(page, page.locator(".contact button"));
        await seen("the contact");
        assert.match(await page.locator(".contact-card").innerText(), /000-0000-30\d\d/);
        assert.ok(await page.locator('.contact-card a[href^="tel:"]').count());
      });
    });

    test(`writing, following, renewing and taking back a notice, ${how}`, async () => {
      await withPage(browser, base, options, async (page) => {
        const seen = (what) => (scripts ? check(page, what) : null);
        const title = `渡口书店招店员 ${variant} ${scripts ? 1 : 2} ${Date.now() % 1e6}`;
        const code = await write(page, prefix, title, PHONE_OF[variant], seen);
        const [id] = sql(`SELECT id FROM plaza_notice WHERE title = '${title}'`);
        sql(`UPDATE plaza_notice SET state = 'live' WHERE id = ${id}`);
        await page.goto(`${base}${prefix}/plaza/follow/`);
        await seen("asking for the code");
        await page.locator("#plaza-follow-code").fill(code.toLowerCase());
        await arrive(page, page.locator("main form button"));
        await seen("one's own notice");
        assert.ok((await page.locator("main .sent").innerText()).includes(title));
        await page.locator("#plaza-renew-days").selectOption("60");
        await arrive(page, page.locator("main form button").first());
        await seen("renewed");
        // The database's clock may show another day than the portal's.
        assert.equal(sql(`SELECT ends_at > NOW() + INTERVAL 58 DAY FROM plaza_notice WHERE id = ${id}`)[0], "1");
        await page.locator("#plaza-withdraw-sure").check();
        await arrive(page, page.locator("main form button").nth(1));
        await seen("taken back");
        assert.equal(sql(`SELECT state FROM plaza_notice WHERE id = ${id}`)[0], "withdrawn");
      });
    });
  }
}

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function reach(page, locator, what) {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${what}`);
}

test("with the keyboard alone", async () => {
  await withPage(browser, base, { ...DESKTOP, reducedMotion: "reduce", cookies: COOKIES }, async (page) => {
    const enter = async (locator, what) => {
      await reach(page, locator, what);
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    };
    const type = async (name, text) => { await reach(page, field(page, name), name); await page.keyboard.type(text); };
    await page.goto(`${base}/plaza/new/`);
    await enter(main(page, 'a[href="/plaza/new/jobs/"]'), "a category");
    assert.equal(page.url(), `${base}/plaza/new/jobs/`);
    const title = `键盘写的信息 ${Date.now() % 1e6}`;
    await type("title", title);
    await reach(page, field(page, "f_side"), "a choice");
    await page.keyboard.press("ArrowDown");
    await type("text", "只用键盘也能把这一条写完。");
    // Days and name are missing: the browser says so first, and the page would as well.
    await reach(page, main(page, "form button[type=submit]"), "the button");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.matches(":invalid"));
    await reach(page, field(page, "days"), "the days");
    await page.keyboard.press("ArrowDown");
    await type("name", "张某");
    await type("phone", PHONE_OF.keys);
    await enter(main(page, "form button[type=submit]"), "the button");
    assert.equal(await page.locator("main .sent").count(), 1);
    await read();
    await enter(main(page, "form button[type=submit]"), "the last button");
    assert.equal(page.url(), `${base}/plaza/receipt/`);
    assert.ok(await page.locator(".receipt-code").innerText());
    assert.equal(sql(`SELECT COUNT(*) FROM plaza_notice WHERE title = '${title}'`)[0], "1");
  });
});

test("what is wrong is said beside the field, and has the focus", async () => {
  await withPage(browser, base, { ...DESKTOP, javaScriptEnabled: false, reducedMotion: "reduce", meant: true }, async (page) => {
    await page.goto(`${base}/plaza/new/jobs/`);
    await fill(page, "渡口书店招店员", PHONE_OF.desktop);
    await field(page, "f_pay").fill("很多");
    await arrive(page, main(page, "form button[type=submit]"));
    assert.equal(await field(page, "f_pay").getAttribute("aria-invalid"), "true");
    assert.equal(await field(page, "f_pay").inputValue(), "很多");
    assert.ok(await page.locator('[role=alert] a[href="#plaza-new-f_pay"]').count());
  });
});

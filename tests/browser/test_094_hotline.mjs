// test_094_hotline.mjs - a citizen at the hotline: writes by keyboard alone, sees what is wrong beside the field, confirms, keeps the code;
// follows the case with it, adds a note, rates the answer; finds a case by its words and joins it. At a desk and on a phone, without
// script; axe on every page on the way, which no crawler sees.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { DESKTOP, PHONE, arrive, launch } from "./chromium.mjs";
import { sql } from "./tools.mjs";

const base = process.env.NEWSPORTAL_URL;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const READING = 3200; // milliseconds: nobody confirms faster
const RUN = process.pid; // a portal may be used for a second run
const PATIENCE = 1000 * (Number(process.env.NEWSPORTAL_SLOW) || 1);

let browser;
before(async () => {
  browser = await launch();
  sql("DELETE FROM submission_trace WHERE purpose = 'wrong-code'");
});
after(() => browser?.close());

/** Without script: axe looks at a copy of the page in a context that has one. */
async function look(page, where) {
  const context = await browser.newContext({ ...(page.viewportSize() && { viewport: page.viewportSize() }), reducedMotion: "reduce", bypassCSP: true });
  try {
    const copy = await context.newPage();
    const html = await page.content();
    const address = page.url();
    await copy.route("**/*", (route) => (route.request().url() === address && route.request().isNavigationRequest()
      ? route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }) : route.continue()));
    await copy.goto(address);
    await copy.addScriptTag({ content: AXE });
    const found = await copy.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], where);
    const [wide, room] = await copy.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${where} is ${wide} wide in ${room}`);
  } finally {
    await context.close();
  }
}

/** Tab until the control is reached: nothing else is allowed to move the focus. */
async function tabTo(page, selector) {
  for (let step = 0; step < 90; step++) {
    await page.keyboard.press("Tab");
    if (await page.locator(selector).evaluateAll((found) => found.includes(document.activeElement))) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

const text = (page, selector) => page.locator(selector).first().innerText();

for (const [name, device, prefix] of [["desktop", DESKTOP, ""], ["phone", PHONE, "/m"]]) {
  test(`a case from writing to rating, by keyboard without script, ${name}`, async (t) => {
    const context = await browser.newContext({ ...device, javaScriptEnabled: false, reducedMotion: "reduce", locale: "zh-CN" });
    t.after(() => context.close());
    const page = await context.newPage();
    let code, number;

    await t.test("the way in, and what is wrong", async () => {
      await page.goto(`${base}${prefix}/hotline/`);
      await look(page, "the hotline's front page");
      await press(page, `a.button[href='${prefix}/hotline/new/']`);
      await look(page, "the empty form");
      await tabTo(page, "[name=title]");
      await page.keyboard.type("短");
      await page.locator("form.form").evaluate((form) => { form.noValidate = true; });
      await press(page, "form.form button");
      assert.ok(await page.locator("[role=alert] a").count() >= 2, "what is wrong is listed");
      assert.equal(await page.locator("#hotline-new-title").getAttribute("aria-invalid"), "true");
      const described = (await page.locator("#hotline-new-title").getAttribute("aria-describedby")).split(" ").pop();
      assert.match(await text(page, `#${described}`), /至少/);
      await look(page, "the form with problems");
    });

    await t.test("filled in and confirmed", async () => {
      await page.selectOption("[name=kind]", "complain");
      await page.fill("[name=title]", `江堤栏杆松动，请派人看看（${name} ${RUN}）`);
      await page.fill("[name=text]", "北岸江堤第三段的栏杆松了。\n我的电话是13912345678。");
      await page.fill("[name=phone]", "13912345678");
      await tabTo(page, "[name=email]");
      await press(page, "form.form button");
      const sent = await text(page, ".sent");
      assert.ok(sent.includes("****") && !sent.includes("13912345678"), sent);
      await look(page, "the confirmation");
      await page.waitForTimeout(READING);
      await press(page, "form.form button");
      code = (await text(page, ".receipt-code")).trim();
      number = Number((await text(page, ".standfirst")).match(/\d+/)[0]);
      assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
      await look(page, "the receipt");
      await page.reload();
      assert.equal((await text(page, ".receipt-code")).trim(), code, "some minutes long");
    });

    await t.test("followed with the code, a note", async () => {
      await page.goto(`${base}${prefix}/hotline/follow/`);
      await look(page, "where the code is asked for");
      await tabTo(page, "[name=code]");
      await page.keyboard.type("ABCD-EFGH-JKMN-PQRS");
      await press(page, "form.form button");
      assert.match(await text(page, "[role=alert]"), /没有/);
      await look(page, "a wrong code");
      await page.fill("[name=code]", code.toLowerCase().replaceAll("-", ""));
      await arrive(page, page.locator("form.form button"));
      assert.ok((await text(page, "article.opened")).includes("栏杆松了"));
      await look(page, "one's own case");
      await tabTo(page, "textarea[name=text]");
      await page.keyboard.type("今天又松了一截。");
      await press(page, "form.form button");
      assert.ok((await text(page, "ol.thread")).includes("今天又松了一截。"));
      assert.ok(!page.url().includes(code), "no code in an address");
    });

    await t.test("answered and rated", async () => {
      sql(`UPDATE hotline_case SET agency = (SELECT MIN(code) FROM agency WHERE active = 1), approved_at = NOW() - INTERVAL 1 MINUTE WHERE id = ${number};
        INSERT INTO hotline_reply (case_id, kind, text) VALUES (${number}, 'final', '栏杆已经加固。')`);
      await page.goto(`${base}${prefix}/hotline/follow/`);
      await page.fill("[name=code]", code);
      await arrive(page, page.locator("form.form button"));
      await look(page, "an answered case");
      await page.selectOption("[name=solved]", "no");
      await page.selectOption("[name=score]", "2");
      await tabTo(page, "[name=score]");
      await press(page, "form.form button");
      assert.match(await text(page, "[role=alert]"), /重新办理/);
      assert.deepEqual(sql(`SELECT state FROM hotline_case WHERE id = ${number}`), ["reopened"]);
      assert.equal(await page.locator("[name=solved]").count(), 0, "once for each answer");
    });

    await t.test("found by its words, and joined by somebody else", async () => {
      await page.waitForTimeout(PATIENCE);
      await page.goto(`${base}${prefix}/hotline/search/`);
      await tabTo(page, "#case-search");
      await page.keyboard.type(`栏杆 ${name} ${RUN}`);
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      await look(page, "what was found");
      assert.equal(await page.locator(".cases li").count(), 1);
      await press(page, ".cases li a");
      await look(page, "an open case");
      assert.ok(!(await page.content()).includes("13912345678"));
      await press(page, "article .form button");
      await look(page, "joining");
      await press(page, "form.form button");
      assert.ok((await text(page, ".standfirst")).includes(String(number)));
      assert.deepEqual(sql(`SELECT joins FROM hotline_tally WHERE case_id = ${number}`), ["1"]);
    });
  });
}

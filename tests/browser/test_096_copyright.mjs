// test_096_copyright.mjs - a rights holder's way: from an article to the desk, the form, its confirmation, the receipt, following the
// claim, the removal by one word of the desk, the ledger, and back. Without script on desktop and phone; with the keyboard
// alone; axe-core on every step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { arrive, DESKTOP, launch, PHONE, withPage } from "./chromium.mjs";
import { base, first } from "./site.mjs";
import { sql } from "./tools.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DEVICES = { desktop: ["", DESKTOP], mobile: ["/m", PHONE] };
const PROMISE = 1000 * (Number(process.env.NEWSPORTAL_SLOW) || 1);
const READING = 3200; // a confirmation takes a person three seconds
const COOKIES = ["newsportal-receipt"];

let browser;
before(async () => {
  browser = await launch();
  sql("UPDATE setting SET value = '1000' WHERE code IN ('desk_hour_address', 'desk_code_tries')");
});
after(() => browser?.close());

const field = (name) => `#copyright-claim-${name}`;
/** A claim's entry in the ledger; the newest may be of a test that runs beside this one. */
const entry = (page, number) => page.locator(".ledger li").filter({ has: page.getByText(`编号 ${number}`, { exact: true }) });
const words = (page, selector) => page.locator(selector).first().innerText();

/** What is filled in, for an article of ours and an address of somebody else. */
function claim(article) {
  return {
    right: "copyright", work: "《江边晨雾》", addresses: `${article}\nhttps://another.example/2024/1.html`, statement: "照片由我拍摄，首发于去年秋天的影展。",
    claimant: "江岸摄影社", name: "秘书", phone: "000-0000-2000",
  };
}

const status = async (address) => (await fetch(address, { redirect: "manual" })).status;

/** A second after the commit, and not before, every process knows it: whichever answers, it says so. */
async function soon(what, address, expected) {
  await new Promise((resolve) => setTimeout(resolve, PROMISE));
  for (const found of await Promise.all(Array.from({ length: 6 }, () => status(address)))) assert.equal(found, expected, `${what} within ${PROMISE} ms`);
}

for (const [variant, [prefix, device]] of Object.entries(DEVICES)) {
  test(`a claim from the article to the ledger and back, ${variant}, without script`, async () => {
    const article = first("article", variant).url;
    let number = 0, code = "";
    await withPage(browser, base, { ...device, javaScriptEnabled: false, reducedMotion: "reduce", cookies: COOKIES }, async (page) => {
      await page.goto(article);
      await arrive(page, page.locator(`a[href="${prefix}/copyright/"]`).first());
      await arrive(page, page.locator(`main a[href="${prefix}/copyright/claim/"]`).first());
      for (const [name, value] of Object.entries(claim(article))) {
        if (name === "right") await page.locator(field(name)).selectOption(value);
        else await page.locator(field(name)).fill(value);
      }
      await arrive(page, page.locator("form.form button[type=submit]"));
      const items = await page.locator(".claim-items li").allInnerTexts();
      assert.equal(items.length, 2);
      assert.equal(await page.locator(".claim-items .is-article").count(), 1);
      assert.equal(await page.locator(".claim-items .is-other").count(), 1);
      await page.waitForTimeout(READING);
      await arrive(page, page.locator("form.form button.strong"));
      assert.equal(page.url(), `${base}${prefix}/copyright/receipt/`);
      number = Number((await words(page, ".standfirst")).match(/\d+/)[0]);
      code = (await words(page, ".receipt-code")).trim();
      assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{1,4})+$/);
      await arrive(page, page.locator(`main a[href="${prefix}/copyright/follow/"]`));
      await page.locator("#copyright-follow-code").fill(code.toLowerCase().replaceAll("-", " "));
      await arrive(page, page.locator("form.form button"));
      assert.ok((await words(page, "section.sent")).includes("《江边晨雾》"));
      assert.equal(await page.locator("section.sent .claim-received").count(), 1);
      assert.ok(!(await page.content()).includes("000-0000-2000"));
    });
    assert.equal(await status(article), 200, "a claim alone hides nothing");
    try {
      sql(`UPDATE claim SET state = 'removed', cause = '经核实，照片未经许可。' WHERE id = ${number}`);
      await soon("removed", article, 451);
      await withPage(browser, base, { ...device, javaScriptEnabled: false, reducedMotion: "reduce", meant: true }, async (page) => {
        await page.goto(article);
        assert.ok((await words(page, "main")).includes("经核实，照片未经许可。"));
        await arrive(page, page.locator(`main a[href="${prefix}/copyright/ledger/"]`).first());
        assert.equal(await entry(page, number).locator(".claim-removed").count(), 1);
        const csv = await (await fetch(new URL(await page.locator("a[type='text/csv']").getAttribute("href"), base))).text();
        for (const lines of [await page.locator(".ledger li .facts").getByText(/^编号 \d+$/).allInnerTexts(), csv.split("\r\n").slice(1)]) {
          const numbers = lines.map((line) => Number(/\d+/.exec(line)));
          const newer = numbers.slice(0, numbers.indexOf(number));
          assert.ok(numbers.includes(number) && newer.every((other) => other > number), `the newest first: ${numbers}`);
        }
      });
    } finally {
      sql(`UPDATE claim SET state = 'restored' WHERE id = ${number}`);
    }
    await soon("back", article, 200);
  });
}

async function violations(page) {
  await page.evaluate(AXE);
  const faults = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const results = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
    faults.push(...results.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${colorScheme} ${id}: ${node.target.join(" ")}`)));
  }
  return faults;
}

/** Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page, selector) {
  for (let at = 0; at < 90; at++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no way with the Tab key to ${selector} on ${page.url()}`);
}

for (const [variant, [prefix, device]] of Object.entries(DEVICES)) {
  test(`a claim with the keyboard alone, each step looked at by axe, ${variant}`, async () => {
    const article = first("article", variant).url;
    const context = await browser.newContext({ ...device, reducedMotion: "reduce" });
    const page = await context.newPage();
    const faults = [];
    const look = async (step) => {
      faults.push(...(await violations(page)).map((fault) => `${step}: ${fault}`));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${step}: ${over} px too wide`);
    };
    const press = async (selector) => {
      await tabTo(page, selector);
      await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    };
    try {
      await page.goto(`${base}${prefix}/copyright/`);
      await look("desk");
      await page.goto(`${base}${prefix}/copyright/ledger/`);
      await look("ledger");
      await press(`main a[href="${prefix}/copyright/claim/"]`);
      await look("form");
      // The browser itself asks for what is missing; without that the portal does.
      await page.evaluate(() => { document.querySelector("form.form").noValidate = true; });
      await press("form.form button.strong");
      assert.equal(await page.locator("[aria-invalid=true]").count(), 6);
      // The browser gives it with its first frame.
      await page.waitForFunction(() => document.activeElement.matches("[role=alert]"));
      await look("problems");
      for (const [name, value] of Object.entries(claim(article))) {
        await tabTo(page, field(name));
        if (name === "right") await page.keyboard.press("ArrowDown");
        else await page.keyboard.insertText(value);
      }
      assert.equal(await page.locator(field("right")).inputValue(), "copyright");
      await press("form.form button.strong");
      assert.equal(await page.locator(".claim-items .is-article").count(), 1);
      await look("confirmation");
      await page.waitForTimeout(READING);
      await press("form.form button.strong");
      assert.ok(page.url().endsWith("/copyright/receipt/"));
      await look("receipt");
      const code = (await words(page, ".receipt-code")).trim();
      await press(`main a[href="${prefix}/copyright/follow/"]`);
      await look("follow");
      await tabTo(page, "#copyright-follow-code");
      await page.keyboard.insertText(code);
      await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
      assert.equal(await page.locator("section.sent .claim-received").count(), 1);
      await look("opened");
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

// Who wrote what is gone objects: from the page that stands in its place to the receipt, and the desk takes it over.
for (const [variant, [prefix, device]] of Object.entries(DEVICES)) {
  test(`an objection from the 451 page to the ledger, with the keyboard alone, each step looked at by axe, ${variant}`, async () => {
    const article = first("article", variant).url;
    const claimed = Number(sql("INSERT INTO claim (work, statement, claimant) VALUES ('《江边晨雾》', '未经许可。', '江岸摄影社'); SELECT LAST_INSERT_ID()")[0]);
    sql(`INSERT INTO claim_item (address, claim_id) VALUES ('${article}', ${claimed})`);
    sql(`UPDATE claim SET state = 'removed' WHERE id = ${claimed}`);
    const context = await browser.newContext({ ...device, reducedMotion: "reduce" });
    const page = await context.newPage();
    const faults = [];
    const look = async (step) => {
      faults.push(...(await violations(page)).map((fault) => `${step}: ${fault}`));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${step}: ${over} px too wide`);
    };
    const press = async (selector) => {
      await tabTo(page, selector);
      await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    };
    const type = async (name, value) => {
      await tabTo(page, `#copyright-counter-${name}`);
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(value);
    };
    try {
      await soon("removed", article, 451);
      await page.goto(article);
      await look("removed");
      await press(`main a[href="${prefix}/copyright/counter/"]`);
      await look("form");
      await type("addresses", `${article}\n/latest/`);
      await type("statement", "照片由我拍摄，授权书已交编辑部。");
      await type("name", "供稿人");
      await type("phone", "000-0000-2013");
      await press("form.form button.strong");
      assert.equal(await page.locator("[aria-invalid=true]").count(), 1);
      assert.ok((await words(page, "#copyright-counter-addresses-problem")).includes("/latest/"));
      await look("problem");
      await type("addresses", article);
      await press("form.form button.strong");
      assert.equal(await page.locator(".claim-items .is-article").count(), 1);
      await look("confirmation");
      await page.waitForTimeout(READING);
      await press("form.form button.strong");
      assert.ok(page.url().endsWith("/copyright/countered/"));
      assert.equal(await page.locator(".receipt-code").count(), 0, "there is nothing to follow with a code");
      const number = Number((await words(page, ".standfirst")).match(/\d+/)[0]);
      await look("receipt");
      assert.equal(await status(article), 451, "an objection alone brings nothing back");
      sql(`UPDATE claim_counter SET state = 'accepted' WHERE id = ${number}`);
      await soon("nothing comes back", article, 451);
      await page.goto(`${base}${prefix}/copyright/ledger/`);
      assert.ok((await entry(page, claimed).innerText()).includes("反通知"), "in the ledger");
      assert.ok(!(await page.content()).includes("授权书"));
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      sql(`DELETE FROM claim WHERE id = ${claimed}`);
    }
    await soon("back", article, 200);
  });
}

// test_092_uploads.mjs - a photograph on its way from an editor's disk into a story: uploaded into media with real phpMyAdmin and
// real Adminer, then seen by readers on both kinds of page. What is no picture, and what is too large, is refused in the tool.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { DESKTOP, launch, PHONE, withPage } from "./chromium.mjs";
import { Adminer, PhpMyAdmin, sql } from "./tools.mjs";

const base = process.env.NEWSPORTAL_URL;
const ACCOUNT = "zhao";
const PASSWORD = "only-for-this-test";
const PROMISE = 1000 * (Number(process.env.NEWSPORTAL_SLOW) || 1);

let browser, photograph;
before(async () => {
  browser = await launch();
  sql(`CREATE USER IF NOT EXISTS ${ACCOUNT}@localhost IDENTIFIED BY '${PASSWORD}'; GRANT newsportal_editor TO ${ACCOUNT}@localhost;
    SET DEFAULT ROLE newsportal_editor FOR ${ACCOUNT}@localhost; REPLACE INTO staff (name, account) VALUES ('赵敏', '${ACCOUNT}@localhost')`);
  // Any picture of many colours will do: what a page of the portal looks like is one.
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  await page.goto(base + "/");
  photograph = await page.screenshot({ type: "png" });
  await page.close();
});
after(() => browser?.close());

/** Fills in a new row of media and saves it, with a file in `content`. */
async function upload(tool, page, title, name, mimeType, buffer) {
  await tool.newRow(page, ACCOUNT, "media");
  await tool.fill(page, { title, alt: "江边的清晨" });
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType, buffer });
  return tool.save(page);
}

/** The first picture of the story's page has come, from its own address and as what it is. */
async function seen(device, path, id) {
  await withPage(browser, base, device, async (page) => {
    await page.goto(base + path);
    const shown = page.locator(`main img[src^="/media/${id}/"]`).first();
    await shown.scrollIntoViewIfNeeded();
    await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await shown.elementHandle());
    assert.equal(await shown.getAttribute("alt"), "江边的清晨");
    const answer = await fetch(base + (await shown.getAttribute("src")), { signal: AbortSignal.timeout(10000) });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "image/png");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  });
}

for (const Kind of [Adminer, PhpMyAdmin]) {
  test(`a photograph uploaded with ${Kind.title}`, async (t) => {
    const tool = await Kind.start();
    t.after(() => tool.close());
    const context = await browser.newContext({ viewport: { width: 1100, height: 760 }, locale: "zh-CN" });
    t.after(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on("dialog", (dialog) => dialog.accept());
    await tool.login(page, ACCOUNT, PASSWORD);
    const title = `清晨 ${Kind.code} ${Date.now()}`;

    await t.test("what is no picture is refused", async () => {
      const answer = await upload(tool, page, title, "holiday.png", "image/png", Buffer.from("<script>alert(1)</script>"));
      assert.ok(answer.refused?.includes("只能上传 png、jpeg、webp、avif、gif、pdf 文件"), JSON.stringify(answer));
    });

    await t.test("what is too large is refused", async () => {
      const before_ = sql("SELECT value FROM setting WHERE code = 'picture_kb'")[0];
      sql("UPDATE setting SET value = '4' WHERE code = 'picture_kb'");
      try {
        const answer = await upload(tool, page, title, "large.png", "image/png", photograph);
        assert.ok(answer.refused?.includes("请缩小后再上传"), JSON.stringify(answer));
      } finally {
        sql(`UPDATE setting SET value = '${before_}' WHERE code = 'picture_kb'`);
      }
      assert.equal(sql(`SELECT COUNT(*) FROM media WHERE title = '${title}'`)[0], "0");
    });

    await t.test("a photograph is in the story that shows it, within a second", async () => {
      const answer = await upload(tool, page, title, "morning.png", "image/png", photograph);
      assert.ok(answer.saved, answer.refused);
      const id = sql(`SELECT MAX(id) FROM media WHERE title = '${title}'`)[0];
      assert.equal(sql(`SELECT OCTET_LENGTH(content) FROM media WHERE id = ${id}`)[0], String(photograph.length));
      sql(`INSERT INTO article (title, channel, body, cover, state, published_at)
        SELECT '${title}', code, '江面起雾，渡船照常。', ${id}, 'live', NOW() - INTERVAL 1 MINUTE FROM channel WHERE parent IS NULL ORDER BY sort_order LIMIT 1`);
      const path = sql(`SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html') FROM article WHERE title = '${title}'`)[0];
      await new Promise((resolve) => setTimeout(resolve, PROMISE));
      await seen(DESKTOP, path, id);
      await seen(PHONE, `/m${path}`, id);
      // The story goes again: other tests count on the demo as it is.
      sql(`DELETE FROM article WHERE title = '${title}'; DELETE FROM media WHERE id = ${id}`);
    });
  });
}

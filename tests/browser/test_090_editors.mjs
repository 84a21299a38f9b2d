// test_090_editors.mjs - a day in the newsroom, in real phpMyAdmin and real Adminer: a story with a picture and tags is written,
// looked at by its preview link, published, corrected, placed on the front page, fought over, scheduled, withdrawn, brought
// back. What the database refuses is read in the tool's own words. With NEWSPORTAL_HANDBOOK=folder the pictures of the editors' handbook are taken.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import path from "node:path";
import { DESKTOP, launch, PHONE, withPage } from "./chromium.mjs";
import { Adminer, PhpMyAdmin, sql } from "./tools.mjs";
import { keep } from "./palette.mjs";

const base = process.env.NEWSPORTAL_URL;
const PASSWORD = "only-for-this-test";
const PROMISE = 1000 * (Number(process.env.NEWSPORTAL_SLOW) || 1);
const SIZE = { viewport: { width: 1100, height: 760 }, locale: "zh-CN" };

let browser;
before(async () => {
  browser = await launch();
  for (const [account, name] of [["li", "李娜"], ["wang", "王强"]]) {
    sql(`CREATE USER IF NOT EXISTS ${account}@localhost IDENTIFIED BY '${PASSWORD}'; GRANT newsportal_editor TO ${account}@localhost;
      SET DEFAULT ROLE newsportal_editor FOR ${account}@localhost;
      REPLACE INTO staff (name, account) VALUES ('${name}', '${account}@localhost')`);
  }
});
after(() => browser?.close());

const handbook = process.env.NEWSPORTAL_HANDBOOK;
async function picture(page, tool, name) {
  if (!handbook) return;
  // Nothing moves any more.
  await page.waitForFunction(() => {
    const still = window.lastSeenAt === scrollY;
    window.lastSeenAt = scrollY;
    return still;
  }, null, { polling: 200 });
  if (!name.startsWith("refused")) await page.evaluate(() => scrollTo(0, 0));
  await keep(await page.screenshot({ scale: "css" }), path.join(handbook, `${tool.constructor.code}-${name}.png`));
}

async function body(address) {
  const response = await fetch(base + address, { redirect: "manual", signal: AbortSignal.timeout(10000) });
  return { status: response.status, text: await response.text(), location: response.headers.get("location") };
}

/** All addresses answer so a second after the tool said that it is saved, whichever process is asked. */
async function soon(what, addresses, holds) {
  const saved = performance.now();
  for (const address of addresses) {
    let answer, asked;
    do {
      asked = performance.now(); // what is asked after the second holds, however long the answer takes
      answer = await body(address);
    } while (!holds(answer) && asked - saved < PROMISE);
    assert.ok(holds(answer), `${what} within ${PROMISE} ms: ${address} (${answer.status})`);
  }
  while (performance.now() - saved < PROMISE) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const address of addresses) {
    for (const answer of await Promise.all(Array.from({ length: 6 }, () => body(address)))) assert.ok(holds(answer), `${what}, in every process: ${address}`);
  }
}

const saved = (answer, what) => assert.ok(answer.saved, `${what}: ${answer.refused}`);
function refused(answer, sentence, what) {
  assert.ok(answer.refused, `${what} was saved: ${answer.saved}`);
  for (const part of sentence) assert.ok(answer.refused.includes(part), `${what}: ${answer.refused}`);
}

/** One editor at a desk. */
class Desk {
  static async sit(tool, account) {
    const desk = new Desk();
    desk.context = await browser.newContext(SIZE);
    desk.page = await desk.context.newPage();
    desk.page.setDefaultTimeout(15000);
    desk.page.on("dialog", (dialog) => dialog.accept());
    Object.assign(desk, { tool, account });
    await tool.login(desk.page, account, PASSWORD);
    return desk;
  }

  new(table) { return this.tool.newRow(this.page, this.account, table); }
  open(id, table = "article") { return this.tool.editRow(this.page, this.account, table, id); }
  fill(values) { return this.tool.fill(this.page, values); }
  save() { return this.tool.save(this.page); }
  async edit(id, values, table = "article") { await this.open(id, table); await this.fill(values); return this.save(); }
  run(statement) { return this.tool.run(this.page, this.account, statement); }
  list(table, where) { return this.tool.list(this.page, this.account, table, where); }
  shot(name) { return picture(this.page, this.tool, name); }
}

const newest = (table, title) => Number(sql(`SELECT MAX(id) FROM ${table} WHERE title = '${title}'`)[0]);
const pathOf = (id) => sql(`SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html') FROM article WHERE id = ${id}`)[0];
const state = (id) => sql(`SELECT state FROM article WHERE id = ${id}`)[0];

for (const Kind of [Adminer, PhpMyAdmin]) {
  test(`a day in the newsroom, ${Kind.title}`, async (t) => {
    const tool = await Kind.start();
    t.after(() => tool.close());
    const [li, wang] = await Promise.all([Desk.sit(tool, "li"), Desk.sit(tool, "wang")]);
    t.after(() => Promise.all([li.context.close(), wang.context.close()]));
    // A portal may be used for a second run.
    const earlier = Number(sql(`SELECT COUNT(*) FROM article WHERE title LIKE '渡口改造：${Kind.title}%'`)[0]);
    const title = `渡口改造：${Kind.title}里写的一篇${earlier || ""}`;
    const tag = `渡口${Kind.code}${earlier || ""}`;
    const picturePath = sql("SELECT path FROM media WHERE path <> '' ORDER BY id LIMIT 1")[0];
    let id, public_;

    await t.test("a picture and a story with tags", async () => {
      await li.new("media");
      await li.fill({ title: `渡口 ${Kind.code}`, path: picturePath, alt: "清晨的渡口" });
      await li.shot("picture");
      saved(await li.save(), "the picture");
      const cover = newest("media", `渡口 ${Kind.code}`);
      await li.new("article");
      await li.shot("empty");
      await li.fill({ title, channel: sql("SELECT code FROM channel WHERE parent IS NULL ORDER BY sort_order LIMIT 1")[0],
        body: "渡口改造十八日开工。\n\n工期三个月，其间渡船照常。", tags: `${tag}、民生`, cover: String(cover) });
      await li.shot("first");
      saved(await li.save(), "the story");
      await li.shot("saved");
      id = newest("article", title);
      assert.equal(state(id), "draft");
    });

    await t.test("its preview, on both kinds of page", async () => {
      const row = (await li.list("v_preview")).find((cells) => cells.some((cell) => cell.includes(`/preview/${id}-`)));
      assert.ok(row, "v_preview does not list the draft");
      await li.shot("preview-link");
      const links = row.filter((cell) => cell.includes(`/preview/${id}-`));
      assert.ok(row.includes(title) && links.length === 2, row.join(" | "));
      for (const [link, device] of [[links[0], DESKTOP], [links[1], PHONE]]) {
        await withPage(browser, base, device, async (page) => {
          await page.goto(link);
          assert.equal((await page.locator("main h1").innerText()).trim(), title);
          assert.ok(await page.locator(".preview-bar").isVisible());
          assert.equal(await page.locator("main img").first().getAttribute("alt"), "清晨的渡口");
          await picture(page, tool, device === PHONE ? "preview-mobile" : "preview");
        });
      }
      t.link = links[0].slice(base.length);
    });

    await t.test("refused twice, in plain words", async () => {
      await li.open(id);
      await li.fill({ state: "live" });
      refused(await li.save(), ["发布前请填写发布时间（published_at）。", "Fill in published_at before setting an article live."], "live without a time");
      await li.shot("refused-time");
      await li.open(id);
      await li.fill({ tags: "江/河" });
      refused(await li.save(), ["标签不能含斜线", "A tag must not contain slashes"], "a tag with a slash");
      await li.shot("refused-tag");
      assert.equal(state(id), "draft");
    });

    await t.test("published, and there within a second", async () => {
      const now = sql("SELECT DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL 8 HOUR - INTERVAL 1 MINUTE, '%Y-%m-%d %H:%i:00')")[0];
      const tagPage = `/tag/${encodeURIComponent(tag)}/`;
      assert.ok(!(await body(tagPage)).text.includes(title));
      saved(await li.edit(id, { published_at: now, state: "live" }), "going live");
      public_ = pathOf(id);
      await soon("published", [public_, `/m${public_}`, tagPage, `/m${tagPage}`, "/latest/"], (answer) => answer.status === 200 && answer.text.includes(title));
      const moved = await body(t.link);
      assert.deepEqual([moved.status, moved.location], [302, base + public_]);
    });

    await t.test("corrected, and told so", async () => {
      saved(await li.edit(id, { body: "渡口改造十九日开工。\n\n工期三个月，其间渡船照常。" }), "the correction");
      await li.new("correction");
      await li.fill({ text: "开工日期应为十九日。", article_id: String(id) });
      saved(await li.save(), "the note");
      await soon("corrected", [public_, `/m${public_}`], ({ text }) => text.includes("十九日开工") && text.includes("开工日期应为十九日。"));
    });

    await t.test("placed by hand: at the head of the front page within a second, and gone from there again", async () => {
      const slot = "headline";
      const first = sql(`SELECT COALESCE(MIN(position), 10) - 1 FROM placement WHERE slot = '${slot}'`)[0];
      const headline = `头条：${title}`;
      await li.new("placement");
      await li.fill({ title: headline, slot, article_id: String(id), position: first });
      await li.shot("placing");
      saved(await li.save(), "the placement");
      await soon("placed", ["/", "/m/"], ({ status, text }) => status === 200 && text.includes(headline));
      await withPage(browser, base, DESKTOP, async (page) => {
        await page.goto(base + "/");
        assert.ok((await page.locator("main h1, main h2, main h3").first().innerText()).includes(headline), "it stands first");
        await picture(page, tool, "placed");
      });
      const placement = newest("placement", headline);
      saved(await li.edit(placement, { visible_until: sql("SELECT DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL 8 HOUR - INTERVAL 1 MINUTE, '%Y-%m-%d %H:%i:00')")[0],
        visible_from: "2020-01-01 08:00:00" }, "placement"), "its end");
      await soon("taken out", ["/", "/m/"], ({ status, text }) => status === 200 && !text.includes(headline));
    });

    await t.test("two editors at one page", async () => {
      const code = `page-${Kind.code}${earlier || ""}`;
      sql(`INSERT INTO page (title, code, body, state) VALUES ('服务指南', '${code}', '上班时间八点。', 'live')`);
      await Promise.all([li.open(code, "page"), wang.open(code, "page")]);
      await wang.fill({ title: "办事指南" });
      saved(await wang.save(), "the first to save");
      await li.fill({ body: "上班时间九点。" });
      refused(await li.save(), ["王强"], "the form of before");
      saved(await li.edit(code, { body: "上班时间九点。" }, "page"), "the same in a fresh form");
      await soon("both", [`/page/${code}/`], ({ text }) => text.includes("办事指南") && text.includes("上班时间九点。"));
    });

    await t.test("two editors at one story", async () => {
      await Promise.all([li.open(id), wang.open(id)]);
      await wang.fill({ summary: "王强写的摘要。" });
      saved(await wang.save(), "the first to save");
      await li.fill({ author: "李娜" });
      const answer = await li.save();
      refused(answer, ["王强"], "the form of before");
      assert.match(answer.refused, /\d{1,2}:\d{2}/, "when it was changed");
      await li.shot("refused-stale");
      saved(await li.edit(id, { author: "李娜" }), "the same in a fresh form");
      assert.deepEqual(sql(`SELECT summary, author FROM article WHERE id = ${id}`), ["王强写的摘要。\t李娜"], "nobody's work is lost");
    });

    await t.test("scheduled: readers wait, the preview does not", async () => {
      const later = `${title}（预告）`;
      await li.new("article");
      await li.fill({ title: later, channel: sql(`SELECT channel FROM article WHERE id = ${id}`)[0], body: "明年的事。", state: "live", published_at: "2099-01-01 08:00:00" });
      await li.shot("schedule");
      saved(await li.save(), "a story for later");
      const coming = newest("article", later);
      assert.equal((await body(pathOf(coming))).status, 404);
      saved(await li.run(`CALL preview(${coming})`), "a link for it");
      const key = sql(`SELECT preview_key FROM article WHERE id = ${coming}`)[0];
      assert.equal((await body(`/preview/${coming}-${key}/`)).status, 200);
      // Its hour comes.
      const soonest = sql("SELECT DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL 8 HOUR + INTERVAL 3 SECOND, '%Y-%m-%d %H:%i:%s')")[0];
      saved(await li.edit(coming, { published_at: soonest }), "a new hour");
      const address = pathOf(coming);
      const end = performance.now() + 5000 + PROMISE;
      let answer, asked;
      do {
        asked = performance.now();
        answer = await body(address);
      } while (answer.status !== 200 && asked < end);
      assert.equal(answer.status, 200, "its hour has come");
    });

    await t.test("withdrawn, and gone within a second", async () => {
      saved(await li.edit(id, { state: "withdrawn" }), "withdrawing");
      await soon("withdrawn", [public_, `/m${public_}`], ({ status }) => status === 410);
      assert.ok(!(await body(`/tag/${encodeURIComponent(tag)}/`)).text.includes(title));
    });

    await t.test("brought back as it was", async () => {
      const version = sql(`SELECT MIN(version) FROM v_article_history WHERE article_id = ${id}`)[0];
      const history = await li.list("v_article_history", { article_id: id });
      assert.ok(history.some((cells) => cells.some((cell) => cell.includes("li@localhost") || cell === "li")), history.join("\n"));
      await li.shot("history");
      saved(await li.run(`CALL restore_article(${id}, ${version})`), "restoring");
      await li.shot("restored");
      assert.match(sql(`SELECT body FROM article WHERE id = ${id}`)[0], /十八日开工/);
      saved(await li.edit(id, { state: "draft" }), "a draft again");
      saved(await li.edit(id, { state: "live" }), "live again");
      await soon("back", [public_, `/m${public_}`], ({ status, text }) => status === 200 && text.includes("十八日开工"));
    });
  });
}

// test_091_desks.mjs - an official, and the copyright desk, in real phpMyAdmin and real Adminer: whose cases one sees, a reply by the tool's own
// form, the closing that is refused, a transfer; a claim that was telephoned in, confirmed and restored, and what readers get meanwhile.
// With NEWSPORTAL_HANDBOOK=folder the pictures of the handbook's pages about the desks are taken.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import path from "node:path";
import { launch } from "./chromium.mjs";
import { Adminer, PhpMyAdmin, sql } from "./tools.mjs";
import { keep } from "./palette.mjs";

const base = process.env.NEWSPORTAL_URL;
const PASSWORD = "only-for-this-test";
const PROMISE = 1000 * (Number(process.env.NEWSPORTAL_SLOW) || 1);
const SIZE = { viewport: { width: 1100, height: 760 }, locale: "zh-CN" };
const handbook = process.env.NEWSPORTAL_HANDBOOK;

let browser;
before(async () => {
  browser = await launch();
  for (const [account, name, role, agencies] of [["han", "韩立秋", "officer", "roads"], ["cui", "崔英子", "officer", "water"], ["su", "苏明", "chief", "copyright"]]) {
    sql(`CREATE USER IF NOT EXISTS ${account}@localhost IDENTIFIED BY '${PASSWORD}'; GRANT newsportal_${role} TO ${account}@localhost;
      SET DEFAULT ROLE newsportal_${role} FOR ${account}@localhost;
      REPLACE INTO staff (name, account, agencies) VALUES ('${name}', '${account}@localhost', '${agencies}')`);
  }
});
after(() => browser?.close());

/** A person at a desk. */
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

  list(table) { return this.tool.list(this.page, this.account, table); }
  run(statement) { return this.tool.run(this.page, this.account, statement); }

  async add(table, values, picture) {
    await this.tool.newRow(this.page, this.account, table);
    await this.tool.fill(this.page, values);
    if (picture) await this.shot(picture);
    return this.tool.save(this.page);
  }

  /** A row of a table by its number; of a view phpMyAdmin finds it by its first column, the title. */
  async edit(table, row, values, picture) {
    const first = table.startsWith("v_") && this.tool instanceof PhpMyAdmin ? row.title : row.id;
    await this.tool.editRow(this.page, this.account, table, first);
    await this.tool.fill(this.page, values);
    if (picture) await this.shot(picture);
    return this.tool.save(this.page);
  }

  async shot(name) {
    if (!handbook) return;
    await this.page.waitForFunction(() => {
      const still = window.lastSeenAt === scrollY;
      window.lastSeenAt = scrollY;
      return still;
    }, null, { polling: 200 });
    if (name.endsWith("inbox") || name.endsWith("reply")) await this.page.evaluate(() => scrollTo(0, 0));
    await keep(await this.page.screenshot({ scale: "css" }), path.join(handbook, `${this.tool.constructor.code}-desk-${name}.png`));
  }
}

const saved = (answer, what) => assert.ok(answer.saved, `${what}: ${answer.refused}`);
function refused(answer, sentence, what) {
  assert.ok(answer.refused, `${what} was saved: ${answer.saved}`);
  for (const part of sentence) assert.ok(answer.refused.includes(part), `${what}: ${answer.refused}`);
}

async function body(address) {
  const response = await fetch(base + address, { redirect: "manual", signal: AbortSignal.timeout(10000) });
  return { status: response.status, text: await response.text(), link: response.headers.get("link") ?? "" };
}

/** All addresses answer so a second after the tool said that it is saved, whichever process is asked. */
async function soon(what, addresses, holds) {
  const end = performance.now() + PROMISE;
  for (const address of addresses) {
    let answer, asked;
    do {
      asked = performance.now(); // what is asked after the second holds, however long the answer takes
      answer = await body(address);
    } while (!holds(answer) && asked < end);
    assert.ok(holds(answer), `${what} within ${PROMISE} ms: ${address} (${answer.status})`);
  }
  while (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const address of addresses) {
    for (const answer of await Promise.all(Array.from({ length: 6 }, () => body(address)))) assert.ok(holds(answer), `${what}, in every process: ${address} (${answer.status})`);
  }
}

/** What a citizen sends by the form; returns its number. */
function citizen(agency, title, text) {
  const [answer] = sql(`SELECT web_hotline_submit(UUID(), SHA2(RAND(), 256), SHA2(RAND(), 256), NOW(), 'complain', '${agency}', 'huawan', 0, 0, '${title}', '${text}',
    '${title}', '${text} 电话000-0000-9009。', '赵某', '000-0000-9009', '')`);
  assert.match(answer, /^new:\d+$/);
  return { id: Number(answer.slice(4)), title };
}

const state = (table, id) => sql(`SELECT state FROM ${table} WHERE id = ${id}`)[0];
const CLOSING = ["没有最终答复不能办结，请先加一行最终答复。", "No final reply, no closing"];

for (const Kind of [Adminer, PhpMyAdmin]) {
  test(`an official at the hotline, ${Kind.title}`, async (t) => {
    const tool = await Kind.start();
    t.after(() => tool.close());
    const [han, cui] = await Promise.all([Desk.sit(tool, "han"), Desk.sit(tool, "cui")]);
    t.after(() => Promise.all([han.context.close(), cui.context.close()]));
    // A portal may be used for a second run.
    const earlier = Number(sql("SELECT COUNT(*) FROM hotline_case WHERE title LIKE '渡口巷的人行道缺了四块砖%'")[0]) || "";
    const broken = citizen("roads", `渡口巷的人行道缺了四块砖${earlier}`, "夜里看不见，前天有人绊倒了。");
    const pipe = citizen("water", `江堤路的水压晚上不够${earlier}`, "七点到九点，六楼没有水。");
    const page = `/hotline/case/${broken.id}/`;

    await t.test("each sees one's own agency's cases, and nobody else's", async () => {
      const [roads, water] = [await han.list("v_hotline_inbox"), await cui.list("v_hotline_inbox")].map((rows) => rows.flat().join("\n"));
      assert.ok(roads.includes(broken.title) && !roads.includes(pipe.title), roads);
      assert.ok(water.includes(pipe.title) && !water.includes(broken.title), water);
      await han.list("v_hotline_inbox");
      await han.shot("inbox");
      const people = (await han.list("v_hotline_person")).flat().join("\n");
      assert.ok(people.includes("000-0000-9009") && !people.includes(pipe.title));
    });

    await t.test("looked through and published, by the form", async () => {
      assert.notEqual((await body(page)).status, 200);
      const now = sql("SELECT DATE_FORMAT(NOW(), '%Y-%m-%d %H:%i:00')")[0];
      saved(await han.edit("v_hotline_case", broken, { public_text: "夜里看不见。", approved_at: now, state: "accepted" }), "publishing");
      await soon("published", [page, `/m${page}`], ({ status, text }) => status === 200 && text.includes("夜里看不见。") && !text.includes("绊倒"));
      assert.deepEqual(sql(`SELECT handler, approved_by FROM hotline_case WHERE id = ${broken.id}`), ["han\than"]);
    });

    await t.test("a reply by the form, and no closing with it alone", async () => {
      saved(await han.add("v_hotline_reply", { text: "已派人去看，周四补砖。", case_id: String(broken.id), kind: "interim", role: "养护科科长" }, "reply"), "the interim reply");
      await soon("replied", [page, `/m${page}`], ({ text }) => text.includes("已派人去看，周四补砖。") && text.includes("桦湾市道路桥梁养护所"));
      refused(await han.edit("v_hotline_case", broken, { state: "closed" }), CLOSING, "closing without a final reply");
      await han.shot("refused");
      assert.equal(state("hotline_case", broken.id), "accepted");
    });

    await t.test("another agency's case is out of reach", async () => {
      refused(await han.add("v_hotline_reply", { text: "不归我们。", case_id: String(pipe.id) }), ["这件诉求不归您的部门"], "a reply to it");
      const answer = await han.run(`UPDATE v_hotline_case SET state = 'accepted' WHERE id = ${pipe.id}`);
      assert.equal(state("hotline_case", pipe.id), "new", JSON.stringify(answer));
    });

    await t.test("answered, closed, and nothing more to say", async () => {
      saved(await han.add("v_hotline_reply", { text: "四块砖今天补好了。", case_id: String(broken.id), kind: "final", role: "养护科科长" }), "the final reply");
      assert.equal(state("hotline_case", broken.id), "answered");
      saved(await han.edit("v_hotline_case", broken, { state: "closed" }), "closing");
      assert.equal(state("hotline_case", broken.id), "closed");
      await soon("answered", [page, `/m${page}`], ({ text }) => text.includes("四块砖今天补好了。"));
      refused(await han.add("v_hotline_reply", { text: "再说一句。", case_id: String(broken.id) }), ["已办结或不受理的诉求不再答复"], "a reply after the end");
      const when = sql(`SELECT MIN(replied_at) > NOW() - INTERVAL 10 MINUTE, MIN(created_by), MAX(created_by) FROM hotline_reply WHERE case_id = ${broken.id}`)[0];
      assert.equal(when, "1\than\than", "the form's own values of what it may not say are not stored");
    });

    await t.test("not ours: it moves, with a name and a reason", async () => {
      saved(await cui.add("v_hotline_transfer", { reason: "加压泵归道路所的泵房。", case_id: String(pipe.id), to_agency: "roads" }), "the transfer");
      assert.ok((await han.list("v_hotline_inbox")).flat().join("\n").includes(pipe.title));
      assert.deepEqual(sql(`SELECT from_agency, to_agency, created_by FROM hotline_transfer WHERE case_id = ${pipe.id}`), ["water\troads\tcui"]);
      assert.equal(sql(`SELECT agency FROM hotline_case WHERE id = ${pipe.id}`)[0], "roads");
    });
  });

  test(`a claim at the copyright desk, ${Kind.title}`, async (t) => {
    const tool = await Kind.start();
    t.after(() => tool.close());
    const su = await Desk.sit(tool, "su");
    t.after(() => su.context.close());
    const [number, address, title, channel] = sql(`SELECT a.id, CONCAT(DATE_FORMAT(a.published_at, '/%Y/%m/%d/'), a.id, '.html'), a.title, c.path
      FROM article AS a JOIN channel_place AS c ON c.code = a.channel WHERE a.state = 'live' AND a.removal_id IS NULL AND a.published_at < NOW() - INTERVAL 3 DAY
        AND (a.expires_at IS NULL OR a.expires_at > NOW() + INTERVAL 1 DAY) AND a.id NOT IN (SELECT item_id FROM claim_item) ORDER BY a.id DESC LIMIT 1`)[0].split("\t");
    assert.ok(title && channel);
    const both = [address, `/m${address}`];
    const before = await Promise.all(both.map(body));
    for (const answer of before) assert.equal(answer.status, 200);
    let claim;

    await t.test("telephoned in, its address recognised", async () => {
      saved(await su.add("claim", { work: `《浮桥早市》照片（${Kind.title}）`, statement: "照片是我拍的，没有授权。", claimant: "江岸摄影社" }), "the claim");
      claim = { id: Number(sql("SELECT MAX(id) FROM claim WHERE created_by = 'su'")[0]) };
      saved(await su.add("claim_item", { address: base + address, claim_id: String(claim.id) }), "its address");
      assert.deepEqual(sql(`SELECT item_kind, item_id, removal_id FROM claim_item WHERE claim_id = ${claim.id}`), [`article\t${number}\tNULL`]);
      assert.equal(sql(`SELECT CONCAT(source, suspect, created_by) FROM claim WHERE id = ${claim.id}`)[0], "phone0su");
      saved(await su.run(`CALL claim_contact_add(${claim.id}, '社长 郑某', '000-0000-9002', '')`), "whom to ask");
      assert.ok((await su.list("v_claims_open")).flat().join("\n").includes(`《浮桥早市》照片（${Kind.title}）`));
      assert.ok((await su.list("v_claim_contact")).flat().includes("000-0000-9002"));
      for (const each of both) assert.equal((await body(each)).status, 200, "a claim alone hides nothing");
    });

    await t.test("confirmed: 451 within a second, on both kinds of page", async () => {
      saved(await su.edit("claim", claim, { state: "confirmed", cause: "照片作者要求停止使用。" }, "claim"), "confirming");
      await soon("removed", both, ({ status, text, link }) => status === 451 && text.includes("照片作者要求停止使用。") && link.includes("blocked-by"));
      for (const list of ["/latest/", "/m/latest/", "/"]) assert.ok(!(await body(list)).text.includes(`/${number}.html`), list);
      for (const answer of await Promise.all(both.map(body))) assert.ok(!answer.text.includes("000-0000-9002") && !answer.text.includes("没有授权"), "what the claimant said is not told");
    });

    await t.test("a counter-statement by form: read, accepted, dated in the ledger", async () => {
      const words = `照片由我拍摄（${Kind.title}）。`;
      const [answer] = sql(`SELECT web_claim_counter(UUID(), SHA2(RAND(), 256), NOW(), 0, '${words}', '${address}', '郑某', '000-0000-9003', '')`);
      assert.match(answer, /^new:\d+$/);
      const counter = { id: Number(answer.slice(4)) };
      assert.ok((await su.list("v_claim_counter")).flat().join("\n").includes(words));
      assert.ok((await su.list("v_claim_counter_contact")).flat().includes("000-0000-9003"));
      saved(await su.edit("claim_counter", counter, { state: "accepted" }), "accepting");
      assert.equal(sql(`SELECT counter_statement FROM claim WHERE id = ${claim.id}`)[0], words);
      // In this claim's entry; others have theirs.
      const entry = (text) => text.split("<li").find((part) => new RegExp(`编号 ${claim.id}(?!\\d)`).test(part)) ?? "";
      await soon("dated", ["/copyright/ledger/", "/m/copyright/ledger/"], ({ text }) => entry(text).includes("反通知") && !text.includes(words));
      refused(await su.edit("claim_counter", counter, { state: "declined" }), ["反通知已采纳，不能改回", "stays so"], "taking it back");
      for (const each of both) assert.equal((await body(each)).status, 451, "nothing comes back by itself");
    });

    await t.test("restored: the same address, the same story", async () => {
      refused(await su.edit("claim", claim, { state: "received" }), ["投诉状态不能这样改", "only removed ones come back, by restored"], "back to the beginning");
      saved(await su.edit("claim", claim, { state: "restored" }), "restoring");
      await soon("restored", both, ({ status, text }) => status === 200 && text.includes(title));
      const main = (text) => /<main[^]*<\/main>/.exec(text)[0];
      for (const [n, answer] of (await Promise.all(both.map(body))).entries()) assert.equal(main(answer.text), main(before[n].text), "as it was");
      assert.deepEqual(sql(`SELECT new_value FROM item_history WHERE kind = 'claim' AND item_id = ${claim.id} AND field = 'state' ORDER BY id`), ["confirmed", "restored"]);
    });
  });
}

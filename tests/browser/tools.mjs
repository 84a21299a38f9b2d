// tools.mjs - the editors' tools as Debian packs them, phpMyAdmin and Adminer, each served by PHP's own server on a free
// loopback port, and what an editor does in them: log in, fill in a form, run a statement, look at a list.
// Each tool has the same words, so that one journey is walked in both. Called by test_090_editors.mjs.
//
// Nothing of the system's own set-up of these packages is read or changed: phpMyAdmin runs from a copy.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const SOCKET = process.env.NEWSPORTAL_DATABASE;
export const DATABASE = "newsportal";
// By what an editor finds a row, where that is not a number in the first column.
const KEYS = { page: { name: "code", column: 1 } };

/** Runs SQL as the database's root; returns the rows, columns separated by tabs. */
export function sql(text) {
  const done = spawnSync("mariadb", ["--no-defaults", "--protocol=socket", `--socket=${SOCKET}`, "--user=root", "--batch",
    "--skip-column-names", "--default-character-set=utf8mb4", DATABASE], { input: text, encoding: "utf-8" });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.split("\n").filter(Boolean);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(address) {
  for (const end = Date.now() + 15000; Date.now() < end;) {
    try {
      await fetch(address, { redirect: "manual" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${address} does not answer`);
}

/** PHP's server for a folder; close() ends it and deletes what it wrote. */
class Php {
  static async start(root, scratch) {
    const php = new Php();
    php.port = await freePort();
    php.process = spawn("php", ["-d", `session.save_path=${scratch}`, "-d", `upload_tmp_dir=${scratch}`, "-d", "display_errors=0",
      "-d", "opcache.enable_cli=1", "-S", `127.0.0.1:${php.port}`, "-t", root],
    { stdio: "ignore", env: { ...process.env, PHP_CLI_SERVER_WORKERS: "4" }, detached: true });
    php.base = `http://127.0.0.1:${php.port}`;
    await answers(php.base + "/robots.txt");
    return php;
  }

  close() {
    // Its workers are of its process group.
    try { process.kill(-this.process.pid); } catch { /* gone already */ }
  }
}

/** What both tools have; a subclass says where things are. `open` is the page of one editor who is logged in. */
class Tool {
  constructor(php, scratch) {
    this.php = php;
    this.scratch = scratch;
  }

  close() {
    this.php.close();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

export class Adminer extends Tool {
  static title = "Adminer";
  static code = "adminer";

  static async start() {
    const scratch = mkdtempSync("/tmp/newsportal-adminer-");
    // As an administrator sets it up who does not want editors to name the server (adminer.org/plugins, credentials).
    writeFileSync(path.join(scratch, "index.php"), `<?php
function adminer_object() {
    class Newsroom extends Adminer {
        function credentials() { return array('localhost:${SOCKET}', $_GET['username'], get_password()); }
    }
    return new Newsroom;
}
include '/usr/share/adminer/adminer.php';
`);
    return new Adminer(await Php.start(scratch, scratch), scratch);
  }

  address(account, more) {
    const query = new URLSearchParams({ username: account, db: DATABASE });
    return `${this.php.base}/?${query}&${more}`;
  }

  async login(page, account, password) {
    await page.goto(`${this.php.base}/`);
    await page.fill("[name='auth[username]']", account);
    await page.fill("[name='auth[password]']", password);
    await page.fill("[name='auth[db]']", DATABASE);
    await page.click("input[type=submit]");
    await page.waitForSelector("#logout");
  }

  newRow(page, account, table) { return page.goto(this.address(account, `edit=${table}`)); }

  editRow(page, account, table, id) { return page.goto(this.address(account, `edit=${table}&where%5B${KEYS[table]?.name ?? "id"}%5D=${id}`)); }

  async fill(page, values) {
    for (const [column, value] of Object.entries(values)) {
      const field = page.locator(`[name="fields[${column}]"]`);
      if (await field.first().getAttribute("type") === "radio") await page.locator("label", { has: field }).getByText(value, { exact: true }).click();
      else await field.fill(value);
    }
  }

  /** Presses the button; returns { saved } or { refused }: what the tool says. */
  async save(page) {
    await page.locator("#form input[type=submit]").first().click();
    return this.said(page);
  }

  async said(page) {
    const box = page.locator("#content > .message, #content > .error, #content > p.error").first();
    await box.waitFor();
    const [text, kind] = await box.evaluate((element) => [element.innerText, element.className]);
    return kind.includes("error") ? { refused: text } : { saved: text };
  }

  async run(page, account, statement) {
    await page.goto(this.address(account, `sql=${encodeURIComponent(statement)}`));
    await page.locator("#form input[type=submit]").first().click();
    return this.said(page);
  }

  async list(page, account, table, where = {}) {
    const filter = Object.entries(where).map(([column, value], n) => `&where%5B${n}%5D%5Bcol%5D=${column}&where%5B${n}%5D%5Bop%5D=%3D&where%5B${n}%5D%5Bval%5D=${value}`);
    await page.goto(this.address(account, `select=${table}${filter.join("")}`));
    await page.waitForSelector("#table");
    return page.locator("#table tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  }
}

export class PhpMyAdmin extends Tool {
  static title = "phpMyAdmin";
  static code = "phpmyadmin";

  static async start() {
    const scratch = mkdtempSync("/tmp/newsportal-phpmyadmin-");
    const root = path.join(scratch, "phpmyadmin");
    cpSync("/usr/share/phpmyadmin", root, { recursive: true, dereference: true });
    const vendor = path.join(root, "libraries", "vendor_config.php");
    writeFileSync(vendor, readFileSync(vendor, "utf-8")
      .replace(/'tempDir' => .*/, `'tempDir' => '${scratch}/',`)
      .replace(/'configFile' => .*/, `'configFile' => '${root}/config.inc.php',`));
    writeFileSync(path.join(root, "config.inc.php"), `<?php
$cfg['blowfish_secret'] = str_repeat('k', 32);
$cfg['Servers'][1] = ['auth_type' => 'cookie', 'host' => 'localhost', 'socket' => '${SOCKET}', 'AllowNoPassword' => false];
$cfg['Servers'][1]['hide_db'] = 'information_schema';
$cfg['SendErrorReports'] = 'never';
$cfg['Console']['DarkTheme'] = false;
`);
    return new PhpMyAdmin(await Php.start(root, scratch), scratch);
  }

  address(route, more = "") {
    return `${this.php.base}/index.php?route=${route}&db=${DATABASE}&${more}`;
  }

  async login(page, account, password) {
    await page.goto(`${this.php.base}/index.php`);
    await page.fill("#input_username", account);
    await page.fill("#input_password", password);
    await page.click("#input_go");
    await page.waitForSelector("#pma_navigation_tree");
  }

  async form(page, more) {
    await page.goto(this.address("/table/change", more));
    await page.waitForSelector("#insertForm");
    await this.quiet(page);
  }

  /**
   * Until scripts have bound what they bind (the page's own mark for it), fetched what they fetch after that and stopped
   * moving: a page that still moves can take a button away between pressing and letting go, and then nothing was pressed.
   * For the same reason buttons below long forms and what stands in fresh results are pressed by the keyboard. The
   * browser's own "network is idle" comes once in a document's life, and here whole pages come by script: so both.
   */
  async quiet(page) {
    await page.waitForLoadState("networkidle");
    await page.waitForFunction(() => !window.AJAX?.active && !window.jQuery?.active && !window.jQuery?.(":animated").length);
  }

  newRow(page, account, table) { return this.form(page, `table=${table}`); }

  /** As an editor finds a row by its number: the tab for searching, the row found, its pencil. */
  async editRow(page, account, table, id) {
    await this.search(page, table, id);
    await page.locator("td.edit_row_anchor a").first().press("Enter");
    await page.waitForSelector("#insertForm");
    await this.quiet(page);
  }

  async search(page, table, first) {
    await page.goto(this.address("/table/search", `table=${table}`));
    await this.quiet(page);
    await page.fill(`[name='criteriaValues[${KEYS[table]?.column ?? 0}]']`, String(first));
    await page.press("#tbl_search_form [name=submit]", "Enter");
    await page.waitForSelector("table.table_results tbody tr");
    await this.quiet(page);
  }

  async fill(page, values) {
    for (const [column, value] of Object.entries(values)) {
      const name = await page.locator(`#insertForm input[name^="fields_name[multi_edit][0]"][value="${column}"]`).getAttribute("name");
      const field = page.locator(`[name="${name.replace("fields_name", "fields")}"]:not([type=hidden])`);
      const kind = await field.first().evaluate((element) => `${element.tagName} ${element.type}`.toLowerCase());
      if (kind === "input radio") await page.locator(`[name="${name.replace("fields_name", "fields")}"][value="${value}"]`).check();
      else if (kind.startsWith("select")) await field.selectOption(value);
      else await field.fill(value);
      // The box "NULL" beside it follows what was typed.
      await field.first().dispatchEvent("change");
      await page.keyboard.press("Escape");
    }
  }

  async save(page) {
    await page.locator("#insertForm #buttonYes, #insertForm input[type=submit]").first().press("Enter");
    return this.said(page);
  }

  async said(page) {
    const box = page.locator("#page_content .alert-success, #page_content .alert-danger, .ajax_notification.alert-danger, #page_content .result_query .alert").first();
    await box.waitFor();
    const [text, kind] = await box.evaluate((element) => [element.innerText, element.className]);
    return kind.includes("alert-danger") ? { refused: text } : { saved: text };
  }

  async run(page, account, statement) {
    await page.goto(this.address("/database/sql"));
    await page.waitForSelector("#sqlqueryform .CodeMirror");
    await this.quiet(page);
    await page.focus("#sqlqueryform .CodeMirror textarea");
    await page.keyboard.insertText(statement);
    await page.press("#button_submit_query", "Enter");
    return this.said(page);
  }

  /** With full texts: as it begins, this tool cuts what is longer than 50 characters. */
  async list(page, account, table, where = null) {
    // The tab for searching: the views have what they are about in their first column.
    if (where) await this.search(page, table, Object.values(where)[0]);
    else await page.goto(this.address("/sql", `table=${table}&pos=0&pftext=F`));
    await page.waitForSelector("table.table_results tbody tr");
    return page.locator("table.table_results tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  }
}

// test_020_html.mjs - the answers of the real server, one of each kind, variant and language, through the Nu HTML checker:
// no error, no warning. One run of Java for all of them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { each } from "./site.mjs";

const CHECKER = fileURLToPath(new URL("../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "newsportal-browser-html-"));
const BROKEN = '<!DOCTYPE html><html lang="en"><title>x</title><p><div></p><img src="x">';

const names = new Map();
for (const [index, page] of each.entries()) {
  names.set(`${index}.html`, page);
  writeFileSync(join(folder, `${index}.html`), Buffer.from(await (await fetch(page.url)).arrayBuffer()));
}
writeFileSync(join(folder, "broken.html"), BROKEN);
const java = spawnSync("java", ["-Xss4m", "-jar", CHECKER, "--format", "json", folder], { encoding: "utf-8", maxBuffer: 64 << 20 });
rmSync(folder, { recursive: true });
const messages = JSON.parse(java.stderr || java.stdout).messages.filter((message) => message.type !== "info" || message.subType === "warning");
const of = (file) => messages.filter((message) => message.url.endsWith(`/${file}`))
  .map((message) => `${message.lastLine}:${message.lastColumn} ${message.message} | ${message.extract}`);

test("the checker finds what is wrong", () => assert.ok(of("broken.html").length >= 2));
for (const [file, page] of names) test(`valid: ${page.name}, ${page.path}`, () => assert.deepEqual(of(file), []));

// test_030_access.mjs - axe-core on one of each kind, variant and language: WCAG 2.2 A and AA and axe's best practices, light
// and dark, on a wide screen and on a phone; what is folded away also unfolded. No violation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { deviceFor, launch, withPage } from "./chromium.mjs";
import { base, each } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = { "1440 px": { width: 1440, height: 900 }, "360 px": { width: 360, height: 740 } };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** What axe finds on the page as it is shown now: rule, and the places with what is wrong there. */
async function violations(page) {
  const results = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  return results.violations.flatMap(({ id, nodes }) => nodes.slice(0, 5)
    .map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary.split("\n").slice(1, 2).join().trim()}`));
}

test("axe finds what is wrong", async () => {
  await withPage(browser, base, {}, async (page) => {
    await page.setContent('<!DOCTYPE html><html lang="zh"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#bbb;background:#fff">pale words</p></main>');
    await page.evaluate(AXE);
    const found = await violations(page);
    for (const rule of ["image-alt", "color-contrast"]) assert.ok(found.some((line) => line.startsWith(`${rule}:`)), rule);
  });
});

for (const target of each) {
  test(`accessible: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), meant: target.meant }, async (page) => {
      await page.goto(target.url, { waitUntil: "load" });
      await page.evaluate(AXE);
      const faults = [];
      for (const [width, size] of Object.entries(WIDTHS)) {
        await page.setViewportSize(size);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          faults.push(...(await violations(page)).map((fault) => `${width}, ${colorScheme}: ${fault}`));
        }
      }
      // As the loop left it: a phone, dark.
      for (const details of await page.locator("details").all()) {
        if (await details.evaluate((element) => element.open || !element.checkVisibility({ visibilityProperty: true }))) continue;
        await details.evaluate((element) => { element.open = true; });
        faults.push(...(await violations(page)).map((fault) => `unfolded: ${fault}`));
        await details.evaluate((element) => { element.open = false; });
      }
      assert.deepEqual(faults, []);
    });
  });
}

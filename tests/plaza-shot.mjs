import { chromium } from "playwright-core";
import { FLAGS, ENVIRONMENT } from "./browser/chromium.mjs";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS, env: ENVIRONMENT });
const base = "http://127.0.0.1:8434";
const shots = JSON.parse(process.argv[2]);
for (const [name, path, w, h, opt] of shots) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: opt === "dark" ? "dark" : "light" });
  const p = await c.newPage(); await p.goto(base + path);
  if (opt === "elder") await p.locator(".elder-button").first().click();
  if (opt === "open") for (const d of await p.locator("details:not([open]) > summary").all()) if (await d.isVisible()) { await d.click(); break; }
  await p.screenshot({ path: `/tmp/plaza-shots/${name}.png`, fullPage: true });
  const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  console.log(name, over); await c.close();
}
await b.close();

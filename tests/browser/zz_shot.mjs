import { launch } from "./chromium.mjs";
const b = await launch(); const B = "http://127.0.0.1:8436"; const CODE = process.env.CODE;
async function shot(name, url, { w = 1200, dark = false, mobile = false, act, font } = {}) {
  const c = await b.newContext({ viewport: { width: w, height: 900 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: false, isMobile: mobile });
  const p = await c.newPage(); await p.goto(B + url);
  if (act) await act(p);
  console.log(name, await p.evaluate(() => [document.documentElement.scrollWidth, innerWidth]).catch((e) => e.message));
  await p.screenshot({ path: `/tmp/hotline-${name}.png`, fullPage: true }); await c.close();
}
const open = async (p) => { await p.fill("input[name=code]", CODE); await p.click("form.form button"); };
await shot("front", "/hotline/");
await shot("list", "/hotline/state/overdue/");
await shot("case", "/hotline/case/" + (process.env.ID || 1) + "/");
await shot("follow-m", "/m/hotline/follow/", { w: 320, mobile: true });
await shot("opened", "/hotline/follow/", { act: open });
await shot("opened-dark-m", "/m/hotline/follow/", { act: open, w: 390, dark: true, mobile: true });
await shot("search-m", "/m/hotline/search/?q=%E8%B7%AF%E7%81%AF", { w: 320, mobile: true });
await b.close();

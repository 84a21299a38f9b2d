// test_070_pictures.mjs - the saved models (tests/models), rendered as designers see them with preview.sh and shown by the
// browser, look as they did: compared with the pictures in kept/. The models' content and dates are fixed, the fonts are
// fonts.conf's; another version of Chromium or of fonts-noto-cjk may draw letters a little differently, which SHARE
// allows for. Needs no portal.
//
// After an intended change of the looks, look at what it did and keep it:
//
//     /usr/bin/node tests/browser/test_070_pictures.mjs --update
//
// On a failure BUILD/test-logs/ holds <view>.now.png and <view>.diff.png (what differs is red).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { launch } from "./chromium.mjs";

const KEPT = fileURLToPath(new URL("kept/", import.meta.url));
const PREVIEW = fileURLToPath(new URL("../models/preview.sh", import.meta.url));
const LOGS = process.env.NEWSPORTAL_LOGS ?? tmpdir();
const UPDATE = process.argv.includes("--update");
const SHARE = 0.02; // of the pixels may differ by more than THRESHOLD
const THRESHOLD = 0.1; // pixelmatch's: how far apart two colours are
const SCALE = 0.75; // of a CSS pixel: enough to see what moved, half the bytes
const WIDE = { width: 1200, height: 1500 };
const NARROW = { width: 360, height: 1600 };

// Name of the view: model, size, colours.
const VIEWS = {
  "front-desktop": ["front-desktop-zh", WIDE, "light"],
  "front-desktop-ko-dark": ["front-desktop-ko", WIDE, "dark"],
  "front-tablet": ["front-desktop-zh", { width: 768, height: 1500 }, "light"],
  "channel-desktop": ["channel-desktop-zh", WIDE, "light"],
  "article-desktop": ["article-desktop-zh", WIDE, "light"],
  "article-rich-desktop": ["article-rich", WIDE, "light"],
  "article-print": ["article-desktop-zh", { width: 718, height: 1000 }, "light", "print"],
  "front-mobile": ["front-mobile-zh", NARROW, "light"],
  "article-mobile": ["article-mobile-zh", NARROW, "light"],
  "article-mobile-ko-dark": ["article-mobile-ko", NARROW, "dark"],
  "tags-mobile": ["tags-mobile-ko", NARROW, "light"],
  "hotline-desktop": ["hotline-desktop-zh", WIDE, "light"],
  "hotline-case-mobile": ["hotline-case-mobile-zh", NARROW, "light"],
  "league-print": ["hotline-league-desktop-zh", { width: 718, height: 1000 }, "light", "print"],
  "form-problems-desktop-dark": ["form-problems-desktop-zh", WIDE, "dark"],
  "form-problems-mobile": ["form-claim-problems-mobile-ko", NARROW, "light"],
  "plaza-list-mobile": ["plaza-list-mobile-zh", NARROW, "light"],
  "ledger-desktop": ["ledger-desktop-zh", { width: 1200, height: 900 }, "light"],
  "error-mobile": ["error-unknown-mobile-zh", { width: 360, height: 740 }, "light"],
};

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png" };

/** Serves a folder on a loopback port: symbols of another file are not shown from file://. */
function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!path.startsWith(folder) || !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(readFileSync(path));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** 16 steps a channel: no eye sees it here, and the picture packs into a third. */
function coarse(bytes) {
  const png = PNG.sync.read(bytes);
  for (let at = 0; at < png.data.length; at++) png.data[at] = Math.round(png.data[at] / 17) * 17;
  return png;
}
const packed = (png) => PNG.sync.write(png, { colorType: 2, deflateLevel: 9, filterType: -1 });

const folder = mkdtempSync(join(tmpdir(), "newsportal-browser-pictures-"));
execFileSync(PREVIEW, [folder], { stdio: ["ignore", "ignore", "inherit"] });
const server = await serve(folder);
const browser = await launch(["--font-render-hinting=none", "--force-color-profile=srgb"]);

async function show([model, viewport, colorScheme, media]) {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: SCALE, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    if (media) await page.emulateMedia({ media });
    await page.goto(`http://127.0.0.1:${server.address().port}/${model}.html`, { waitUntil: "load" });
    await page.evaluate(() => Promise.all([...document.images].map((image) => { image.loading = "eager"; return image.decode().catch(() => null); })));
    return coarse(await page.screenshot({ animations: "disabled", caret: "hide" }));
  } finally {
    await context.close();
  }
}

async function close() {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}

/** How many pixels differ; `diff` becomes a picture of them. */
const differing = (one, other, diff) => pixelmatch(one.data, other.data, diff.data, one.width, one.height, { threshold: THRESHOLD });

async function compare(name, view) {
  const now = await show(view);
  const kept = PNG.sync.read(readFileSync(join(KEPT, `${name}.png`)));
  const diff = new PNG({ width: kept.width, height: kept.height });
  const same = kept.width === now.width && kept.height === now.height;
  const share = same ? differing(kept, now, diff) / (kept.width * kept.height) : 1;
  if (share > SHARE) {
    writeFileSync(join(LOGS, `${name}.now.png`), packed(now));
    if (same) writeFileSync(join(LOGS, `${name}.diff.png`), packed(diff));
    assert.fail(`${(share * 100).toFixed(1)} % differ from kept/${name}.png, see ${LOGS}/${name}.diff.png; intended? --update (head of this file)`);
  }
}

if (UPDATE) {
  mkdirSync(KEPT, { recursive: true });
  for (const [name, view] of Object.entries(VIEWS)) {
    const bytes = packed(await show(view));
    writeFileSync(join(KEPT, `${name}.png`), bytes);
    console.log(`kept/${name}.png ${bytes.length} bytes`);
  }
  await close();
} else {
  after(close);
  for (const [name, view] of Object.entries(VIEWS)) test(`looks as kept: ${name}`, () => compare(name, view));

  test("a small change is seen", async () => {
    const one = await show(VIEWS["error-mobile"]);
    const other = new PNG({ width: one.width, height: one.height });
    one.data.copy(other.data);
    // A fortieth of the height turned grey.
    other.data.fill(0x77, 0, Math.ceil(one.height / 40) * one.width * 4);
    assert.ok(differing(one, other, new PNG({ width: one.width, height: one.height })) / (one.width * one.height) > SHARE);
  });

  test("every kept picture is of a view, and small", () => {
    assert.deepEqual(readdirSync(KEPT).sort(), Object.keys(VIEWS).map((name) => `${name}.png`).sort());
    for (const name of readdirSync(KEPT)) assert.ok(readFileSync(join(KEPT, name)).length <= 150 * 1024, `${name} is large`);
  });
}

// test_080_lighthouse.mjs - Lighthouse on the front page, a list, a story and the public desks, as a phone and as a desk: 100 for accessibility,
// best practices and search engines, 95 or more for performance. The network of the performance figure is
// simulated, the processor is this machine's: a stage of its own, with nothing beside it, what the processor worked
// counts and not how long it took, and the best of up to three runs. For the other three one run is the truth.
//
// Lighthouse 12.2 is the last whose parts all have versions: from 12.3 on it asks for the "latest" of a package, and
// `npm ci` refuses the lock file on the day of that package's next release.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import test, { after, before } from "node:test";
import { launch as launchChrome } from "chrome-launcher";
import { desktopConfig } from "lighthouse";
import { navigationGather } from "lighthouse/core/gather/navigation-runner.js";
import { Runner } from "lighthouse/core/runner.js";
import { CHROMIUM, ENVIRONMENT, FLAGS } from "./chromium.mjs";
import { base, first, records } from "./site.mjs";

// Lighthouse takes a canonical address "/" on any other page for a mistake. The mobile front page's is "/" and no
// mistake, see test_010_walk.mjs.
const notAsked = (kind, variant) => (kind === "front" && variant === "mobile" ? ["canonical"] : null);
const PERFORMANCE = 0.95;
const RUNS = 3;
const DEVICES = { mobile: undefined, desktop: desktopConfig }; // undefined: Lighthouse's own, a middling phone

let chrome;
before(async () => {
  chrome = await launchChrome({ chromePath: CHROMIUM, chromeFlags: ["--headless=new", ...FLAGS], envVars: ENVIRONMENT, ignoreDefaultFlags: true });
});
after(() => chrome?.kill());

/**
 * Makes each task of the browser as long as the processor worked on it (tdur, of dur), and what happened in it closer together
 * by as much. A machine that does other things as well interrupts tasks, and a simulated phone would be four times slower at that too.
 */
function withoutWaits(events) {
  const threads = new Map();
  for (const event of events) {
    const thread = `${event.pid} ${event.tid}`;
    if (!threads.has(thread)) threads.set(thread, []);
    threads.get(thread).push(event);
  }
  for (const thread of threads.values()) {
    let end = -1, start, share;
    for (const event of thread.sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))) {
      if (event.name === "RunTask" && event.tdur < event.dur && event.ts >= end) {
        [start, end, share] = [event.ts, event.ts + event.dur, event.tdur / event.dur];
      }
      if (event.ts >= end) continue;
      event.ts = Math.round(start + (event.ts - start) * share);
      if (event.dur) event.dur = Math.round(event.dur * share);
    }
  }
}

async function run(url, config, onlyCategories, skipAudits) {
  const flags = { port: chrome.port, logLevel: "silent", onlyCategories, skipAudits, disableFullPageScreenshot: true };
  const { artifacts, runnerOptions } = await navigationGather(undefined, url, { config, flags });
  withoutWaits(artifacts.Trace.traceEvents);
  const result = await Runner.audit(artifacts, runnerOptions);
  assert.ok(result && !result.lhr.runtimeError, JSON.stringify(result?.lhr.runtimeError));
  return result.lhr;
}

/** What keeps a category from 100: audits that count and did not pass. */
function lost(report, category) {
  return report.categories[category].auditRefs.filter(({ weight }) => weight > 0)
    .map(({ id }) => report.audits[id])
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "error" || (score !== null && score < 1))
    .map((audit) => `${audit.id}: ${audit.title} ${audit.errorMessage ?? audit.displayValue ?? ""} ` +
      JSON.stringify(audit.details?.items?.slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? item.source ?? item.url) ?? []));
}

test("work of the processor is seen", async () => {
  const page = `<!DOCTYPE html><html lang="en"><title>x</title><p>x<script>for (let n = 0, sum = 0; n < 1e9; n++) sum += n % 7;</script>`;
  const server = createServer((request, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(page));
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  try {
    const { categories } = await run(`http://127.0.0.1:${server.address().port}/`, undefined, ["performance"], null);
    assert.ok(categories.performance.score < PERFORMANCE, `performance ${categories.performance.score}`);
  } finally {
    server.close();
  }
});

// Forms are all of one kind: an address says which.
const FORMS = { "new case": "/hotline/new/", "copyright claim": "/copyright/claim/" };
const PAGES = ["front", "channel", "article", "hotline", "hotline-case", "copyright-ledger", "plaza-list", "plaza-notice", ...Object.keys(FORMS)];

function address(page, variant) {
  if (!FORMS[page]) return first(page, variant).url;
  const url = `${base}${variant === "mobile" ? "/m" : ""}${FORMS[page]}`;
  assert.equal(records.get(url)?.kind, "form", `${url} is a form that links lead to`);
  return url;
}

for (const [variant, config] of Object.entries(DEVICES)) {
  for (const kind of PAGES) {
    test(`lighthouse: ${kind}, ${variant}`, async (context) => {
      const url = address(kind, variant);
      const report = await run(url, config, ["performance", "accessibility", "best-practices", "seo"], notAsked(kind, variant));
      let speed = report;
      for (let again = 1; again < RUNS && speed.categories.performance.score < PERFORMANCE; again++) {
        const other = await run(url, config, ["performance"], null);
        if (other.categories.performance.score > speed.categories.performance.score) speed = other;
      }
      context.diagnostic(`${url.slice(base.length)} performance ${Math.round(speed.categories.performance.score * 100)}, ` +
        ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((id) => `${id} ${speed.audits[id].displayValue}`).join(", "));
      for (const category of ["accessibility", "best-practices", "seo"]) {
        assert.deepEqual(lost(report, category), [], category);
        assert.equal(report.categories[category].score, 1, category);
      }
      const { score } = speed.categories.performance;
      assert.ok(score >= PERFORMANCE, `performance ${score}: ${lost(speed, "performance").join("; ")}`);
    });
  }
}

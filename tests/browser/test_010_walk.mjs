// test_010_walk.mjs - every page that links lead to from "/" and "/m/": nothing is broken, nothing is missing, each page
// is complete. Most are only read (crawl.mjs); one of each kind, variant and language is shown by the browser, and
// what goes wrong there is chromium.mjs' business.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { deviceFor, launch, withPage } from "./chromium.mjs";
import { base, each, first, form, home, left, pages, records, symbols, twin } from "./site.mjs";

/** The first faults of a list, none expected. */
function none(faults, what) {
  assert.equal(faults.length, 0, `${faults.length} ${what}:\n  ${faults.slice(0, 30).join("\n  ")}`);
}
const onEach = (judge) => pages.flatMap((page) => judge(page).map((fault) => `${page.url.slice(base.length)}: ${fault}`));
const local = (href) => href.startsWith(`${base}/`);

test("the crawl met every kind of page in both variants", () => {
  for (const kind of ["front", "channel", "article", "tag", "tags", "latest", "archive", "static", "error"]) {
    for (const variant of ["desktop", "mobile"]) {
      assert.ok(pages.some((page) => page.kind === kind && page.variant === variant), `no ${kind} page, ${variant}`);
    }
  }
  assert.ok(pages.length >= 100 || left === 0, "pages were left out of a small crawl");
});

test("articles and channels in three languages", () => {
  for (const kind of ["channel", "article"]) {
    const languages = new Set(pages.filter((page) => page.kind === kind).map((page) => page.lang));
    for (const language of ["zh-Hans", "ko", "en"]) assert.ok(languages.has(language), `no ${kind} page in ${language}`);
  }
});

// No page leads to one that is gone: withdrawn and removed stories leave the lists, and the crawl was told
// of the three that it met (an unknown one, a withdrawn one, a removed one).
test("no link is broken", () => {
  none([...records.values()].filter((record) => record.status >= 400 && !record.meant)
    .map((record) => `${record.status} ${record.url}, linked on ${record.from}`), "broken links");
  none(onEach((page) => page.links.filter((href) => href.startsWith("not an address") || /^(javascript|data):/.test(href))), "links to nowhere");
});

test("what is gone says so", () => {
  const gone = pages.filter((page) => page.meant);
  assert.deepEqual(gone.map((page) => page.status).sort(), [404, 404, 410, 410, 451, 451]);
  none(gone.filter((page) => page.kind !== "error").map((page) => page.url), "pages without the theme's words");
});

test("a redirect arrives in one step", () => {
  none([...records.values()].filter((record) => record.location && local(record.location) &&
    records.get(record.location.split("#")[0])?.status >= 300)
    .map((record) => `${record.url} to ${record.location}`), "redirects to a redirect or to an error");
});

test("every fragment has its target", () => {
  none(onEach((page) => page.links.filter((href) => local(href) && href.includes("#")).filter((href) => {
    const [address, fragment] = href.split("#");
    const target = records.get(address);
    return fragment && target?.page && !target.ids.includes(decodeURIComponent(fragment));
  })), "fragments without a target");
});

test("every icon is in its file", () => {
  none(onEach((page) => page.parts.filter(([what]) => what === "symbol").map(([, href]) => href).filter((href) => {
    const [address, fragment] = href.split("#");
    return !(symbols.get(address) ?? page.ids).includes(fragment);
  })), "icons that are not in their file");
});

test("styles, scripts and pictures are there, of the right type, and nobody else's", () => {
  const types = { style: /^text\/css/, script: /^text\/javascript/, image: /^image\//, symbol: /^image\/svg/, manifest: /json/ };
  none(onEach((page) => page.parts.flatMap(([what, href]) => {
    if (href.startsWith("data:")) return [];
    if (!local(href)) return [`${what} from another host: ${href}`];
    const part = records.get(href.split("#")[0]);
    return part?.status === 200 && types[what].test(part.type) ? [] : [`${what} ${href}: ${part?.status} ${part?.type}`];
  })), "parts of pages");
});

test("every page has a title, a language, one heading, one main part, ids used once", () => {
  none(onEach((page) => [
    page.title ? "" : "no title",
    page.lang && page.lang === page.language ? "" : `lang=${page.lang}, Content-Language: ${page.language}`,
    page.headings.length === 1 && page.headings[0] ? "" : `headings: ${JSON.stringify(page.headings)}`,
    page.mains === 1 ? "" : `${page.mains} main elements`,
    page.twice.length ? `ids used twice: ${page.twice}` : "",
    page.withoutAlt.length ? `pictures without alt: ${page.withoutAlt}` : "",
    page.cookie ? `a cookie: ${page.cookie}` : "",
  ].filter(Boolean)), "incomplete pages");
});

test("titles tell pages apart", () => {
  const titles = new Map();
  for (const page of pages.filter((page) => page.variant === "desktop" && page.status === 200 && !form(page).endsWith("older"))) {
    titles.set(page.title, [...(titles.get(page.title) ?? []), page.url.slice(base.length)]);
  }
  none([...titles].filter(([, urls]) => urls.length > 1).map(([title, urls]) => `${title}: ${urls.join(" ")}`), "titles used twice");
});

test("both variants name each other, and search engines one of them", () => {
  none(onEach((page) => {
    if (page.kind === "error") return page.canonical.length || page.handheld.length ? ["an error with an address of its own"] : [];
    const other = twin(page);
    if (!other) return [`no other variant that was met: ${page.switch}`];
    const desktop = page.variant === "desktop" ? page : other;
    const mobile = page.variant === "desktop" ? other : page;
    return [
      other.variant !== page.variant && other.kind === page.kind ? "" : `the other variant is ${other.kind} ${other.variant}`,
      page.headings.join() === other.headings.join() ? "" : `the other variant is headed ${other.headings}`,
      twin(other) === page ? "" : `the other variant's other is ${other.switch}`,
      page.canonical.length === 1 && page.canonical[0] === desktop.url ? "" : `canonical ${page.canonical}`,
      page === mobile || page.handheld.join() === mobile.url ? "" : `alternate for phones ${page.handheld}`,
    ].filter(Boolean);
  }), "pairs that do not fit");
});

test("translations name each other", () => {
  none(onEach((page) => page.translations.flatMap(([language, href]) => {
    const other = records.get(href);
    if (!other?.page) return [`${language} ${href} was not met`];
    if (language === "x-default") return [];
    return [
      other.lang === language ? "" : `${href} is ${other.lang}, not ${language}`,
      other.translations.some(([, back]) => back === page.canonical[0]) ? "" : `${href} does not name this page`,
    ].filter(Boolean);
  })), "translations that do not fit");
});

test("a robot may read what readers may, and data for machines is JSON", async () => {
  const robots = await (await fetch(`${base}/robots.txt`)).text();
  assert.match(robots, /^User-agent: \*$/m);
  assert.doesNotMatch(robots, /^Disallow: \/$/m);
  none(onEach((page) => [
    /noindex/.test(page.robots) === page.noindex ? "" : `robots: ${page.robots}`,
    page.kind === "article" && !page.description ? "no description" : "",
    page.kind === "article" && !page.data.length ? "no data for machines" : "",
  ].filter(Boolean)), "faults for search engines");
  none(onEach((page) => page.data.filter((text) => { try { return !JSON.parse(text); } catch { return true; } })), "data that cannot be read");
  assert.equal(first("front", "desktop"), home);
  assert.equal(home.noindex, false);
});

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const target of each) {
  test(`shown: ${target.name}, ${target.path}`, async () => {
    await withPage(browser, base, { ...deviceFor(target), meant: target.meant }, async (page) => {
      const answer = await page.goto(target.url, { waitUntil: "load" });
      assert.equal(answer.status(), target.status);
      const broken = await page.evaluate(async () => {
        const images = [...document.images];
        for (const image of images) image.loading = "eager"; // those below the fold too
        await Promise.all(images.map((image) => image.decode().catch(() => null)));
        return images.filter((image) => image.naturalWidth === 0).map((image) => image.src);
      });
      assert.deepEqual(broken, [], "pictures that did not load");
    });
  });
}

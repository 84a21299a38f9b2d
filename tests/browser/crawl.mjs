// crawl.mjs - walks the portal from "/" and "/m/" along every link on this host and writes what it found to
// NEWSPORTAL_SITE, for the tests (site.mjs reads it). Judges nothing. Pages are read by the browser's own parser, without
// being shown; which kind a page is says its model (?view=model). Called by with_portal.py.
import { writeFileSync } from "node:fs";
import { launch } from "./chromium.mjs";

const BASE = process.env.NEWSPORTAL_URL;
const LIMIT = 1000; // pages; what is beyond is counted
const AT_ONCE = 6;
const GONE = "a page that is meant to be gone";
const WIDE = "the story of content.sql";

/** Runs in the browser: what a page says, without scripts. Addresses are absolute. */
function read({ html, url }) {
  const doc = new DOMParser().parseFromString(html, "text/html");
  const all = (query) => [...doc.querySelectorAll(query)];
  const absolute = (text) => { try { return new URL(text, url).href; } catch { return `not an address: ${text}`; } };
  const attributes = (query, name) => all(query).map((element) => absolute(element.getAttribute(name)));
  const ids = all("[id]").map((element) => element.id);
  const main = doc.querySelector("main") ?? doc.body;
  return {
    title: doc.title.trim(),
    lang: doc.documentElement.lang,
    headings: all("h1").map((heading) => heading.textContent.trim()),
    mains: all("main").length,
    ids: [...new Set(ids)],
    twice: [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))],
    links: [...new Set(attributes("a[href], area[href]", "href"))],
    // Of what a page needs: [what, address].
    parts: [
      ...attributes("link[rel~=stylesheet][href]", "href").map((href) => ["style", href]),
      ...attributes("link[rel~=icon][href], link[rel=apple-touch-icon][href]", "href").map((href) => ["image", href]),
      ...attributes("link[rel=manifest][href]", "href").map((href) => ["manifest", href]),
      ...attributes("script[src]", "src").map((src) => ["script", src]),
      ...attributes("img[src], input[type=image][src]", "src").map((src) => ["image", src]),
      ...all("img[srcset], source[srcset]").flatMap((element) => element.getAttribute("srcset").split(/,\s+/))
        .map((part) => ["image", absolute(part.trim().split(/\s/)[0])]),
      ...attributes("svg use[href]", "href").map((href) => ["symbol", href]),
    ],
    feeds: all("link[rel=alternate][type]").filter((link) => link.type !== "text/html").map((link) => absolute(link.getAttribute("href"))),
    withoutAlt: all("img:not([alt])").map((image) => image.getAttribute("src")),
    canonical: attributes("head link[rel=canonical]", "href"),
    handheld: attributes("head link[rel=alternate][media]", "href"),
    translations: all("head link[rel=alternate][hreflang]").map((link) => [link.hreflang, absolute(link.getAttribute("href"))]),
    neighbours: attributes("head link[rel=next], head link[rel=prev]", "href"),
    robots: doc.querySelector("head meta[name=robots]")?.content ?? "",
    description: doc.querySelector("head meta[name=description]")?.content ?? "",
    data: all("script[type='application/ld+json']").map((script) => script.textContent),
    // How much of a theme is in it: the kinds of elements in its main part.
    shape: new Set([...main.querySelectorAll("*")].map((element) => `${element.localName}.${element.className}`)).size,
  };
}

/** Runs in the browser: what a model says that a test needs. */
function readModel(xml) {
  const page = new DOMParser().parseFromString(xml, "application/xml").documentElement;
  const archive = page.querySelector("archive-page");
  return {
    kind: page.getAttribute("kind"),
    part: !archive ? "" : archive.querySelector("year") ? "index" : archive.querySelector("list") ? "day" : "month",
    variant: page.getAttribute("variant"),
    switch: page.querySelector(":scope > address")?.getAttribute("switch") ?? null,
    older: page.querySelector("pager > older")?.getAttribute("href") ?? null,
    newer: page.querySelector("pager > newer, pager > newest")?.getAttribute("href") ?? null,
    noindex: page.querySelector(":scope > address")?.getAttribute("noindex") === "yes",
    // In pieces: the words of the form's link are the theme's.
    notice: [...(page.querySelector("article > notice")?.childNodes ?? [])].map((part) => part.textContent.trim()).filter(Boolean),
    stories: page.querySelectorAll("teaser").length,
  };
}

async function fetchOne(url) {
  const response = await fetch(url, { redirect: "manual", headers: { "User-Agent": "newsportal-tests" } });
  const record = {
    url, status: response.status, type: response.headers.get("content-type") ?? "",
    location: response.headers.get("location") && new URL(response.headers.get("location"), url).href,
    language: response.headers.get("content-language"), cookie: response.headers.get("set-cookie"),
  };
  const body = await response.text();
  if (!record.type.startsWith("text/html") || record.location) return { record, body };
  const model = new URL(url);
  model.searchParams.set("view", "model");
  return { record, body, html: body, model: await (await fetch(model)).text() };
}

async function walk(browser) {
  const page = await browser.newPage();
  const records = new Map();
  const symbols = new Map();
  const both = (path, from) => ["", "/m"].map((prefix) => [BASE + prefix + path, from]);
  const gone = [...process.env.NEWSPORTAL_GONE.split(" "), "/2020/01/01/999999999.html"];
  let wave = [...both("/", "start"), ...gone.flatMap((path) => both(path, GONE)), ...both(process.env.NEWSPORTAL_WIDE, WIDE)];
  let pages = 0, left = 0;
  const known = new Set(wave.map(([url]) => url));
  while (wave.length) {
    const next = [];
    for (let at = 0; at < wave.length; at += AT_ONCE) {
      const answers = await Promise.all(wave.slice(at, at + AT_ONCE).map(async ([url, from]) => ({ from, ...(await fetchOne(url)) })));
      for (const { from, record, html, body, model } of answers) {
        Object.assign(record, { from, meant: from === GONE, wide: from === WIDE });
        records.set(record.url, record);
        if (record.type.startsWith("image/svg")) symbols.set(record.url, [...body.matchAll(/\bid="([^"]+)"/g)].map((match) => match[1]));
        const leads = record.location ? [record.location] : [];
        if (html) {
          pages++;
          Object.assign(record, { page: true, ...(await page.evaluate(read, { html, url: record.url })), ...(await page.evaluate(readModel, model)) });
          leads.push(...record.links, ...record.parts.map(([, href]) => href), ...record.feeds, ...record.canonical,
            ...record.handheld, ...record.translations.map(([, href]) => href), ...record.neighbours);
        }
        for (const lead of leads) {
          const url = lead.split("#")[0];
          if (!url.startsWith(`${BASE}/`) || known.has(url)) continue;
          known.add(url);
          next.push([url, record.url]);
        }
      }
    }
    // Files are few; pages are counted.
    wave = next.filter(([url]) => pages < LIMIT || /\.\w+(\?|$)/.test(url) && !url.includes(".html"));
    left += next.length - wave.length;
  }
  return { base: BASE, pages, left, records: [...records.values()], symbols: [...symbols] };
}

const browser = await launch();
try {
  const began = Date.now();
  const site = await walk(browser);
  writeFileSync(process.env.NEWSPORTAL_SITE, JSON.stringify(site));
  console.log(`crawl: ${site.pages} pages, ${site.records.length} addresses, ${site.left} left out, ${((Date.now() - began) / 1000).toFixed(1)} s`);
} finally {
  await browser.close();
}

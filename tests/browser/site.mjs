// site.mjs - what crawl.mjs found, in the words that the tests use. A record is one address: url, status, and for pages
// what the page and its model say (see read and readModel there).
import { readFileSync } from "node:fs";

const site = JSON.parse(readFileSync(process.env.NEWSPORTAL_SITE, "utf-8"));

export const base = site.base;
export const left = site.left;
export const records = new Map(site.records.map((record) => [record.url, record]));
export const symbols = new Map(site.symbols);
export const pages = site.records.filter((record) => record.page);
export const logs = process.env.NEWSPORTAL_LOGS;

const LISTS = ["channel", "tag", "latest", "archive", "hotline-list", "plaza-list"]; // have further pages

/** article, article-wide (content.sql's), channel-older, archive-month, error-410 ... */
export function form(record) {
  if (record.kind === "error") return `error-${record.status}`;
  if (record.wide) return "article-wide";
  const further = LISTS.includes(record.kind) && /[?&](before|after)=/.test(record.url);
  return [record.kind, record.part, further && "older"].filter(Boolean).join("-");
}

const shown = pages.filter((page) => page.status < 400 || page.meant);

function grouped(nameOf, better) {
  const groups = new Map();
  for (const page of shown) {
    const name = nameOf(page);
    const now = groups.get(name);
    if (!now || better(page, now)) groups.set(name, page);
  }
  return [...groups].map(([name, page]) => ({ name, path: page.url.slice(base.length), ...page }));
}

/** Of each form, variant and language the page with the most different things in it. */
export const each = grouped((page) => `${form(page)} ${page.variant} ${page.lang}`, (page, now) => page.shape > now.shape);

/** The same for one language, the portal's: enough where words do not matter. */
export const home = records.get(`${base}/`);
export const eachOnce = each.filter((page) => page.lang === home.lang);

/** The first of a kind that a reader meets (an article: not content.sql's). */
export const first = (kind, variant) => pages.find((page) => page.kind === kind && page.variant === variant && page.status === 200 && !page.wide);

/** The page that an address leads to: itself, or where its redirect goes. */
export function arrival(address) {
  const record = records.get(address.split("#")[0]);
  return record?.location ? records.get(record.location) : record;
}

/** The page's other variant. */
export const twin = (page) => page.switch && arrival(new URL(page.switch, page.url).href);

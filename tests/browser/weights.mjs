// weights.mjs - a table of what pages weigh: HTML, styles, scripts of the front page, a list and a story, for a desk and a
// phone, raw, as gzip and as brotli, each as the server sends it. Judges nothing (test_060_comfort.mjs does).
//
//     tests/browser/with_portal.py /usr/bin/node tests/browser/weights.mjs
//     /usr/bin/node tests/browser/weights.mjs http://127.0.0.1:8080       # a portal that runs, such as the demo
//
// With an address the first article and channel linked on the front page are taken.
import { request } from "node:http";

const base = (process.argv[2] ?? process.env.NEWSPORTAL_URL ?? "").replace(/\/$/, "");
if (!base) {
  console.error("usage: weights.mjs ADDRESS");
  process.exit(2);
}

/** Bytes of a body as the server sends it for a coding; fetch() would unpack it. */
function bytes(path, coding) {
  return new Promise((resolve, reject) => {
    request(base + path, { headers: { "Accept-Encoding": coding } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts)));
    }).on("error", reject).end();
  });
}

const sizes = (path) => Promise.all(["identity", "gzip", "br"].map(async (coding) => (await bytes(path, coding)).length));
const files = (html, pattern) => [...new Set([...html.matchAll(pattern)].map((match) => match[1]))].filter((path) => path.startsWith("/"));
const STYLES = /<link rel="stylesheet"[^>]* href="([^"]+)"/g;
const SCRIPTS = /<script[^>]* src="([^"]+)"/g;

async function row(name, path) {
  const html = (await bytes(path, "identity")).toString("utf-8");
  const parts = { html: [path], css: files(html, STYLES), js: files(html, SCRIPTS) };
  const cells = [];
  const sum = [0, 0, 0];
  for (const paths of Object.values(parts)) {
    const total = [0, 0, 0];
    for (const part of paths) (await sizes(part)).forEach((size, at) => { total[at] += size; sum[at] += size; });
    cells.push(total);
  }
  console.log([name.padEnd(16), ...[...cells, sum].map((cell) => cell.map((size) => String(size).padStart(7)).join(" "))].join(" |"));
}

console.log(`${"bytes".padEnd(16)} |${["HTML", "CSS", "JS", "together"].map((what) => ` ${`${what}: raw, gzip, br`.padEnd(22)}`).join(" |")}`);
for (const [variant, prefix] of [["desktop", ""], ["mobile", "/m"]]) {
  const front = (await bytes(`${prefix}/`, "identity")).toString("utf-8");
  const article = front.match(new RegExp(`href="(${prefix}/\\d{4}/\\d{2}/\\d{2}/\\d+\\.html)"`))[1];
  const list = front.match(/<nav[\s\S]*?<\/nav>/)[0].match(new RegExp(`href="(${prefix}/(?!m/)[a-z][a-z0-9-]*/)"`))[1];
  await row(`front ${variant}`, `${prefix}/`);
  await row(`list ${variant}`, list);
  await row(`article ${variant}`, article);
}

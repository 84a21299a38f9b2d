// palette.mjs - keeps a screenshot as a small PNG with a palette of at most 256 colours. Called by test_090_editors.mjs for
// the pictures of the handbook.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import zlib, { deflateSync } from "node:zlib";
import { PNG } from "pngjs";

const LIMIT = 256;

function chunk(type, data) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, "latin1");
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, sum]);
}

// zlib.crc32 came with Node 20.15.
function crc(data) {
  if (zlib.crc32) return zlib.crc32(data);
  let value = ~0;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

const far = (a, b) => (((a >> 16) - (b >> 16)) ** 2) + ((((a >> 8) & 255) - ((b >> 8) & 255)) ** 2) + (((a & 255) - (b & 255)) ** 2);

/** The colours that occur most, none of them close to a more frequent one while there are many. */
function choose(counts) {
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  for (const near of [0, 12, 48, 120, 300, 800]) {
    const chosen = [];
    for (const colour of byCount) {
      if (chosen.length === LIMIT) break;
      if (near === 0 || chosen.every((other) => far(colour, other) > near)) chosen.push(colour);
    }
    if (byCount.length <= LIMIT || (near && chosen.length < LIMIT)) return chosen;
  }
  return byCount.slice(0, LIMIT);
}

/** Writes the PNG in `bytes` to `file`, with a palette. */
export async function keep(bytes, file) {
  const { width, height, data } = PNG.sync.read(bytes);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = choose(counts);
  const index = new Map(palette.map((colour, number) => [colour, number]));
  for (const colour of counts.keys()) {
    if (index.has(colour)) continue;
    let best = 0;
    for (let number = 1; number < palette.length; number++) if (far(colour, palette[number]) < far(colour, palette[best])) best = number;
    index.set(colour, best);
  }
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      rows[y * (width + 1) + 1 + x] = index.get((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]));
}

// Judges public pages in a browser: judge.mjs OUT public.html ...   (run.sh starts it)
// A line for each thing that is wrong; ends with 1 where there is any, or where a planted fault is not noticed.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { looks, walk } from "./checks.mjs";
import { faults } from "./faults.mjs";

const require = createRequire(join(process.env.PAGE_MODULES, "node_modules", "x.js"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 320, height: 640 };
const MODES = [
  { name: "light", size: DESK },
  { name: "dark", size: DESK, dark: true },
  { name: "320", size: PHONE },
  { name: "320-dark", size: PHONE, dark: true },
  { name: "print", size: { width: 794, height: 1123 }, print: true },
];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
  protocolTimeout: 600_000,
});

// A page in a window of its own, and what happened while it was open.
async function opened(file, mode, { scripts = true } = {}) {
  const page = await browser.newPage();
  const happened = [];
  page.on("request", (r) => r.url() === pathToFileURL(file).href || happened.push(`asks for ${r.url().slice(0, 90)}`));
  page.on("dialog", (d) => { happened.push(`opens a dialog: ${d.message()}`); d.dismiss(); });
  page.on("console", (m) => happened.push(`says on the console: ${m.text().slice(0, 160)}`));
  page.on("pageerror", (e) => happened.push(`has an error: ${e.message}`));
  await page.setViewport(mode.size);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: mode.dark ? "dark" : "light" }]);
  if (mode.print) await page.emulateMediaType("print");
  await page.setJavaScriptEnabled(scripts);
  await page.setOfflineMode(true);
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  return { page, happened };
}

const openAll = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));

// What axe-core finds, a line a rule with the first places.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => axe.run(document, {
    runOnly: tags, resultTypes: ["violations", "incomplete"], elementRef: false,
  }), TAGS);
  const lines = (list) => list.map((v) => `axe ${v.id} (${v.nodes.length}): ${v.help}: ${v.nodes[0].html.slice(0, 120)}`);
  // What axe-core cannot see for itself, with its reason: words in a picture, or under something else.
  const reasons = found.incomplete.flatMap((v) => v.nodes.map((n) => `${v.id}, ${n.any[0]?.data?.messageKey ?? "no reason"}`));
  const unsure = [...new Set(reasons)].map((r) => `${reasons.filter((other) => other === r).length} times ${r}`);
  return { wrong: lines(found.violations), unsure, rules: found.passes.length };
}

// All that is wrong with a page. With `pictures`, what each mode looks like is kept.
async function judged(file, pictures) {
  const wrong = [];
  const say = (where, lines) => lines.forEach((line) => wrong.push(`${where}: ${line}`));
  for (const mode of MODES) {
    const { page, happened } = await opened(file, mode);
    if (pictures) {
      // Long pages are cut: a picture of 16,000 points is the most that the browser makes.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({ path: `${pictures}-${mode.name}.png`, clip: { x: 0, y: 0, ...mode.size, height: Math.min(height, 12_000) } });
      if (mode.print) await page.pdf({ path: `${pictures}-print.pdf`, format: "A4", preferCSSPageSize: true });
    }
    if (!mode.print) await openAll(page);
    const { wrong: found, unsure, rules } = await violations(page);
    say(mode.name, found);
    if (pictures) console.log(`  ${mode.name}: ${found.length} violations, ${rules} rules kept; not decided: ${unsure.join(", ") || "nothing"}`);
    say(mode.name, await looks(page, mode));
    say(mode.name, happened);
    await page.close();
  }
  const { page, happened } = await opened(file, MODES[0]);
  await openAll(page);
  const words = await page.evaluate(() => document.body.innerText.length);
  const { wrong: lost, reached } = await walk(page);
  say("keyboard", lost);
  say("keyboard", happened);
  await page.close();
  if (pictures) console.log(`  keyboard: ${reached} places reached`);
  const silent = await opened(file, MODES[0], { scripts: false });
  await openAll(silent.page);
  const without = await silent.page.evaluate(() => document.body.innerText.length);
  if (without !== words) say("without scripts", [`shows ${without} signs of ${words}`]);
  say("without scripts", silent.happened);
  await silent.page.close();
  return wrong;
}

const [out, ...files] = process.argv.slice(2);
let failed = false;
for (const [n, file] of files.map((f) => resolve(f)).entries()) {
  console.log(`${file}: ${(readFileSync(file).length / 1000).toFixed(0)} KB`);
  const began = Date.now();
  const wrong = await judged(file, join(out, `${n + 1}-${basename(dirname(file))}`));
  wrong.forEach((line) => console.log(`  WRONG ${line}`));
  console.log(`  ${wrong.length === 0 ? "nothing wrong" : `${wrong.length} wrong`}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
  failed ||= wrong.length > 0;
}

// A judge that notices nothing would be content with anything.
const work = mkdtempSync(join(tmpdir(), "page-"));
const sound = files.map((f) => readFileSync(resolve(f), "utf8")).sort((a, b) => a.length - b.length)[0];
for (const { name, plant, expected } of faults) {
  const file = join(work, "public.html");
  const planted = plant(sound);
  if (planted === sound) throw new Error(`the fault “${name}” could not be planted`);
  writeFileSync(file, planted);
  const noticed = (await judged(file)).find((line) => expected.test(line));
  console.log(noticed ? `planted, noticed: ${name}: ${noticed.slice(0, 110)}` : `planted, NOT NOTICED: ${name}`);
  failed ||= !noticed;
}
rmSync(work, { recursive: true });
await browser.close();
process.exit(failed ? 1 : 0);

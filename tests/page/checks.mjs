// What is looked at besides axe-core's rules: how wide, what runs, and what the keyboard reaches.

// How the page looks in a mode: a line for each thing that is wrong.
export async function looks(page, mode) {
  const wrong = await page.evaluate(() => {
    const found = [];
    const must = (holds, words) => { if (!holds) found.push(words); };
    must(getComputedStyle(document.body).marginTop === "0px", "its style is not used: the policy has another hash");
    for (const tag of ["script", "img", "iframe", "object", "embed", "form", "link", "base", "video"]) {
      must(document.getElementsByTagName(tag).length === 0, `has an element ${tag}`);
    }
    const attributes = [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]);
    const handlers = attributes.filter((a) => a.name.startsWith("on") || /^\s*javascript:/i.test(a.value));
    must(handlers.length === 0, `has something that runs: ${handlers[0]?.name}`);
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
    must(new Set(ids).size === ids.length, "has an id twice");
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      must(document.getElementById(link.hash.slice(1)), `has a link that leads nowhere: ${link.hash}`);
    }
    return found;
  });
  const scrolls = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (await scrolls() > 0) wrong.push(`scrolls sideways by ${await scrolls()}`);
  if (mode.print) {
    const shut = await page.evaluate(() => [...document.querySelectorAll("details table, details ul")].filter((t) => !t.checkVisibility({ contentVisibilityAuto: true })).length);
    if (shut > 0) wrong.push(`${shut} tables and lists are not printed`);
    return wrong;
  }
  // The spacing that a reader may set (WCAG 2.2, 1.4.12): nothing may be cut or pushed out.
  await page.evaluate(() => document.querySelectorAll("body *").forEach((e) => {
    e.style.letterSpacing = "0.12em";
    e.style.wordSpacing = "0.16em";
    e.style.lineHeight = "1.5";
  }));
  if (await scrolls() > 0) wrong.push(`scrolls sideways by ${await scrolls()} with wide spacing`);
  return wrong;
}

// Tab from the first place to the last: each is reached, in the order of the source, can be seen, and lets go.
export async function walk(page) {
  const wrong = [];
  const count = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')];
    all.forEach((e, n) => e.setAttribute("data-place", n));
    return all.length;
  });
  const here = () => page.evaluate(() => {
    const e = document.activeElement;
    if (!e?.dataset.place) return null;
    const [style, box] = [getComputedStyle(e), e.getBoundingClientRect()];
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    // Its first line is enough: a link may be longer than the window.
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { place: Number(e.dataset.place), ring, inside, words: e.innerText.slice(0, 40) };
  });
  for (let n = 0; n < count; n += 1) {
    await page.keyboard.press("Tab");
    const at = await here();
    if (at?.place !== n) {
      wrong.push(`Tab ${n + 1} leads to place ${at?.place ?? "none"}, not to ${n}: ${at?.words ?? ""}`);
      return { wrong, reached: n };
    }
    if (!at.ring) wrong.push(`the focus cannot be seen: ${at.words}`);
    if (!at.inside) wrong.push(`what has the focus is out of sight: ${at.words}`);
    if (n % 25 === 0) {
      await page.keyboard.press("Escape");
      if ((await here())?.place !== n) wrong.push(`Escape moves the focus away from ${at.words}`);
    }
  }
  await page.keyboard.press("Tab");
  if ((await here())?.place === count - 1) wrong.push("the last place does not let go");
  // A summary shuts and opens by keyboard.
  const shut = await page.evaluate(() => {
    const summary = document.querySelector("summary");
    summary?.focus();
    return summary ? summary.parentElement.open : null;
  });
  if (shut !== null) {
    await page.keyboard.press("Enter");
    const now = await page.evaluate(() => document.querySelector("summary").parentElement.open);
    if (now === shut) wrong.push("Enter does not open or shut a summary");
  }
  return { wrong, reached: count };
}

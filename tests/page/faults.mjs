// Faults to plant in a page that has none, and what must be said of each.

const before = (mark, added) => (html) => html.replace(mark, added + mark);
const unguarded = (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
const styled = (from, to) => (html) => unguarded(html).replace(from, to);

export const faults = [
  { name: "a picture without words", plant: before("</main>", '<img src="data:,"/>'), expected: /axe image-alt/ },
  { name: "pale words", plant: styled(/--quiet: #[0-9A-F]{6}/i, "--quiet: #BBBBBB"), expected: /^light: axe color-contrast/ },
  { name: "pale words in the dark", plant: styled(/(dark\).*?--quiet: )#[0-9A-F]{6}/i, "$1#444444"), expected: /^dark: axe color-contrast/ },
  { name: "no language", plant: (html) => html.replace(' lang="en-GB"', ""), expected: /axe html-has-lang/ },
  { name: "a chart without a name", plant: (html) => html.replace(/(<svg class="chart" role="img") aria-labelledby="[^"]*"(.*?)<title.*?<\/title>/, "$1$2"), expected: /axe svg-img-alt/ },
  { name: "a style that the policy does not know", plant: (html) => html.replace("body { margin: 0", "body { margin: 0 "), expected: /its style is not used/ },
  { name: "a script", plant: (html) => unguarded(html).replace("</main>", "<script>alert(1)</script></main>"), expected: /opens a dialog/ },
  { name: "a script under the policy", plant: before("</main>", "<script>alert(1)</script>"), expected: /says on the console/ },
  { name: "a request", plant: (html) => unguarded(html).replace("</main>", '<img alt="" src="https://example.invalid/a.png"/></main>'), expected: /asks for https/ },
  { name: "something wide", plant: styled(".figure {", ".figure { min-width: 30rem;"), expected: /^320: scrolls sideways/ },
  { name: "an order of its own", plant: (html) => html.replace('<a href="#contact"', '<a tabindex="3" href="#contact"'), expected: /^keyboard: Tab 1 / },
  { name: "a focus that cannot be seen", plant: styled(/:focus-visible \{[^}]*\}/, "a:focus { outline: 0 }"), expected: /focus cannot be seen/ },
  { name: "a link that leads nowhere", plant: (html) => html.replace('href="#risks"', 'href="#nowhere"'), expected: /leads nowhere/ },
  { name: "tables that do not print", plant: styled(/details::details-content \{[^}]*\}/, ""), expected: /lists are not printed/ },
];

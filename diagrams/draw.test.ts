import assert from "node:assert/strict";
import { buildDiagram } from "./build.ts";
import { drawEnvironment } from "./draw.ts";
import { overlap, placeLabels } from "./labels.ts";
import { layOut } from "./layout.ts";
import { textWidth } from "./measures.ts";
import { renderSvg } from "./svg.ts";
import { place, smallEnvironment } from "./test-resources.ts";

/** Fails unless every element is closed, in order, and every attribute is quoted. */
function assertWellFormed(svg: string): void {
  const open: string[] = [];
  const style = svg.replace(/<style>[^<]*<\/style>/, "");
  for (const [tag, close, name = "", attributes = "", empty] of style.matchAll(/<(\/?)([a-zA-Z]+)([^<>]*?)(\/?)>/g)) {
    assert.match(attributes, /^(\s+[a-zA-Z-]+="[^"<]*")*$/, tag);
    if (close) assert.equal(open.pop(), name, tag);
    else if (!empty) open.push(name);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(style.replace(/<[^<>]*>/g, ""), /[<>]|&(?!#\d+;)/);
}

describe("diagrams/draw.ts", function () {
  this.timeout(30_000);
  let svg = "";

  before(async () => {
    svg = await drawEnvironment(smallEnvironment(), place);
  });

  it("writes a well-formed SVG with a title and a description for those who cannot see it", () => {
    assertWellFormed(svg);
    assert.match(
      svg,
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]* role="img" aria-labelledby="title description">/,
    );
    assert.match(svg, /<title id="title">Architecture of test<\/title>/);
    assert.match(
      svg,
      /<desc id="description">test in the region af-south-1, in the zones af-south-1a and af-south-1b: /,
    );
  });

  it("holds no script, no link to elsewhere, no ARN and no id of AWS", () => {
    assert.doesNotMatch(svg.replace("http://www.w3.org/2000/svg", ""), /https?:|<script|href|<image|arn:|@import/);
    for (const { handles } of smallEnvironment())
      for (const handle of handles) assert.ok(!svg.includes(handle), handle);
  });

  it("has colours for light and for dark", () => {
    assert.match(svg, /@media \(prefers-color-scheme:dark\)/);
  });

  it("gives the same bytes for other ids in another order", async () => {
    assert.equal(await drawEnvironment(smallEnvironment("77").toReversed(), place), svg);
  });

  it("keeps cards apart, and their texts inside of them", async () => {
    const { rows } = await layOut(buildDiagram(smallEnvironment(), place).diagram);
    const cards = [...rows.values()];
    assert.ok(cards.length > 15);
    for (const [index, card] of cards.entries()) {
      for (const other of cards.slice(index + 1))
        assert.ok(!overlap(card, other), `${card.row.id} lies on ${other.row.id}`);
      assert.ok(textWidth(card.row.title, 13, true) + 45 <= card.width, card.row.id);
    }
  });

  it("keeps the columns of the network at one height, so that zones are straight", async () => {
    const { boxes } = await layOut(buildDiagram(smallEnvironment(), place).diagram);
    const heights = ["public-0", "private-0", "private-1"].map((id) => boxes.get(id)?.y);
    assert.equal(new Set(heights).size, 1, String(heights));
  });

  it("writes what names hold as text, not as markup", async () => {
    const { diagram } = buildDiagram(smallEnvironment(), place);
    const odd = { ...diagram, title: 'A & B <c> "d"' };
    const text = renderSvg(odd, await layOut(odd));
    assertWellFormed(text);
    assert.match(text, /A &#38; B &#60;c&#62; &#34;d&#34;/);
  });

  it("refuses to draw less than all", async () => {
    const [first] = smallEnvironment();
    const stranger = { ...first, type: "aws:mq/broker:Broker", name: "acme-test-broker" } as typeof first & object;
    await assert.rejects(
      drawEnvironment([...smallEnvironment(), stranger], place),
      /does not show these resources:\n {2}aws:mq\/broker:Broker acme-test-broker\n/,
    );
  });
});

describe("diagrams/labels.ts", () => {
  const line = [
    { x: 0, y: 50 },
    { x: 300, y: 50 },
  ];

  it("puts a label in the middle of its line", () => {
    const [label] = placeLabels([line], ["HTTPS"], []);
    assert.ok(label);
    assert.ok(Math.abs(label.x + label.width / 2 - 150) <= 1);
  });

  it("moves it aside for a card, and leaves it out where there is no room", () => {
    const [aside] = placeLabels([line], ["HTTPS"], [{ x: 140, y: 40, width: 20, height: 20 }]);
    assert.ok(aside && (aside.x + aside.width < 140 || aside.x > 160));
    assert.deepEqual(placeLabels([line], ["HTTPS"], [{ x: 0, y: 40, width: 300, height: 20 }]), [undefined]);
  });
});

/** The page's program: puts the page into the document. */
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.ts";
import { browser } from "./browser.ts";

const root = browser.document.getElementById("inbox");
if (root) {
  createRoot(root as never).render(createElement(App, { title: root.dataset.title ?? "" }));
}

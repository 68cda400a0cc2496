/** Tables, and charts as the tables they are made from. */

import { drawRichText } from "./rich_text.js";
import { el } from "../dom.js";

/** Draw a table or a data table; the first row is the heading of its columns. */
export function drawTable(block) {
  const [head = [], ...rows] = block.rows;
  const named = block.row_header_column_index;
  const row = (cells, scopeOf) => el("tr", {}, cells.map((cell, at) => drawCell(cell, block, at, scopeOf(at))));
  return scrolled(block.caption || "Table", el("table", {},
    block.caption && el("caption", {}, block.caption),
    el("thead", {}, row(head, () => "col")),
    el("tbody", {}, rows.map((cells) => row(cells, (at) => at === named && "row")))));
}

function scrolled(label, table) {
  return el("div.table-scroll", { tabindex: "0", role: "region", "aria-label": label }, table);
}

function drawCell(cell, block, at, scope) {
  const setting = block.column_settings?.[at] ?? {};
  const content = cell.type === "rich_text" ? drawRichText(cell) : cell.text ?? String(cell.value ?? "");
  const empty = typeof content === "string" ? !content.trim() : !content.textContent.trim();
  const node = el(scope && !empty ? "th" : "td", { scope: empty ? null : scope }, content);
  if (setting.align) node.dataset.align = setting.align;
  if (cell.type === "raw_number" && !setting.align) node.dataset.align = "right";
  if (setting.is_wrapped || block.type === "data_table") node.dataset.wrapped = "true";
  return node;
}

/** Draw a chart as its numbers, each with a bar; the exact picture is Slack's own. */
export function drawChart(block) {
  const chart = block.chart ?? {};
  const series = chart.segments ? [{ name: block.title, data: chart.segments }] : chart.series ?? [];
  const labels = series[0]?.data.map((point) => point.label) ?? [];
  const largest = Math.max(1, ...series.flatMap((each) => each.data.map((point) => Math.abs(point.value))));
  const bar = (value) => el("meter", { min: "0", max: largest, value: String(Math.abs(value)), "aria-hidden": "true" });
  const head = el("tr", {}, el("td"), series.map((each) => el("th", { scope: "col" }, each.name)));
  const rows = labels.map((label, at) => el("tr", {}, el("th", { scope: "row" }, label),
    series.map((each) => el("td", {}, el("span.measure", {}, bar(each.data[at]?.value ?? 0), String(each.data[at]?.value ?? ""))))));
  const axis = [chart.axis_config?.x_label, chart.axis_config?.y_label].filter(Boolean).join(" · ");
  return el("figure.chart", {}, el("figcaption", {}, `${block.title ?? "Chart"} (${chart.type ?? "chart"})${axis ? ` · ${axis}` : ""}`),
    scrolled(block.title || "Chart", el("table", {}, el("thead", {}, head), el("tbody", {}, rows))));
}

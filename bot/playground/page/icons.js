/** The line icons of the page, drawn on a 20 by 20 grid; emoji would look different on every machine. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.2c0 1 .7 1.8 1.7 1.8S17 12 17 10a7 7 0 1 0-3 5.7",
  back: "M12 4l-6 6 6 6",
  bolt: "M11 2L4 11h5l-1 7 8-10h-5z",
  check: "M4 10.5l4 4 8-9",
  chevron: "M5 8l5 5 5-5",
  clock: "M10 5.5V10l3 2M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7 7h9v9H7zM4 13V4h9",
  dots: "M10 4.6v.1M10 10v.1M10 15.4v.1",
  edit: "M4 16l.8-3.4L13.5 4 16 6.5l-8.6 8.7z",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zm9.5 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  hash: "M8 3L6.5 17M13.5 3L12 17M3.5 7.5h13.5M3 12.5h13.5",
  home: "M3.5 9.5L10 4l6.5 5.5V16h-4.5v-4h-4v4H3.5z",
  info: "M10 9v5M10 6.2v.1M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z",
  inspect: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  lock: "M5 9h10v7H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  message: "M3 4h14v10h-7l-4 3v-3H3z",
  moon: "M16 12A7 7 0 0 1 8 4a6.5 6.5 0 1 0 8 8z",
  people: "M8 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zm-5 7c0-3 2-4.7 5-4.7s5 1.7 5 4.7zM13 4.2a2.6 2.6 0 0 1 0 5.1M14.5 12.2c1.7.6 2.7 2 2.7 4.3",
  plus: "M10 4v12M4 10h12",
  reply: "M3 4h14v10h-7l-4 3v-3H3zM7 8h6M7 10.8h4",
  send: "M3.5 3.5l13.5 6.5-13.5 6.5 2-6.5zM5.5 10H11",
  slash: "M12.5 4l-5 12M3 3h14v14H3z",
  smile: "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM7.5 7.8v.1M12.5 7.8v.1M6.5 11.5c1.5 2.7 5.5 2.7 7 0",
  sun: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M15.3 4.7l-1 1M5.7 14.3l-1 1",
  thumbsdown: "M6 11V4h7.5c1 0 1.6.6 1.8 1.5l1 4c.2 1-.4 1.8-1.3 1.8H11.5l.5 3.5c.1 1-.5 1.7-1.3 1.7L7.5 11zM6 11H3.5V4H6",
  thumbsup: "M6 9v7h7.5c1 0 1.6-.6 1.8-1.5l1-4c.2-1-.4-1.8-1.3-1.8H11.5L12 5.2c.1-1-.5-1.7-1.3-1.7L7.5 9zM6 9H3.5v7H6",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5",
  warning: "M10 3.5L17.5 16h-15zM10 8.5v3.5M10 13.9v.1",
};

/** Draw an icon; it is decoration, whoever uses it says the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.info);
  svg.append(path);
  return svg;
}

/** Images, videos and files. Only pictures that this server holds are loaded; others are drawn by their words. */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { anchor, ownPicture } from "../links.js";
import { drawText, textOf } from "../text/mrkdwn.js";

export function drawPicture(image, className = "picture") {
  const alt = image?.alt_text ?? "";
  const source = ownPicture(image?.slack_file?.url) ?? ownPicture(image?.image_url);
  if (source) return el(`img.${className}`, { src: source, alt, loading: "lazy" });
  const title = "Pictures from elsewhere are not loaded here";
  return el(`span.${className}.picture-words`, { role: "img", "aria-label": alt || "Picture", title }, alt || "Picture");
}

export function drawImage(block) {
  const title = block.title && el("figcaption.picture-title", {}, drawText(block.title));
  return el("figure.image-block", {}, title, drawPicture(block));
}

/** Draw a video as a link to it. */
export function drawVideo(block) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return el("div.video", {},
    by && el("div.small-print", {}, by),
    el("div.video-title", {}, anchor(block.title_url ?? block.video_url, textOf(block.title) || block.alt_text)),
    block.description && el("div.text", {}, drawText(block.description)));
}

export function drawFile(file) {
  const source = ownPicture(file.url);
  const title = file.title || file.name || "File";
  if (!file.ready) return el("div.file", {}, icon("clock"), el("span", {}, `${title} is being prepared`));
  if (source && file.mimetype?.startsWith("image/")) {
    return el("figure.image-block", {}, el("figcaption.picture-title", {}, title),
      el("img.picture", { src: source, alt: file.alt || title, loading: "lazy" }));
  }
  return el("div.file", {}, icon("copy"), source ? el("a.link", { href: source, download: true }, title) : title);
}

/** Draw a file block, which points to a file elsewhere. */
export function drawFileBlock(block) {
  return el("div.file", {}, icon("copy"), el("span", {}, `File ${block.external_id ?? ""}`));
}

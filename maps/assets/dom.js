// Elements are made here, and text enters them as text only.

const LONGEST = 20_000; // characters in one run of text, outside of the reader

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Object<string, any>} [attributes] "class" and others; on* take a listener; null leaves one out
 * @param {...(Node|string|number|null|undefined)} children strings become text nodes
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined) continue;
    element.append(child instanceof Node ? child : clipped(wellFormed(String(child)), LONGEST));
  }
  return element;
}

/** Make a link if the address is http or https, plain text otherwise. */
export function webLink(text, address) {
  const url = webAddress(address);
  if (!url) return document.createTextNode(wellFormed(String(text)));
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** The address if it is one of the web, else null. */
export function webAddress(address) {
  if (typeof address !== "string") return null;
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A small drawing made of SVG elements: [tag, attributes] pairs. */
export function drawing(width, height, parts) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of parts) {
    const part = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
}

/** Half a surrogate pair cannot be shown: it becomes the replacement character. */
export function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** Text of at most so many characters; what was cut is said. */
export function clipped(text, most) {
  if (text.length <= most) return text;
  const rest = text.length - most;
  return `${wellFormed(text.slice(0, most))}… (${rest.toLocaleString("en")} more characters)`;
}

/** A name for a list or a heading. */
export function nameText(text) {
  return clipped(text, 200);
}

/** "1 place", "2 places". */
export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

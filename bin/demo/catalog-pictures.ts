import { hash } from "node:crypto";
import { type DemoProduct, demoProducts, type DemoShape } from "./products.ts";
import { shapes } from "./catalog-shapes.ts";

export const PICTURE_SIZE = 800;
const PICTURE_PATH = "/media/demo/";

/** What a colour is called in the catalogue; other products get one by their name. */
const NAMED: Readonly<Record<string, string>> = {
  Black: "#33373d",
  White: "#eceae4",
  Sand: "#d9bf94",
  Blue: "#3f6fb0",
  Green: "#4f8a67",
  Red: "#c24b43",
  Navy: "#2f3f66",
  Indigo: "#41508f",
  Olive: "#7d8152",
  Terracotta: "#c06a45",
  Turmeric: "#dfa32f",
  Rose: "#cf7f8c",
  Brass: "#c09a4b",
  Copper: "#b8703f",
};
const PALETTE = ["#3f6fb0", "#4f8a67", "#c06a45", "#7a5aa6", "#2f8f8f", "#c24b43", "#b98a2f", "#41508f"];
const BACKGROUNDS = ["#f4efe6", "#e9eef2", "#f3e9e7", "#e9f0e6", "#efeaf4", "#f6f0dc"];

interface Picture {
  readonly title: string;
  readonly shape: DemoShape;
  readonly colour: string;
  readonly background: string;
}

/** By path below `PICTURE_PATH`: only these exist, so nothing a visitor types is ever drawn. */
const PICTURES: ReadonlyMap<string, Picture> = new Map(demoProducts.flatMap(picturesOf));

export const demoPictures = {
  draw: (path: string): string | undefined => {
    const picture = PICTURES.get(path);
    return picture && svgOf(picture);
  },
};

/** Where the product's primary picture is, below the shop's own address. */
export function pictureOf({ slug }: DemoProduct): string {
  return `${PICTURE_PATH}${slug}.svg`;
}

/** A colour's own picture, or undefined when the variant has no colour. */
export function pictureOfOptions({ slug }: DemoProduct, options: Readonly<Record<string, string>>): string | undefined {
  const name = colourName(options);
  return name && `${PICTURE_PATH}${slug}-${name.toLowerCase()}.svg`;
}

function picturesOf(product: DemoProduct): [string, Picture][] {
  const { slug, title, shape, variants } = product;
  const background = pick(BACKGROUNDS, `background ${slug}`);
  const inTitle = title.split(" ").find((word) => word in NAMED);
  const first = inTitle ?? variants.map(({ options }) => colourName(options)).find((name) => name !== undefined);
  const main: Picture = { title, shape, colour: first ? NAMED[first]! : pick(PALETTE, slug), background };
  const coloured = variants.flatMap(({ options }): [string, Picture][] => {
    const path = pictureOfOptions(product, options);
    const name = colourName(options);
    if (!path || !name) return [];
    return [[path.slice(PICTURE_PATH.length), { ...main, title: `${title}, ${name}`, colour: NAMED[name]! }]];
  });
  return [[`${slug}.svg`, main], ...coloured];
}

function colourName(options: Readonly<Record<string, string>>): string | undefined {
  return Object.values(options).find((value) => value in NAMED);
}

function pick(from: readonly string[], name: string): string {
  return from[Number.parseInt(hash("sha256", name).slice(0, 8), 16) % from.length]!;
}

function svgOf({ title, shape, colour, background }: Picture): string {
  const text = escaped(title);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}" role="img" aria-label="${text}">
<title>${text}</title>
<rect width="400" height="400" fill="${background}"/>
<circle cx="200" cy="185" r="140" fill="#ffffff" fill-opacity="0.55"/>
<ellipse cx="200" cy="308" rx="105" ry="12" fill="#000000" fill-opacity="0.08"/>
<g stroke-linecap="round" stroke-linejoin="round">${shapes[shape](colour)}</g>
<text x="200" y="366" text-anchor="middle" font-family="Georgia, 'Times New Roman', serif" font-size="19" fill="#33373d">${text}</text>
</svg>
`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}

/** Ids follow from the slugs: `seededId("cat", slug)`. Parents stand before their children, siblings in display order. */
export interface DemoCategory {
  readonly slug: string;
  readonly name: string;
  readonly parent?: string;
}

const TREE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Electronics: { Audio: ["Headphones", "Speakers"], Computing: ["Keyboards", "Mice", "Cables and chargers"] },
  Home: { Kitchen: ["Drinkware", "Cookware"], Living: ["Lighting", "Cushions"] },
  Clothing: { Tops: ["T-shirts", "Hoodies"], Footwear: ["Sneakers"] },
  Outdoors: { Bags: ["Backpacks", "Totes"], Camping: ["Tents", "Bottles"] },
};

export const demoCategories: readonly DemoCategory[] = Object.entries(TREE).flatMap(([root, branches]) => [
  category(root),
  ...Object.entries(branches).flatMap(([branch, leaves]) => [
    category(branch, root),
    ...leaves.map((leaf) => category(leaf, branch)),
  ]),
]);

/** Ids follow from the slugs: `seededId("brd", slug)`. */
export const demoBrands: readonly { readonly slug: string; readonly name: string }[] = [
  "Sarangi Audio",
  "Northwind",
  "Kiln & Clay",
  "Mango Lane",
  "Peak & Pine",
  "Tessel",
].map((name) => ({ slug: slugOf(name), name }));

function category(name: string, parent?: string): DemoCategory {
  return { slug: slugOf(name), name, parent: parent && slugOf(parent) };
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

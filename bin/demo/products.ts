import { clothing } from "./catalog-clothing.ts";
import { electronics } from "./catalog-electronics.ts";
import { home } from "./catalog-home.ts";
import { outdoors } from "./catalog-outdoors.ts";

/** The demo shop's catalogue. Ids follow from the names: `seededId("prd", slug)`, `seededId("var", sku)`. */
export interface DemoProduct {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  /** The name of one of `demoBrands`. */
  readonly brand: string;
  /** Slugs of `demoCategories`, the main one first. */
  readonly categories: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** What the generated picture shows. */
  readonly shape: DemoShape;
  /** PUBLISHED unless it says otherwise. */
  readonly status?: "DRAFT" | "ARCHIVED";
  readonly variants: readonly DemoVariant[];
}

export interface DemoVariant {
  readonly sku: string;
  /** On hand in the default warehouse on the first day. */
  readonly stock: number;
  /** What tells it from its siblings; empty for a product's only variant. */
  readonly options: Readonly<Record<string, string>>;
  /** Minor units by currency; INR with tax inside, USD without. */
  readonly prices: Readonly<Record<string, number>>;
  readonly compareAtPrices?: Readonly<Record<string, number>>;
}

export type DemoShape =
  | "headphones"
  | "speaker"
  | "keyboard"
  | "mouse"
  | "cable"
  | "mug"
  | "bottle"
  | "pan"
  | "lamp"
  | "cushion"
  | "shirt"
  | "hoodie"
  | "shoe"
  | "bag"
  | "tent"
  | "box";

export const demoProducts: readonly DemoProduct[] = [...electronics, ...home, ...clothing, ...outdoors];

import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { commonUserError } from "#kernel/user-error.ts";
import { brandNamed } from "../domain/brand.ts";
import { changeProduct } from "../domain/change.ts";
import { draftProduct } from "../domain/draft.ts";
import { productChanged } from "../domain/events.ts";
import { changeFrom, type ImportOutcome, type ImportProblem, type ImportRow } from "../domain/import.ts";
import { moveProduct } from "../domain/lifecycle.ts";
import type { Brand, FullProduct } from "../domain/product.ts";
import { shortHash, slugOf } from "../domain/text.ts";
import type { Owner, Ports, ProductWrite } from "../ports.ts";
import { ensureCategories } from "./ensure-categories.ts";

type ImportPorts = Pick<Ports, "store" | "clock" | "ids">;

/** Staff may change what an import is about to change, or take a name that it found free. */
const TRIES_MAX = 5;

/**
 * Brings a batch of rows into the catalogue, told by their externalRef: new ones are made, known ones changed, equal
 * ones left alone. A row that is refused holds nobody up; all others are written in one transaction with their events.
 */
export async function importProducts(
  ports: ImportPorts,
  rows: readonly ImportRow[],
  requestId: string,
): Promise<ImportOutcome[]> {
  const idOf = await ensureCategories(
    ports,
    rows.flatMap(({ categoryPaths }) => categoryPaths),
    requestId,
  );
  for (let attempt = 1; ; attempt++) {
    const planned = await plan(ports, rows, idOf);
    const writes = planned.flatMap(({ product }): ProductWrite[] =>
      product ? [{ product, event: productChanged(product, requestId) }] : [],
    );
    const written = writes.length === 0 ? ok() : await ports.store.write(writes);
    if (written.ok) return planned.map(({ outcome }) => outcome);
    if (attempt >= TRIES_MAX)
      throw new Error(`A batch met others' changes ${TRIES_MAX} times (${written.refusal.type})`);
  }
}

interface Planned {
  readonly outcome: ImportOutcome;
  /** What is to be written for it. */
  readonly product?: FullProduct;
}

async function plan(
  ports: ImportPorts,
  rows: readonly ImportRow[],
  idOf: (path: readonly string[]) => Id,
): Promise<Planned[]> {
  const externalRefs = rows.map(({ externalRef }) => externalRef);
  const known = new Map(
    (await ports.store.fullProducts({ externalRefs })).map((product) => [product.externalRef, product]),
  );
  const owners = await ports.store.owners({
    slugs: rows.flatMap(slugsOf),
    skus: rows.flatMap(({ fields }) => fields.variants.map(({ sku }) => sku)),
  });
  const names = new NameRegister(owners);
  return rows.map((row) => {
    const present = known.get(row.externalRef);
    const categoryIds = [...new Set(row.categoryPaths.map(idOf))];
    const problems = names.problemsOf(row, present?.id ?? row.externalRef);
    if (problems.length > 0) return refused(row, problems);
    const made = present ? change(ports, row, categoryIds, present) : ok(create(ports, row, categoryIds, names));
    if (!made.ok) return refused(row, made.refusal);
    if (made.value === present) return { outcome: { line: row.line, type: "unchanged" } };
    known.set(row.externalRef, made.value);
    names.take(row, present?.id ?? row.externalRef, made.value.slug);
    return { outcome: { line: row.line, type: present ? "changed" : "created" }, product: made.value };
  });
}

function create(
  { clock, ids }: ImportPorts,
  row: ImportRow,
  categoryIds: readonly Id[],
  names: NameRegister,
): FullProduct {
  const now = clock.now();
  const draft = draftProduct(
    { ...row.fields, externalRef: row.externalRef, categoryIds: [...categoryIds] },
    {
      id: ids.next(PREFIXES.Product),
      slug: slugsOf(row).find((slug) => names.isFree(slug)) ?? slugsOf(row).at(-1)!,
      brand: brandOf(row, null, ids),
      now,
      createdBy: null,
      nextVariantId: () => ids.next(PREFIXES.Variant),
    },
  );
  return row.publish ? { ...moveProduct(draft, "publish", now), version: draft.version } : draft;
}

function change(
  { clock, ids }: ImportPorts,
  row: ImportRow,
  categoryIds: readonly Id[],
  present: FullProduct,
): Result<FullProduct, ImportProblem[]> {
  const changed = changeProduct(present, changeFrom(row, categoryIds, present), {
    brand: brandOf(row, present.brand, ids),
    now: clock.now(),
    nextVariantId: () => ids.next(PREFIXES.Variant),
  });
  if (changed.ok) return changed;
  return err(changed.refusal.map(commonUserError).map(({ path, message }) => ({ path, reason: message })));
}

function brandOf({ fields: { brandName } }: ImportRow, present: Brand | null, ids: Ports["ids"]): Brand | null {
  return brandName == null ? null : brandNamed(brandName, present, () => ids.next(PREFIXES.Brand));
}

/** The slugs a row would take, the nicest first; the last one is its own. */
function slugsOf({ fields, externalRef }: ImportRow): string[] {
  if (fields.slug != null) return [fields.slug];
  const nicest = slugOf(fields.title, "product");
  return [
    nicest,
    `${nicest}-${slugOf(externalRef, "product").slice(0, 20).replace(/-$/, "")}`,
    `${nicest}-${shortHash(externalRef)}`,
  ];
}

function refused({ line }: ImportRow, problems: readonly ImportProblem[]): Planned {
  return { outcome: { line, type: "refused", problems } };
}

/** Who has which slug and SKU: as it is stored, and as the rows before took them. Rows stand for their new products. */
class NameRegister {
  readonly #slugs: Map<string, Id>;
  readonly #skus: Map<string, Id>;

  constructor(owners: readonly Owner[]) {
    const of = (kind: Owner["kind"]) =>
      new Map(owners.filter((owner) => owner.kind === kind).map(({ name, ownerId }) => [name, ownerId]));
    this.#slugs = of("slugs");
    this.#skus = of("skus");
  }

  isFree(slug: string): boolean {
    return !this.#slugs.has(slug);
  }

  problemsOf({ fields }: ImportRow, self: Id): ImportProblem[] {
    const problem = (path: string[], owner: Id | undefined): ImportProblem[] =>
      owner === undefined || owner === self ? [] : [{ path, reason: `is taken by ${owner}` }];
    return [
      ...(fields.slug == null ? [] : problem(["slug"], this.#slugs.get(fields.slug))),
      ...fields.variants.flatMap(({ sku }, index) => problem(["variants", String(index), "sku"], this.#skus.get(sku))),
    ];
  }

  take({ fields }: ImportRow, self: Id, slug: string): void {
    this.#slugs.set(slug, self);
    for (const { sku } of fields.variants) this.#skus.set(sku, self);
  }
}

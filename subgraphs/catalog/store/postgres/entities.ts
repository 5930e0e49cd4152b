import { EntitySchema } from "typeorm";
import type { Brand } from "../../domain/product.ts";
import type { CategoryRow } from "./rows.ts";

export const brandEntity = new EntitySchema<Brand>({
  name: "brands",
  columns: {
    id: { type: "uuid", primary: true },
    slug: { type: "text" },
    name: { type: "text" },
  },
});

export const categoryEntity = new EntitySchema<CategoryRow & { position: bigint; updated_at: Date; version: number }>({
  name: "categories",
  columns: {
    id: { type: "uuid", primary: true },
    slug: { type: "text" },
    name: { type: "text" },
    parent_id: { type: "uuid", nullable: true },
    ancestor_ids: { type: "uuid", array: true },
    position: { type: "bigint", insert: false, update: false },
    created_at: { type: "timestamptz" },
    updated_at: { type: "timestamptz" },
    created_by: { type: "text", nullable: true },
    version: { type: "int" },
  },
});

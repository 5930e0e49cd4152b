import { growContext } from "./grow-context.ts";
import { growCrossings } from "./grow-crossings.ts";
import { growFields } from "./grow-fields.ts";
import { growTypes } from "./grow-types.ts";
import type { Model } from "./model.ts";
import { randomOf, type Seed } from "./random.ts";

const SUBGRAPHS = ["ash", "birch", "cedar", "dogwood"];

/** A federated API by chance, the same one for the same seed. */
export function growModel(seed: Seed, { chainedRequires = true } = {}): Model {
  const random = randomOf(...seed, "model");
  const model: Model = {
    seed: seed.join("/"),
    chainedRequires,
    subgraphs: SUBGRAPHS.slice(0, random.int(2, 4)),
    objects: new Map(),
    interfaces: new Map(),
    unions: new Map(),
    enums: new Map([["Mood", ["CALM", "BRIGHT", "GRIM"]]]),
    scalars: ["Stamp"],
    inputs: new Map([
      [
        "Filter",
        [
          { name: "text", type: { of: "String", isNonNull: false } },
          { name: "limit", type: { of: "Int", isNonNull: true }, byDefault: 3 },
          { name: "moods", type: { of: { of: "Mood", isNonNull: true }, isNonNull: false } },
          { name: "inner", type: { of: "Filter", isNonNull: false } },
        ],
      ],
    ]),
  };
  growTypes(model, random);
  growFields(model, random);
  growContext(model, random);
  growCrossings(model, random);
  return model;
}

import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { fieldOf } from "./field-of.ts";
import { relatedTypes } from "./related-types.ts";
import { askedBy, type PlacedField, readPlacedFields, responseName } from "./placed-fields.ts";
import type { RequiredBranch, RequiredTree, RequiredTrees } from "./required-trees.ts";

/**
 * Fields of the client that could take along what another field of theirs requires: of `links { title } weight`, where
 * `weight` requires `links { stamp }`, a `title` that fails where none may be null leaves no link, and so no stamp. Told
 * as `askedBy` tells them.
 */
export function endangeringFields(document: DocumentNode, schema: GraphQLSchema, trees: RequiredTrees): Set<string> {
  const endangering = new Set<string>();
  if (trees.size === 0) return endangering;
  const { atRoots, below } = readPlacedFields(document, schema);

  const check = (fields: readonly PlacedField[]): void => {
    const groups = Map.groupBy(fields, ({ node }) => askedBy(node));
    // A field that stands there a thousand times requires what it requires once.
    const coordinates = fields.flatMap(({ node, parent }) =>
      relatedTypes(schema, parent).map((type) => `${type}.${node.name.value}`),
    );
    for (const coordinate of new Set(coordinates))
      for (const [name, { below: tree }] of trees.get(coordinate) ?? []) {
        const asked = plainly(name);
        const same = groups.get(asked) ?? [];
        if (tree.size > 0 && rises(same, tree) === "too far") endangering.add(asked);
      }
    for (const same of groups.values()) check(below(same));
  };
  /** How far a null may rise from what is not required below a field. */
  const rises = (same: readonly PlacedField[], tree: RequiredTree): Rise => {
    let isRising = false;
    for (const [asked, inner] of Map.groupBy(below(same), ({ node }) => askedBy(node))) {
      const wanted = asked === plainly(inner[0]!.node.name.value) ? tree.get(responseName(inner[0]!.node)) : undefined;
      const rise = riseOf(inner, wanted);
      if (rise === "too far") return rise;
      if (rise === "through all") isRising = true;
    }
    if (!isRising) return "nowhere";
    return typesOf(same).some(holdsNull) ? "too far" : "through all";
  };
  const riseOf = (inner: readonly PlacedField[], wanted: RequiredBranch | undefined): Rise => {
    const mayBeNull = !typesOf(inner).some(isNonNullType);
    if (!wanted) return mayBeNull ? "nowhere" : "through all";
    const isOfAll = inner.every(({ parent }) => objectsOf(parent).every((type) => wanted.types.has(type)));
    // What has failed of an object of another type looks as if it were required.
    if (!isOfAll && !mayBeNull) return "too far";
    return wanted.below.size > 0 ? rises(inner, wanted.below) : "nowhere";
  };
  const objectsOf = (parent: GraphQLNamedType | undefined): readonly string[] =>
    relatedTypes(schema, parent).filter((name) => isObjectType(schema.getType(name)));
  const typesOf = (same: readonly PlacedField[]): GraphQLOutputType[] =>
    same.flatMap(({ node, parent }) =>
      relatedTypes(schema, parent).flatMap((type) => fieldOf(schema.getType(type), node.name.value)?.type ?? []),
    );

  for (const fields of atRoots) check(fields);
  return endangering;
}

/** Too far: to a null within what is required, or where it cannot be told what has failed. */
type Rise = "nowhere" | "too far" | "through all";

/** A field as requirements ask for it. */
function plainly(name: string): string {
  return `${name}: ${name}()`;
}

function holdsNull(type: GraphQLOutputType): boolean {
  if (!isNonNullType(type)) return true;
  return isListType(type.ofType) && holdsNull(type.ofType.ofType);
}

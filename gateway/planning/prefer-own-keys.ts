import { type GraphQLSchema, isAbstractType, Kind, type SelectionSetNode } from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import type { FetchNode, QueryPlan, RequiredNode } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

/**
 * Where a fetch knows the objects of one type by a key of their own, the key of an interface of theirs is not required of
 * them: `[... on Elk { sku }, ... on Being { id }]` would leave out every elk whose id is not known yet.
 */
export function preferOwnKeys(
  plan: QueryPlan,
  schema: GraphQLSchema,
  requirementOf: SubgraphFields["requirementOf"],
): QueryPlan {
  return mapEntityFetches(plan, (flatten) => {
    const { node } = flatten;
    const others = typesWithoutOwnKey(node, schema);
    if (others.size === 0 || requiresMore(node, requirementOf)) return flatten;
    return { ...flatten, node: limited(node, others) };
  });
}

type TypesByInterface = ReadonlyMap<string | undefined, readonly string[]>;

/** Of interfaces that have other types, too. */
function typesWithoutOwnKey({ requires = [] }: FetchNode, schema: GraphQLSchema): TypesByInterface {
  const fragments = requires.filter((node) => node.kind === "InlineFragment");
  const own = new Map(fragments.map(({ typeCondition, selections }) => [typeCondition, namesIn(selections)]));
  const found = new Map<string, readonly string[]>();
  for (const { typeCondition = "", selections } of fragments) {
    const type = schema.getType(typeCondition);
    if (!isAbstractType(type)) continue;
    const all = schema.getPossibleTypes(type).map(({ name }) => name);
    const others = all.filter((name) => !own.has(name) || namesIn(selections).isSubsetOf(own.get(name)!));
    if (others.length < all.length) found.set(type.name, others);
  }
  return found;
}

/** More than keys. */
function requiresMore(fetch: FetchNode, requirementOf: SubgraphFields["requirementOf"]): boolean {
  const isIn = ({ selections }: SelectionSetNode, type: string): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.FIELD) return requirementOf(fetch.serviceName, type, node.name.value) !== undefined;
      if (node.kind === Kind.FRAGMENT_SPREAD) return false;
      return isIn(node.selectionSet, node.typeCondition?.name.value ?? type);
    });
  return isIn(fetchedSet(fetch).set, "");
}

function limited(node: FetchNode, types: TypesByInterface): FetchNode {
  const { requires = [], inputRewrites = [] } = node;
  const insteadOf = (type: string | undefined) => types.get(type) ?? [type];
  return {
    ...node,
    requires: requires.flatMap((one): readonly RequiredNode[] =>
      one.kind === "Field" ? [one] : insteadOf(one.typeCondition).map((typeCondition) => ({ ...one, typeCondition })),
    ),
    inputRewrites: inputRewrites.flatMap((rewrite) => {
      const [head = "", ...path] = rewrite.path;
      const type = head.startsWith(FRAGMENT) ? head.slice(FRAGMENT.length) : undefined;
      return type ? insteadOf(type).map((one) => ({ ...rewrite, path: [FRAGMENT + one, ...path] })) : [rewrite];
    }),
  };
}

const FRAGMENT = "... on ";

function namesIn(selections: readonly RequiredNode[]): ReadonlySet<string> {
  return new Set(selections.flatMap((node) => (node.kind === "Field" ? [node.name] : [...namesIn(node.selections)])));
}

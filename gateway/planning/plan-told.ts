import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { linkedNames } from "../supergraph/linked-names.ts";
import { continuePlan } from "./continue-plan.ts";
import { cutMisplaced } from "./cut-misplaced.ts";
import { fetchedSet } from "./fetch-operation.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import { orderByNeeds } from "./order-by-needs.ts";
import type { QueryPlan, RequiredNode } from "./query-plan.ts";
import { requiredNodes } from "./required-nodes.ts";
import { relatedTypes } from "./related-types.ts";
import { topNamesIn } from "./split-by-needs.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";
import { givenTo, hasFields } from "./type-definitions.ts";
import { withoutUnusedExternals } from "./unused-externals.ts";
import { objectsOf } from "./wanted-fields.ts";

export interface ToldOptions {
  readonly interfaceObjects: InterfaceObjects;
  readonly fields: SubgraphFields;
  /** With all types and fields. */
  readonly schema: GraphQLSchema;
}

/**
 * The supergraph in which interface objects (@interfaceObject) require nothing, and everything can be asked for. The
 * planner does not find its way to what they require where types give it each in another place.
 */
export function withoutRequirements(supergraph: DocumentNode): DocumentNode {
  const inaccessible = linkedNames(supergraph).directiveOf("inaccessible", "inaccessible");
  const definitions = supergraph.definitions.map((type) => {
    if (!hasFields(type)) return type;
    const marks = givenTo(type.directives, "join__type").filter(({ isInterfaceObject }) => isInterfaceObject);
    const graphs = new Set(marks.map(({ graph }) => graph));
    const fields = type.fields?.map((field) => ({
      ...field,
      directives: field.directives
        ?.filter(({ name }) => name.value !== inaccessible)
        .map((directive) => {
          const [{ graph } = {}] = givenTo([directive], "join__field");
          if (!graphs.has(graph)) return directive;
          return { ...directive, arguments: directive.arguments?.filter(({ name }) => name.value !== "requires") };
        }),
    }));
    return { ...type, fields };
  });
  return withoutUnusedExternals({ ...supergraph, definitions });
}

/**
 * Asks for what interface objects require beside what requires it, and has them told. Undefined where an object comes from
 * a subgraph that would have to be told of it before.
 * @param plan over the supergraph as `withoutRequirements` leaves it
 */
export function planTold(
  document: DocumentNode,
  plan: (document: DocumentNode) => QueryPlan,
  options: ToldOptions,
): QueryPlan | undefined {
  const made = orderByNeeds(told(plan(withRequired(document, options)), options), false);
  let isTold = true;
  continuePlan(made, (fetch) => {
    const root = fetch.requires ? undefined : options.schema.getRootType(fetch.operationKind as OperationTypeNode)!;
    isTold &&= cutMisplaced(fetch, fetchedSet(fetch).set, root, options) === undefined;
    return { fetch };
  });
  return isTold ? made : undefined;
}

function withRequired(document: DocumentNode, { interfaceObjects, fields, schema }: ToldOptions): DocumentNode {
  const info = new TypeInfo(schema);
  const requiredBy = (node: FieldNode): SelectionNode[] => {
    const types = relatedTypes(schema, info.getParentType() ?? undefined);
    return types.flatMap((type) =>
      (interfaceObjects.get(type) ?? []).flatMap(
        ({ service }) => fields.requirementOf(service, type, node.name.value)?.selections ?? [],
      ),
    );
  };
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        leave: (node: FieldNode) => {
          const required = requiredBy(node);
          if (required.length === 0) return undefined;
          const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [node, ...required] };
          return { kind: Kind.INLINE_FRAGMENT, directives: [], selectionSet };
        },
      },
    }),
  );
}

function told(plan: QueryPlan, { interfaceObjects, fields, schema }: ToldOptions): QueryPlan {
  return mapEntityFetches(plan, (flatten) => {
    const { node: fetch } = flatten;
    /** Of whom more is required, and what. */
    const required = new Map<string, RequiredNode[]>();
    for (const { typeCondition, selectionSet } of fetchedSet(fetch).set.selections.filter(isFragment)) {
      const name = typeCondition?.name.value ?? "";
      const requirements = interfaceObjects.has(name)
        ? topNamesIn(selectionSet).map((field) => fields.requirementOf(fetch.serviceName, name, field))
        : [];
      const nodes = requirements.flatMap((requirement) => (requirement ? requiredNodes(requirement) : []));
      for (const type of nodes.length > 0 ? [name, ...objectsOf(schema, name)] : []) required.set(type, nodes);
    }
    if (required.size === 0) return flatten;
    const requires = fetch.requires!.map((node) => {
      const more = node.kind === "Field" ? undefined : required.get(node.typeCondition ?? "");
      return more && node.kind !== "Field" ? { ...node, selections: [...node.selections, ...more] } : node;
    });
    return { ...flatten, node: { ...fetch, requires } };
  });
}

function isFragment(node: SelectionNode): node is InlineFragmentNode {
  return node.kind === Kind.INLINE_FRAGMENT;
}

import {
  type DirectiveNode,
  DirectiveLocation,
  type DocumentNode,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  Kind,
  type SelectionNode,
  visit,
} from "graphql";

const DEFER = new GraphQLDirective({
  name: "defer",
  description: "The fragment may be answered after the rest, where the client takes an answer in parts.",
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true },
    label: { type: GraphQLString, description: "Names the fragment's part of the answer." },
  },
});

/** The schema with @defer, as the working draft of incremental delivery declares it. */
export function withDeferDirective(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  const others = config.directives.filter(({ name }) => name !== DEFER.name);
  return new GraphQLSchema({ ...config, directives: [...others, DEFER] });
}

/** The @defer of a fragment that is on. */
export function activeDefer(
  selection: SelectionNode,
  conditions: Readonly<Record<string, unknown>>,
): DirectiveNode | undefined {
  const defer = selection.directives?.find(isDefer);
  const given = defer && argumentOf(defer, "if");
  if (given?.kind === Kind.VARIABLE) return conditions[given.name.value] === false ? undefined : defer;
  return given?.kind === Kind.BOOLEAN && !given.value ? undefined : defer;
}

export function labelOf(defer: DirectiveNode): string | undefined {
  const label = argumentOf(defer, "label");
  return label?.kind === Kind.STRING ? label.value : undefined;
}

/** The variables that turn fragments of a document on and off; undefined when it defers nothing whatever they say. */
export function deferVariables(document: DocumentNode): readonly string[] | undefined {
  const names = new Set<string>();
  let isDeferring = false;
  visit(document, {
    Directive: (node) => {
      if (!isDefer(node)) return;
      const given = argumentOf(node, "if");
      if (given?.kind === Kind.VARIABLE) names.add(given.name.value);
      isDeferring ||= given?.kind !== Kind.BOOLEAN || given.value;
    },
  });
  return isDeferring ? [...names] : undefined;
}

export function withoutDefer(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: (node) => (isDefer(node) ? null : undefined) });
}

export function isDefer({ name }: DirectiveNode): boolean {
  return name.value === DEFER.name;
}

export function argumentOf({ arguments: given = [] }: DirectiveNode, name: string) {
  return given.find((argument) => argument.name.value === name)?.value;
}

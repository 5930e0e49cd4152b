import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** How much a document has of what each limit counts; gateway/limits.ts says what that is. */
export interface DocumentSize {
  readonly operationsMax: number;
  readonly variablesMax: number;
  readonly depthMax: number;
  readonly fieldsMax: number;
  readonly heightMax: number;
  readonly rootFieldsMax: number;
  readonly aliasesMax: number;
  readonly fragmentsMax: number;
  readonly directivesMax: number;
  readonly directivesPerPlaceMax: number;
  readonly selectionsMax: number;
}

/** Of a selection set with all below it and with what is in its fragments. */
interface Size {
  depth: number;
  fields: number;
  height: number;
  rootFields: number;
  aliases: number;
  fragments: number;
  directives: number;
}

const NOTHING: Readonly<Size> = {
  ...{ depth: 0, fields: 0, height: 0, rootFields: 0 },
  ...{ aliases: 0, fragments: 0, directives: 0 },
};

/**
 * Each fragment is measured once, so that this takes as long as the document is, however often they are spread. Throws
 * for a fragment that comes upon itself: it has no size, and validation would compare its spreads for long.
 */
export function measureDocument(document: DocumentNode): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const sizes = new Map<FragmentDefinitionNode, Readonly<Size> | "being measured">();
  const most = { ...NOTHING, operations: 0, variables: 0, valueDepth: 0, directivesPerPlace: 0, selections: 0 };

  const noteValue = (value: ValueNode | undefined) => {
    if (value) most.valueDepth = Math.max(most.valueDepth, depthOf(value));
  };

  const noteArguments = (nodes: readonly ArgumentNode[] = []) => nodes.forEach(({ value }) => noteValue(value));

  const directivesOf = ({ directives = [] }: { readonly directives?: readonly DirectiveNode[] }): number => {
    directives.forEach((node) => noteArguments(node.arguments));
    most.directivesPerPlace = Math.max(most.directivesPerPlace, directives.length);
    return directives.length;
  };

  const ofFragment = (node: FragmentDefinitionNode): Readonly<Size> => {
    const known = sizes.get(node);
    if (known === "being measured") throw spreadsItself(node.name.value);
    if (known) return known;
    sizes.set(node, "being measured");
    const size = ofSet(node.selectionSet);
    size.directives += directivesOf(node);
    sizes.set(node, size);
    return size;
  };

  const below = (node: SelectionNode): Readonly<Size> => {
    if (node.kind !== Kind.FRAGMENT_SPREAD) return node.selectionSet ? ofSet(node.selectionSet) : NOTHING;
    const fragment = fragments.get(node.name.value);
    return fragment ? ofFragment(fragment) : NOTHING;
  };

  const ofSet = ({ selections }: SelectionSetNode): Size => {
    const size = { ...NOTHING };
    const names = new Set<string>();
    for (const node of selections) {
      const inside = below(node);
      size.fields += inside.fields;
      size.height += inside.height;
      size.aliases += inside.aliases;
      size.fragments += inside.fragments;
      size.directives += inside.directives + directivesOf(node);
      if (node.kind === Kind.FIELD) {
        noteArguments(node.arguments);
        names.add((node.alias ?? node.name).value);
        size.fields += 1;
        size.rootFields += 1;
        if (node.alias) size.aliases += 1;
        if (!node.name.value.startsWith("__")) size.depth = Math.max(size.depth, 1 + inside.depth);
      } else {
        size.fragments += 1;
        size.rootFields += inside.rootFields;
        size.depth = Math.max(size.depth, inside.depth);
      }
    }
    size.height += names.size;
    most.selections = Math.max(most.selections, selections.length);
    return size;
  };

  const noteOperation = (node: OperationDefinitionNode) => {
    const { variableDefinitions = [] } = node;
    const size = ofSet(node.selectionSet);
    size.directives += directivesOf(node);
    for (const variable of variableDefinitions) {
      size.directives += directivesOf(variable);
      noteValue(variable.defaultValue);
    }
    // Validation writes out the fragments of each operation.
    size.fields += most.fields;
    size.fragments += most.fragments;
    for (const of of Object.keys(size) as (keyof Size)[]) most[of] = Math.max(most[of], size[of]);
    most.variables = Math.max(most.variables, variableDefinitions.length);
    most.operations += 1;
  };

  for (const node of document.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) noteOperation(node);
    // Validation reads those too that nobody spreads.
    if (node.kind === Kind.FRAGMENT_DEFINITION) ofFragment(node);
  }
  return {
    operationsMax: most.operations,
    variablesMax: most.variables,
    depthMax: Math.max(most.depth, most.valueDepth),
    fieldsMax: most.fields,
    heightMax: most.height,
    rootFieldsMax: most.rootFields,
    aliasesMax: most.aliases,
    fragmentsMax: most.fragments,
    directivesMax: most.directives,
    directivesPerPlaceMax: most.directivesPerPlace,
    selectionsMax: most.selections,
  };
}

function depthOf(value: ValueNode): number {
  if (value.kind === Kind.LIST) return 1 + value.values.reduce((depth, item) => Math.max(depth, depthOf(item)), 0);
  if (value.kind === Kind.OBJECT) return 1 + value.fields.reduce((depth, of) => Math.max(depth, depthOf(of.value)), 0);
  return 0;
}

function spreadsItself(name: string): GraphQLError {
  const extensions = { code: "GRAPHQL_VALIDATION_FAILED" };
  return new GraphQLError(`Cannot spread fragment "${name}" within itself.`, { extensions });
}

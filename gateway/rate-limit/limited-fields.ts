import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";

export interface AskedOperation {
  readonly document: DocumentNode;
  readonly ast: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** `Mutation.sessionCreate`, as often as an operation has it, under whatever alias. */
export interface LimitedField {
  readonly name: string;
  readonly node: FieldNode;
}

const ROOT = { query: "Query", mutation: "Mutation", subscription: "Subscription" };
const NONE: readonly LimitedField[] = [];
/** No name of an account is longer; the rest makes no difference, and takes no memory. */
const KEY_LENGTH_MAX = 254;

/** Finds the fields at an operation's root that have limits; of a document that comes again it is known. */
export function findLimitedFields(names: ReadonlySet<string>): (asked: AskedOperation) => readonly LimitedField[] {
  const roots = new Set([...names].map((name) => name.slice(0, name.indexOf("."))));
  const known = new WeakMap<OperationDefinitionNode, readonly LimitedField[]>();
  return ({ document, ast }) => {
    const root = ROOT[ast.operation];
    if (!roots.has(root)) return NONE;
    const found =
      known.get(ast) ??
      fieldsIn(ast.selectionSet, fragmentsOf(document))
        .map((node) => ({ name: `${root}.${node.name.value}`, node }))
        .filter(({ name }) => names.has(name));
    known.set(ast, found);
    return found;
  };
}

/** What a field's argument says, as a key: without regard to case and surrounding blanks. Undefined where it says nothing. */
export function argumentOf(
  { arguments: given = [] }: FieldNode,
  [first, ...members]: readonly string[],
  { ast, variables }: AskedOperation,
): string | undefined {
  const argument = given.find(({ name }) => name.value === first);
  let value: any = argument && valueFromASTUntyped(argument.value, { ...defaultsOf(ast), ...variables });
  for (const member of members) value = value?.[member];
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  // As users folds an address: written otherwise, it is counted as the same.
  return String(value).trim().normalize("NFKC").toLowerCase().slice(0, KEY_LENGTH_MAX);
}

/** Skipped ones too: nobody writes a field to skip it but to get around a limit. */
function fieldsIn(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return selection;
      case Kind.INLINE_FRAGMENT:
        return fieldsIn(selection.selectionSet, fragments);
      case Kind.FRAGMENT_SPREAD:
        return fieldsIn(fragments.get(selection.name.value)!.selectionSet, fragments);
    }
  });
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const withDefault = variableDefinitions.filter(({ defaultValue }) => defaultValue);
  return Object.fromEntries(
    withDefault.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]),
  );
}

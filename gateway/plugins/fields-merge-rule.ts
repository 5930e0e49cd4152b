import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
  typeFromAST,
  type ValidationContext,
  type GraphQLNamedType,
} from "graphql";

/** The types that a field stands in, up to the root; none where it may be one of several. */
interface Within {
  readonly type: GraphQLObjectType | undefined;
  readonly above: Within | undefined;
}

/** A selection set that is merged with others. */
interface Part {
  readonly set: SelectionSetNode;
  readonly type: GraphQLNamedType | undefined;
  readonly above: Within | undefined;
}

interface Field {
  readonly node: FieldNode;
  readonly type: GraphQLOutputType | undefined;
  readonly within: Within;
}

/** Fields of one response name that are not the same are compared each with each. */
const COMPARISONS_MAX = 10_000;

/**
 * The rule "Field Selection Merging" of the GraphQL specification (5.3.2), in time linear in the document with its
 * fragments written out. graphql-js compares every two fields, whose number grows with the square, and with the depth.
 * Fragments must be known not to spread themselves.
 */
export function FieldsMergeRule(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  let comparisons = 0;

  const collect = ({ set, type, above }: Part, into: Map<string, Field[]>): void => {
    const within = { type: isObjectType(type) ? type : undefined, above };
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const field = { node, type: fields[node.name.value]?.type, within };
        const others = into.get(name);
        if (others) others.push(field);
        else into.set(name, [field]);
        continue;
      }
      const inside = node.kind === Kind.INLINE_FRAGMENT ? node : context.getFragment(node.name.value);
      const condition = inside?.typeCondition;
      if (inside)
        collect({ set: inside.selectionSet, type: condition ? typeFromAST(schema, condition) : type, above }, into);
    }
  };

  const conflictIn = (fields: readonly Field[]): readonly [reason: string, ...nodes: FieldNode[]] | undefined => {
    const [first] = fields as [Field];
    for (const { node, type } of fields)
      if (first.type && type && isOtherShape(first.type, type))
        return [`they return conflicting types "${first.type}" and "${type}"`, first.node, node];
    const kinds = [...Map.groupBy(fields, ({ node }) => signatureOf(node)).values()];
    for (const [index, kind] of kinds.entries())
      for (const a of kind)
        for (const b of kinds.slice(index + 1).flat()) {
          if (++comparisons > COMPARISONS_MAX) return ["they are too many to compare", a.node, b.node];
          if (!excludeEachOther(a, b)) return [differenceOf(a.node, b.node), a.node, b.node];
        }
    return undefined;
  };

  const check = (parts: readonly Part[]): void => {
    const merged = new Map<string, Field[]>();
    for (const part of parts) collect(part, merged);
    for (const [name, fields] of merged) {
      const conflict = fields.length > 1 ? conflictIn(fields) : undefined;
      if (conflict) {
        const [reason, ...nodes] = conflict;
        const advice = "Use different aliases on the fields to fetch both if this was intentional.";
        context.reportError(new GraphQLError(`Fields "${name}" conflict because ${reason}. ${advice}`, { nodes }));
        continue;
      }
      const below = fields.flatMap(({ node: { selectionSet: set }, type, within }) =>
        set ? [{ set, type: getNamedType(type), above: within }] : [],
      );
      if (below.length > 0) check(below);
    }
  };

  return {
    OperationDefinition: ({ operation, selectionSet: set }) =>
      check([{ set, type: schema.getRootType(operation) ?? undefined, above: undefined }]),
  };
}

/** An object is of one type: fields of two types never stand in one answer. */
function excludeEachOther(a: Field, b: Field): boolean {
  for (let [one, other]: (Within | undefined)[] = [a.within, b.within]; one && other && one !== other;) {
    if (one.type && other.type && one.type !== other.type) return true;
    [one, other] = [one.above, other.above];
  }
  return false;
}

function isOtherShape(a: GraphQLOutputType, b: GraphQLOutputType): boolean {
  if (a === b) return false;
  if (isNonNullType(a) || isNonNullType(b))
    return !(isNonNullType(a) && isNonNullType(b)) || isOtherShape(a.ofType, b.ofType);
  if (isListType(a) || isListType(b)) return !(isListType(a) && isListType(b)) || isOtherShape(a.ofType, b.ofType);
  return isLeafType(a) || isLeafType(b);
}

/** The same for two fields of one name with the same arguments, in whatever order. */
function signatureOf({ name, arguments: given = [] }: FieldNode): string {
  if (given.length === 0) return name.value;
  return `${name.value}(${given
    .map((argument) => print(argument))
    .toSorted()
    .join()})`;
}

function differenceOf(a: FieldNode, b: FieldNode): string {
  const isOtherField = a.name.value !== b.name.value;
  return isOtherField
    ? `"${a.name.value}" and "${b.name.value}" are different fields`
    : "they have differing arguments";
}

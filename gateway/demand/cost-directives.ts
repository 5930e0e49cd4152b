import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { linkedNames } from "../supergraph/linked-names.ts";

/**
 * What a supergraph says of costs: `@cost(weight:)` and `@listSize` (https://specs.apollo.dev/cost/v0.1, made after
 * https://ibm.github.io/graphql-specs/cost-spec.html).
 */
export interface CostDirectives {
  /** By schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly listSizes: ReadonlyMap<string, readonly ListSize[]>;
}

export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Where a size is given: an argument, or the way to a member of an input object: ["page", "first"]. */
  readonly slicingArguments: readonly (readonly string[])[];
  readonly requireOneSlicingArgument: boolean;
  /** The lists below the field that have this size. */
  readonly sizedFields: SizedFields;
}

/** By name; a field with none below it is sized itself. */
export interface SizedFields extends ReadonlyMap<string, SizedFields> {}

const COST_SPEC = "https://specs.apollo.dev/cost";

export function readCostDirectives(supergraph: DocumentNode): CostDirectives {
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize[]>();
  const { directiveOf } = linkedNames(supergraph);
  const [cost, listSize] = ["cost", "listSize"].map((directive) => directiveOf(COST_SPEC, directive));

  const note = (coordinate: string, { directives = [] }: { directives?: readonly ConstDirectiveNode[] }) => {
    for (const directive of directives) {
      if (directive.name.value === cost) weights.set(coordinate, Number(argumentsOf(directive).weight));
      if (directive.name.value !== listSize) continue;
      listSizes.set(coordinate, [...(listSizes.get(coordinate) ?? []), listSizeOf(argumentsOf(directive))]);
    }
  };

  const noteField = (type: string, field: FieldDefinitionNode | InputValueDefinitionNode) => {
    const coordinate = `${type}.${field.name.value}`;
    note(coordinate, field);
    if (field.kind === Kind.FIELD_DEFINITION)
      for (const argument of field.arguments ?? []) note(`${coordinate}(${argument.name.value}:)`, argument);
  };

  for (const node of supergraph.definitions) {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of node.fields ?? []) noteField(node.name.value, field);
        note(node.name.value, node);
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        note(node.name.value, node);
        break;
    }
  }
  return { weights, listSizes };
}

function listSizeOf({ assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument }: Values): ListSize {
  const slicing = (slicingArguments ?? []) as readonly string[];
  return {
    assumedSize: typeof assumedSize === "number" ? Math.max(0, assumedSize) : undefined,
    slicingArguments: slicing.map((path) => path.split(".")),
    requireOneSlicingArgument: slicing.length > 0 && requireOneSlicingArgument !== false,
    sizedFields: sizedFieldsOf(((sizedFields ?? []) as readonly string[]).map(selectionOf)),
  };
}

/** `edges` and `results { page }`. */
function selectionOf(fields: string): SelectionSetNode | undefined {
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
}

function sizedFieldsOf(sets: readonly (SelectionSetNode | undefined)[]): SizedFields {
  const fields = sets.flatMap((set) => set?.selections ?? []).filter((node) => node.kind === Kind.FIELD);
  const byName = Map.groupBy(fields, ({ name }) => name.value);
  return new Map([...byName].map(([name, nodes]) => [name, sizedFieldsOf(nodes.map((node) => node.selectionSet))]));
}

type Values = Readonly<Record<string, unknown>>;

function argumentsOf({ arguments: given = [] }: DirectiveNode): Values {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

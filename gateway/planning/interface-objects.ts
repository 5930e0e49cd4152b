import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";

/** By interface: who knows it as an object of its own, without its types (@interfaceObject). */
export type InterfaceObjects = ReadonlyMap<string, readonly InterfaceObject[]>;

export interface InterfaceObject {
  readonly service: string;
  /** The fields of a key by which the service knows its objects. */
  readonly key: ReadonlySet<string>;
}

export function readInterfaceObjects({ definitions }: DocumentNode): InterfaceObjects {
  const services = new Map<string, string>();
  const found = new Map<string, InterfaceObject[]>();
  for (const definition of definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "join__Graph") {
      for (const { name, directives = [] } of definition.values ?? [])
        services.set(name.value, textOf(directives.find(isNamed("join__graph")), "name") ?? name.value);
    }
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const marks = definition.directives?.filter(isNamed("join__type")).filter(isInterfaceObject) ?? [];
    if (marks.length > 0) found.set(definition.name.value, marks.map(toInterfaceObject));
  }
  // The graphs may be told after the types.
  const named = ({ service, key }: InterfaceObject) => ({ service: services.get(service) ?? service, key });
  return new Map([...found].map(([name, objects]) => [name, objects.map(named)]));
}

function toInterfaceObject(mark: ConstDirectiveNode): InterfaceObject {
  const [operation] = parse(`{ ${textOf(mark, "key") ?? "__typename"} }`, { noLocation: true }).definitions;
  const { selections } = (operation as { selectionSet: SelectionSetNode }).selectionSet;
  const key = new Set(selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : [])));
  return { service: textOf(mark, "graph") ?? "", key };
}

function isNamed(directive: string) {
  return ({ name }: ConstDirectiveNode): boolean => name.value === directive;
}

function isInterfaceObject({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(
    ({ name, value }) => name.value === "isInterfaceObject" && value.kind === Kind.BOOLEAN && value.value,
  );
}

function textOf(directive: ConstDirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find(({ name }: ConstArgumentNode) => name.value === argument)?.value;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : undefined;
}

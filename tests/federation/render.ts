import {
  type Context,
  contextsOf,
  type EntityInterface,
  type Field,
  type Input,
  type InterfaceType,
  interfacesOf,
  type Key,
  type Model,
  type ObjectType,
  type Selection,
  type TypeRef,
} from "./model.ts";
import { TAKEN } from "./truth.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@context", "@fromContext"])`;

const CONTEXT = "den";

/** The contract of one subgraph. */
export function renderSubgraph(model: Model, subgraph: string): string {
  const objects = [...model.objects.values()].filter(({ presence }) => presence.has(subgraph));
  const interfaces = [...model.interfaces.values()];
  const blocks = [
    LINK,
    ...sharedTypes(model),
    ...interfaces
      .filter(({ presence }) => presence.has(subgraph))
      .map((type) => renderInterface(model, type, subgraph)),
    ...interfaces
      .filter(({ entity }) => entity?.objectIn === subgraph)
      .map((type) => renderInterfaceObject(model, type, type.entity!)),
    ...[...model.unions.values()].flatMap(({ name, presence }) => {
      const members = presence.get(subgraph);
      return members ? [`union ${name} = ${members.join(" | ")}`] : [];
    }),
    ...objects.map((type) => renderObject(model, type, subgraph)),
  ];
  return blocks.join("\n\n");
}

/** The same API as one service: what clients of the supergraph see. */
export function renderMonolith(model: Model): string {
  const visible = (fields: Iterable<Field>) => [...fields].filter(({ isInaccessible }) => !isInaccessible);
  const blocks = [
    ...sharedTypes(model),
    ...[...model.interfaces.values()]
      .filter(({ presence }) => presence.size > 0)
      .map((type) => {
        const own = interfaceFields(model, type, [...type.presence.keys()]);
        const added = visible(type.entity?.fields.values() ?? []).map((field) => line(model, field));
        return block(`interface ${type.name}`, [...own, ...added]);
      }),
    ...[...model.unions.values()].flatMap(({ name, presence }) => {
      const members = new Set([...presence.values()].flat());
      return members.size > 0 ? [`union ${name} = ${[...members].join(" | ")}`] : [];
    }),
    ...[...model.objects.values()]
      .filter(({ presence }) => presence.size > 0)
      .map((type) => {
        const interfaces = interfacesOf(model, type.name).filter(({ presence }) => isImplemented(presence, type.name));
        const added = interfaces.flatMap(({ entity }) => visible(entity?.fields.values() ?? []));
        const lines = [...visible(type.fields.values()), ...added].map((field) => line(model, field));
        return block(`type ${type.name}${implementing(interfaces)}`, lines);
      }),
  ];
  return blocks.join("\n\n");
}

function renderInterface(model: Model, type: InterfaceType, subgraph: string): string {
  const key = type.entity?.keyIn === subgraph ? ` @key(fields: "id")` : "";
  return block(`interface ${type.name}${key}`, interfaceFields(model, type, [subgraph]));
}

function renderInterfaceObject(model: Model, type: InterfaceType, { objectIn, externals, fields }: EntityInterface) {
  return block(`type ${type.name} @interfaceObject @key(fields: "id")`, [
    "id: ID!",
    ...[...externals].map(
      (name) => `${signature(model, name, argsIn(model, type, name), type.fields.get(name)!)} @external`,
    ),
    ...[...fields.values()].map((field) => line(model, field, objectIn, directives(model, field, objectIn))),
  ]);
}

function renderObject(model: Model, type: ObjectType, subgraph: string): string {
  const { keys, externals } = type.presence.get(subgraph)!;
  const interfaces = interfacesOf(model, type.name).filter(({ presence }) =>
    presence.get(subgraph)?.includes(type.name),
  );
  const marks = [...keys].map(
    ([key, { isResolvable }]) => ` @key(fields: "${printKey(key)}"${isResolvable ? "" : ", resolvable: false"})`,
  );
  for (const { setters, subgraph: setIn } of contextsOf(model))
    if (setIn === subgraph && setters.includes(type.name)) marks.push(` @context(name: "${CONTEXT}")`);
  const fields = [...type.fields.values()].filter((field) => declares(type, field, subgraph));
  if (fields.length === 0) return `# ${subgraph} adds nothing to ${type.name}`;
  const inKeys = new Set([...keys.keys()].flatMap((key) => key.fields.map(({ field }) => field)));
  const lines = fields.map((field) => {
    const isExternal = externals.has(field.name) && !field.owners.has(subgraph);
    const own = isExternal ? " @external" : directives(model, field, subgraph, inKeys.has(field.name));
    return line(model, field, subgraph, own);
  });
  return block(`type ${type.name}${implementing(interfaces)}${marks.join("")}`, lines);
}

function directives(model: Model, field: Field, subgraph: string, isKey = false): string {
  const { owners, providedIn, override, requires, provides, isInaccessible } = field;
  const isShared = owners.size > 1 || providedIn.size > 0;
  const along = provides.get(subgraph);
  return [
    isShared && !isKey && owners.has(subgraph) && " @shareable",
    override &&
      owners.has(subgraph) &&
      ` @override(from: "${override.from}"${override.label ? `, label: "${override.label}"` : ""})`,
    requires && owners.has(subgraph) && ` @requires(fields: ${JSON.stringify(printSelections(model, requires))})`,
    along && ` @provides(fields: ${JSON.stringify(printSelections(model, along))})`,
    isInaccessible && " @inaccessible",
  ]
    .filter(Boolean)
    .join("");
}

function declares({ presence }: ObjectType, field: Field, subgraph: string): boolean {
  const isExternal = presence.get(subgraph)?.externals.has(field.name);
  return field.owners.has(subgraph) || field.override?.from === subgraph || isExternal === true;
}

/** Those that each member declares in one of the subgraphs at least. */
function interfaceFields(model: Model, type: InterfaceType, subgraphs: Iterable<string>): string[] {
  const isDeclared = (name: string) =>
    [...subgraphs].some((subgraph) =>
      (type.presence.get(subgraph) ?? [])
        .map((member) => model.objects.get(member)!)
        .every((member) => declares(member, member.fields.get(name)!, subgraph)),
    );
  return [...type.fields]
    .filter(([name]) => isDeclared(name))
    .map(([name, ref]) => signature(model, name, argsIn(model, type, name), ref));
}

function argsIn(model: Model, { members }: InterfaceType, field: string): readonly Input[] {
  return model.objects.get(members[0]!)!.fields.get(field)!.args;
}

function sharedTypes(model: Model): string[] {
  return [
    ...model.scalars.map((name) => `scalar ${name}`),
    ...[...model.enums].map(([name, values]) => block(`enum ${name}`, values)),
    ...[...model.inputs].map(([name, inputs]) =>
      block(
        `input ${name}`,
        inputs.map((input) => printInput(model, input)),
      ),
    ),
  ];
}

function line(model: Model, field: Field, subgraph = "", marks = ""): string {
  const type = field.strictIn.has(subgraph) ? { ...field.type, isNonNull: true } : field.type;
  const taken = subgraph && field.takes ? [takenArgument(model, field.takes)] : [];
  return `${signature(model, field.name, field.args, type, taken)}${marks}`;
}

/** No client sees it. */
function takenArgument(model: Model, { selection, type }: Context): string {
  const from = `$${CONTEXT} { ${printSelection(model, selection)} }`;
  return `${TAKEN}: ${printType(type)} @fromContext(field: "${from}")`;
}

function signature(
  model: Model,
  name: string,
  args: readonly Input[],
  type: TypeRef,
  taken: readonly string[] = [],
): string {
  const all = [...args.map((input) => printInput(model, input)), ...taken];
  const inside = all.length > 0 ? `(${all.join(", ")})` : "";
  return `${name}${inside}: ${printType(type)}`;
}

function printInput(model: Model, { name, type, byDefault }: Input): string {
  const value = byDefault === undefined ? "" : ` = ${printValue(model, byDefault, type)}`;
  return `${name}: ${printType(type)}${value}`;
}

export function printType({ of, isNonNull }: TypeRef): string {
  return `${typeof of === "string" ? of : `[${printType(of)}]`}${isNonNull ? "!" : ""}`;
}

/** JSON as a GraphQL literal. */
export function printValue(model: Model, value: unknown, { of }: TypeRef): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map((item) => printValue(model, item, of as TypeRef)).join(", ")}]`;
  if (model.enums.has(of as string)) return String(value);
  if (typeof value !== "object") return JSON.stringify(value);
  const inputs = model.inputs.get(of as string)!;
  const entries = Object.entries(value).map(
    ([name, inner]) => `${name}: ${printValue(model, inner, inputs.find((input) => input.name === name)!.type)}`,
  );
  return `{ ${entries.join(", ")} }`;
}

function printKey({ fields }: Key): string {
  return fields
    .map(({ field, selections }) =>
      selections.length > 0 ? `${field} { ${printKey({ fields: selections })} }` : field,
    )
    .join(" ");
}

function printSelections(model: Model, selections: readonly Selection[]): string {
  return selections.map((selection) => printSelection(model, selection)).join(" ");
}

function printSelection(model: Model, { field, args, on, selections }: Selection): string {
  const given = Object.entries(args ?? {}).map(
    ([name, value]) => `${name}: ${printValue(model, value, inputOf(model, field, name, value))}`,
  );
  const inside = given.length > 0 ? `(${given.join(", ")})` : "";
  const below = selections.length > 0 ? ` { ${printSelections(model, selections)} }` : "";
  const text = `${field}${inside}${below}`;
  return on ? `... on ${on} { ${text} }` : text;
}

/** Arguments are typed the same wherever they have the same name. */
function inputOf(model: Model, field: string, arg: string, _value: unknown): TypeRef {
  for (const { fields } of model.objects.values()) {
    const input = fields.get(field)?.args.find(({ name }) => name === arg);
    if (input) return input.type;
  }
  throw new Error(`There is no argument ${field}(${arg}:)`);
}

function isImplemented(presence: InterfaceType["presence"], name: string): boolean {
  return [...presence.values()].some((members) => members.includes(name));
}

function implementing(interfaces: readonly InterfaceType[]): string {
  return interfaces.length > 0 ? ` implements ${interfaces.map(({ name }) => name).join(" & ")}` : "";
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((text) => `  ${text}`).join("\n")}\n}`;
}

import {
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  print,
  type TypeNode,
  visit,
} from "graphql";
import {
  argumentsOf,
  argumentText,
  directiveOf,
  elementsOf,
  type FieldOf,
  fieldsOf,
  objectsOf,
  rootFieldsOf,
  typesOf,
} from "./schema-elements.ts";

/** Contracts by subgraph, each with the shared types, as composition takes them. */
export type Contracts = ReadonlyMap<string, string>;

export interface LintOptions {
  /** Operations that anybody may ask, `Query.shop`; all others say who may. */
  readonly publicFields: readonly string[];
  /** Mutations that create something and may be repeated all the same. */
  readonly repeatable: readonly string[];
}

/** What breaks the schema guide, in words; empty when all is well. */
export function lintSchema(contracts: Contracts, options: LintOptions): string[] {
  const documents = [...contracts.values()].map((text) => parse(text));
  const complaints = [
    ...undescribed(documents),
    ...documents.flatMap((document) => [
      ...mutationsOutOfShape(document),
      ...keysMissing(document, options.repeatable),
      ...looseLists(document),
      ...connectionsOutOfShape(document),
      ...directivesOnInterfaces(document),
      ...undatedDeprecations(document),
      ...typeExtensions(document),
    ]),
    ...demandingContributions(documents),
    ...unsaidLifetimes(documents),
    ...accessUnsaid(documents, options.publicFields),
  ];
  return [...new Set(complaints)].sort();
}

/** The parts of an entity that several subgraphs define are described once, by their owner. */
function undescribed(documents: readonly DocumentNode[]): string[] {
  const elements = documents.flatMap(elementsOf);
  const described = new Set(elements.filter(({ description }) => description?.value.trim()).map((of) => of.coordinate));
  return elements.filter((of) => !described.has(of.coordinate)).map((of) => `${of.coordinate} has no description`);
}

/** The last word of a mutation, `orderPlace`. */
const VERBS =
  /(Adjust|Archive|Cancel|Create|Delete|Merge|Place|Publish|Refresh|Refund|Register|Revoke|Save|Start|Transition|Update)$/;

function mutationsOutOfShape(document: DocumentNode): string[] {
  return outwardMutations(document).flatMap((of) => {
    const { coordinate, field } = of;
    const name = field.name.value;
    const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const [first, ...more] = argumentsOf(of);
    const payload = print(field.type);
    return [
      ...(VERBS.test(name) ? [] : [`${coordinate} does not end in a known verb`]),
      ...(first?.name.value === "input" && print(first.type) === input && more.length === 0
        ? []
        : [`${coordinate} must have one argument, input: ${input}`]),
      ...(payload.endsWith("Payload!")
        ? errorsOutOfShape(document, coordinate, payload.slice(0, -1))
        : [`${coordinate} must give a non-null payload`]),
    ];
  });
}

function errorsOutOfShape(document: DocumentNode, coordinate: string, payload: string): string[] {
  const errors = fieldsOf(document).find((of) => of.coordinate === `${payload}.errors`);
  const union = /^\[(\w+Error)!\]!$/.exec(errors ? print(errors.field.type) : "")?.[1];
  const definition = typesOf(document).find(({ name }) => name.value === union);
  if (definition?.kind !== Kind.UNION_TYPE_DEFINITION)
    return [`${coordinate}: ${payload} must have errors: [XError!]!, X a union`];
  const userErrors = new Set(
    objectsOf(document)
      .filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === "UserError"))
      .map(({ name }) => name.value),
  );
  return (definition.types ?? [])
    .filter(({ name }) => !userErrors.has(name.value))
    .map(({ name }) => `${union}: ${name.value} does not implement UserError`);
}

/** What must not happen twice when a client sends it twice. */
const UNREPEATABLE = /(Adjust|Cancel|Create|Merge|Place|Refund|Start|Transition)$/;

function keysMissing(document: DocumentNode, repeatable: readonly string[]): string[] {
  const inputs = fieldsOf(document).filter(({ type }) => type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
  const keyed = new Set(
    inputs.filter(({ field }) => field.name.value === "idempotencyKey").map(({ type }) => type.name.value),
  );
  const missing = outwardMutations(document)
    .filter(({ coordinate, field }) => UNREPEATABLE.test(field.name.value) && !repeatable.includes(coordinate))
    .filter(({ field }) => !field.arguments?.some(({ type }) => keyed.has(nameOf(type))))
    .map(({ coordinate }) => `${coordinate} must take an idempotencyKey`);
  const loose = inputs
    .filter(({ field }) => field.name.value === "idempotencyKey" && print(field.type) !== "String!")
    .map(({ coordinate }) => `${coordinate} must be String!`);
  return [...missing, ...loose];
}

/** A list never holds nothing where something is due. */
function looseLists(document: DocumentNode): string[] {
  return fieldsOf(document).flatMap((of) => [
    ...(isLoose(of.field.type) ? [`${of.coordinate} must be a list of non-null members`] : []),
    ...argumentsOf(of)
      .filter(({ type }) => isLoose(type))
      .map(({ name }) => `${of.coordinate}(${name.value}:) must be a list of non-null members`),
  ]);
}

function isLoose(type: TypeNode): boolean {
  if (type.kind === Kind.NAMED_TYPE) return false;
  return (type.kind === Kind.LIST_TYPE && type.type.kind !== Kind.NON_NULL_TYPE) || isLoose(type.type);
}

function connectionsOutOfShape(document: DocumentNode): string[] {
  const fields = fieldsOf(document);
  const shapes = new Map(fields.map(({ coordinate, field }) => [coordinate, print(field.type)]));
  const types = typesOf(document)
    .map(({ name }) => name.value)
    .filter((name) => name.endsWith("Connection"));
  const badTypes = types.filter((name) => {
    const edge = /^\[(\w+Edge)!\]!$/.exec(shapes.get(`${name}.edges`) ?? "")?.[1];
    const node = shapes.get(`${edge}.node`);
    const isWhole =
      edge && node && shapes.get(`${name}.nodes`) === `[${node}]!` && shapes.get(`${edge}.cursor`) === "String!";
    const totalCount = shapes.get(`${name}.totalCount`) ?? "Int";
    return !isWhole || shapes.get(`${name}.pageInfo`) !== "PageInfo!" || totalCount !== "Int";
  });
  const badFields = fields.filter((of) => nameOf(of.field.type).endsWith("Connection") && !isPaged(of));
  return [
    ...badTypes.map((name) => `${name} must have edges, nodes, pageInfo and a nullable totalCount`),
    ...badFields.map(({ coordinate }) => `${coordinate} must page by first and after, and declare it with @listSize`),
  ];
}

function isPaged(of: FieldOf): boolean {
  const types = new Map(argumentsOf(of).map(({ name, type }) => [name.value, print(type)]));
  const sizes = ["first", "last"].filter((name) => types.get(name) === "Int");
  const cursors = ["after", "before"].filter((name) => types.get(name) === "String");
  const listSize = directiveOf(of.field, "listSize");
  return (
    sizes[0] === "first" &&
    cursors.length === sizes.length &&
    argumentText(listSize, "slicingArguments") === `[${sizes.map((name) => `"${name}"`).join(", ")}]` &&
    argumentText(listSize, "sizedFields") === `["edges", "nodes"]` &&
    argumentText(listSize, "requireOneSlicingArgument") === "false"
  );
}

/** Composition refuses some and loses others. */
function directivesOnInterfaces(document: DocumentNode): string[] {
  const interfaces = typesOf(document).filter(({ kind }) => kind === Kind.INTERFACE_TYPE_DEFINITION);
  const fields = fieldsOf(document).filter(({ type }) => interfaces.includes(type));
  return [
    ...interfaces.filter(({ directives }) => directives?.length).map(({ name }) => name.value),
    ...fields.filter(({ field }) => field.directives?.length).map(({ coordinate }) => coordinate),
  ].map((coordinate) => `${coordinate} has a directive; put it on the implementing types`);
}

/** Federation needs none, and one way to write a thing is enough to read it. */
function typeExtensions(document: DocumentNode): string[] {
  return document.definitions
    .filter(isTypeExtensionNode)
    .map(({ name }) => `${name.value} is extended; write the type with what is added`);
}

/** A promise to remove has a day: `npm run schema:release` lets it go then, and not before. */
function undatedDeprecations(document: DocumentNode): string[] {
  const complaints: string[] = [];
  const check = (node: FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode) => {
    const deprecated = directiveOf(node, "deprecated");
    const isDated = /Removed after \d{4}-\d{2}-\d{2}/.test(argumentText(deprecated, "reason") ?? "");
    if (deprecated && !isDated) complaints.push(`${node.name.value} is deprecated without "Removed after YYYY-MM-DD"`);
  };
  visit(document, { FieldDefinition: check, InputValueDefinition: check, EnumValueDefinition: check });
  return complaints;
}

/** What one subgraph adds to another's entity is null when it cannot be asked, so that a page is not blanked by it. */
function demandingContributions(documents: readonly DocumentNode[]): string[] {
  const isOwned = (type: ReturnType<typeof objectsOf>[number]) =>
    type.interfaces?.some(({ name }) => name.value === "Node");
  const objects = documents.flatMap(objectsOf);
  const entities = new Set(objects.filter((type) => isOwned(type)).map(({ name }) => name.value));
  return objects
    .filter((type) => entities.has(type.name.value) && !isOwned(type))
    .flatMap((type) =>
      (type.fields ?? []).map((field) => ({ coordinate: `${type.name.value}.${field.name.value}`, field })),
    )
    .filter(({ field }) => field.name.value !== "id" && field.type.kind === Kind.NON_NULL_TYPE)
    .map(({ coordinate }) => `${coordinate} must be nullable: another subgraph owns the type`);
}

/** What a type says of keeping it speaks for whatever others add to it, and they may not know. */
function unsaidLifetimes(documents: readonly DocumentNode[]): string[] {
  const objects = documents.flatMap(objectsOf);
  const says = (of: Parameters<typeof directiveOf>[0]) => directiveOf(of, "cacheControl") !== undefined;
  const kept = new Set(objects.filter(says).map(({ name }) => name.value));
  const composite = new Set(
    documents.flatMap(typesOf).flatMap((type) => ("fields" in type || "types" in type ? [type.name.value] : [])),
  );
  return objects
    .filter((type) => kept.has(type.name.value) && !says(type))
    .flatMap((type) =>
      (type.fields ?? []).map((field) => ({ field, coordinate: `${type.name.value}.${field.name.value}` })),
    )
    .filter(({ field }) => field.name.value !== "id" && !composite.has(nameOf(field.type)) && !says(field))
    .map(({ coordinate }) => `${coordinate} must say @cacheControl: its type is kept, as another subgraph says`);
}

function accessUnsaid(documents: readonly DocumentNode[], publicFields: readonly string[]): string[] {
  const fields = documents.flatMap((document) => rootFieldsOf(document));
  const ruled = (of: FieldOf) =>
    ["authenticated", "requiresScopes", "policy"].some((name) => directiveOf(of.field, name));
  const isInternal = (of: FieldOf) => directiveOf(of.field, "inaccessible") !== undefined;
  const open = new Set(fields.filter((of) => !ruled(of)).map(({ coordinate }) => coordinate));
  return [
    ...[...open].filter((name) => !publicFields.includes(name)).map((name) => `${name} does not say who may ask it`),
    ...publicFields.filter((name) => !open.has(name)).map((name) => `${name} is listed as public and is not`),
    ...fields
      .filter(
        (of) => isInternal(of) && !argumentText(directiveOf(of.field, "policy"), "policies")?.includes('"service:'),
      )
      .map(({ coordinate }) => `${coordinate} is for neighbours and names none`),
  ];
}

/** Those that clients send; a neighbour's own have their own shape. */
function outwardMutations(document: DocumentNode) {
  return rootFieldsOf(document, "Mutation").filter(({ field }) => !directiveOf(field, "inaccessible"));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

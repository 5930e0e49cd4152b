import {
  type ConstDirectiveNode,
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { type AccessRule, accessRulesOf } from "#kernel/access.ts";
import type { FieldNeeds, Need } from "../planning/field-needs.ts";
import { specifiedNames } from "../planning/specified-names.ts";
import { areSums } from "./interface-sums.ts";
import { fieldOf, objectsOf } from "./schema-lookups.ts";

/** What must hold before anything of a type, or one of its fields, may be asked for: all rules of a list. */
export interface AccessRules {
  readonly ofTypes: ReadonlyMap<string, readonly AccessRule[]>;
  /** By `Type.field`, types' own rules included; a field that everybody may ask for is absent. */
  readonly ofFields: ReadonlyMap<string, readonly AccessRule[]>;
}

/** The rules as they are written, by `Type` and `Type.field`. */
export type WrittenRules = ReadonlyMap<string, readonly AccessRule[]>;

/**
 * Reads who may ask for what. A field is bound by its own rules, its type's and those of the type that it gives; by
 * those of the interfaces that its type implements; and by all that bind what it needs through @requires and
 * @fromContext, since its value tells of theirs. Keys are not among that: they carry an object from one subgraph to
 * another and are shown to nobody.
 *
 * Rules on interfaces are left aside where composition put them there as a sum of what the types say: then each object
 * is judged by its own type.
 * @param schema with all types of the supergraph
 */
export function readAccessRules(supergraph: DocumentNode, schema: GraphQLSchema, needs: FieldNeeds): AccessRules {
  const written = readWrittenRules(supergraph);
  const interfacesDecide = !areSums(schema, written);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

  const namesOf = (type: GraphQLNamedType): string[] => {
    if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
    if (interfacesDecide) return [type, ...type.getInterfaces()].map(({ name }) => name);
    return isObjectType(type) ? [type.name] : [];
  };
  const ofTypes = new Map(types.map((type) => [type.name, namesOf(type).flatMap((name) => written.get(name) ?? [])]));
  const rulesOfType = (name: string) => ofTypes.get(name) ?? [];

  const ofFields = new Map<string, readonly AccessRule[]>();
  for (const type of types) {
    if (!isObjectType(type)) continue;
    for (const field of Object.keys(type.getFields())) {
      const rules = [...reachedFrom(schema, needs, type.name, field)].flatMap((coordinate) => {
        const [of, name] = coordinate.split(".") as [string, string];
        const own = namesOf(schema.getType(of)!).flatMap((holder) => written.get(`${holder}.${name}`) ?? []);
        return [...rulesOfType(of), ...own, ...rulesOfType(givenBy(schema, of, name))];
      });
      if (rules.length > 0) ofFields.set(`${type.name}.${field}`, [...new Set(rules)]);
    }
  }
  return { ofTypes, ofFields };
}

/** All object fields, as `Type.field`, that must be asked for to have this one: itself, what it needs, what that needs … */
function reachedFrom(
  schema: GraphQLSchema,
  needs: FieldNeeds,
  typeName: string,
  fieldName: string,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (type: string, field: string): void => {
    const coordinate = `${type}.${field}`;
    if (reached.has(coordinate)) return;
    reached.add(coordinate);
    for (const need of needsOf(schema, needs, type, field)) select(need.type, need.fields);
  };
  const select = (typeName: string, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        select(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      if (selection.kind !== Kind.FIELD || selection.name.value.startsWith("__")) continue;
      for (const type of objectsOf(schema, typeName)) reach(type, selection.name.value);
      if (selection.selectionSet) select(givenBy(schema, typeName, selection.name.value), selection.selectionSet);
    }
  };
  reach(typeName, fieldName);
  return reached;
}

/**
 * A field that an interface object brings has its needs at the interface, and plans fetch them of all its types, even
 * where the field is asked of one only.
 */
function needsOf(schema: GraphQLSchema, { ofFields }: FieldNeeds, typeName: string, fieldName: string): Need[] {
  const type = schema.getType(typeName);
  const holders = isObjectType(type) ? [type, ...type.getInterfaces()] : [];
  return holders.flatMap(({ name }) => ofFields.get(`${name}.${fieldName}`) ?? []);
}

function givenBy(schema: GraphQLSchema, typeName: string, fieldName: string): string {
  const field = fieldOf(schema, typeName, fieldName);
  return field ? getNamedType(field.type).name : "";
}

/** Equal rules are one object, so that each is asked once. */
function readWrittenRules(supergraph: DocumentNode): WrittenRules {
  const nameOf = specifiedNames(supergraph);
  const byText = new Map<string, AccessRule>();
  const written = new Map<string, readonly AccessRule[]>();
  const note = (name: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const rules = accessRulesOf(directives, nameOf).map((rule) => {
      const text = JSON.stringify(rule);
      const known = byText.get(text) ?? rule;
      byText.set(text, known);
      return known;
    });
    if (rules.length > 0) written.set(name, [...(written.get(name) ?? []), ...rules]);
  };
  for (const definition of supergraph.definitions) {
    if (!isTypeSystemDefinitionNode(definition) && !isTypeSystemExtensionNode(definition)) continue;
    if (!("name" in definition && definition.name && "directives" in definition)) continue;
    note(definition.name.value, definition.directives);
    for (const field of "fields" in definition ? (definition.fields ?? []) : [])
      note(`${definition.name.value}.${field.name.value}`, field.directives);
  }
  return written;
}

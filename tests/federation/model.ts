/**
 * A federated API before it is text: who knows which type, who resolves which field. Subgraph SDLs, the monolith and
 * the data all follow from it. Grown step by step, so it is written into.
 */
export interface Model {
  readonly seed: string;
  readonly subgraphs: readonly string[];
  /** May a field require what itself requires? */
  readonly chainedRequires: boolean;
  readonly objects: Map<string, ObjectType>;
  readonly interfaces: Map<string, InterfaceType>;
  readonly unions: Map<string, UnionType>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly scalars: readonly string[];
  readonly inputs: ReadonlyMap<string, readonly Input[]>;
}

export interface TypeRef {
  /** A name, or what a list holds. */
  readonly of: string | TypeRef;
  readonly isNonNull: boolean;
}

export interface Input {
  readonly name: string;
  readonly type: TypeRef;
  /** As JSON; enum values are their names. */
  readonly byDefault?: unknown;
}

export interface ObjectType {
  readonly name: string;
  /** Entities have keys; values live in what holds them and are the same in every subgraph. */
  readonly kind: "entity" | "value" | "root";
  readonly fields: Map<string, Field>;
  readonly keys: Key[];
  readonly presence: Map<string, Presence>;
  /** How many there are of an entity. */
  readonly count: number;
  /** Where it must not be: the subgraph knows it only by an interface. */
  readonly barredFrom: Set<string>;
}

export interface Key {
  readonly fields: readonly Selection[];
}

/** How one subgraph knows an object type. */
export interface Presence {
  /** Which of the type's keys it declares; a mere reference is not resolvable. */
  readonly keys: Map<Key, { isResolvable: boolean }>;
  /** Fields it names without resolving them. */
  readonly externals: Set<string>;
}

export interface Field {
  readonly name: string;
  readonly type: TypeRef;
  readonly args: readonly Input[];
  /** Who resolves it. */
  readonly owners: Set<string>;
  /** Owners that promise more than the others: non-null where the API says nullable. */
  readonly strictIn: Set<string>;
  /** Who has it for such parents only as say so. */
  readonly providedIn: Set<string>;
  /** What comes along with this field's value, by the subgraph that gives it. */
  readonly provides: Map<string, readonly Selection[]>;
  /** Needed from elsewhere before it can be computed. */
  requires?: readonly Selection[];
  /** What it is given from above. */
  takes?: Context;
  /** The subgraph it was taken from; with a label nobody can say from whom it comes. */
  override?: { readonly from: string; readonly label?: string };
  isInaccessible: boolean;
  fault: "none" | "throws" | "null";
  /** Plans depend on it: it is always there. */
  isKey: boolean;
  /** Other fields are computed from it. */
  isRequired: boolean;
  /** What the value is made of. */
  readonly kind: "plain" | "unique" | "remainder" | "quotient" | "tick";
}

/** A value that fields take from the nearest object above them that sets it, in an argument that clients do not see. */
export interface Context {
  readonly subgraph: string;
  /** Object types. */
  readonly setters: readonly string[];
  /** Of the setter. */
  readonly selection: Selection;
  readonly type: TypeRef;
}

export interface InterfaceType {
  readonly name: string;
  readonly members: readonly string[];
  /** The fields that all members have, as the interface types them. */
  readonly fields: Map<string, TypeRef>;
  /** Where it is an interface, and who implements it there. */
  readonly presence: Map<string, readonly string[]>;
  readonly entity?: EntityInterface;
}

/** An interface with a key, known elsewhere as an object of its own that adds fields to all members. */
export interface EntityInterface {
  readonly keyIn: string;
  readonly objectIn: string;
  readonly fields: Map<string, Field>;
  /** Fields of the interface that the object names without resolving them. */
  readonly externals: Set<string>;
}

export interface UnionType {
  readonly name: string;
  readonly members: readonly string[];
  readonly presence: Map<string, readonly string[]>;
}

/** A selection of a key, of @requires or of @provides. */
export interface Selection {
  readonly field: string;
  /** As JSON. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** Inside `... on`. */
  readonly on?: string;
  readonly selections: readonly Selection[];
}

export function namedTypeOf({ of }: TypeRef): string {
  return typeof of === "string" ? of : namedTypeOf(of);
}

/** The field of a concrete type, those that an interface object adds to it included. */
export function fieldOf(model: Model, typeName: string, fieldName: string): Field {
  const own = model.objects.get(typeName)?.fields.get(fieldName);
  const field =
    own ??
    interfacesOf(model, typeName)
      .find(({ entity }) => entity?.fields.has(fieldName))
      ?.entity?.fields.get(fieldName);
  if (!field) throw new Error(`There is no field ${typeName}.${fieldName}`);
  return field;
}

export function interfacesOf(model: Model, typeName: string): InterfaceType[] {
  return [...model.interfaces.values()].filter(({ members }) => members.includes(typeName));
}

export function isComposite(model: Model, name: string): boolean {
  return model.objects.has(name) || model.interfaces.has(name) || model.unions.has(name);
}

/** The object types that a type name can stand for in a subgraph. */
export function membersIn(model: Model, subgraph: string, name: string): readonly string[] {
  const abstract = model.interfaces.get(name);
  if (abstract?.entity?.objectIn === subgraph) return abstract.members;
  return (abstract ?? model.unions.get(name))?.presence.get(subgraph) ?? (model.objects.has(name) ? [name] : []);
}

/** Who resolves the field for all parents. With a label on the override nobody can say which of two, so both may. */
export function resolversOf({ owners, override }: Field): string[] {
  return [...owners, ...(override?.label ? [override.from] : [])];
}

/** Who sets what fields below it take. */
export function contextsOf({ objects }: Model): Set<Context> {
  return new Set(
    [...objects.values()].flatMap(({ fields }) => [...fields.values()].flatMap(({ takes }) => takes ?? [])),
  );
}

/** Does the subgraph know the type only by an interface, so that somebody else must say what an object is? */
export function hides(model: Model, subgraph: string, typeName: string): boolean {
  return interfacesOf(model, typeName).some(({ entity }) => entity?.objectIn === subgraph);
}

import {
  type Field,
  fieldOf,
  hides,
  interfacesOf,
  isComposite,
  type Model,
  namedTypeOf,
  resolversOf,
  type Selection,
} from "./model.ts";
import type { Thing } from "./truth.ts";

/** Where a thing may have come from, when every subgraph but one answers. */
export interface Place {
  /** Any of these, as the planner likes; undefined for the root, where nobody has been asked yet. */
  readonly at: ReadonlySet<string> | undefined;
  readonly provided: readonly Selection[];
}

/**
 * Who can have resolved a field although one subgraph is down, or undefined when the plan may have needed it. The
 * cautious side is taken: a field is said to be safe only if it lies where its parent came from, or one step away by a
 * key that is at hand there, with all who could be asked for it up.
 */
export function placeOf(model: Model, down: string, parent: Place, thing: Thing, field: Field): Place | undefined {
  const seen = model.interfaces.get(namedTypeOf(field.type))?.entity;
  const provided = parent.provided.filter(({ field: name, on }) => name === field.name && (!on || on === thing.type));
  const owners = resolversOf(field);
  // Only the subgraph with the interface's key can say what its objects are.
  if (seen?.keyIn === down && owners.includes(seen.objectIn)) return undefined;
  // What it takes may lie anywhere above.
  if (field.takes) return undefined;
  // Plans fetch what is required anew, even where it has been provided.
  const withoutProvided = { at: parent.at, provided: [] };
  const requires = provided.length > 0 ? [] : (field.requires ?? []);
  if (!requires.every((need) => isSafe(model, down, withoutProvided, thing.type, need))) return undefined;
  // With a label on the override it may be the other one who is asked, even where the field is at hand.
  const isKnown = field.override?.label === undefined && [...(parent.at ?? [])].every((at) => owners.includes(at));
  // The home of an interface may be asked for a field of all its types at once.
  const isAskedAtHome = interfacesOf(model, thing.type).some(
    ({ entity, fields }) => entity?.keyIn === down && fields.has(field.name),
  );
  // Who is asked for something else may be asked for an object, too, for the sake of what lies below it.
  const isAtHand = isKnown && !isAskedAtHome && !(owners.includes(down) && isComposite(model, namedTypeOf(field.type)));
  // What comes along with one type is asked for anew there, together with the same field of the others.
  const isBrought = provided.some(({ on }) => !on || !isAskedAtHome);
  // The planner forgets what a field brings along below another one that does: one call more, the same answer.
  const isForgotten = parent.at !== undefined && (parent.at.size > 1 || parent.provided.length > 0);
  if (parent.at && (isBrought || isAtHand)) {
    const along = isForgotten ? [] : (field.provides.get([...parent.at][0]!) ?? []);
    return { at: parent.at, provided: [...provided.flatMap(({ selections }) => selections), ...along] };
  }
  if (owners.includes(down)) return undefined;
  if (parent.at && ![...parent.at].every((at) => owners.every((to) => canStep(model, thing.type, at, to))))
    return undefined;
  const [owner, ...others] = owners;
  const isAlong = others.length === 0 && !(isForgotten && parent.at?.has(owner!));
  return { at: new Set(owners), provided: isAlong ? (field.provides.get(owner!) ?? []) : [] };
}

/** Is a required selection safe? Only what needs no look at the data is said to be, and what nobody else resolves. */
function isSafe(model: Model, down: string, parent: Place, typeName: string, selection: Selection): boolean {
  const field = fieldOf(model, typeName, selection.field);
  if (resolversOf(field).includes(down)) return false;
  const place = placeOf(model, down, parent, { type: typeName, id: "" }, field);
  const below = namedTypeOf(field.type);
  if (!place || (selection.selections.length > 0 && !model.objects.has(below))) return false;
  return selection.selections.every((inner) => isSafe(model, down, place, below, inner));
}

/** Does `from` have a key at hand that `to` knows the type by? */
function canStep(model: Model, typeName: string, from: string, to: string): boolean {
  if (hides(model, from, typeName)) return false;
  const type = model.objects.get(typeName)!;
  if (hides(model, to, typeName)) return hasAtHand(model, typeName, from, [{ field: "id", selections: [] }]);
  return [...(type.presence.get(to)?.keys ?? [])].some(
    ([{ fields }, { isResolvable }]) => isResolvable && hasAtHand(model, typeName, from, fields),
  );
}

function hasAtHand(model: Model, typeName: string, subgraph: string, selections: readonly Selection[]): boolean {
  return selections.every(({ field: name, selections: below }) => {
    const field = fieldOf(model, typeName, name);
    return resolversOf(field).includes(subgraph) && hasAtHand(model, namedTypeOf(field.type), subgraph, below);
  });
}

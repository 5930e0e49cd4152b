import { type FieldNode, Kind, type SelectionSetNode } from "graphql";
import { fetchedSet } from "../planning/fetch-operation.ts";
import { clientPath, tell, type Told } from "./fetch-errors.ts";
import type { ResponsePath } from "./places.ts";
import { isJson, isOfType } from "./rewrites.ts";
import type { PlanRun } from "./run-calls.ts";

/**
 * Where two subgraphs answer one field and one of them failed, the object is there all the same: the error is told at
 * what is missing of it.
 */
export function tellBelow(run: PlanRun): void {
  for (const told of [...run.told]) {
    const { fetch, path, below } = told;
    if (!path || told.isPassedOn) continue;
    const value = valueAt(run.data, path.slice(0, path.length - below.length));
    if (told.isBelow) {
      told.isPassedOn = true;
      run.failed.get(valueAt(run.data, path.slice(0, -1)) as object)?.delete(path.at(-1)!);
    }
    if (typeof value !== "object" || value === null) continue;
    if (below.length > 0) {
      tell(run, told, path, fetch);
      told.isPassedOn = true;
      continue;
    }
    if (!fetch) continue;
    const name = path.at(-1);
    const asked = fieldsIn(fetchedSet(fetch).set).filter((node) => clientPath([nameOf(node)], { fetch })![0] === name);
    tellMissing(run, told, value, asked.flatMap(setsOf), path);
  }
}

function tellMissing(
  run: PlanRun,
  told: Told,
  value: unknown,
  sets: readonly SelectionSetNode[],
  path: ResponsePath,
): void {
  if (Array.isArray(value)) return value.forEach((item, index) => tellMissing(run, told, item, sets, [...path, index]));
  if (!isJson(value)) return;
  for (const node of sets.flatMap((set) => fieldsIn(set, (type) => isOfType(value, type, run.schema)))) {
    const name = nameOf(node);
    if (value[name] !== undefined) {
      tellMissing(run, told, value[name], setsOf(node), [...path, name]);
      continue;
    }
    tell(run, told, [...path, name]);
    told.isPassedOn = true;
  }
}

function fieldsIn({ selections }: SelectionSetNode, isMet: (type: string) => boolean = () => true): FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return node.name.value.startsWith("__") ? [] : [node];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const isIn = !node.typeCondition || isMet(node.typeCondition.name.value);
    return isIn ? fieldsIn(node.selectionSet, isMet) : [];
  });
}

function setsOf({ selectionSet }: FieldNode): SelectionSetNode[] {
  return selectionSet ? [selectionSet] : [];
}

function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function valueAt(data: unknown, path: ResponsePath): unknown {
  let value = data;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return value;
}

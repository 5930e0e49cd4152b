import { type FieldNode, isNonNullType, Kind, type SelectionSetNode } from "graphql";
import { responseName } from "../planning/placed-fields.ts";
import { completeObject, rootOf } from "./complete.ts";
import type { Completion } from "./completion.ts";
import { isIncluded } from "./operation-parts.ts";

/**
 * Whether what has been answered of a mutation so far already takes its whole answer (GraphQL specification, 6.4.4): what
 * follows would act unseen. Asked before each of its calls that acts. Undefined where that cannot be.
 */
export function lostMutation(completion: Completion): (() => boolean) | undefined {
  const { operation, data, failed } = completion;
  const required = requiredFields(completion, operation.selectionSet);
  if (required.length === 0) return undefined;
  const isAnswered = (field: FieldNode) => {
    const name = responseName(field);
    return Object.hasOwn(data, name) || failed.get(data)?.has(name) === true;
  };
  return () => {
    const selections = required.filter(isAnswered);
    return completeObject(completion, rootOf(completion), { kind: Kind.SELECTION_SET, selections }).data === null;
  };
}

/** Root fields that may not be null, and that the first answer has. */
function requiredFields(completion: Completion, { selections }: SelectionSetNode): FieldNode[] {
  const { conditions, fragments, isLater } = completion;
  const root = rootOf(completion);
  return selections.flatMap((node) => {
    if (!isIncluded(node, conditions)) return [];
    if (node.kind === Kind.FIELD) return isNonNullType(root.type.getFields()[node.name.value]?.type) ? [node] : [];
    if (isLater?.(node, root)) return [];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
    return requiredFields(completion, fragment.selectionSet);
  });
}

import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Caller } from "#kernel/identity.ts";
import { claimRefusal, notFound } from "#kernel/user-error.ts";
import { allowedTransitions, moveOrder, type Trigger, triggerTo } from "../domain/order-life.ts";
import type { Order, OrderStatus } from "../domain/order.ts";
import type { MoveRefusal } from "../domain/refusals.ts";
import { actorsOf, canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";

export interface MoveCommand {
  readonly id: Id;
  readonly expectedVersion: number | null;
  readonly note: string | null;
  readonly key: string;
  readonly caller: Caller;
  readonly requestId: string;
}

/** By its owner until it is processed, by staff until it is shipped. */
export function cancelOrder(ports: Ports, command: MoveCommand): Promise<Result<Id, MoveRefusal[]>> {
  const { id, expectedVersion, note } = command;
  return move(ports, command, "orderCancel", { id, expectedVersion, note }, "cancel", (order) =>
    actorsOf(order, command.caller),
  );
}

/** As staff: what only the owner may do is not done here. */
export function transitionOrder(ports: Ports, command: MoveCommand & { readonly to: OrderStatus }) {
  const { id, expectedVersion, note, to } = command;
  const asStaff = (order: Order) => actorsOf(order, command.caller).filter((actor) => actor === "STAFF");
  return move(ports, command, "orderTransition", { id, expectedVersion, note, to }, triggerTo(to), asStaff);
}

function move(
  { store, clock }: Ports,
  command: MoveCommand,
  mutation: string,
  args: object,
  trigger: Trigger | undefined,
  actorsFor: (order: Order) => ReturnType<typeof actorsOf>,
): Promise<Result<Id, MoveRefusal[]>> {
  const { id, caller, key, expectedVersion, note, requestId } = command;
  // What is no id is not written anywhere, not even beside a key.
  if (uuidOf(PREFIXES.Order, id) === undefined) return Promise.resolve(err([notFound(["id"], id)]));
  return store.transact<Id, MoveRefusal[]>(async (tx) => {
    const claimed = await tx.claim({ caller: caller.subject!, mutation, key, args, kept: id });
    if (claimed.type === "repeated") return ok(claimed.kept);
    if (claimed.type !== "first") return err([claimRefusal(claimed)]);
    const order = await tx.lockOrder(id);
    const actors = order ? actorsFor(order) : [];
    if (!order || (!canSee(order, caller) && actors.length === 0)) return err([notFound(["id"], id)]);
    if (expectedVersion !== null && expectedVersion !== order.version)
      return err([{ type: "StaleVersion", currentVersion: order.version }]);
    const moved = trigger
      ? moveOrder(order, { trigger, actors, actorId: caller.subject, note, requestId }, clock.now())
      : err("notAllowed" as const);
    if (!moved.ok) {
      const allowed = allowedTransitions(order, actors);
      return err([{ type: "TransitionNotAllowed", status: order.status, allowed }]);
    }
    await tx.keepChanges([moved.value]);
    return ok(id);
  });
}

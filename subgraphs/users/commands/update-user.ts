import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { UserUpdateRefusal } from "../domain/refusal.ts";
import { amendUser, type User, type UserChange } from "../domain/user.ts";
import type { Ports } from "../ports.ts";

export interface UpdateUser {
  readonly userId: Id;
  readonly expectedVersion: number | null;
  readonly change: UserChange;
}

/** Changes what a person says of themselves. */
export async function updateUser(
  { store, clock }: Ports,
  { userId, expectedVersion, change }: UpdateUser,
): Promise<Result<User | undefined, UserUpdateRefusal>> {
  return store.transact(async (tx) => {
    const before = await tx.lockUser(userId);
    if (!before) return ok(undefined);
    if (expectedVersion !== null && expectedVersion !== before.version)
      return err({ type: "StaleVersion", currentVersion: before.version });

    const after = amendUser(before, change, clock.now());
    if (after !== before) await tx.updateUser(after);
    return ok(after);
  });
}

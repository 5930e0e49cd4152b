import type { NewEventOf } from "#schema/events.ts";
import type { User } from "./user.ts";

export function userRegistered({ id, email, version, createdAt }: User, requestId: string): NewEventOf<"users"> {
  return {
    type: "UserRegistered",
    aggregateId: id,
    sequence: version,
    occurredAt: createdAt,
    requestId,
    data: { userId: id, email },
  };
}

import { type Ask, asker } from "#kernel/ask.ts";
import type { Execute } from "#kernel/executor.ts";
import type { Identities } from "../ports.ts";
import { AccessTokenSubjectDocument } from "./users.generated.ts";

/** Users as a subgraph: it signs the tokens, so it knows which are good. */
export function usersSubgraph(execute: Execute): Identities {
  const ask: Ask = asker(execute, "orders", "users");
  return {
    subjectOf: async (accessToken, scope) => {
      const { accessTokenSubject } = await ask(AccessTokenSubjectDocument, { accessToken }, scope);
      return accessTokenSubject ?? undefined;
    },
  };
}

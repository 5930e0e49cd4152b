import { randomUUID } from "node:crypto";
import { openUsers } from "#bin/subgraphs/users.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import { openTestSubgraph, type TestSubgraph } from "./subgraph.ts";

export const PASSWORD = "correct horse battery";
const ERRORS = `errors { __typename ... on UserError { code message path } }`;
const SESSION = `session {
  id subject accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt user { id email roles scopes }
}`;

/** Somebody with tokens, as the gateway would tell the subgraph of them. */
export interface Person {
  readonly caller: Caller & { readonly subject: string; readonly session: string };
  readonly email: string;
  readonly tokens: Tokens;
}

export interface Tokens {
  readonly id: string;
  readonly subject: string;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
  readonly user: { id: string; email: string; roles: string[]; scopes: string[] } | null;
}

export interface UsersWorld {
  readonly subgraph: TestSubgraph;
  /** Data without errors as a client reads it from JSON, or an exception that shows them. */
  must(document: string, variables?: Record<string, unknown>, caller?: Caller): Promise<any>;
  /** The payload of one mutation, its errors with everything that `UserError` has. */
  mutate(field: string, input: object, caller?: Caller): Promise<any>;
  register(input?: { email?: string; name?: string }): Promise<Person>;
  guest(): Promise<Person>;
  refresh(refreshToken: string): Promise<{ session: Tokens | null; errors: any[] }>;
  signIn(email: string, password: string): Promise<{ session: Tokens | null; errors: any[] }>;
}

export async function openUsersWorld(options: { clock?: Clock; messenger?: boolean } = {}): Promise<UsersWorld> {
  const subgraph = await openTestSubgraph("users", openUsers, options);
  const must: UsersWorld["must"] = async (document, variables, caller) => {
    const { data, errors } = await subgraph.ask(document, variables, caller);
    if (errors) throw new Error(JSON.stringify(errors));
    return JSON.parse(JSON.stringify(data));
  };
  const mutate: UsersWorld["mutate"] = async (field, input, caller) => {
    const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input!`;
    const document = `mutation ($input: ${type}) { ${field}(input: $input) { ${SELECTIONS[field]} ${ERRORS} } }`;
    return (await must(document, { input }, caller ?? nobody))[field];
  };
  const personOf = (tokens: Tokens, email: string): Person => {
    const { subject, id: session, user } = tokens;
    return { caller: { subject, session, scopes: user?.scopes ?? [] }, email, tokens };
  };
  return {
    subgraph,
    must,
    mutate,
    register: async ({ email = newEmail(), name = "Asha Rao" } = {}) => {
      const { session, errors } = await mutate("userRegister", { email, password: PASSWORD, name });
      if (!session) throw new Error(JSON.stringify(errors));
      return personOf(session, email);
    },
    guest: async () => personOf((await mutate("guestSessionCreate", {})).session, ""),
    refresh: (refreshToken) => mutate("sessionRefresh", { refreshToken }),
    signIn: (email, password) => mutate("sessionCreate", { email, password }),
  };
}

export function newEmail(): string {
  return `${randomUUID()}@shopper.example`;
}

export const USER = `user {
  id email name phone version roles scopes
  addresses { id label address { name line1 city country } isDefaultShipping isDefaultBilling }
  preferences { currency locale newsletter marketing }
}`;

const SELECTIONS: Readonly<Record<string, string>> = {
  userRegister: `user { id email name } ${SESSION} verificationRequired`,
  sessionCreate: SESSION,
  guestSessionCreate: SESSION,
  sessionRefresh: SESSION,
  sessionRevoke: `revokedCount`,
  userUpdate: USER,
  addressSave: USER,
  addressDelete: USER,
};

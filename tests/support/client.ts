import { randomUUID } from "node:crypto";
import { createClient, type Client as WsClient } from "graphql-ws";
import { WebSocket } from "ws";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: any;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, any> }[];
}

/** Somebody at the public API, with an access token or without one. */
export interface Client {
  readonly url: string;
  readonly token?: string;
  /** The caller's `usr_…` or `gst_…`. */
  readonly subject?: string;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Data without errors, or an exception that shows them. */
  must(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<any>;
  live(): WsClient;
}

export function clientAt(url: string, token?: string, subject?: string): Client {
  const ask: Client["ask"] = async (query, variables = {}, headers = {}) => {
    const authorization = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization, ...headers } as Record<string, string>,
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: any; errors?: Answer["errors"] };
    return { status: response.status, headers: response.headers, data: body.data, errors: body.errors };
  };
  return {
    url,
    token,
    subject,
    ask,
    must: async (query, variables, headers) => {
      const { data, errors } = await ask(query, variables, headers);
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
    live: () =>
      createClient({
        url: `${url.replace(/^http/, "ws")}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: token ? { Authorization: `Bearer ${token}` } : {},
      }),
  };
}

const SESSION = `session { accessToken refreshToken subject } errors { ... on UserError { code message path } }`;

export async function guest(url: string): Promise<Client> {
  const { guestSessionCreate } = await clientAt(url).must(`mutation { guestSessionCreate(input: {}) { ${SESSION} } }`);
  return clientAt(url, guestSessionCreate.session.accessToken, guestSessionCreate.session.subject);
}

export async function signIn(url: string, login: { email: string; password: string }): Promise<Client> {
  const mutation = `mutation ($input: SessionCreateInput!) { sessionCreate(input: $input) { ${SESSION} } }`;
  const { email, password } = login;
  const { sessionCreate } = await clientAt(url).must(mutation, { input: { email, password } });
  if (!sessionCreate.session) throw new Error(JSON.stringify(sessionCreate.errors));
  return clientAt(url, sessionCreate.session.accessToken, sessionCreate.session.subject);
}

export async function register(url: string): Promise<Client> {
  const mutation = `mutation ($input: UserRegisterInput!) { userRegister(input: $input) { ${SESSION} } }`;
  const input = { email: `${randomUUID()}@shopper.example`, password: "correct horse battery", name: "Shopper" };
  const { userRegister } = await clientAt(url).must(mutation, { input });
  return clientAt(url, userRegister.session.accessToken, userRegister.session.subject);
}

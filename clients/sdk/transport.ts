import { AgoraError, faultOf } from "./agora-error.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import type { Named, Naming } from "./naming.ts";

const REQUEST_MS_MAX = 30_000;

export interface Answer<Data> {
  readonly data: Data | null;
  readonly faults: readonly AgoraError[];
}

/** Sends one operation once, with this access token or nobody's. */
export type Send = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  accessToken: string | undefined,
) => Promise<Answer<Data>>;

export interface TransportOptions {
  /** The GraphQL endpoint. */
  readonly endpoint: string;
  readonly fetch: typeof fetch;
  /** On every request, such as `agora-currency`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly naming: Naming;
}

export function createTransport({ endpoint, fetch, headers, naming }: TransportOptions): Send {
  const post = async (named: Named, variables: unknown, accessToken: string | undefined): Promise<Answer<any>> => {
    const authorization: Record<string, string> = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
    const response = await answered(() =>
      fetch(endpoint, {
        method: "POST",
        headers: { ...headers, ...authorization, "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ ...named, variables }),
        signal: AbortSignal.timeout(REQUEST_MS_MAX),
      }),
    );
    const text = await answered(() => response.text());
    const requestId = response.headers.get("agora-request-id") ?? undefined;
    const { data = null, errors = [] } = readBody(text, response.status, requestId);
    return { data, faults: errors.map((error) => faultOf(error, requestId)) };
  };

  return async (document, variables, accessToken) => {
    const named = naming.of(document);
    const answer = await post(named, variables, accessToken);
    const otherwise = naming.insteadOf(named, document, answer.faults[0]?.code);
    return otherwise ? post(otherwise, variables, accessToken) : answer;
  };
}

async function answered<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new AgoraError("NETWORK_ERROR", "The shop did not answer.", { cause });
  }
}

function readBody(text: string, status: number, requestId: string | undefined): { data?: any; errors?: any[] } {
  try {
    const body = JSON.parse(text);
    if (body?.data !== undefined || Array.isArray(body?.errors)) return body;
  } catch {
    // Not ours: what stands between answers pages of its own. The status tells what is known.
  }
  const code = status >= 500 ? "SERVICE_UNAVAILABLE" : "UNEXPECTED_ANSWER";
  throw new AgoraError(code, `The shop answered with HTTP status ${status}.`, { requestId });
}

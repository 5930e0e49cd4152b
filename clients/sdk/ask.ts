import { AgoraError } from "./agora-error.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import { repeated } from "./retry.ts";
import type { Tokens } from "./tokens.ts";
import type { Answer, Send } from "./transport.ts";

export interface AskOptions {
  /** It may be sent again after a transient fault: reads, and mutations that carry a key or a version. */
  readonly repeatable?: boolean;
  /** Called before each repetition. */
  readonly onRepeat?: () => void;
}

/** Asks as whoever the visitor is now. Throws an AgoraError when nothing of it was answered. */
export type Ask = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options?: AskOptions,
) => Promise<Data>;

/** Hears of fields that are null in an answer because something failed, while the rest of it is whole. */
export type OnFault = (fault: AgoraError) => void;

export function createAsk(send: Send, tokens: Tokens, onFault: OnFault): Ask {
  return (document, variables, { repeatable = false, onRepeat } = {}) => {
    const once = async () => {
      const token = await tokens.accessToken();
      try {
        return answeredPart(await send(document, variables, token), onFault);
      } catch (error) {
        if (token === undefined || !(error instanceof AgoraError) || error.code !== "UNAUTHENTICATED") throw error;
        // Nothing of it was done, so that it may be asked again; what is open to all is answered even when the session is over.
        return answeredPart(await send(document, variables, await tokens.renew(token)), onFault);
      }
    };
    return repeatable ? repeated(once, onRepeat) : once();
  };
}

function answeredPart<Data>({ data, faults }: Answer<Data>, onFault: OnFault): Data {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  if (data === null || (isEmpty && faults.length > 0))
    throw faults[0] ?? new AgoraError("UNEXPECTED_ANSWER", "The answer holds neither data nor errors.");
  faults.forEach(onFault);
  return data;
}

/** The JSON of each part of a multipart/mixed body as it comes in; throws when the body breaks off. */
export async function* partsOf(response: Response): AsyncGenerator<any> {
  const boundary = /boundary="([^"]+)"/.exec(response.headers.get("content-type")!)![1]!;
  const delimiter = `\r\n--${boundary}`;
  const decoder = new TextDecoder();
  let text = "";
  let isOpen = false;
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter)) {
      const part = text.slice(0, at);
      text = text.slice(at + delimiter.length);
      if (isOpen) yield bodyOf(part);
      else if (part !== "") throw new Error(`Text before the first part: ${part}`);
      isOpen = true;
    }
  }
  if (text !== "--\r\n") throw new Error(`The body breaks off: ${text}`);
}

function bodyOf(part: string): unknown {
  const [headers, body] = part.split("\r\n\r\n", 2);
  if (headers !== "\r\ncontent-type: application/json; charset=utf-8") throw new Error(`Strange headers: ${headers}`);
  return JSON.parse(body!);
}

/** What a client makes of the payloads of an answer in parts, in either format. */
export function mergePayloads(payloads: readonly any[]): { data: any; errors: any[] } {
  const { data, errors = [] } = structuredClone(payloads[0]);
  const places = new Map<string, (string | number)[]>();
  for (const { pending = [], incremental = [], completed = [], errors: more = [] } of payloads) {
    for (const { id, path } of pending) places.set(id, path);
    for (const { id, path = places.get(id), data: part, errors: partErrors = [] } of incremental) {
      if (part !== null)
        merge(
          path.reduce((inside: any, key: string | number) => inside[key], data),
          part,
        );
      errors.push(...partErrors);
    }
    for (const { errors: partErrors = [] } of completed) errors.push(...partErrors);
    if (payloads[0].errors !== more) errors.push(...more);
  }
  return { data, errors };
}

function merge(target: any, source: any): void {
  for (const [key, value] of Object.entries(source)) {
    if (typeof value === "object" && value !== null && typeof target[key] === "object" && target[key] !== null)
      merge(target[key], value);
    else target[key] = structuredClone(value);
  }
}

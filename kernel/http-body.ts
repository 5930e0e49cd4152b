import type { IncomingMessage } from "node:http";

/**
 * Reads a body up to a limit, enforced while reading; undefined when it is larger. The rest is then let go by, so that
 * the refusal goes back on a connection that still stands.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => {
      chunks = [];
      request.removeAllListeners("data").resume();
      resolve(undefined);
    };
    let chunks: Buffer[] = [];
    let bytes = 0;
    if (Number(request.headers["content-length"] ?? 0) > bytesMax) return tooLarge();
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) tooLarge();
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => request.readableEnded || reject(new Error("the request was cut off")));
  });
}

import type { IncomingMessage } from "node:http";

/**
 * Reads a body up to a limit, enforced while reading; undefined when it is larger. The rest is then let go by, so that
 * the refusal goes back on a connection that still stands.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = Number(request.headers["content-length"] ?? 0);
  if (bytes <= bytesMax) {
    bytes = 0;
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > bytesMax) break;
      chunks.push(chunk);
    }
  }
  if (bytes <= bytesMax) return Buffer.concat(chunks);
  request.resume();
  return undefined;
}

import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

/** A row of this length is a mistake, and would fill the memory. */
const LINE_BYTES_MAX = 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly content: { readonly text: string } | { readonly problem: string };
}

/** A file that cannot be read to its end: what came before is good. */
export class UnreadableFileError extends Error {}

/** The file's lines, gzipped or plain; empty ones are left out. Only LF ends a line: JSON may hold U+2028. */
export async function* linesOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const contentOf = (bytes: Buffer): Line["content"] => {
    if (bytes.length > LINE_BYTES_MAX) return { problem: `is longer than ${LINE_BYTES_MAX} bytes` };
    try {
      return { text: decoder.decode(bytes).trim() };
    } catch {
      return { problem: "is not UTF-8" };
    }
  };
  let number = 0;
  for await (const bytes of splitAtLineFeeds(chunksOf(file, onBytes))) {
    number++;
    const content = contentOf(bytes);
    if ("problem" in content || content.text !== "") yield { number, content };
  }
}

async function* splitAtLineFeeds(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      restLength = 0;
      start = end + 1;
    }
    // Of a line that is too long already, only so much is kept as to tell that it is.
    if (restLength <= LINE_BYTES_MAX) rest.push(chunk.subarray(start));
    restLength += chunk.length - start;
  }
  if (restLength > 0) yield Buffer.concat(rest);
}

async function* chunksOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  source.on("data", (chunk) => onBytes(chunk.length));
  source.pause();
  try {
    if (!(await isGzip(file))) return yield* source;
    const unzipped = createGunzip();
    source.on("error", (error) => unzipped.destroy(error));
    yield* source.pipe(unzipped);
  } catch (error) {
    throw new UnreadableFileError((error as Error).message);
  } finally {
    source.destroy();
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

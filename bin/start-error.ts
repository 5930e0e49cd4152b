/**
 * Why the platform could not start, in words for the person at the terminal: `message` names what is wrong and where,
 * `remedy` says what to do about it. It carries no stack: the person cannot mend our code, only their folder.
 */
export class PlatformStartError extends Error {
  readonly remedy: string;

  constructor(reason: { message: string; remedy: string; cause?: unknown }) {
    super(reason.message, { cause: reason.cause });
    this.name = "PlatformStartError";
    this.remedy = reason.remedy;
    this.stack = `${reason.message}\n${reason.remedy}`;
  }
}

/** What is wrong, and what to do, of any fault of a start. */
export function inWords(error: unknown): { message: string; remedy: string } {
  // Not the error itself: on its way from a worker to the first process it would lose its message.
  if (error instanceof PlatformStartError) return { message: error.message, remedy: error.remedy };
  // By its name: a gateway has no database, and shall not load one for this.
  if (error instanceof Error && error.name === "DatabaseIsNewerError") {
    return {
      message: error.message,
      remedy: "Start the newer version that wrote this data, or use another AGORA_DATA.",
    };
  }
  const remedy = "The log (AGORA_LOG) may say more; AGORA_LOG_LEVEL=debug makes it say all.";
  return { message: error instanceof Error ? error.message : String(error), remedy };
}

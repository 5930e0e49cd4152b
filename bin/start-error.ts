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

import { ClientError } from "#kernel/errors.ts";

/** The operation does not fit the supergraph that serves now. */
export class OperationGoneError extends ClientError {
  constructor() {
    super("BAD_USER_INPUT", "The schema has changed, and this subscription does not fit it any more.");
  }
}

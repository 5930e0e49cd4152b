/** See exclusively.mjs, which is JavaScript because bin/pinned-node.mjs needs it before there is a Node that reads types. */
export function exclusively<Result>(
  name: string,
  limits: { waitMsMax: number; onWait?: () => void },
  action: () => Promise<Result>,
): Promise<Result>;

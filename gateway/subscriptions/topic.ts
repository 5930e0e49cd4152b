import type { Caller } from "#kernel/identity.ts";

export interface TopicValues {
  readonly args: Readonly<Record<string, unknown>>;
  readonly caller: Pick<Caller, "subject">;
}

const PLACEHOLDER = /\{(?:args\.(\w+)|(caller\.subject))\}/g;

/**
 * The topic of a template: `orders.{args.id}` or `carts.{caller.subject}`. Values are percent-encoded, dots too, so that
 * none of them can be read as another topic. Undefined where one is missing, or is no text, number or Boolean.
 */
export function topicOf(template: string, { args, caller }: TopicValues): string | undefined {
  let isWhole = true;
  const topic = template.replace(PLACEHOLDER, (_, argument: string | undefined) => {
    const value = argument === undefined ? caller.subject : args[argument];
    if (!["string", "number", "boolean"].includes(typeof value)) isWhole = false;
    return encodeURIComponent(String(value)).replaceAll(".", "%2E");
  });
  return isWhole ? topic : undefined;
}

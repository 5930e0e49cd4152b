import { isAddressRange } from "../http/client-address.ts";
import { hasUserInUrl, HTTP_URL, isHttpUrl } from "../http/http-url.ts";
import { type Kind, kind, texts } from "./setting.ts";

export const httpUrl: Kind<string> = {
  ...kind<string>(HTTP_URL, isHttpUrl),
  mistakeIn: (value) =>
    hasUserInUrl(value) ? "they are not sent; where a header can say who calls, set that" : undefined,
};

/** As browsers write them (RFC 6454, 6.2): one that is written otherwise would never be met. */
export const origins = kind<readonly string[]>(
  "a list of origins such as https://shop.example (lower case, no path, no default port, no wildcard), or *",
  (value) => texts.accepts(value) && value.every(isOrigin),
);

export const addressRanges = kind<readonly string[]>(
  "a list of addresses and ranges such as 10.0.0.0/8",
  (value) => texts.accepts(value) && value.every(isAddressRange),
);

/** An app's own scheme has no origin for URL, which takes it for opaque. */
function isOrigin(text: string): boolean {
  if (text === "*") return true;
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*A-Z]+$/.test(text) || !URL.canParse(text)) return false;
  const { origin } = new URL(text);
  return origin === text || origin === "null";
}

import type { Clock } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import type { Caller, RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import type { GatewayLimits } from "../limits.ts";
import { LruMap } from "../lru-map.ts";

/** What the shop speaks and sells in; the first of each is its default. */
export interface ShopChoices {
  readonly market: string;
  readonly currencies: readonly string[];
  readonly locales: readonly string[];
}

export interface Preferences {
  readonly currency?: string | null;
  readonly locale?: string | null;
}

/** What a person chose, or undefined for somebody without choices. Asked within `signal`. */
export type PreferencesOf = (subject: string, signal: AbortSignal) => Promise<Preferences | undefined>;

export interface ContextHeaders {
  readonly currency?: string;
  readonly acceptLanguage?: string;
}

export interface RequestContexts {
  /** Headers first, then the person's preferences, then the shop's defaults. Throws BAD_USER_INPUT. */
  contextOf(headers: ContextHeaders, caller: Caller): Promise<RequestContext>;
  /** A mutation may have changed what the subject prefers. */
  forget(subject: string | null): void;
}

export interface ContextOptions {
  readonly shop: ShopChoices;
  readonly preferencesOf?: PreferencesOf;
  readonly limits: Pick<GatewayLimits, "preferencesMax" | "preferencesKeptMs" | "preferencesMsMax">;
  readonly clock: Clock;
  readonly log: Log;
}

export function requestContexts({ shop, preferencesOf, limits, clock, log }: ContextOptions): RequestContexts {
  const kept = new LruMap<string, { readonly untilMs: number; readonly preferences: Promise<Preferences> }>(
    limits.preferencesMax,
  );

  /** Somebody who cannot be asked is served with the shop's defaults: the page comes first. */
  const ask = async (subject: string): Promise<Preferences> => {
    try {
      const signal = AbortSignal.timeout(limits.preferencesMsMax);
      const tooLate = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return (await Promise.race([preferencesOf!(subject, signal), tooLate])) ?? {};
    } catch (error) {
      log.warn({ error: (error as Error).message }, "preferences cannot be asked, using the shop's defaults");
      return {};
    }
  };

  const preferencesFor = (subject: string): Promise<Preferences> => {
    const nowMs = clock.now().getTime();
    const known = kept.get(subject);
    if (known && known.untilMs > nowMs) return known.preferences;
    const preferences = ask(subject);
    kept.set(subject, { untilMs: nowMs + limits.preferencesKeptMs, preferences });
    return preferences;
  };

  return {
    forget: (subject) => {
      if (subject) kept.delete(subject);
    },
    contextOf: async (headers, { subject }) => {
      const currency = headers.currency ? asCurrency(headers.currency, shop) : undefined;
      const locale = negotiate(headers.acceptLanguage, shop.locales);
      const isOpen = currency === undefined || locale === undefined;
      const preferred = isOpen && subject && preferencesOf ? await preferencesFor(subject) : {};
      return {
        market: shop.market,
        currency: currency ?? oneOf(shop.currencies, preferred.currency) ?? shop.currencies[0]!,
        locale: locale ?? oneOf(shop.locales, preferred.locale) ?? shop.locales[0]!,
      };
    },
  };
}

function asCurrency(given: string, { currencies }: ShopChoices): string {
  const currency = currencies.find((known) => known === given.trim().toUpperCase());
  if (currency) return currency;
  const message = `The header Agora-Currency must name a currency this shop sells in: ${currencies.join(", ")}.`;
  throw new ClientError("BAD_USER_INPUT", message, { argument: "Agora-Currency" });
}

function oneOf(choices: readonly string[], wish: string | null | undefined): string | undefined {
  return choices.find((choice) => choice === wish);
}

const LANGUAGES_MAX = 20;

/** The shop's locale that `Accept-Language` (RFC 9110, 12.5.4) asks for: the very one, or the first of its language. */
function negotiate(header: string | undefined, locales: readonly string[]): string | undefined {
  for (const wish of wishesOf(header)) {
    const exact = locales.find((locale) => locale.toLowerCase() === wish);
    const related = locales.find((locale) => languageOf(locale) === languageOf(wish));
    if (exact ?? related) return exact ?? related;
  }
  return undefined;
}

function wishesOf(header = ""): string[] {
  const wishes = header.split(",", LANGUAGES_MAX).map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((text) => /^ *q=([\d.]+) *$/.exec(text)?.[1]).find((text) => text !== undefined);
    return { range: range.trim(), quality: quality === undefined ? 1 : Number(quality) };
  });
  const wanted = wishes.filter(({ range, quality }) => range !== "" && range !== "*" && quality > 0);
  return wanted.toSorted((a, b) => b.quality - a.quality).map(({ range }) => range);
}

function languageOf(locale: string): string {
  return locale.toLowerCase().split("-")[0]!;
}

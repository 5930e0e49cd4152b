import { usSalesTaxMillionths } from "./us-sales-tax.ts";
import type { ShopSettings } from "./world.ts";

/** What this shop is: its name, where it stands, what it takes, what it adds to a price. */
export const shop: ShopSettings = {
  name: "Agora",
  country: "IN",
  timeZone: "Asia/Kolkata",
  currencies: ["INR", "USD"],
  locales: ["en-IN", "en-US"],
  shipping: { INR: 9_900, USD: 599 },
  taxes: {
    /** Prices for consumers in India are displayed with GST; what is sent along is taxed like the goods (CGST Act, s. 8). */
    INR: { included: true, rateMillionths: 180_000, onShipping: true },
    /** Most states leave a delivery charge untaxed that is stated separately, as ours is. */
    USD: { included: false, country: "US", byRegionMillionths: usSalesTaxMillionths, onShipping: false },
  },
};

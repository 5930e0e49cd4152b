/**
 * What a kept answer was made of, so that an event can drop it:
 *   `Product:prd_1`  it shows this one; also by its other keys, where it has several of one field
 *   `Product:?`      it shows one of which it does not say which, or not by all these keys
 *   `Product[]`      it says which ones there are: a list of them, or that there is none
 *   `Product`        any of these, for dropping all of a kind by hand
 *   `*`              everything
 */
export const ALL = "*";
export const ofOne = (type: string, id: string): string => `${type}:${id}`;
export const ofUnnamed = (type: string): string => `${type}:?`;
export const ofList = (type: string): string => `${type}[]`;

/** What an event about one thing drops. An answer that does not say what it shows may show this. */
export function changed(type: string, id: string): string[] {
  return [ofOne(type, id), ofUnnamed(type)];
}

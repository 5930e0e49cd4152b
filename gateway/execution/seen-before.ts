/** Of so many texts it is known that they came before; a text that falls on another's place takes it. */
const PLACES = 4_096;

/** Whether a text came before, as far as is remembered: of most that come once nothing but four bytes is kept. */
export function seenBefore(): (text: string) => boolean {
  const hashes = new Uint32Array(PLACES);
  return (text) => {
    const hash = hashOf(text);
    const place = hash % PLACES;
    if (hashes[place] === hash) return true;
    hashes[place] = hash;
    return false;
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

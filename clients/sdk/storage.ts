/**
 * Where tokens and unfinished purchases outlive a reload. `localStorage` and React Native's AsyncStorage fit as they are.
 * One SDK at a time may use one storage: a refresh token works once.
 */
export interface AgoraStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

export function memoryStorage(): AgoraStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

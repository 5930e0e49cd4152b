import { EventEmitter } from "node:events";

/** Pub/sub: what is said under a topic reaches all who listen there, without a socket to whoever says it. */
export interface EventSource {
  /** Returns the function that ends the listening. */
  listen(topic: string, listener: EventListener): () => void;
  close(): Promise<void>;
}

export interface EventListener {
  message(text: string): void;
  /** Messages may have been missed, and are until `ready`. */
  lost(): void;
  /** From now on none is missed. Also after each loss. */
  ready?(): void;
}

/** Within one process. */
export interface LocalEvents extends EventSource {
  publish(topic: string, text: string): void;
}

export function localEvents(): LocalEvents {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (topic, text) => void emitter.emit(topic, text),
    listen: (topic, { message, ready }) => {
      emitter.on(topic, message);
      ready?.();
      return () => void emitter.off(topic, message);
    },
    close: async () => void emitter.removeAllListeners(),
  };
}

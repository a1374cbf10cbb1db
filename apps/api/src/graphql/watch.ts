/** One value or failure of a subscription; a failure is the last. */
export type Event<Value> = { readonly value: Value } | { readonly error: unknown };

/**
 * The value now and again after each change, until reading fails or the listener goes.
 * @param subscribe starts listening and returns what ends it
 */
export function watch<Value>(
  subscribe: (changed: () => void) => () => void,
  read: () => Promise<Value>,
): AsyncIterableIterator<Event<Value>> {
  let isOver = false;
  let hasChanged = true;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe(() => {
    hasChanged = true;
    wake();
  });
  const end = () => {
    isOver = true;
    unsubscribe();
    wake();
  };
  const events = async function* (): AsyncGenerator<Event<Value>> {
    while (!isOver) {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      hasChanged = false;
      const event = await read().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      yield event;
      if ('error' in event) end();
    }
  };
  const generator = events();
  return {
    next: () => generator.next(),
    // A generator that waits for a change cannot be returned from until it is woken.
    return: () => {
      end();
      return generator.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** For `resolve` of a subscription. @throws the failure */
export function eventValue<Value>(event: Event<Value>): Value {
  if ('error' in event) throw event.error;
  return event.value;
}

/** Wakes whoever waits for something new. */
export class Signal {
  #waiting = new Set<() => void>();

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves at the next {@link Signal.wake}, after `milliseconds`, or when `given` is aborted: whichever is first. */
  next(milliseconds: number, given: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        given.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      given.addEventListener('abort', done);
      this.#waiting.add(done);
      if (given.aborted) done();
    });
  }
}

/** Wakes one waiter; rung while nobody waits, it wakes the next one at once. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** @param milliseconds at most; Infinity for as long as it takes */
  wait(milliseconds: number): Promise<void> {
    if (this.#rung || milliseconds <= 0) {
      this.#rung = false;
      return new Promise((resolve) => setImmediate(resolve));
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), Math.min(milliseconds, 2 ** 31 - 1));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        this.#rung = false;
        resolve();
      };
    });
  }
}

/**
 * Does one step after another until it is told to stop; the step in hand is finished first.
 * @param step resolves to the milliseconds until there may be something to do again, unless the bell is rung before
 */
export async function drive(
  step: () => Promise<number> | number,
  bell: Bell,
  stop: AbortSignal,
): Promise<void> {
  const ring = () => bell.ring();
  stop.addEventListener('abort', ring);
  try {
    while (!stop.aborted) await bell.wait(await step());
  } finally {
    stop.removeEventListener('abort', ring);
  }
}

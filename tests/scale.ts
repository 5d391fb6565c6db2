/** How much of the full count the slow checks run: 1, or a tenth in CI (`LINDUN_SCALE`). */
const scale = Number(process.env['LINDUN_SCALE'] ?? 1);

/** A count at this run's scale, at least 1. */
export function scaled(full: number): number {
  return Math.max(1, Math.round(full * scale));
}

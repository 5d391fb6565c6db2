/** @jsxImportSource hono/jsx */
import { encode } from 'uqr';

/**
 * A QR code as one path of squares, four light ones around it as ISO/IEC 18004 asks. Always dark on light: a camera does
 * not read it the other way round.
 */
export const Qr = ({ text, title }: { text: string; title: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={title}>
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
};

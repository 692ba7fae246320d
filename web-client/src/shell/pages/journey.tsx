/**
 * The picture of the home page: a path with stops, made by a circle and a square that meet at each of them. It says in
 * shapes what the words beside it say, so it is hidden from assistive technology. Owns the drawing only.
 */

const STOPS = [
  { x: 40, y: 84, kind: 'circle' },
  { x: 128, y: 46, kind: 'square' },
  { x: 216, y: 92, kind: 'both' },
  { x: 304, y: 50, kind: 'circle' },
  { x: 392, y: 84, kind: 'both' },
  { x: 480, y: 42, kind: 'square' },
  { x: 566, y: 72, kind: 'both' },
] as const;
const RADIUS = 15;
const HALF_SIDE = 13.3;
/** Where circle and square of one stop cover each other, from the two numbers above. */
const SHARED = 'M-4.3 -13.3H-2.07A15 15 0 0 1 -2.07 13.3H-4.3z';

function path(): string {
  return STOPS.map((stop, index) => {
    const before = STOPS[index - 1];
    if (!before) return `M${stop.x} ${stop.y}`;
    const middle = (before.x + stop.x) / 2;
    return `C${middle} ${before.y} ${middle} ${stop.y} ${stop.x} ${stop.y}`;
  }).join('');
}

/** A path with stops. */
export function Journey() {
  return (
    <svg class="pw-journey" viewBox="0 0 606 132" aria-hidden="true" focusable="false">
      <path class="pw-journey__path" d={path()} />
      {STOPS.map((stop) => (
        <g key={stop.x} transform={`translate(${stop.x} ${stop.y})`}>
          {stop.kind !== 'circle' && (
            <rect
              class="pw-journey__square"
              x={stop.kind === 'both' ? -HALF_SIDE + 9 : -HALF_SIDE}
              y={-HALF_SIDE}
              width={HALF_SIDE * 2}
              height={HALF_SIDE * 2}
              rx="4"
            />
          )}
          {stop.kind !== 'square' && <circle class="pw-journey__circle" cx={stop.kind === 'both' ? -9 : 0} r={RADIUS} />}
          {stop.kind === 'both' && <path class="pw-journey__shared" d={SHARED} />}
        </g>
      ))}
    </svg>
  );
}

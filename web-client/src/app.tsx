/**
 * The root of the screens. Minimal until the shell takes over: says what this is.
 */

/** The application. */
export function App() {
  return <h1>Pairway</h1>;
}

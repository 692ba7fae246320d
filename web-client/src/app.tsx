/**
 * The root of the screens. Minimal until the pages land: says what this is.
 */
import './styles/main.scss';

/** The application. */
export function App() {
  return <h1>Pairway</h1>;
}

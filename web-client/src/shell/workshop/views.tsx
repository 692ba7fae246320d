/**
 * Where the map, the list and the print view are put into the workshop page. Owns the joint only, so that the views and
 * the shell can change apart.
 */
import type { OpenWorkshop } from '../../workshop/open';

interface PlaceProps {
  readonly open: OpenWorkshop;
}

/** The picture. */
export function MapPlace({ open }: PlaceProps) {
  return <p>{open.map.stages.value.map((stage) => stage.title).join(', ')}</p>;
}

/** The same map as a list. */
export function ListPlace({ open }: PlaceProps) {
  return <p>{open.map.stages.value.map((stage) => stage.title).join(', ')}</p>;
}

/** What is printed; not seen on the screen. */
export function PrintPlace(_place: PlaceProps) {
  return null;
}

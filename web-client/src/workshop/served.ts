/**
 * The documents that only the server writes (workshop, record, talk), on this device. Knows that a refusal of one can only
 * mean a broken copy; no page, and no meaning of the documents.
 */
import { Replica } from '../sync/replica';
import type { ReplicaSettings } from '../sync/replica';

/** One of them; `onBroken` is called when its copy was dropped for the server's. */
export function serveReplica(settings: Pick<ReplicaSettings, 'collab' | 'copy' | 'name' | 'doc'>, onBroken: () => void): Replica {
  const replica: Replica = new Replica({
    ...settings,
    awareness: null,
    // Notices come once a document; the map's are enough.
    onNotice: () => undefined,
    onRefused: () => void replica.dropCopy().then(onBroken),
  });
  return replica;
}

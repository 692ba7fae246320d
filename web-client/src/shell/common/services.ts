/**
 * The two things every page needs from below: the server's calls that need no token, and what this device remembers.
 * Owns their one instance. Knows no page.
 */
import { publicApi, type PublicApi } from '../../workshop/api';
import { deviceMemory, type DeviceMemory } from '../../workshop/device';

/** The server, for whoever asks. */
export const server: PublicApi = publicApi();

/** This device's memory of workshops. */
export const device: DeviceMemory = deviceMemory();

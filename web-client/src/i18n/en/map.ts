/** English words of the map, the list and the step editor. Owns no word that other areas share (see common.ts). */
export const map = {} as const;

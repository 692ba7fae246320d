/** All words of src/i18n/later, by the name of their file, read from the folder itself so that none is forgotten. */
import type { Message } from '../src/i18n/message';

type Area = Readonly<Record<string, Message>>;
const files = import.meta.glob<Readonly<Record<string, Area>>>('../src/i18n/later/*.ts', { eager: true });

/** The areas. */
export const laterAreas: Readonly<Record<string, Area>> = Object.fromEntries(
  Object.entries(files).map(([path, areas]) => [path.replace(/^.*\/|\.ts$/g, ''), Object.assign({}, ...Object.values(areas)) as Area]),
);

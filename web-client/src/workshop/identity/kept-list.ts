/**
 * A list in the storage of the browser that another version of this page may write too: what this version cannot read is
 * kept as it is. Owns that care. Knows no meaning of the list.
 */

/** Where it is kept: local storage, or anything like it. */
export type EntryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A list in storage. */
export interface KeptList<Item> {
  read(): readonly Item[];
  /** Writes the list anew, and says whether the browser kept it. */
  write(items: readonly Item[]): 'kept' | 'notKept';
  /** Removes it with all that could not be read. */
  clear(): void;
}

/** Where the whole text goes that is no list at all. */
const unreadable = (key: string) => `${key}/unreadable`;

/** The list under a key. */
export function keptList<Item>(storage: EntryStorage | undefined, key: string, isItem: (value: unknown) => value is Item): KeptList<Item> {
  const text = () => {
    try {
      return storage?.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  };
  const all = () => listIn(text());
  return {
    read: () => (all() ?? []).filter(isItem),
    write: (items) => {
      const [before, found] = [text(), all()];
      // An object that is no entry here may be one of a newer version; anything else is rubbish.
      const others = (found ?? []).filter((one) => typeof one === 'object' && one !== null && !isItem(one));
      const next = [...items, ...others];
      try {
        if (before !== undefined && found === undefined) storage?.setItem(unreadable(key), before);
        if (next.length === 0) storage?.removeItem(key);
        else storage?.setItem(key, JSON.stringify(next));
        return storage === undefined && next.length > 0 ? 'notKept' : 'kept';
      } catch {
        // Storage is full or forbidden.
        return 'notKept';
      }
    },
    clear: () => {
      try {
        storage?.removeItem(key);
        storage?.removeItem(unreadable(key));
      } catch {
        // Storage is forbidden: then there is nothing in it.
      }
    },
  };
}

/** `undefined` when there is text and it is no list. */
function listIn(text: string | undefined): readonly unknown[] | undefined {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

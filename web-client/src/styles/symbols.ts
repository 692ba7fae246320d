/**
 * The product's symbols as path data on a grid of 24, so that Preact components and the framework-free map draw the
 * same ones. Owns the shapes and which word each belongs to; must not know Preact or the DOM.
 *
 * A symbol never stands alone: a word is beside it, or it is the spoken name of its button. The patient side is a
 * circle and the professional side a square everywhere: for people, perspectives and cursors. Both have the same area.
 */

/** One symbol: `lines` are stroked 2 wide with round ends, `solids` are filled; both in the current colour. */
export interface SymbolShape {
  readonly lines?: string;
  readonly solids?: string;
}

const CIRCLE = 'M12 4.6a7.4 7.4 0 1 0 0 14.8a7.4 7.4 0 1 0 0-14.8z';
const SQUARE = 'M7.4 5.4h9.2a2 2 0 0 1 2 2v9.2a2 2 0 0 1-2 2H7.4a2 2 0 0 1-2-2V7.4a2 2 0 0 1 2-2z';
const PERSON = 'M12 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7zM5 20c0-3.6 3-5.5 7-5.5s7 1.9 7 5.5';

/** Every symbol by name. */
export const symbols = {
  // Sides and perspectives.
  patient: { solids: CIRCLE },
  professional: { solids: SQUARE },
  both: { lines: 'M9 6a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z M11.5 8.5h8.5a1 1 0 0 1 1 1v8.5a1 1 0 0 1-1 1h-8.5a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1z' },
  other: { lines: 'M12 5l8 14H4z' },
  unsaid: { lines: 'M8 12h.01M12 12h.01M16 12h.01' },

  // Roles without a side.
  facilitator: { lines: 'M12 3.5l8.5 8.5l-8.5 8.5l-8.5-8.5z' },
  supporter: { lines: 'M12 4v16M4 12h16' },
  observer: { lines: 'M2.5 12s3.5-6 9.5-6s9.5 6 9.5 6s-3.5 6-9.5 6s-9.5-6-9.5-6zM12 14.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5z' },
  systemPartner: { lines: 'M8 4h8l4.6 8l-4.6 8H8l-4.6-8z' },

  // Sectors.
  nhs: { lines: 'M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z' },
  social_care: { lines: 'M4 11l8-7l8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20' },
  vcse: { lines: 'M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20z' },
  peer: { lines: 'M8 11a3 3 0 1 0 0-6a3 3 0 1 0 0 6zM16 11a3 3 0 1 0 0-6a3 3 0 1 0 0 6zM2.5 19c0-3 2.4-4.5 5.5-4.5c1.6 0 3 .4 4 1.2c1-.8 2.4-1.2 4-1.2c3.1 0 5.5 1.5 5.5 4.5' },
  self_family: { lines: PERSON },
  other_public: { lines: 'M3.5 9.5L12 4l8.5 5.5zM6 9.5V18M10 9.5V18M14 9.5V18M18 9.5V18M3.5 20h17' },

  // What kind of change: an hourglass, a young plant, an umbrella; and a way that forks.
  outcome: { lines: 'M12 4l2.4 5.1l5.6.7l-4.1 3.9l1 5.6L12 16.6l-4.9 2.7l1-5.6L4 9.8l5.6-.7z' },
  long_term: { lines: 'M6.5 4h11M6.5 20h11M8 4c0 4.5 4 5 4 8s-4 3.5-4 8M16 4c0 4.5-4 5-4 8s4 3.5 4 8' },
  recovery: { lines: 'M12 20.5V11M12 11.5c0-4.5 3-7 8-7c0 4.5-3 7-8 7zM12 15.5c0-3.5-2.5-5.5-7-5.5c0 3.5 2.5 5.5 7 5.5z' },
  prevention: { lines: 'M12 3v1.5M3.5 13a8.5 8.5 0 0 1 17 0zM12 13v5.5a2 2 0 0 0 4 0' },

  // What already helps: a hand with a heart, a weight, a home with a heart, two faces, a place on a map.
  asset: { lines: 'M12 12.5S8.5 10 8.5 7.3A2.2 2.2 0 0 1 12 6a2.2 2.2 0 0 1 3.5 1.3C15.5 10 12 12.5 12 12.5zM3.5 13.5H6l3 2.5h5.5M9 20h6l5.5-5.5M3.5 20H9' },
  strength: { lines: 'M4 9v6M7 7v10M17 7v10M20 9v6M7 12h10' },
  family: { lines: 'M4 11l8-7l8 7M6 9.5V20h12V9.5M12 17.5s-3-1.8-3-3.9a1.6 1.6 0 0 1 3-.8a1.6 1.6 0 0 1 3 .8c0 2.1-3 3.9-3 3.9z' },
  friend: { lines: 'M5 8.5h.01M9 8.5h.01M15 8.5h.01M19 8.5h.01M3.5 12.5c1 2.2 5.9 2.2 7 0M13.5 12.5c1 2.2 5.9 2.2 7 0' },
  place: { lines: 'M12 21s-6.5-6.3-6.5-11a6.5 6.5 0 0 1 13 0c0 4.7-6.5 11-6.5 11zM12 12.2a2.2 2.2 0 1 0 0-4.4a2.2 2.2 0 1 0 0 4.4z' },

  decision: { lines: 'M3 12h5.5l6-6H20M8.5 12l6 6H20M17 3l3.2 3L17 9M17 15l3.2 3L17 21' },

  // Who does it.
  for: { lines: 'M3 12h9M9 8.5l3.5 3.5L9 15.5M18 15.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7z' },
  by: { lines: 'M6 15.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7zM12 12h9M17.5 8.5L21 12l-3.5 3.5' },
  with: { lines: 'M4 9h15M15.5 5.5L19 9l-3.5 3.5M20 15.5H5M8.5 12L5 15.5L8.5 19' },

  // The saved light: a shape each, so that colour is never the only sign.
  saved: { lines: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM8 12.2l2.8 2.8L16 9.5' },
  saving: { lines: 'M12 20V8M7.5 12.5L12 8l4.5 4.5M5 4h14' },
  offline: { lines: 'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM10.5 17.5h3' },
  warning: { lines: 'M12 4l9 16H3zM12 10v4.5M12 17.2v.1' },

  // Agreement: two halves of one circle, the patient side on the left as everywhere.
  idea: { lines: 'M9 4.9a7.6 7.6 0 0 1 6 0M18.6 8.2a7.6 7.6 0 0 1 0 7.6M15 19.1a7.6 7.6 0 0 1-6 0M5.4 15.8a7.6 7.6 0 0 1 0-7.6' },
  toAgree: { lines: 'M12 4.4a7.6 7.6 0 1 0 0 15.2a7.6 7.6 0 1 0 0-15.2zM12 4.4v15.2' },
  oneAgrees: { lines: 'M12 4.4a7.6 7.6 0 1 0 0 15.2a7.6 7.6 0 1 0 0-15.2zM8.5 12h7' },
  patientAgrees: { lines: 'M12 4.4a7.6 7.6 0 1 0 0 15.2a7.6 7.6 0 1 0 0-15.2z', solids: 'M12 4.4a7.6 7.6 0 0 0 0 15.2z' },
  professionalAgrees: { lines: 'M12 4.4a7.6 7.6 0 1 0 0 15.2a7.6 7.6 0 1 0 0-15.2z', solids: 'M12 4.4a7.6 7.6 0 0 1 0 15.2z' },
  aroundChanged: { lines: 'M7.6 5.2a8.1 8.1 0 0 0 0 13.6M16.4 5.2a8.1 8.1 0 0 1 0 13.6M8.4 12.3l2.5 2.5l4.7-5' },
  somePairsAgree: { lines: 'M12 4.4a7.6 7.6 0 1 0 0 15.2a7.6 7.6 0 1 0 0-15.2z', solids: 'M4.4 12h15.2a7.6 7.6 0 0 1-15.2 0z' },
  agreed: { solids: 'M12 3.4a8.6 8.6 0 1 0 0 17.2a8.6 8.6 0 1 0 0-17.2zM6.8 12.4L8.5 10.7L10.9 13.1L15.6 8.4L17.3 10.1L10.9 16.5z' },
  differ: { solids: 'M10 4.2a7.8 7.8 0 0 0 0 15.6zM14 4.2a7.8 7.8 0 0 1 0 15.6z' },
  parked: { lines: 'M8.5 5v14M15.5 5v14' },
  leaving: { lines: 'M4 12h16M8 6.5h8M8 17.5h8' },
  // A lamp: what people have shared beside the map.
  sharedIdea: { lines: 'M9 18h6M10.5 21h3M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z' },
  // Talking.
  comment: { lines: 'M4 5h16v11h-9l-5 4v-4H4z' },
  at: { lines: 'M12 8.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6zM15.8 8.5v4.8a2.3 2.3 0 0 0 4.7 0V12a8.5 8.5 0 1 0-3.3 6.7' },
  thanks: { lines: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM8 14c1 1.5 2.4 2.2 4 2.2s3-.7 4-2.2M9 9.5v.1M15 9.5v.1' },
  important: { lines: 'M12 4v10.5M12 19.5v.1' },
  question: { lines: 'M8.2 8.6a3.8 3.8 0 1 1 5.6 3.4c-1.2.7-1.8 1.4-1.8 2.8M12 19.5v.1' },
  meToo: { lines: 'M8 13V6.2a1.5 1.5 0 0 1 3 0V11V4.7a1.5 1.5 0 0 1 3 0V11V6.2a1.5 1.5 0 0 1 3 0V15c0 3.4-2 5.7-5.2 5.7c-2.4 0-3.6-1-4.8-3.2l-2-3.8a1.4 1.4 0 0 1 2.3-1.5z' },

  // How people work in a session: people around a table, a written page, a round, three groups, a ballot box, a cup, an open book.
  modePlenary: { lines: 'M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM12 4h.01M19 8h.01M19 16h.01M12 20h.01M5 16h.01M5 8h.01' },
  modeSilent: { lines: 'M6 3.5h9l3 3v14H6zM9 10h6M9 13.5h6M9 17h3' },
  modeTurns: { lines: 'M19 12a7 7 0 1 1-2.2-5.1M17.5 3v4.5H13' },
  modeGroups: { lines: 'M12 10a3 3 0 1 0 0-6a3 3 0 1 0 0 6zM6.5 20a3 3 0 1 0 0-6a3 3 0 1 0 0 6zM17.5 20a3 3 0 1 0 0-6a3 3 0 1 0 0 6z' },
  modeVote: { lines: 'M4 12h16v8H4zM8 12V4h8v8M10 8l1.5 1.5L14.5 6.5' },
  modeBreak: { lines: 'M5 9h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 10.5h1.5a2.5 2.5 0 0 1 0 5H16M8.5 3.5v2M12.5 3.5v2' },
  modeReflect: { lines: 'M12 6.5c-2-1.5-5-2-8-1.5v13.5c3-.5 6 0 8 1.5c2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5V20' },
  // Tools.
  grip: { lines: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01' },
  menu: { lines: 'M4 7h16M4 12h16M4 17h16' },
  more: { solids: 'M12 4.5a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6zM12 10.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6zM12 15.9a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6z' },
  close: { lines: 'M6 6l12 12M18 6L6 18' },
  undo: { lines: 'M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3' },
  redo: { lines: 'M15 14l5-5l-5-5M20 9H10a6 6 0 0 0 0 12h3' },
  print: { lines: 'M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z' },
  table: { lines: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14' },
  archive: { lines: 'M4 4h16v5H4zM5.5 9v11h13V9M10 13h4' },
  invite: { lines: 'M9.5 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7zM3 20c0-3.6 2.8-5.5 6.5-5.5c1.5 0 2.9.3 4 1M18 13v7M14.5 16.5h7' },
  remove: { lines: 'M9.5 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7zM3 20c0-3.6 2.8-5.5 6.5-5.5c1.5 0 2.9.3 4 1M14.5 16.5h7' },
  freeze: { lines: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11' },
  thaw: { lines: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2' },
  settings: { lines: 'M4 19l5.5-14L15 19M6 14h7M16 19l2.5-7l2.5 7M16.9 16.5h3.2' },
  privacy: { lines: 'M12 3.5l7.5 3v5.5c0 4.5-3 7.5-7.5 9c-4.5-1.5-7.5-4.5-7.5-9V6.5z' },
  forget: { lines: 'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM10 9.5l4 4M14 9.5l-4 4' },
  bin: { lines: 'M4 7h16M9.5 7V4h5v3M6 7l1 13h10l1-13M10 11v5M14 11v5' },
  copy: { lines: 'M9 9h11v11H9zM5.5 15H4V4h11v1.5' },
  check: { lines: 'M5 12.5l4.5 4.5L19 7.5' },
  map: { lines: 'M4 5h6v5H4zM14 5h6v5h-6zM14 14h6v5h-6zM10 7.5h4M17 10v4' },
  list: { lines: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01' },
  add: { lines: 'M12 5v14M5 12h14' },
  edit: { lines: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5' },
  move: { lines: 'M12 3v18M3 12h18M9 6l3-3l3 3M9 18l3 3l3-3M6 9l-3 3l3 3M18 9l3 3l-3 3' },
  link: { lines: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17' },
  goal: { lines: 'M6 21V4M6 4.5h11l-2.5 4l2.5 4H6' },
  up: { lines: 'M12 19V5M6 11l6-6l6 6' },
  down: { lines: 'M12 5v14M6 13l6 6l6-6' },
  left: { lines: 'M19 12H5M11 6l-6 6l6 6' },
  right: { lines: 'M5 12h14M13 6l6 6l-6 6' },
  chevron: { lines: 'M6 9.5l6 6l6-6' },
  zoomIn: { lines: 'M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 1 0 0 13zM15.5 15.5L20.5 20.5M10.5 7.5v6M7.5 10.5h6' },
  zoomOut: { lines: 'M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 1 0 0 13zM15.5 15.5L20.5 20.5M7.5 10.5h6' },
  find: { lines: 'M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 1 0 0 13zM15.5 15.5L20.5 20.5' },
  fit: { lines: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5' },
  people: { lines: 'M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7zM2.5 20c0-3.6 2.8-5.5 6.5-5.5s6.5 1.9 6.5 5.5M16 4.5a3.2 3.2 0 0 1 0 6.2M18 14.8c2.2.7 3.5 2.4 3.5 5.2' },
  info: { lines: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM12 11v5.5M12 7.5v.1' },
} as const satisfies Readonly<Record<string, SymbolShape>>;

/** The name of a symbol. */
export type SymbolName = keyof typeof symbols;

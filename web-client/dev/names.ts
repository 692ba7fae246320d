/** Names of the made-up people: short, or with `names=long` in the address the longest there can be. */
const isLong = new URLSearchParams(location.search).get('names') === 'long';

/** The patient leader; at its longest one word. */
export const ANN = isLong ? 'Annabellaconstantinaalexandrinavictorianawilhelminaevangelin' : 'Ann';

/** The professional; at its longest several words. */
export const BO = isLong ? 'Professor Doctor Bartholomew Montgomery-Featherstonehaugh Jr' : 'Dr Bo';

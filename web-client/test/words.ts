/** Every test knows all words: what is drawn in it directly was not loaded as a feature. */
import { addWords } from '../src/i18n/translate';
import { laterAreas } from './later-words';

for (const words of Object.values(laterAreas)) addWords(words);

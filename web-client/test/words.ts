/** Every test knows all words: what is drawn in it directly was not loaded by ui/later.tsx. */
import { later } from '../src/i18n/later';
import { learn } from '../src/i18n/translate';

learn(later);

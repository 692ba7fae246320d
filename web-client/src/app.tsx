/**
 * The root of the screens: which page is shown, the live region and the messages, the person's look. Owns their
 * composition; pages are in shell/.
 */
import './styles/main.scss';
import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { languageTag } from './i18n/translate';
import { feature, FeatureView } from './ui/feature';
import { LiveRegion, Toasts } from './shell/common/live-region';
import { applyPreferences } from './shell/common/preferences';
import { NotFoundPage } from './shell/pages/not-found-page';
import { route, watchRoute } from './shell/common/route';
import { WorkshopPage } from './shell/workshop/workshop-page';
import { useKeptFocus } from './ui/kept-focus';

// Each page that is not the workshop comes when it is opened: a workshop opens sooner.
const homePage = feature(() => import('./shell/pages/home-page'), () => import('./i18n/later/home'), () => import('./i18n/later/join'));
const joinPage = feature(() => import('./shell/join/join-page'), () => import('./i18n/later/join'));
const startPage = feature(() => import('./shell/start/start-page'), () => import('./i18n/later/start'), () => import('./i18n/later/invite'));
const runPage = feature(() => import('./shell/workshop/session/run-page'), () => import('./i18n/later/run'), () => import('./i18n/later/lead'), () => import('./i18n/later/session'));
const privacyPage = feature(() => import('./shell/pages/privacy-page'), () => import('./i18n/later/privacy'));
const accessibilityPage = feature(() => import('./shell/pages/accessibility-page'), () => import('./i18n/later/accessibility'));
const devicePage = feature(() => import('./shell/pages/device-page'), () => import('./i18n/later/device'));

function CurrentPage() {
  const now = route.value;
  switch (now.page) {
    case 'home':
      return <FeatureView feature={homePage}>{({ HomePage }) => <HomePage />}</FeatureView>;
    case 'start':
      return <FeatureView feature={startPage}>{({ StartPage }) => <StartPage />}</FeatureView>;
    case 'join':
      return <FeatureView feature={joinPage}>{({ JoinPage }) => <JoinPage secret={now.secret} />}</FeatureView>;
    case 'workshop':
      return <WorkshopPage key={now.workshop} workshop={now.workshop} />;
    case 'run':
      return <FeatureView feature={runPage}>{({ RunPage }) => <RunPage key={now.workshop} workshop={now.workshop} />}</FeatureView>;
    case 'privacy':
      return <FeatureView feature={privacyPage}>{({ PrivacyPage }) => <PrivacyPage workshop={now.workshop} />}</FeatureView>;
    case 'accessibility':
      return <FeatureView feature={accessibilityPage}>{({ AccessibilityPage }) => <AccessibilityPage workshop={now.workshop} />}</FeatureView>;
    case 'device':
      return <FeatureView feature={devicePage}>{({ DevicePage }) => <DevicePage />}</FeatureView>;
    case 'notFound':
      return <NotFoundPage />;
  }
}

/** Screen readers take the voice of the language that the page says it has. */
function sayLanguage(): () => void {
  return effect(() => {
    document.documentElement.lang = languageTag();
  });
}

/** The application. */
export function App() {
  // Before the first drawing, so that no other page and no other colours flash up.
  const [stops] = useState(() => [applyPreferences(), watchRoute(), sayLanguage()]);
  useEffect(() => () => stops.forEach((stop) => stop()), [stops]);
  useKeptFocus();
  return (
    <>
      <CurrentPage />
      <Toasts />
      <LiveRegion />
    </>
  );
}

/**
 * The root of the screens: which page is shown, the live region and the messages, the person's look. Owns their
 * composition; pages are in shell/.
 */
import './styles/main.scss';
import { useEffect, useState } from 'preact/hooks';
import { Later } from './ui/later';
import { HomePage } from './shell/pages/home-page';
import { LiveRegion, Toasts } from './shell/common/live-region';
import { applyPreferences } from './shell/common/preferences';
import { NotFoundPage } from './shell/pages/not-found-page';
import { route, watchRoute } from './shell/common/route';
import { WorkshopPage } from './shell/workshop/workshop-page';

// Each page that is not the workshop or the way to it by code comes when it is opened: a workshop opens sooner.
const joinPage = () => import('./shell/join/join-page');
const startPage = () => import('./shell/start/start-page');
const privacyPage = () => import('./shell/pages/privacy-page');
const devicePage = () => import('./shell/pages/device-page');

function CurrentPage() {
  const now = route.value;
  switch (now.page) {
    case 'home':
      return <HomePage />;
    case 'start':
      return <Later load={startPage}>{({ StartPage }) => <StartPage />}</Later>;
    case 'join':
      return <Later load={joinPage}>{({ JoinPage }) => <JoinPage secret={now.secret} />}</Later>;
    case 'workshop':
      return <WorkshopPage key={now.workshop} workshop={now.workshop} />;
    case 'privacy':
      return <Later load={privacyPage}>{({ PrivacyPage }) => <PrivacyPage workshop={now.workshop} />}</Later>;
    case 'device':
      return <Later load={devicePage}>{({ DevicePage }) => <DevicePage />}</Later>;
    case 'notFound':
      return <NotFoundPage />;
  }
}

/** The application. */
export function App() {
  // Before the first drawing, so that no other page and no other colours flash up.
  const [stops] = useState(() => [applyPreferences(), watchRoute()]);
  useEffect(() => () => stops.forEach((stop) => stop()), [stops]);
  return (
    <>
      <CurrentPage />
      <Toasts />
      <LiveRegion />
    </>
  );
}
